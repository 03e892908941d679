package dev.dormouse.invoker.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.dormouse.invoker.agent.AgentView;
import dev.dormouse.invoker.registry.AliasView;
import dev.dormouse.invoker.registry.Deployment;
import dev.dormouse.invoker.registry.FunctionView;
import dev.dormouse.invoker.registry.RevisionView;
import dev.dormouse.invoker.registry.SampleRequest;
import dev.dormouse.snapshot.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The JSON of the control API: what is read, strictly, and what is written. The names here are the promised ones. */
final class ControlJson {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER_CHARS = 20;
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_CHARS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .defaultSetterInfo(JsonSetter.Value.construct(Nulls.SET, Nulls.FAIL))
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();
    private static final double NANOS_PER_MILLI = 1_000_000.0;

    private ControlJson() {}

    /** Body of a deploy by spec. */
    record Spec(
            @Nullable String module,
            @Nullable String style,
            @Nullable String entry,
            @Nullable Long memoryMaxBytes,
            @Nullable Long timeoutMillis,
            @Nullable Long fuel,
            @Nullable Integer concurrency,
            @Nullable String durability,
            @Nullable String agents,
            @Nullable Map<String, String> env,
            @Nullable Map<String, String> config,
            @Nullable Sample sample,
            @Nullable Boolean live) {}

    /** A sample request; of the two bodies one at most. It is written with the second. */
    record Sample(
            @Nullable String method,
            @Nullable String path,
            @Nullable String contentType,
            @Nullable String body,
            @Nullable String bodyBase64) {
        static @Nullable Sample of(@Nullable SampleRequest sample) {
            return sample == null
                    ? null
                    : new Sample(sample.method(), sample.path(), sample.contentType(), null, sample.bodyBase64());
        }
    }

    /** Body that points an alias at revisions. */
    record AliasSpec(@Nullable List<Target> targets) {}

    /** One of the revisions of an alias, read and written. */
    record Target(@Nullable Integer revision, @Nullable Integer weight) {}

    record Alias(String name, long version, List<Target> targets) {
        static Alias of(AliasView view) {
            return new Alias(
                    view.name().value(),
                    view.version(),
                    view.targets().stream()
                            .map(target -> new Target(target.revision(), target.weight()))
                            .toList());
        }
    }

    record Function(
            String name, long version, int latestRevision, List<Alias> aliases, String createdAt, String updatedAt) {
        static Function of(FunctionView view) {
            return new Function(
                    view.name().value(),
                    view.version(),
                    view.latestRevision(),
                    view.aliases().stream().map(Alias::of).toList(),
                    view.createdAt().toString(),
                    view.updatedAt().toString());
        }
    }

    record Revision(
            String revision,
            String function,
            int number,
            String style,
            String entry,
            String module,
            long moduleBytes,
            long memoryMaxBytes,
            long timeoutMillis,
            long fuel,
            int concurrency,
            String durability,
            String agents,
            Map<String, String> env,
            Map<String, String> config,
            @Nullable Sample sample,
            String createdAt,
            @Nullable Boolean created,
            @Nullable List<Step> steps,
            @Nullable List<String> warnings) {
        static Revision of(RevisionView view) {
            return of(view, null, null, null);
        }

        static Revision of(Deployment deployment) {
            return of(
                    deployment.revision(),
                    deployment.created(),
                    deployment.steps().stream()
                            .map(step -> new Step(step.name(), step.nanos() / NANOS_PER_MILLI))
                            .toList(),
                    deployment.warnings());
        }

        private static Revision of(
                RevisionView view,
                @Nullable Boolean created,
                @Nullable List<Step> steps,
                @Nullable List<String> warnings) {
            return new Revision(
                    view.id().toString(),
                    view.id().function().value(),
                    view.id().number(),
                    view.style().name().toLowerCase(Locale.ROOT),
                    view.entry(),
                    view.module().hex(),
                    view.moduleBytes(),
                    view.memoryMaxBytes(),
                    view.timeoutMillis(),
                    view.fuel(),
                    view.concurrency(),
                    view.durability().toString(),
                    view.agents().toString(),
                    new TreeMap<>(view.env()),
                    new TreeMap<>(view.config()),
                    Sample.of(view.sample()),
                    view.createdAt().toString(),
                    created,
                    steps,
                    warnings);
        }
    }

    /** Body of a fork. */
    record Fork(@Nullable String newKey) {}

    /** Body of a revert. */
    record Revert(@Nullable Long generation) {}

    /** Body of a move. */
    record Move(@Nullable String revision, @Nullable String policy) {}

    /** Sizes by where they are. */
    record AgentBytes(long heap, long log, long snapshot) {}

    record Agent(
            String function,
            String key,
            String revision,
            String state,
            long generation,
            List<Long> retainedGenerations,
            AgentBytes bytes,
            String createdAt,
            String updatedAt) {
        static Agent of(AgentView view) {
            return new Agent(
                    view.id().function().value(),
                    view.id().key(),
                    view.revision().toString(),
                    view.state().name().toLowerCase(Locale.ROOT),
                    view.generation(),
                    view.retained(),
                    new AgentBytes(view.heapBytes(), view.logBytes(), view.snapshotBytes()),
                    view.createdAt().toString(),
                    view.updatedAt().toString());
        }
    }

    record LogLine(long sequence, String at, String level, String revision, String invocation, String line) {
        static LogLine of(dev.dormouse.invoker.execution.LogLine line) {
            return new LogLine(
                    line.sequence(),
                    line.at().toString(),
                    line.level().name().toLowerCase(Locale.ROOT),
                    line.revision().toString(),
                    line.invocation().hex(),
                    line.text());
        }
    }

    record Step(String name, double millis) {}

    record Module(String digest, long bytes, boolean created) {}

    record Listing<T>(List<T> items, @Nullable String next) {}

    static <T> T read(byte[] body, Class<T> type) {
        try {
            T value = MAPPER.readValue(body, type);
            if (value == null) {
                throw Failure.badInput("The body is a JSON object; this one is null.");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw Failure.badInput("The body is not the JSON that is expected here: " + explain(e) + " (line "
                    + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr()
                    + "). GET /openapi.yaml shows it.");
        } catch (IOException e) {
            throw new UncheckedIOException("Reading from memory does not fail.", e);
        }
    }

    /** Tells what is wrong in the words of the document, not of our classes. */
    private static String explain(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "there is no member '" + Excerpt.of(unknown.getPropertyName()) + "'";
        }
        if (e instanceof JsonMappingException mapping) {
            StringBuilder path = new StringBuilder();
            for (JsonMappingException.Reference reference : mapping.getPath()) {
                path.append('/')
                        .append(reference.getFieldName() == null ? reference.getIndex() : reference.getFieldName());
            }
            return "the value of '" + Excerpt.of(path.toString()) + "' has the wrong type";
        }
        return Excerpt.of(e.getOriginalMessage());
    }

    /** What {@link #write} or a problem wrote, to be a part of something larger. */
    static JsonNode parsed(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("Our own JSON is well-formed.", e);
        }
    }

    static byte[] write(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Writing to memory does not fail.", e);
        }
    }
}
