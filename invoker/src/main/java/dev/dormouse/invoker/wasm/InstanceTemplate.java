package dev.dormouse.invoker.wasm;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ExecutionListener;
import run.endive.runtime.GlobalFactory;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.Memory;
import run.endive.runtime.TableFactory;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.Element;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.Global;
import run.endive.wasm.types.MemorySection;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TagSection;
import run.endive.wasm.types.TagType;

/**
 * Makes the engine's instances of one form of a module, with all that they have in common worked out once.
 *
 * <p>The engine's own builder matches each import with each function of the host, and copies each section of the module,
 * for every instance; for a guest that runs for some microseconds that is most of its life. Its constructor takes the
 * results of that, and is not public. It is called here by a method handle, which the JVM links like an ordinary call
 * and which fails when this class is initialised, not later, if another version of the engine has another constructor.
 *
 * <p>The constructor copies what an instance may change, but for the data segments: those are copied here. Thread-safe.
 */
final class InstanceTemplate {
    private static final MethodHandle CONSTRUCTOR = constructor();
    private static final FunctionBody[] NO_BODIES = {};
    private static final DataSegment[] NO_DATA = {};
    private static final Map<String, Export> NO_EXPORTS = Map.of();

    private final WasmModule module;
    private final ImportValues imports;
    private final Global[] globals;
    private final FunctionBody[] bodies;
    private final FunctionType[] types;
    private final int[] functionTypes;
    private final Table[] tables;
    private final DataSegment[] data;
    private final Element[] elements;
    private final TagType @Nullable [] tags;
    private final boolean hasMemory;
    private final Function<Instance, Machine> machine;

    /**
     * @param module without exports and start
     * @param imports functions of the host in the order in which the module imports them
     * @param machine constructor of its machine
     * @param needsBodies whether the engine looks at bodies: for functions that it interprets, and to know how many there
     *     are where it initialises tables from segments
     */
    InstanceTemplate(
            WasmModule module,
            List<ImportFunction> imports,
            Constructor<? extends Machine> machine,
            boolean needsBodies) {
        this.module = module;
        this.imports = ImportValues.builder().withFunctions(imports).build();
        this.globals = module.globalSection().globals();
        this.bodies = needsBodies ? module.codeSection().functionBodies() : NO_BODIES;
        this.types = module.typeSection().types();
        this.functionTypes = functionTypes(module);
        this.tables = tables(module);
        this.data = module.dataSection().dataSegments();
        this.elements = module.elementSection().elements();
        this.tags = module.tagSection().map(TagSection::types).orElse(null);
        this.hasMemory = module.memorySection().map(MemorySection::memoryCount).orElse(0) > 0;
        this.machine = instance -> GuestClassLoader.newMachine(machine, instance);
    }

    /**
     * Makes an instance. Its start function has not run.
     *
     * @param memory its memory, if it has one
     * @param tables makes its tables, in their order
     * @param listener sees each instruction that is interpreted
     */
    Instance make(CowMemory memory, TableFactory tables, @Nullable ExecutionListener listener) {
        Memory[] memories = hasMemory ? new Memory[] {memory} : new Memory[0];
        DataSegment[] segments = data.length == 0 ? NO_DATA : data.clone();
        try {
            return (Instance) CONSTRUCTOR.invokeExact(
                    module,
                    globals,
                    memories,
                    segments,
                    bodies,
                    types,
                    functionTypes,
                    imports,
                    this.tables,
                    elements,
                    tags,
                    NO_EXPORTS,
                    machine,
                    tables,
                    (GlobalFactory) null,
                    true,
                    false,
                    listener);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("The engine's constructor throws no checked exception.", e);
        }
    }

    private static MethodHandle constructor() {
        MethodType type = MethodType.methodType(
                void.class,
                WasmModule.class,
                Global[].class,
                Memory[].class,
                DataSegment[].class,
                FunctionBody[].class,
                FunctionType[].class,
                int[].class,
                ImportValues.class,
                Table[].class,
                Element[].class,
                TagType[].class,
                Map.class,
                Function.class,
                TableFactory.class,
                GlobalFactory.class,
                boolean.class,
                boolean.class,
                ExecutionListener.class);
        try {
            return MethodHandles.privateLookupIn(Instance.class, MethodHandles.lookup())
                    .findConstructor(Instance.class, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "This version of the engine has another constructor of instances than the one that the runtime was"
                            + " built for. Use the version that the build pins.",
                    e);
        }
    }

    private static int[] functionTypes(WasmModule module) {
        int imported = module.importSection().count(ExternalType.FUNCTION);
        int defined = module.functionSection().functionCount();
        int[] found = new int[imported + defined];
        int next = 0;
        for (int i = 0; i < module.importSection().importCount(); i++) {
            if (module.importSection().getImport(i) instanceof FunctionImport function) {
                found[next++] = function.typeIndex();
            }
        }
        for (int i = 0; i < defined; i++) {
            found[next++] = module.functionSection().getFunctionType(i);
        }
        return found;
    }

    private static Table[] tables(WasmModule module) {
        Table[] found = new Table[module.tableSection().tableCount()];
        for (int i = 0; i < found.length; i++) {
            found[i] = module.tableSection().getTable(i);
        }
        return found;
    }
}
