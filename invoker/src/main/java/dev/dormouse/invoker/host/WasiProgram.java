package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.Optional;

/** A command: a program with a main function that runs once for each request, from its beginning. */
record WasiProgram() implements GuestProgram {
    static final String ENTRY = "_start";
    static final String ENTRY_TYPE = "()";

    static WasiProgram of(Optional<String> entry, GuestExports module) throws ModuleRefused {
        if (entry.isPresent() && !entry.get().equals(ENTRY)) {
            throw new ModuleRefused(
                    ModuleRefused.Reason.UNSUPPORTED,
                    -1,
                    "The entry of a WASI command is " + ENTRY + "; this deploy asks for '" + entry.get()
                            + "'. Leave the entry out, or deploy with style=extism.");
        }
        if (!module.has(ENTRY, ENTRY_TYPE)) {
            throw new ModuleRefused(
                    ModuleRefused.Reason.UNSUPPORTED,
                    -1,
                    "A WASI command exports " + ENTRY + " of type " + ENTRY_TYPE + "; this module has "
                            + (module.has(ENTRY)
                                    ? "one of type " + module.functions().get(ENTRY)
                                    : "none")
                            + ". Build it as a command, or deploy with style=extism if it has an entry.");
        }
        if (module.importsExtism()) {
            throw new ModuleRefused(
                    ModuleRefused.Reason.UNSUPPORTED,
                    -1,
                    "A WASI command takes its request and gives its answer by standard streams; this module imports"
                            + " functions of Extism. Deploy it with style=extism.");
        }
        return new WasiProgram();
    }

    @Override
    public String entry() {
        return ENTRY;
    }

    @Override
    public void open(LiveGuest guest, HostContext context) {}

    @Override
    public boolean renews() {
        return false;
    }

    @Override
    public void initialise(LiveGuest guest, HostContext context) throws ModuleRefused {
        Initialisation.require("start function", guest.start());
    }

    @Override
    public Completion train(LiveGuest guest) {
        return new Completion.Returned(0);
    }

    /** It keeps no state. */
    @Override
    public MoveAnswer handOver(LiveGuest guest, HostContext context) {
        return context.endMoveWithoutGuest();
    }

    @Override
    public MoveAnswer migrate(LiveGuest guest, HostContext context) {
        return context.endMoveWithoutGuest();
    }

    @Override
    public GuestAnswer invoke(LiveGuest guest, HostContext context) {
        return context.finish(guest.call(ENTRY));
    }
}
