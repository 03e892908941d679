package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.Arrays;
import java.util.List;

/** Reads the function bodies (specification 5.5.13). */
final class CodeSection {
    private final ModuleReader reader;
    private final Refusals refusals;
    private final IndexSpaces spaces;
    private final TypeReader types;
    private ValueType[] locals = new ValueType[64];
    private int localCount;
    private long totalLocals;

    CodeSection(ModuleReader reader, Refusals refusals, IndexSpaces spaces, TypeReader types) {
        this.reader = reader;
        this.refusals = refusals;
        this.spaces = spaces;
        this.types = types;
    }

    void readBodies(int importedFunctions) throws ModuleRefused {
        BodyChecker checker =
                new BodyChecker(reader, refusals, spaces, types, new StepCount(refusals, reader.remaining()));
        int start = reader.position();
        int count = reader.readCount(Limit.FUNCTIONS, 2);
        int declared = spaces.functions().size() - importedFunctions;
        if (count != declared) {
            throw refusals.malformed(
                    start, declared + " functions are declared and " + count + " bodies are there for them");
        }
        for (int i = 0; i < count; i++) {
            int function = importedFunctions + i;
            refusals.enter("function", function);
            readBody(checker, spaces.function(function));
        }
    }

    private void readBody(BodyChecker checker, FunctionType type) throws ModuleRefused {
        int start = reader.position();
        int length = reader.readLength("a body");
        refusals.check(Limit.BODY_BYTES, length, start);
        int outer = reader.narrow(length);
        readLocals(type.parameters());
        checker.check(type, locals, localCount);
        reader.widen(outer);
    }

    private void readLocals(List<ValueType> parameters) throws ModuleRefused {
        localCount = 0;
        for (int i = 0; i < parameters.size(); i++) {
            addLocals(1, parameters.get(i));
        }
        int groups = reader.readCount(Limit.LOCALS, 2);
        for (int i = 0; i < groups; i++) {
            long count = reader.readUnsigned();
            addLocals(count, types.readValueType());
        }
    }

    private void addLocals(long count, ValueType type) throws ModuleRefused {
        int start = reader.position();
        refusals.check(Limit.LOCALS, localCount + count, start);
        totalLocals += count;
        refusals.check(Limit.TOTAL_LOCALS, totalLocals, start);
        int next = localCount + (int) count;
        if (next > locals.length) {
            locals = Arrays.copyOf(locals, Math.max(next, locals.length * 2));
        }
        Arrays.fill(locals, localCount, next, type);
        localCount = next;
    }
}
