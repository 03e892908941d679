package dev.dormouse.invoker.wasm;

import dev.dormouse.snapshot.GlobalImage;
import dev.dormouse.snapshot.InstanceImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import run.endive.runtime.WasmException;

/**
 * A live instance of a module.
 *
 * <p>Used by one thread at a time. After a call that did not end as {@link Completion.Returned} the guest's memory is
 * not trusted: the instance takes no more calls and gives no image.
 */
public final class Instance {
    /**
     * How an instance's state is laid out in an image. Not part of it are the versions of engine and rewrite: an image
     * numbers functions, globals, tables and segments as the module does, so it outlives them.
     */
    public static final String IMAGE_LAYOUT = "image-1";

    private static final long[] NO_ARGUMENTS = {};

    private enum State {
        READY,
        RUNNING,
        SPENT
    }

    private final CompiledModule module;
    private final run.endive.runtime.Instance engine;
    private final CowMemory memory;
    private final List<CowTable> tables;
    private final Object context;
    private State state = State.READY;

    Instance(
            CompiledModule module,
            run.endive.runtime.Instance engine,
            CowMemory memory,
            List<CowTable> tables,
            Object context) {
        this.module = module;
        this.engine = engine;
        this.memory = memory;
        this.tables = tables;
        this.context = context;
    }

    /** Runs the module's start function; returns at once if it has none. */
    public Completion start(Budget budget) {
        OptionalInt start = module.facts().startFunction();
        return start.isPresent() ? run(start.getAsInt(), budget, NO_ARGUMENTS) : new Completion.Returned(0);
    }

    /** Whether the module exports a function of this name. */
    public boolean exports(String name) {
        return module.functions().containsKey(name);
    }

    /**
     * Calls an exported function and waits until it ends, in whatever way.
     *
     * @param export name of the function
     * @param budget fuel and deadline
     * @param arguments the bits of the arguments, an i32 in the low half
     * @throws IllegalArgumentException if there is no such function, or it takes another number of arguments
     * @throws IllegalStateException if the instance is running or spent
     * @throws RuntimeException what a host function threw other than {@link GuestStop}: a fault of the host, not of the
     *     guest
     */
    public Completion call(String export, Budget budget, long... arguments) {
        CompiledModule.Function function = module.functions().get(export);
        if (function == null) {
            throw new IllegalArgumentException("The module exports no function '" + export + "'.");
        }
        if (function.parameters() != arguments.length) {
            throw new IllegalArgumentException("The module's function '" + export + "' takes " + function.parameters()
                    + " arguments; this call has " + arguments.length + ".");
        }
        return run(function.index(), budget, arguments);
    }

    private Completion run(int function, Budget budget, long[] arguments) {
        require(State.READY);
        state = State.RUNNING;
        Completion completion = new Completion.Cancelled();
        try {
            memory.open(budget);
            completion = complete(function, arguments);
        } catch (GuestStop e) {
            completion = e.completion();
        } catch (HostFault e) {
            throw e.fault();
        } catch (WasmException e) {
            completion = new Completion.Trapped("uncaught exception of the guest with tag " + e.tagIdx());
        } catch (RuntimeException e) {
            completion =
                    new Completion.Trapped(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (StackOverflowError e) {
            completion = new Completion.Trapped("call stack exhausted");
        } catch (OutOfMemoryError e) {
            completion =
                    new Completion.RuntimeFull("The runtime's heap is full. This is no limit of the function: try again"
                            + " later, or lower guest-memory-max-bytes.");
        } finally {
            memory.close();
            state = completion instanceof Completion.Returned ? State.READY : State.SPENT;
        }
        return completion;
    }

    private Completion complete(int function, long[] arguments) {
        long[] results = engine.getMachine().call(function, arguments);
        return new Completion.Returned(results == null || results.length == 0 ? 0 : results[0]);
    }

    /**
     * Takes an image of all that lives on. The instance stays usable; what it had for itself is shared with the image
     * from here on.
     *
     * @param variables the guest's named variables, which the host keeps; the arrays are not written any more
     * @throws IllegalStateException if the instance is running or spent
     */
    public InstanceImage capture(Map<String, byte[]> variables) {
        require(State.READY);
        List<GlobalImage> globals = new ArrayList<>(engine.globalCount());
        for (int i = 0; i < engine.globalCount(); i++) {
            globals.add(new GlobalImage(engine.global(i).getValueLow()));
        }
        return new InstanceImage(
                memory.share(),
                globals,
                tables.stream().map(CowTable::share).toList(),
                module.segments().droppedElements(engine),
                module.segments().droppedData(engine),
                variables);
    }

    /** Takes over what an image holds beside memory and tables. */
    void restore(InstanceImage image) {
        List<GlobalImage> globals = image.globals();
        for (int i = 0; i < globals.size(); i++) {
            engine.global(i).setValueLow(globals.get(i).bits());
        }
        Segments.drop(engine, image);
    }

    /** Size of the linear memory, in bytes. */
    public long memoryBytes() {
        return memory.bytes();
    }

    /** Granules of 4 KiB that the instance has for itself; all others it shares. */
    public int dirtyGranules() {
        return memory.ownedGranules();
    }

    /** What the host attached to the instance. */
    public Object context() {
        return context;
    }

    private void require(State required) {
        if (state != required) {
            throw new IllegalStateException("An instance must be " + required + " for this; it is " + state
                    + ". Resume another one from the last image.");
        }
    }
}
