package dev.dormouse.invoker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dormouse.invoker.registry.DeployProgress;
import dev.dormouse.invoker.registry.DeployRequest;
import dev.dormouse.invoker.registry.Deployer;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The examples that come with the runtime, see {@code examples/} in the source. */
final class Examples {
    private static final System.Logger LOG = System.getLogger(Examples.class.getName());
    private static final String FOLDER = "/dev/dormouse/invoker/examples/";

    private Examples() {}

    /** Deploys all of them; one that is refused is left out with a word in the log. */
    static void deploy(Deployer deployer, StartProgress progress, Ticker ticker) {
        for (JsonNode example : manifest().path("examples")) {
            String name = example.path("name").asText();
            long from = ticker.nanos();
            try {
                deployer.deploy(request(name, read(example.path("file").asText())), DeployProgress.UNSEEN);
                progress.done("deployed example " + name, Duration.ofNanos(ticker.nanos() - from));
            } catch (Refused e) {
                LOG.log(System.Logger.Level.WARNING, "The example " + name + " is left out: " + e.getMessage());
            }
        }
    }

    private static JsonNode manifest() {
        try {
            return JsonMapper.builder().build().readTree(read("manifest.json"));
        } catch (IOException e) {
            throw new UncheckedIOException("The examples' manifest cannot be read.", e);
        }
    }

    private static DeployRequest request(String name, byte[] source) {
        boolean script = source.length < 4 || source[0] != 0;
        return new DeployRequest(
                new FunctionName(name),
                script
                        ? new DeployRequest.Source.Script(new String(source, StandardCharsets.UTF_8))
                        : new DeployRequest.Source.Module(source),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalInt.empty(),
                Map.of(),
                Map.of(),
                true,
                new Precondition.None());
    }

    private static byte[] read(String file) {
        try (InputStream in = Examples.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("The build left out the example " + file + ".");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The example " + file + " cannot be read.", e);
        }
    }
}
