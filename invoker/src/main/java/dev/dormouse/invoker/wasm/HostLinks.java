package dev.dormouse.invoker.wasm;

import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.WasmFunctionHandle;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** Links a module's imports to functions of the host, once for all its instances. */
final class HostLinks {
    private static final long[] NOTHING = {};

    private HostLinks() {}

    /**
     * The functions that a module imports, in its order.
     *
     * @throws ModuleRefused if the host has not all that the module imports
     */
    static List<ImportFunction> link(ModuleFacts facts, List<HostFunction> host) throws ModuleRefused {
        Map<String, HostFunction> offered = new HashMap<>();
        for (HostFunction function : host) {
            offered.put(key(function.module(), function.name()), function);
        }
        List<ImportFunction> linked = new ArrayList<>();
        for (ModuleFacts.Import imported : facts.imports()) {
            linked.add(link(imported, offered.get(key(imported.module(), imported.name()))));
        }
        return linked;
    }

    private static String key(String module, String name) {
        return module + '\0' + name;
    }

    private static ImportFunction link(
            ModuleFacts.Import imported, @org.jspecify.annotations.Nullable HostFunction offered) throws ModuleRefused {
        String subject = imported.module() + "." + imported.name();
        if (imported.kind() != ModuleFacts.Kind.FUNCTION) {
            throw refused("A module may import functions only; " + subject + " is another kind of import. "
                    + "Let the module define and export its own.");
        }
        if (offered == null) {
            throw refused("The host offers no function " + subject + ". Build the module without it, or for another "
                    + "style of guest.");
        }
        FunctionType type = FunctionType.of(types(offered.parameters()), types(offered.results()));
        if (!TypeText.of(type).equals(imported.type())) {
            throw refused("The host's function " + subject + " is of type " + TypeText.of(type)
                    + "; the module imports it as " + imported.type() + ". Build the module with a matching SDK.");
        }
        return new ImportFunction(imported.module(), imported.name(), type, handle(offered));
    }

    private static ModuleRefused refused(String message) {
        return new ModuleRefused(Reason.IMPORT, -1, message);
    }

    private static List<ValType> types(List<HostFunction.ValueType> types) {
        return types.stream().map(HostLinks::type).toList();
    }

    private static ValType type(HostFunction.ValueType type) {
        return switch (type) {
            case I32 -> ValType.I32;
            case I64 -> ValType.I64;
        };
    }

    /** The function as the engine calls it: the instance that calls is found through its memory. */
    private static WasmFunctionHandle handle(HostFunction function) {
        HostFunction.Body body = function.body();
        if (function.results().isEmpty()) {
            return (instance, arguments) -> {
                run(body, caller(instance), arguments);
                return NOTHING;
            };
        }
        return (instance, arguments) -> new long[] {run(body, caller(instance), arguments)};
    }

    private static HostCall caller(run.endive.runtime.Instance instance) {
        return ((CowMemory) instance.memory()).caller();
    }

    /** Keeps what goes wrong in the host apart from what goes wrong in the guest. */
    private static long run(HostFunction.Body body, HostCall caller, long[] arguments) {
        try {
            return body.run(caller, arguments);
        } catch (GuestStop e) {
            throw e;
        } catch (RuntimeException e) {
            throw new HostFault(e);
        }
    }
}
