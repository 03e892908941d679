package dev.dormouse.invoker.registry;

import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.RevisionId;

/**
 * A revision as it is recorded: what is shown of it, and what it runs from.
 *
 * @param view what is shown
 * @param code the module that is compiled; differs from the view's module where that is a script
 * @param base object key of the base snapshot that each instance starts from
 */
public record Revision(RevisionView view, ModuleDigest code, String base) {
    /** Its identity. */
    public RevisionId id() {
        return view.id();
    }
}
