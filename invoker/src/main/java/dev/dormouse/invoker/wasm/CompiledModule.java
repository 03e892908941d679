package dev.dormouse.invoker.wasm;

import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.TableImage;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ExecutionListener;
import run.endive.runtime.ImportFunction;
import run.endive.runtime.Machine;
import run.endive.runtime.Memory;
import run.endive.runtime.TableFactory;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.CodeSection;
import run.endive.wasm.types.FunctionType;

/** A module ready to run: its classes, its host functions, its two forms. Thread-safe, shared by all its instances. */
public final class CompiledModule {
    private static final int BODY_BYTES = 128;
    private static final int INSTRUCTION_BYTES = 64;

    private final ModuleFacts facts;
    private final ModuleVariants variants;
    private final Constructor<? extends Machine> machine;
    private final List<ImportFunction> imports;
    private final InstanceTemplate resumed;
    private final Segments segments;
    private final Map<String, Function> functions;
    private final int globals;
    private final boolean needsBodies;
    private final long weightBytes;

    /** Made when the first instance is made as the module describes it: only deploys do that. Made twice at worst. */
    private volatile @Nullable InstanceTemplate fresh;

    CompiledModule(
            ModuleFacts facts,
            ModuleVariants variants,
            Constructor<? extends Machine> machine,
            List<ImportFunction> imports,
            long codeBytes)
            throws ModuleRefused {
        WasmModule module = variants.resumed();
        this.facts = facts;
        this.variants = variants;
        this.machine = machine;
        this.imports = List.copyOf(imports);
        this.needsBodies = !facts.interpretedFunctions().isEmpty()
                || module.elementSection().elementCount() > 0;
        this.resumed = template(module);
        this.segments = Segments.of(module);
        this.functions = functions(facts, FactFinder.functionTypes(module));
        this.globals = module.globalSection().globalCount();
        this.weightBytes = codeBytes + bodyBytes(module.codeSection());
    }

    private InstanceTemplate template(WasmModule module) {
        return new InstanceTemplate(module, imports, machine, needsBodies);
    }

    private InstanceTemplate fresh() {
        InstanceTemplate present = fresh;
        if (present != null) {
            return present;
        }
        try {
            InstanceTemplate made = template(variants.fresh());
            fresh = made;
            return made;
        } catch (ModuleRefused e) {
            throw new IllegalStateException("The compiler read these segments when it compiled the module.", e);
        }
    }

    /** What the engine keeps of the functions' bodies: little of those that became classes, all of those it interprets. */
    private static long bodyBytes(CodeSection code) {
        long bytes = 0;
        for (int i = 0; i < code.functionBodyCount(); i++) {
            bytes += BODY_BYTES
                    + (long) INSTRUCTION_BYTES
                            * code.getFunctionBody(i).instructions().size();
        }
        return bytes;
    }

    private static Map<String, Function> functions(ModuleFacts facts, List<FunctionType> types) {
        Map<String, Function> functions = new HashMap<>();
        for (ModuleFacts.Export exported : facts.exports()) {
            if (exported.kind() == ModuleFacts.Kind.FUNCTION) {
                int parameters = types.get(exported.index()).params().size();
                functions.put(exported.name(), new Function(exported.index(), parameters));
            }
        }
        return functions;
    }

    /** About what the process holds for the module while it is loaded, in bytes: its classes and what the engine keeps. */
    public long weightBytes() {
        return weightBytes;
    }

    /** Facts about the module. */
    public ModuleFacts facts() {
        return facts;
    }

    /**
     * Makes an instance as the module describes it. Its segments are applied; its start function has not run, see
     * {@link Instance#start}.
     *
     * @param context what host functions are to find, see {@link HostCall#context}
     * @param limits what it may grow to
     * @param reservation what it grows from; the caller closes it when the instance is dropped, or this throws
     * @throws GuestStop if the module does not fit into the limits, or a segment does not fit into its memory or table
     */
    public Instance instantiate(Object context, InstanceLimits limits, MemoryReservation reservation) {
        int maximum = maximumPages(facts.memory().minimumPages(), limits);
        CowMemory memory = CowMemory.zeros(facts.memory().minimumPages(), maximum, reservation);
        TableAllowance allowance = new TableAllowance(limits.tableMaxEntries());
        List<CowTable> tables = new ArrayList<>();
        try {
            return build(fresh(), memory, tables, context, (declaration, initialValue) -> {
                CowTable table = CowTable.fresh(declaration, initialValue, memory, allowance, reservation);
                tables.add(table);
                return table;
            });
        } catch (WasmEngineException e) {
            throw GuestStop.trap("while instantiating: " + e.getMessage());
        }
    }

    /**
     * Makes an instance that goes on where an image was taken. It shares the image's memory and tables until it writes
     * to them.
     *
     * @param image taken from an instance of this module
     * @param context what host functions are to find, see {@link HostCall#context}
     * @param limits what it may grow to
     * @param reservation what it grows from; the caller closes it when the instance is dropped, or this throws
     * @throws GuestStop if the image does not fit into the limits
     * @throws IllegalArgumentException if the image is not of this module
     */
    public Instance resume(InstanceImage image, Object context, InstanceLimits limits, MemoryReservation reservation) {
        requireOwn(image);
        CowMemory memory =
                new CowMemory(image.memory(), maximumPages(image.memory().pages(), limits), reservation);
        TableAllowance allowance = new TableAllowance(limits.tableMaxEntries());
        List<CowTable> tables = new ArrayList<>(image.tables().size());
        Instance instance = build(resumed, memory, tables, context, (declaration, initialValue) -> {
            TableImage content = image.tables().get(tables.size());
            CowTable table = CowTable.resumed(declaration, content, memory, allowance, reservation);
            tables.add(table);
            return table;
        });
        instance.restore(image);
        return instance;
    }

    private void requireOwn(InstanceImage image) {
        int tables = facts.tables().size();
        if (image.globals().size() != globals || image.tables().size() != tables) {
            throw new IllegalArgumentException("An image is resumed by the module that it was taken from: module "
                    + facts.digest() + " has " + globals + " globals and " + tables + " tables, the image "
                    + image.globals().size() + " and " + image.tables().size() + ".");
        }
    }

    private int maximumPages(int needed, InstanceLimits limits) {
        int allowed = (int) (limits.memoryMaxBytes() / Memory.PAGE_SIZE);
        if (needed > allowed) {
            throw GuestStop.as(new Completion.OutOfMemory("An instance's memory is limited to "
                    + limits.memoryMaxBytes() + " bytes; this one begins with " + (long) needed * Memory.PAGE_SIZE
                    + ". Raise memoryMaxBytes."));
        }
        return Math.min(facts.memory().maximumPages(), allowed);
    }

    private Instance build(
            InstanceTemplate template,
            CowMemory memory,
            List<CowTable> tables,
            Object context,
            TableFactory tableFactory) {
        ExecutionListener listener =
                facts.interpretedFunctions().isEmpty() ? null : (instruction, stack) -> memory.tick();
        run.endive.runtime.Instance engine = template.make(memory, tableFactory, listener);
        memory.belongTo(new Caller(memory, context));
        for (CowTable table : tables) {
            table.belongTo(engine);
        }
        return new Instance(this, engine, memory, List.copyOf(tables), context);
    }

    Segments segments() {
        return segments;
    }

    Map<String, Function> functions() {
        return functions;
    }

    /**
     * An exported function.
     *
     * @param index its index, imports first
     * @param parameters how many parameters it takes
     */
    record Function(int index, int parameters) {}
}
