package dev.dormouse.invoker.cli.settings;

import dev.dormouse.invoker.RuntimeSettings;
import dev.dormouse.invoker.RuntimeSettings.Compiler;
import dev.dormouse.invoker.RuntimeSettings.GuestLimits;
import dev.dormouse.invoker.RuntimeSettings.Guests;
import dev.dormouse.invoker.RuntimeSettings.Listen;
import dev.dormouse.invoker.RuntimeSettings.Requests;
import dev.dormouse.invoker.RuntimeSettings.Storage;
import dev.dormouse.invoker.RuntimeSettings.Tls;
import dev.dormouse.invoker.StoreLocation;
import dev.dormouse.invoker.cli.command.Quantities;
import dev.dormouse.invoker.cli.command.StoreAddress;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.WebAddress;
import dev.dormouse.invoker.cli.command.WrongUse;
import dev.dormouse.invoker.execution.ExecutionSettings;
import dev.dormouse.scheduler.SchedulerSettings;
import dev.dormouse.snapshot.Excerpt;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Turns the texts of the settings into {@link RuntimeSettings}; a complaint names the setting and who wrote it. */
final class RuntimeSettingsReader {
    private final EffectiveSettings settings;
    private final Surroundings surroundings;

    RuntimeSettingsReader(EffectiveSettings settings, Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
    }

    RuntimeSettings read() {
        try {
            return new RuntimeSettings(
                    listen(),
                    storage(),
                    required(Setting.EXAMPLES, Quantities::truth),
                    required(Setting.WARM_UP, Quantities::truth),
                    requests(),
                    scheduler(),
                    guests(),
                    new Compiler(time(Setting.COMPILE_TIMEOUT_MILLIS), bytes(Setting.COMPILE_HEAP_BYTES)),
                    time(Setting.DRAIN_MILLIS));
        } catch (IllegalArgumentException contradiction) {
            throw new WrongUse(contradiction.getMessage() + " 'dormouse config' shows where each value comes from.");
        }
    }

    private Listen listen() {
        return new Listen(required(Setting.BIND, text -> text), required(Setting.PORT, Quantities::smallCount), tls());
    }

    private Optional<Tls> tls() {
        Optional<Path> certificate = optional(Setting.TLS_CERT, this::path);
        Optional<Path> key = optional(Setting.TLS_KEY, this::path);
        if (certificate.isPresent() != key.isPresent()) {
            throw new WrongUse("TLS needs both tls-cert and tls-key; only "
                    + (key.isPresent() ? Setting.TLS_KEY : Setting.TLS_CERT).key() + " is set.");
        }
        return certificate.flatMap(c -> key.map(k -> new Tls(c, k)));
    }

    private Storage storage() {
        if (optional(Setting.DATA, text -> text).isEmpty()) {
            throw new WrongUse("There is no home directory to keep state in. Say where with --data DIR.");
        }
        return new Storage(
                required(Setting.DATA, this::path),
                required(Setting.STORE, this::store),
                optional(Setting.STORE_ENDPOINT, RuntimeSettingsReader::endpoint),
                bytes(Setting.STORE_CACHE_BYTES),
                optional(Setting.SEAL_KEY_FILE, this::path),
                required(Setting.ENCRYPT_AT_REST, Quantities::truth));
    }

    private StoreLocation store(String text) {
        return StoreAddress.parse(text, this::path);
    }

    private static URI endpoint(String text) {
        return WebAddress.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a URL such as http://127.0.0.1:9000; this one is '" + Excerpt.of(text) + "'"));
    }

    private Requests requests() {
        return new Requests(
                required(Setting.MAX_CONNECTIONS, Quantities::smallCount),
                required(Setting.MAX_HEADER_BYTES, RuntimeSettingsReader::smallBytes),
                bytes(Setting.MAX_BODY_BYTES),
                bytes(Setting.MAX_MODULE_BYTES),
                time(Setting.HEAD_TIMEOUT_MILLIS),
                time(Setting.IDLE_TIMEOUT_MILLIS),
                required(Setting.TIMING_DETAIL, Quantities::truth));
    }

    private SchedulerSettings scheduler() {
        return new SchedulerSettings(
                required(Setting.MAX_CONCURRENCY, Quantities::smallCount),
                required(Setting.MAX_FUNCTION_CONCURRENCY, Quantities::smallCount),
                required(Setting.MAX_WAITING, Quantities::smallCount),
                required(Setting.MAX_FUNCTION_WAITING, Quantities::smallCount),
                SchedulerSettings.DEFAULT.agentWaitingMax(),
                time(Setting.RETRY_AFTER_MILLIS),
                SchedulerSettings.DEFAULT.keepAlive());
    }

    private Guests guests() {
        return new Guests(
                new GuestLimits(
                        bytes(Setting.MEMORY_MAX_BYTES),
                        time(Setting.TIMEOUT_MILLIS),
                        required(Setting.FUEL, Quantities::count)),
                new GuestLimits(
                        bytes(Setting.MEMORY_LIMIT_BYTES),
                        time(Setting.TIMEOUT_LIMIT_MILLIS),
                        required(Setting.FUEL_LIMIT, Quantities::count)),
                optional(Setting.GUEST_MEMORY_MAX_BYTES, Quantities::bytes)
                        .orElse(ExecutionSettings.DEFAULT.guestMemoryMaxBytes()),
                bytes(Setting.MAX_ANSWER_BYTES),
                bytes(Setting.MAX_LOG_BYTES));
    }

    private long bytes(Setting setting) {
        return required(setting, Quantities::bytes);
    }

    private Duration time(Setting setting) {
        return required(setting, Quantities::time);
    }

    private static int smallBytes(String text) {
        long bytes = Quantities.bytes(text);
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a size up to 2 GiB; this one is '" + text + "'");
        }
        return (int) bytes;
    }

    private Path path(String text) {
        try {
            return surroundings.resolve(text);
        } catch (InvalidPathException notAPath) {
            throw new IllegalArgumentException("a path; this one is '" + text + "'", notAPath);
        }
    }

    private <T> T required(Setting setting, Function<String, T> parse) {
        return optional(setting, parse)
                .orElseThrow(() -> new WrongUse("The setting " + setting.key() + " has no value."));
    }

    private <T> Optional<T> optional(Setting setting, Function<String, T> parse) {
        var value = settings.value(setting);
        return value.text().map(text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException refused) {
                throw new WrongUse(setting.key() + " is " + refused.getMessage() + " (" + value.origin() + ").");
            }
        });
    }
}
