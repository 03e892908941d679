package dev.dormouse.invoker.access;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The file of keys as bytes: a version and a list. Strict, since a key that is half understood is worse than none. */
final class KeyFile {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private KeyFile() {}

    private record Document(int version, List<Entry> keys) {}

    private record Entry(String id, String secretSha256, List<String> scopes, String createdAt) {}

    static byte[] format(List<ApiKey> keys) throws IOException {
        List<Entry> entries = keys.stream()
                .map(key -> new Entry(
                        key.id(),
                        key.secretSha256(),
                        key.scopes().stream().sorted().map(Scope::text).toList(),
                        key.createdAt().toString()))
                .toList();
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(new Document(VERSION, entries));
    }

    static List<ApiKey> parse(byte[] bytes) throws IOException {
        Document document = JSON.readValue(bytes, Document.class);
        if (document.version() != VERSION) {
            throw new IOException("version " + document.version() + " is not known here, only " + VERSION);
        }
        try {
            return document.keys().stream()
                    .map(KeyFile::key)
                    .sorted(Comparator.comparing(ApiKey::createdAt))
                    .toList();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static ApiKey key(Entry entry) {
        Set<Scope> scopes = new LinkedHashSet<>();
        entry.scopes().forEach(text -> scopes.add(Scope.parse(text)));
        return new ApiKey(entry.id(), entry.secretSha256(), scopes, Instant.parse(entry.createdAt()));
    }
}
