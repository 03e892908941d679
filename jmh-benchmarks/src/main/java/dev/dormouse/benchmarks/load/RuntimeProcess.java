package dev.dormouse.benchmarks.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dormouse.invoker.examples.BundledExamples;
import dev.dormouse.invoker.registry.SampleRequest;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.Ticker;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code dormouse up} in a process of its own, on a free port. Closing it stops it as an administrator does. */
final class RuntimeProcess implements AutoCloseable {
    private static final String READY = "Dormouse is ready at ";
    private static final long STOP_SECONDS = 60;

    private final Process process;
    private final URI url;
    private final Duration untilReady;

    private RuntimeProcess(Process process, URI url, Duration untilReady) {
        this.process = process;
        this.url = url;
        this.untilReady = untilReady;
    }

    /**
     * How to start one.
     *
     * @param script the script {@code dormouse}
     * @param data its data directory
     * @param flags of {@code up}, beside directory and port
     * @param environment beside that of this process
     * @param ticker measures the start
     */
    record Launch(Path script, Path data, List<String> flags, Map<String, String> environment, Ticker ticker) {
        Launch {
            flags = List.copyOf(flags);
            environment = Map.copyOf(environment);
        }

        /** Starts it and waits until it is ready. Its log is appended to {@code runtime.log} beside its data. */
        RuntimeProcess start() throws IOException {
            List<String> command = new ArrayList<>(
                    List.of(script.toString(), "up", "--port", "0", "--data", data.toString(), "--no-examples"));
            command.addAll(flags);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(
                            data.resolveSibling("runtime.log").toFile()));
            builder.environment().putAll(environment);
            long began = ticker.nanos();
            Process process = builder.start();
            URI url = awaitReady(process);
            return new RuntimeProcess(process, url, Duration.ofNanos(ticker.nanos() - began));
        }

        private URI awaitReady(Process process) throws IOException {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith(READY)) {
                    return URI.create(line.substring(READY.length()).strip());
                }
            }
            throw new IOException("The runtime ended before it was ready; see " + data.resolveSibling("runtime.log"));
        }
    }

    URI url() {
        return url;
    }

    /** The process that the system knows it by. */
    long pid() {
        return process.pid();
    }

    Duration untilReady() {
        return untilReady;
    }

    HttpClientConnection connect() throws IOException {
        return HttpClientConnection.open(url);
    }

    /** Deploys a module; the options are those of the query. */
    void deploy(String function, byte[] module, String options) throws IOException {
        String target = "/v1/functions/" + function + (options.isEmpty() ? "" : "?" + options);
        String ignored = put(target, "application/wasm", module);
    }

    /** Deploys one of the examples; answers what the runtime says of the deploy, JSON. */
    String deploy(BundledExamples.Example example) throws IOException {
        String type = example.file().endsWith(".js") ? "text/javascript" : "application/wasm";
        return put("/v1/functions/" + example.name(), type, example.bytes());
    }

    /** The same with its sample request, by an upload and a spec. */
    String deployWithSample(BundledExamples.Example example) throws IOException {
        SampleRequest sample = example.sample().orElseThrow();
        String digest = ModuleDigest.of(example.bytes()).hex();
        String ignored = put("/v1/modules/" + digest, "application/octet-stream", example.bytes());
        ObjectNode spec = JsonNodeFactory.instance.objectNode().put("module", digest);
        spec.putObject("sample")
                .put("method", sample.method())
                .put("path", sample.path())
                .put("contentType", sample.contentType())
                .put("bodyBase64", sample.bodyBase64());
        return put(
                "/v1/functions/" + example.name(),
                "application/json",
                spec.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String put(String target, String type, byte[] body) throws IOException {
        try (HttpClientConnection connection = connect()) {
            return connection.send("PUT", target, type, body).wanted();
        }
    }

    /** Processor time up to now. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Resident memory. */
    double residentMebibytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        throw new IOException("The system does not say how much memory process " + process.pid() + " takes.");
    }

    /** SIGKILL. */
    void kill() throws IOException {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        awaitEnd();
    }

    private void awaitEnd() throws IOException {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("The runtime did not stop within " + STOP_SECONDS + " seconds.");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
