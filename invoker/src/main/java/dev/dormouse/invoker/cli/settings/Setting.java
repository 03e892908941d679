package dev.dormouse.invoker.cli.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Each thing that a person may choose about a runtime: its key, its default and what it means. The key gives all its
 * names: {@code --max-waiting} as a flag, {@code DORMOUSE_MAX_WAITING} in the environment, {@code max-waiting} in a file.
 */
public enum Setting {
    BIND(
            Section.LISTENING,
            "bind",
            "ADDRESS",
            "127.0.0.1",
            "Address to listen on. One that is not loopback needs API keys (dormouse key create)."),
    PORT(Section.LISTENING, "port", "PORT", "8080", "Port to listen on; 0 takes a free one."),
    TLS_CERT(
            Section.LISTENING,
            "tls-cert",
            "FILE",
            "",
            "Certificate chain, PEM, the server's own first. With --tls-key: HTTPS only."),
    TLS_KEY(Section.LISTENING, "tls-key", "FILE", "", "Private key of the certificate, PEM (PKCS#8, not encrypted)."),

    DATA(
            Section.STATE,
            "data",
            "DIR",
            "",
            "Directory of this runtime: caches, API keys, and the store unless --store says else. Default:"
                    + " $XDG_DATA_HOME/dormouse, else ~/.local/share/dormouse."),
    STORE(
            Section.STATE,
            "store",
            "URL",
            "",
            "Store of record: a directory or s3://bucket/prefix. Default: the directory 'store' below --data."),
    STORE_ENDPOINT(Section.STATE, "store-endpoint", "URL", "", "S3 server that is not Amazon's."),
    STORE_CACHE_BYTES(
            Section.STATE,
            "store-cache-bytes",
            "SIZE",
            "1GiB",
            "Copies below --data of modules, classes and images that are in S3."),
    SEAL_KEY_FILE(
            Section.STATE,
            "seal-key-file",
            "FILE",
            "",
            "Secret that seals what must not be forged in the store; all runtimes on one bucket need the same. Default:"
                    + " seal.key in --data, made at the first start."),
    ENCRYPT_AT_REST(
            Section.STATE,
            "encrypt-at-rest",
            "BOOL",
            "false",
            "Encrypt what is written to the store, with the secret of the seals; what is there stays readable. Modules and"
                    + " scripts as uploaded are not encrypted."),
    EXAMPLES(
            Section.STATE,
            "examples",
            "BOOL",
            "true",
            "Deploy the bundled examples into a runtime that has nothing yet."),
    WARM_UP(
            Section.STATE,
            "warm-up",
            "BOOL",
            "true",
            "After a start, load the functions that were deployed last and run each a few times, unseen, so that their first"
                    + " callers do not wait for that."),

    MAX_CONNECTIONS(Section.REQUESTS, "max-connections", "N", "10000", "Connections open at a time."),
    MAX_HEADER_BYTES(
            Section.REQUESTS, "max-header-bytes", "SIZE", "32KiB", "All header lines of one request together."),
    MAX_BODY_BYTES(Section.REQUESTS, "max-body-bytes", "SIZE", "16MiB", "Request body of one invocation."),
    MAX_MODULE_BYTES(Section.REQUESTS, "max-module-bytes", "SIZE", "64MiB", "A module or a script in a deploy."),
    HEAD_TIMEOUT_MILLIS(
            Section.REQUESTS,
            "head-timeout-millis",
            "TIME",
            "10s",
            "From the first byte of a request to the end of its headers."),
    IDLE_TIMEOUT_MILLIS(
            Section.REQUESTS,
            "idle-timeout-millis",
            "TIME",
            "60s",
            "Silence on a connection, within a body as between requests."),
    TIMING_DETAIL(
            Section.REQUESTS,
            "timing-detail",
            "BOOL",
            "true",
            "Answers carry Server-Timing and Dormouse-Fuel; turn it off where callers are strangers."),

