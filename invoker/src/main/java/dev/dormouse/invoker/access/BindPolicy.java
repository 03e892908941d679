package dev.dormouse.invoker.access;

import java.net.InetAddress;
import java.util.Optional;

/** Where a runtime may listen: without keys only where nobody else can reach it. */
public final class BindPolicy {
    private BindPolicy() {}

    /**
     * Checks an address before anything listens on it.
     *
     * @param address what to listen on
     * @param hasKeys whether there are API keys
     * @return why not, and what to do, in one sentence; empty if it may
     */
    public static Optional<String> check(InetAddress address, boolean hasKeys) {
        if (hasKeys || address.isLoopbackAddress()) {
            return Optional.empty();
        }
        return Optional.of("Without API keys a runtime listens on loopback only, and " + address.getHostAddress()
                + " can be reached by others: create a key with 'dormouse key create', or listen on 127.0.0.1.");
    }
}
