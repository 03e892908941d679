package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.List;

/**
 * Bounds the work that a few bytes can cause: a call of two bytes may move 256 types, and two hundred thousand of them
 * take as long as an honest module of fifty times the size.
 */
final class StepCount {
    /** Counted in addition, so that a small module may have a few large calls. */
    static final int FREE_BYTES = 4_096;

    private final Refusals refusals;
    private final long allowed;
    private final int bytes;
    private long steps;

    StepCount(Refusals refusals, int codeBytes) {
        this.refusals = refusals;
        this.bytes = codeBytes + FREE_BYTES;
        this.allowed = (long) refusals.limit(Limit.STEPS_PER_BYTE) * bytes;
    }

    void add(FunctionType type, int offset) throws ModuleRefused {
        add(type.parameters().size() + type.results().size(), offset);
    }

    void add(List<ValueType> types, int offset) throws ModuleRefused {
        add(types.size(), offset);
    }

    private void add(int count, int offset) throws ModuleRefused {
        steps += count;
        if (steps > allowed) {
            throw refusals.limit(Limit.STEPS_PER_BYTE, steps / bytes + 1, offset);
        }
    }
}
