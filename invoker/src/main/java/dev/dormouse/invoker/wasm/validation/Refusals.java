package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import dev.dormouse.snapshot.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * Makes the exceptions of one validation: knows the place that is being read, so that readers state the rule only.
 *
 * <p>The place is kept as numbers and turned into text when there is something to refuse.
 */
final class Refusals {
    private static final String NO_ITEM = "";

    private final ModuleLimits limits;
    private FunctionNames names = FunctionNames.NONE;
    private @Nullable Section section;
    private String item = NO_ITEM;
    private int index;

    Refusals(ModuleLimits limits) {
        this.limits = limits;
    }

    /** From now on functions are shown with these names. */
    void show(FunctionNames functionNames) {
        names = functionNames;
    }

    void enter(Section entered) {
        section = entered;
        item = NO_ITEM;
    }

    /** From now on the place is the entry {@code number} of the section; {@code kind} is its name for people. */
    void enter(String kind, int number) {
        item = kind;
        index = number;
    }

    int limit(Limit limit) {
        return limits.of(limit);
    }

    /** Throws if {@code value} is more than the limit. */
    void check(Limit limit, long value, long offset) throws ModuleRefused {
        if (value > limits.of(limit)) {
            throw limit(limit, value, offset);
        }
    }

    ModuleRefused limit(Limit limit, long value, long offset) {
        return new ModuleRefused(
                Reason.LIMIT,
                offset,
                place() + ": at most " + limits.of(limit) + " " + limit.subject() + " are allowed, found " + value
                        + ". Make the module smaller, or ask the operator to raise the module limit \"" + limit.key()
                        + "\".");
    }

    ModuleRefused malformed(long offset, String rule) {
        return new ModuleRefused(
                Reason.MALFORMED,
                offset,
                place() + ": " + rule
                        + ". The file is damaged or cut, or is not WebAssembly: build it again and upload all of it.");
    }

    ModuleRefused invalid(long offset, String rule) {
        return new ModuleRefused(
                Reason.INVALID,
                offset,
                place() + ": " + rule
                        + ". No engine may run this module: look at what the last tool that wrote it did there.");
    }

    ModuleRefused unsupported(long offset, Feature feature, String found) {
        return new ModuleRefused(
                Reason.UNSUPPORTED,
                offset,
                place() + ": " + found + " needs " + feature.title() + ", which this runtime does not run. "
                        + feature.remedy());
    }

    ModuleRefused unknownImport(long offset, String rule, String nextStep) {
        return new ModuleRefused(Reason.IMPORT, offset, place() + ": " + rule + ". " + nextStep);
    }

    private String place() {
        if (section == null) {
            return "Module";
        }
        if (item.equals(NO_ITEM)) {
            return capitalised(section.title()) + " section";
        }
        String name = section == Section.CODE ? names.of(index) : "";
        String shown = name.isEmpty() ? "" : " \"" + Excerpt.of(name) + "\"";
        return capitalised(item) + " " + index + shown + " (" + section.title() + " section)";
    }

    private static String capitalised(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