    MAX_CONCURRENCY(Section.SCHEDULING, "max-concurrency", "N", "256", "Invocations that run at a time."),
    MAX_FUNCTION_CONCURRENCY(
            Section.SCHEDULING,
            "max-function-concurrency",
            "N",
            "128",
            "Invocations of one function that run at a time, unless its revision says less."),
    MAX_WAITING(Section.SCHEDULING, "max-waiting", "N", "2048", "Invocations that wait to run; the next one gets 503."),
    MAX_FUNCTION_WAITING(
            Section.SCHEDULING,
            "max-function-waiting",
            "N",
            "1024",
            "Invocations of one function that wait to run; the next one gets 429."),
    RETRY_AFTER_MILLIS(
            Section.SCHEDULING, "retry-after-millis", "TIME", "1s", "When a rejected caller is told to try again."),
    DRAIN_MILLIS(
            Section.SCHEDULING,
            "drain-millis",
            "TIME",
            "10s",
            "How long running invocations may go on after SIGTERM or SIGINT."),

    MEMORY_MAX_BYTES(
            Section.GUESTS,
            "memory-max-bytes",
            "SIZE",
            "128MiB",
            "Linear memory of one instance, where the revision does not say."),
    MEMORY_LIMIT_BYTES(
            Section.GUESTS, "memory-limit-bytes", "SIZE", "1GiB", "The most memory that a revision may ask for."),
    TIMEOUT_MILLIS(
            Section.GUESTS,
            "timeout-millis",
            "TIME",
            "30s",
            "Deadline of one invocation, where the revision does not say."),
    TIMEOUT_LIMIT_MILLIS(
            Section.GUESTS, "timeout-limit-millis", "TIME", "15m", "The longest deadline that a revision may ask for."),
    FUEL(
            Section.GUESTS,
            "fuel",
            "TICKS",
            "20000000000",
            "Fuel of one invocation, where the revision does not say: a tick is a loop turn or a call."),
    FUEL_LIMIT(Section.GUESTS, "fuel-limit", "TICKS", "1000000000000", "The most fuel that a revision may ask for."),
    GUEST_MEMORY_MAX_BYTES(
            Section.GUESTS,
            "guest-memory-max-bytes",
            "SIZE",
            "",
            "Heap that all running guests may take together; the one that would take more is stopped and its caller gets"
                    + " 503. Default: half of the largest heap."),
    MAX_ANSWER_BYTES(Section.GUESTS, "max-answer-bytes", "SIZE", "64MiB", "Answer of one invocation."),
    MAX_LOG_BYTES(Section.GUESTS, "max-log-bytes", "SIZE", "64KiB", "What one invocation may write to the log."),

    COMPILE_TIMEOUT_MILLIS(
            Section.COMPILER, "compile-timeout-millis", "TIME", "60s", "Compiling one module, until it is killed."),
    COMPILE_HEAP_BYTES(
            Section.COMPILER,
            "compile-heap-bytes",
            "SIZE",
            "768MiB",
            "Java heap of the process that compiles modules.");

    /** A heading in the help. */
    enum Section {
        LISTENING("Listening"),
        STATE("State"),
        REQUESTS("Requests and connections"),
        SCHEDULING("How much at a time"),
        GUESTS("What one invocation may use"),
        COMPILER("Compiling");

        private final String heading;

        Section(String heading) {
            this.heading = heading;
        }

        String heading() {
            return heading;
        }
    }

    private final Section section;
    private final String key;
    private final String placeholder;
    private final String standard;
    private final String description;

    Setting(Section section, String key, String placeholder, String standard, String description) {
        this.section = section;
        this.key = key;
        this.placeholder = placeholder;
        this.standard = standard;
        this.description = description;
    }

    Section section() {
        return section;
    }

    /** Its name in a file. */
    String key() {
        return key;
    }

    /** Its name on the command line. */
    public String flag() {
        return "--" + key;
    }

    /** On the command line, what turns it off; only where {@link #isSwitch()}. */
    String offFlag() {
        return "--no-" + key;
    }

    /** Its name in the environment. */
    String variable() {
        return "DORMOUSE_" + key.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    boolean isSwitch() {
        return placeholder.equals("BOOL");
    }

    String placeholder() {
        return placeholder;
    }

    /** Its default; empty if there is none or if it depends on the surroundings. */
    Optional<String> standard() {
        return standard.isEmpty() ? Optional.empty() : Optional.of(standard);
    }

    /** Explains it to a person; sentences. */
    String description() {
        return description;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }
}
