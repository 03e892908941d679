package dev.dormouse.invoker.registry;

import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.RevisionId;
import java.util.stream.Stream;

/**
 * A revision as it is recorded: what is shown of it, and what it runs from.
 *
 * @param view what is shown
 * @param code the module that is compiled; differs from the view's module where that is a script
 * @param base object key of the base snapshot that each instance starts from
 * @param moduleSeason in which the view's module was kept
 * @param codeSeason in which the module that is compiled was kept
 */
public record Revision(RevisionView view, ModuleDigest code, String base, long moduleSeason, long codeSeason) {
    /** Its identity. */
    public RevisionId id() {
        return view.id();
    }

    /** The module or script that was deployed. */
    ModuleRef moduleRef() {
        return new ModuleRef(view.module(), moduleSeason);
    }

    /** The module that is compiled. */
    public ModuleRef codeRef() {
        return new ModuleRef(code, codeSeason);
    }

    /** Keys of the objects that it names. What was compiled goes with the module that it was compiled from. */
    Stream<String> objects() {
        return Stream.of(moduleRef().key(), codeRef().key(), base);
    }
}
