package dev.dormouse.invoker.registry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
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
                    .addDeserializer(Durability.class, new DurabilityDeserializer())
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

    /** Revisions that were recorded before there was a choice answer as they always did. */
    private static final class DurabilityDeserializer extends TextDeserializer<Durability> {
        private static final long serialVersionUID = 1L;

        private DurabilityDeserializer() {
            super(Durability.class, Durability::parse);
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return Durability.BEFORE_REPLY;
        }
    }
}
