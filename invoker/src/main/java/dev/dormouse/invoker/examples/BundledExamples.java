package dev.dormouse.invoker.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.registry.DeployProgress;
import dev.dormouse.invoker.registry.DeployRequest;
import dev.dormouse.invoker.registry.Deployer;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.invoker.registry.SampleRequest;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.stream.StreamSupport;

/** The examples that come with the runtime. */
public final class BundledExamples {
    private static final System.Logger LOG = System.getLogger(BundledExamples.class.getName());
    private static final String MANIFEST = "manifest.json";

    /**
     * One of them.
     *
     * @param name of the function
     * @param file of the module or the script, below the folder of the examples
     * @param sample a request like that of the line
     * @param curl a line that shows it at work, with <code>{url}</code> for the runtime's address
     */
    public record Example(FunctionName name, String file, Optional<SampleRequest> sample, String curl) {
        /** Whether the line works in any directory, because it sends no file. */
        public boolean needsNoFile() {
            return !curl.contains("@");
        }

        /** Whether the line sends a message to an agent. */
        public boolean isAgent() {
            return curl.contains("{url}/agents/");
        }

        /** The last part of its file's path. */
        public String fileName() {
            return file.substring(file.lastIndexOf('/') + 1);
        }

        /** The module or the script. */
        public byte[] bytes() {
            return read(file);
        }

        /** Deploys it as a function of its name. */
        public DeployRequest request() {
            return new DeployRequest(
                    name,
                    source(),
                    Optional.empty(),
                    Optional.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    sample,
                    true,
                    new Precondition.None());
        }

        private DeployRequest.Source source() {
            return file.endsWith(".wasm")
                    ? new DeployRequest.Source.Module(bytes())
                    : new DeployRequest.Source.Script(new String(bytes(), StandardCharsets.UTF_8));
        }
    }

    private BundledExamples() {}

    /** All of them, in the manifest's order. */
    public static List<Example> all() {
        try {
            JsonNode examples =
                    JsonMapper.builder().build().readTree(read(MANIFEST)).path("examples");
            return StreamSupport.stream(examples.spliterator(), false)
                    .map(example -> new Example(
                            new FunctionName(example.path("name").asText()),
                            example.path("file").asText(),
                            sample(example.path("sample")),
                            example.path("curl").asText()))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException("The build spoilt " + MANIFEST + ".", e);
        }
    }

    private static Optional<SampleRequest> sample(JsonNode sample) {
        byte[] body = sample.path("body").asText().getBytes(StandardCharsets.UTF_8);
        return sample.isMissingNode()
                ? Optional.empty()
                : Optional.of(SampleRequest.withDefaults(
                        null,
                        sample.path("path").textValue(),
                        sample.path("contentType").textValue(),
                        Base64.getEncoder().encodeToString(body)));
    }

    /** One of them; it must be there. */
    public static Example named(String name) {
        return all().stream()
                .filter(example -> example.name().value().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no example '" + name + "'."));
    }

    /**
     * Deploys all of them; one that is refused is left out with a word in the log.
     *
     * @param progress told the name of each that was deployed, and how long that took
     */
    public static void deploy(Deployer deployer, Ticker ticker, BiConsumer<FunctionName, Duration> progress) {
        for (Example example : all()) {
            long from = ticker.nanos();
            try {
                deployer.deploy(example.request(), DeployProgress.UNSEEN);
                progress.accept(example.name(), Duration.ofNanos(ticker.nanos() - from));
            } catch (Refused e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The example " + example.name() + " is left out: " + e.getMessage());
            }
        }
    }

    private static byte[] read(String file) {
        try (InputStream in = BundledExamples.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The build left out the example " + file + ".");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The example " + file + " cannot be read.", e);
        }
    }
}
