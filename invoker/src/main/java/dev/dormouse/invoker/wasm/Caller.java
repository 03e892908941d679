package dev.dormouse.invoker.wasm;

/** An instance as its host functions see it. */
final class Caller implements HostCall {
    private final CowMemory memory;
    private final HostView view;
    private final Object context;

    Caller(CowMemory memory, Object context) {
        this.memory = memory;
        this.view = new HostView(memory);
        this.context = context;
    }

    @Override
    public GuestMemory memory() {
        return view;
    }

    @Override
    public Object context() {
        return context;
    }

    @Override
    public boolean cancelled() {
        return memory.cancelled();
    }

    @Override
    public void charge(long fuel) {
        if (fuel < 0) {
            throw new IllegalArgumentException("A charge is not negative; this one is " + fuel + ".");
        }
        memory.charge(fuel);
    }
}
