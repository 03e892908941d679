package dev.dormouse.invoker.registry;

import java.util.List;

/**
 * An alias as it stands.
 *
 * @param name its name
 * @param version rises with each change; never given twice for one name, not even after a delete
 * @param targets at least one, each revision once
 */
public record AliasView(AliasName name, long version, List<AliasTarget> targets) {
    public AliasView {
        targets = List.copyOf(targets);
    }
}
