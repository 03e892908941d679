package dev.dormouse.invoker.http;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.invoker.registry.AgentPolicy;
import dev.dormouse.invoker.registry.DeployProgress;
import dev.dormouse.invoker.registry.DeployRequest;
import dev.dormouse.invoker.registry.DeployRequest.Source;
import dev.dormouse.invoker.registry.Deployer;
import dev.dormouse.invoker.registry.Deployment;
import dev.dormouse.invoker.registry.Durability;
import dev.dormouse.invoker.registry.SampleRequest;
import dev.dormouse.snapshot.Excerpt;
import dev.dormouse.snapshot.ModuleDigest;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code PUT /v1/functions/{name}}: a module, a script or a spec becomes a revision. */
final class DeployApi {
    private static final int MAX_VARIABLES = 256;
    private static final int MAX_KEY_CHARS = 256;

    private final Deployer deployer;

    DeployApi(Deployer deployer) {
        this.deployer = deployer;
    }

    void deploy(Call call) {
        DeployRequest request = request(call);
        if (MediaTypes.asksFor(call.request(), MediaTypes.NDJSON)) {
            new DeployLines(call).run(lines -> deployer.deploy(request, lines));
            return;
        }
        Deployment deployment = deployer.deploy(request, DeployProgress.UNSEEN);
        call.response().header(Versions.tag(deployment.functionVersion()));
        if (deployment.created()) {
            call.response().header(HeaderValues.create(HeaderNames.LOCATION, location(deployment)));
        }
        ControlApi.sendJson(call, deployment.created() ? 201 : 200, ControlJson.Revision.of(deployment));
    }

    private static String location(Deployment deployment) {
        var id = deployment.revision().id();
        return "/v1/functions/" + id.function() + "/revisions/" + id.number();
    }

    private static DeployRequest request(Call call) {
        return switch (call.bodyType()) {
            case MediaTypes.WASM -> {
                QueryOptions options = call.query();
                yield withOptions(call, options, new Source.Module(call.bytes()));
            }
            case MediaTypes.JAVASCRIPT, MediaTypes.OLD_JAVASCRIPT -> {
                QueryOptions options = call.query();
                yield withOptions(call, options, new Source.Script(utf8(call.bytes())));
            }
            case MediaTypes.JSON -> {
                call.query().rejectRest();
                yield withSpec(call, ControlJson.read(call.bytes(), ControlJson.Spec.class));
            }
            default -> throw ControlApi.wrongType(call, MediaTypes.WASM, MediaTypes.JAVASCRIPT, MediaTypes.JSON);
        };
    }

    private static DeployRequest withOptions(Call call, QueryOptions options, Source source) {
        Optional<GuestStyle> style = options.text("style").map(DeployApi::style);
        Optional<String> entry = options.text("entry");
        OptionalLong memory = options.number("memoryMaxBytes");
        OptionalLong timeout = options.number("timeoutMillis");
        OptionalLong fuel = options.number("fuel");
        OptionalInt concurrency = options.smallNumber("concurrency");
        Optional<Durability> durability = options.text("durability").map(DeployApi::durability);
        Optional<AgentPolicy> agents = options.text("agents").map(DeployApi::agents);
        Map<String, String> env = variables("env", options.group("env"));
        Map<String, String> config = variables("config", options.group("config"));
        boolean live = options.truth("live").orElse(true);
        options.rejectRest();
        return Parsing.of(() -> new DeployRequest(
                ControlApi.functionName(call),
                source,
                style,
                entry,
                memory,
                timeout,
                fuel,
                concurrency,
                durability,
                agents,
                env,
                config,
                Optional.empty(),
                live,
                Versions.precondition(call.request())));
    }

    private static DeployRequest withSpec(Call call, ControlJson.Spec spec) {
        String module = spec.module();
        if (module == null) {
            throw Failure.badInput(
                    "A spec has the member 'module', the SHA-256 of a module that was uploaded; this one has none.");
        }
        ModuleDigest digest = Parsing.of(() -> new ModuleDigest(module));
        Integer concurrency = spec.concurrency();
        return Parsing.of(() -> new DeployRequest(
                ControlApi.functionName(call),
                new Source.Stored(digest),
                Optional.ofNullable(spec.style()).map(DeployApi::style),
                Optional.ofNullable(spec.entry()),
                optional(spec.memoryMaxBytes()),
                optional(spec.timeoutMillis()),
                optional(spec.fuel()),
                concurrency == null ? OptionalInt.empty() : OptionalInt.of(concurrency),
                Optional.ofNullable(spec.durability()).map(DeployApi::durability),
                Optional.ofNullable(spec.agents()).map(DeployApi::agents),
                variables("env", spec.env()),
                variables("config", spec.config()),
                Optional.ofNullable(spec.sample()).map(DeployApi::sample),
                !Boolean.FALSE.equals(spec.live()),
                Versions.precondition(call.request())));
    }

    private static SampleRequest sample(ControlJson.Sample sample) {
        String body = sample.body();
        String base64 = sample.bodyBase64();
        if (body != null && base64 != null) {
            throw new IllegalArgumentException("A sample request has one body: 'body' or 'bodyBase64', not both.");
        }
        String bytes = body == null
                ? Objects.requireNonNullElse(base64, "")
                : Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
        return SampleRequest.withDefaults(sample.method(), sample.path(), sample.contentType(), bytes);
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private static GuestStyle style(String text) {
        return switch (text) {
            case "extism" -> GuestStyle.EXTISM;
            case "wasi" -> GuestStyle.WASI;
            case "js" -> GuestStyle.JS;
            default ->
                throw Failure.badInput("A style is extism, wasi or js; this one is '" + Excerpt.of(text)
                        + "'. Leave it out to have it found.");
        };
    }

    private static Durability durability(String text) {
        return Parsing.of(() -> Durability.parse(text));
    }

    private static AgentPolicy agents(String text) {
        return Parsing.of(() -> AgentPolicy.parse(text));
    }

    private static Map<String, String> variables(String kind, @Nullable Map<String, String> variables) {
        if (variables == null) {
            return Map.of();
        }
        if (variables.size() > MAX_VARIABLES) {
            throw Failure.badInput("There are at most " + MAX_VARIABLES + " entries of " + kind + "; these are "
                    + variables.size() + ".");
        }
        variables.forEach((key, value) -> {
            boolean fit = !key.isEmpty() && key.length() <= MAX_KEY_CHARS && key.indexOf('=') < 0;
            if (!fit || key.indexOf('\0') >= 0 || value.indexOf('\0') >= 0) {
                throw Failure.badInput("A key of " + kind + " is 1 to " + MAX_KEY_CHARS
                        + " characters without '=', its value is a text, and neither holds a NUL; that of '"
                        + Excerpt.of(key) + "' is not so.");
            }
        });
        return Map.copyOf(variables);
    }

    private static String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Failure.badInput("A script is UTF-8; this one is not.");
        }
    }

    /** A deploy that somebody watches. */
    @FunctionalInterface
    interface Watched {
        Deployment run(DeployProgress progress) throws Refused;
    }
}
