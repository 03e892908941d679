package dev.dormouse.invoker.host;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.wasm.HostFunction;
import dev.dormouse.invoker.wasm.MemoryReservation;
import dev.dormouse.snapshot.Ticker;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What the runtime lends to its guests. Made once per runtime; thread-safe.
 *
 * <p>Each capability has three moments, which are the three methods: once per runtime its functions are offered, once
 * per revision its settings are checked, once per instance its state is prepared.
 */
public final class Host {
    private final HostServices services;
    private final List<HostFunction> functions;

    /**
     * @param limits what one guest may make the host hold
     * @param clock the wall clock
     * @param ticker the monotonic clock, the same that deadlines are counted in
     * @param random asked at every draw of a guest; thread-safe and fit for secrets
     * @param waiter how guests wait
     */
    public Host(HostLimits limits, InstantSource clock, Ticker ticker, RandomGenerator random, Waiter waiter) {
        HostClasses.initialise();
        this.services = new HostServices(limits, clock, ticker, random, waiter);
        this.functions = Stream.of(ExtismHost.functions(), RequestHost.functions(), WasiHost.functions())
                .flatMap(List::stream)
                .toList();
    }

    /** All functions that guests may import. */
    public List<HostFunction> functions() {
        return functions;
    }

    /**
     * Checks what a revision gives to its guest.
     *
     * @throws Refused {@code MODULE_REFUSED} if a name or a value cannot be handed over
     */
    public GuestSettings validate(GuestStyle style, Map<String, String> env, Map<String, String> config) {
        WasiHost.validate(env);
        ExtismHost.validate(config);
        return new GuestSettings(style, env, config);
    }

    /**
     * Prepares the host's side of an instance.
     *
     * @param settings of its revision
     * @param variables of the image that it resumes from; stay as they are
     * @param reservation the instance's own, for what the host holds for it
     */
    public HostContext prepare(GuestSettings settings, Map<String, byte[]> variables, MemoryReservation reservation) {
        return new HostContext(services, settings, variables, reservation);
    }
}
