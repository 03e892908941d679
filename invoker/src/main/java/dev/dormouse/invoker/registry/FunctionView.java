package dev.dormouse.invoker.registry;

import dev.dormouse.snapshot.FunctionName;
import java.time.Instant;
import java.util.List;

/**
 * A function as it stands.
 *
 * @param name its name
 * @param version rises with each deploy and each change of an alias; never given twice for one name, not even after a
 *     delete
 * @param latestRevision number of the newest revision
 * @param aliases sorted by name
 * @param createdAt first deploy
 * @param updatedAt last change
 */
public record FunctionView(
        FunctionName name,
        long version,
        int latestRevision,
        List<AliasView> aliases,
        Instant createdAt,
        Instant updatedAt) {
    public FunctionView {
        aliases = List.copyOf(aliases);
    }
}
