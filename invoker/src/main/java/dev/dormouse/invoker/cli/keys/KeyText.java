package dev.dormouse.invoker.cli.keys;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dormouse.invoker.access.ApiKey;
import dev.dormouse.invoker.access.Scope;
import dev.dormouse.invoker.cli.command.JsonText;
import java.util.stream.Collectors;

/** API keys as people and programs see them: never what proves them. */
final class KeyText {
    private KeyText() {}

    static ObjectNode json(ApiKey key) {
        var json = JsonText.object().put("id", key.id());
        var scopes = json.putArray("scopes");
        key.scopes().stream().sorted().map(Scope::text).forEach(scopes::add);
        return json.put("createdAt", key.createdAt().toString());
    }

    /** For example {@code read, invoke}. */
    static String scopes(ApiKey key) {
        return key.scopes().stream().sorted().map(Scope::text).collect(Collectors.joining(", "));
    }
}
