package dev.dormouse.invoker.host;

import java.util.Map;

/**
 * What a revision gives to its guest, checked. Made by {@link Host#validate}, once per revision; shared by its instances.
 */
public final class GuestSettings {
    private final GuestStyle style;
    private final Map<String, String> env;
    private final Map<String, String> config;
    private final WasiStrings environment;

    GuestSettings(GuestStyle style, Map<String, String> env, Map<String, String> config) {
        this.style = style;
        this.env = Map.copyOf(env);
        this.config = Map.copyOf(config);
        this.environment = WasiStrings.environment(env);
    }

    /** How the guest takes its request and gives its answer. */
    public GuestStyle style() {
        return style;
    }

    Map<String, String> env() {
        return env;
    }

    Map<String, String> config() {
        return config;
    }

    /** The environment of a guest that gets no CGI variables. */
    WasiStrings environment() {
        return environment;
    }
}
