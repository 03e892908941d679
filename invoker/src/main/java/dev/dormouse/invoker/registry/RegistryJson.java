package dev.dormouse.invoker.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializerBase;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.RevisionId;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Function;

/** Registry events as bytes: JSON, so that a person can read the log with ordinary tools. Thread-safe. */
final class RegistryJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(FunctionName.class, ToStringSerializer.instance)
                    .addDeserializer(FunctionName.class, text(FunctionName.class, FunctionName::new))
                    .addSerializer(RevisionId.class, ToStringSerializer.instance)
                    .addDeserializer(RevisionId.class, text(RevisionId.class, RevisionId::parse))
                    .addSerializer(ModuleDigest.class, ToStringSerializer.instance)
                    .addDeserializer(ModuleDigest.class, text(ModuleDigest.class, ModuleDigest::new))
                    .addSerializer(AliasName.class, ToStringSerializer.instance)
                    .addDeserializer(AliasName.class, text(AliasName.class, AliasName::new))
                    .addSerializer(Durability.class, ToStringSerializer.instance)
                    .addDeserializer(
                            Durability.class,
                            new AddedLater<>(Durability.class, Durability::parse, Durability.BEFORE_REPLY))
                    .addSerializer(AgentPolicy.class, new AgentPolicySerializer())
                    .addDeserializer(
                            AgentPolicy.class,
                            new AddedLater<>(AgentPolicy.class, AgentPolicy::parse, AgentPolicy.STAY))
                    .addSerializer(Instant.class, ToStringSerializer.instance)
                    .addDeserializer(Instant.class, text(Instant.class, Instant::parse)))
            .build();

    private RegistryJson() {}

    static byte[] write(RegistryEvent event) {
        try {
            return MAPPER.writeValueAsBytes(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A registry event always has a JSON form.", e);
        }
    }

    static RegistryEvent read(byte[] bytes) throws IOException {
        return MAPPER.readValue(bytes, RegistryEvent.class);
    }

    private static <T> StdDeserializer<T> text(Class<T> type, Function<String, T> parse) {
        return new TextDeserializer<>(type, parse);
    }

    /** Reads a value from its text. */
    private static class TextDeserializer<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parse;

        private TextDeserializer(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parse.apply(parser.getText());
        }
    }

    /** What was always so is not written, so that an older release can read it. */
    private static final class AgentPolicySerializer extends ToStringSerializerBase {
        private static final long serialVersionUID = 1L;

        private AgentPolicySerializer() {
            super(AgentPolicy.class);
        }

        @Override
        public String valueToString(Object policy) {
            return policy.toString();
        }

        @Override
        public boolean isEmpty(SerializerProvider provider, Object policy) {
            return policy == AgentPolicy.STAY;
        }
    }

    /** Revisions that were recorded before there was a choice do as they always did. */
    private static final class AddedLater<T> extends TextDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient T before;

        private AddedLater(Class<T> type, Function<String, T> parse, T before) {
            super(type, parse);
            this.before = before;
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return before;
        }
    }
}
