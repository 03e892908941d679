package dev.dormouse.benchmarks.rivals;

import dev.dormouse.benchmarks.PlainHelidon;
import dev.dormouse.benchmarks.load.HttpClientConnection;
import dev.dormouse.benchmarks.load.Tally;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * All that can take part.
 *
 * @param dormouse the script {@code dormouse}
 * @param cache where {@code install.sh} has put the rivals and their start scripts
 */
record Contestants(Path dormouse, Path cache) {
    private static final String FUNCTION = "tally";

    /** Our agents: the number of messages in the guest's memory, each answer after its commit. */
    Contestant ours() {
        return ours("Dormouse", List.of(), number -> Tally.target(FUNCTION, number));
    }

    /** Takes one of our agents out of memory. */
    static void suspend(HttpClientConnection connection, int number) throws IOException {
        String ignored = connection
                .post("/v1" + Tally.target(FUNCTION, number) + "/suspend", "")
                .wanted();
    }

    /** The same in a JVM that may take less memory. */
    Contestant oursInLittleMemory() {
        return ours(
                "Dormouse with -Xmx256m",
                List.of("env", "JAVA_TOOL_OPTIONS=-Xmx256m"),
                number -> Tally.target(FUNCTION, number));
    }

    /** The same module without state: an instance for each request. */
    Contestant ourFunction() {
        return ours("Dormouse, instance per request", List.of(), number -> "/fn/" + FUNCTION);
    }

    private Contestant ours(String name, List<String> before, IntFunction<String> target) {
        return new Contestant(
                name,
                Optional.empty(),
                (directory, ports) -> {
                    List<String> line = new ArrayList<>(before);
                    line.addAll(List.of(dormouse.toString(), "up", "--port", String.valueOf(ports.getFirst())));
                    line.addAll(List.of("--data", directory.toString(), "--no-examples"));
                    return line;
                },
                target,
                listeners -> succeed(
                        listeners.getFirst(), "PUT", "/v1/functions/" + FUNCTION, "application/wasm", Tally.module()));
    }

    /** The floor: a handler that returns a constant. */
    Contestant plainHelidon() {
        return new Contestant(
                "plain Helidon, a constant",
                Optional.empty(),
                (directory, ports) -> List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PlainHelidon.class.getName(),
                        String.valueOf(ports.getFirst())),
                number -> "/fn/greeter",
                Contestant.Preparation.NONE);
    }

    /** Our function's module in one instance for all requests. */
    Contestant workerdWarm() {
        return workerd("workerd, one warm instance", "function", number -> "/warm");
    }

    /** Our function's module in an instance for each request. */
    Contestant workerdFresh() {
        return workerd("workerd, instance per request", "function", number -> "/fresh");
    }

    /** Counters in Durable Objects, on disk. */
    Contestant workerdCounters() {
        return workerd("workerd Durable Object", "counter", number -> "/counter/" + number);
    }

    private Contestant workerd(String name, String configuration, IntFunction<String> target) {
        return new Contestant(
                name,
                Optional.of("workerd"),
                (directory, ports) -> script("workerd", List.of(configuration), directory, ports.subList(0, 1)),
                target,
                Contestant.Preparation.NONE);
    }

    /** Counters in virtual objects; the handlers must be made known. */
    Contestant restate() {
        return new Contestant(
                "Restate",
                Optional.of("restate"),
                (directory, ports) -> script("restate", List.of(), directory, ports),
                number -> "/counter/" + number + "/add",
                listeners -> succeed(
                        listeners.get(1),
                        "POST",
                        "/deployments",
                        "application/json",
                        ("{\"uri\": \"" + listeners.get(3) + "\"}").getBytes(StandardCharsets.UTF_8)));
    }

    /** Counters in rows, each add a workflow. */
    Contestant dbos() {
        return new Contestant(
                "DBOS and PostgreSQL",
                Optional.of("dbos"),
                (directory, ports) -> script("dbos", List.of(), directory, ports.subList(0, 2)),
                number -> "/counter/" + number,
                Contestant.Preparation.NONE);
    }

    private List<String> script(String rival, List<String> more, Path directory, List<Integer> ports) {
        List<String> line = new ArrayList<>();
        line.add(cache.resolve(rival).resolve("start.sh").toString());
        line.add(cache.toString());
        line.addAll(more);
        line.add(directory.toString());
        ports.forEach(port -> line.add(port.toString()));
        return line;
    }

    private static void succeed(URI server, String method, String target, String type, byte[] body) throws IOException {
        try (HttpClientConnection connection = HttpClientConnection.open(server)) {
            String ignored = connection.send(method, target, type, body).wanted();
        }
    }
}
