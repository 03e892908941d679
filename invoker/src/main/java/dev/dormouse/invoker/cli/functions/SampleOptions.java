package dev.dormouse.invoker.cli.functions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.WrongUse;
import dev.dormouse.invoker.registry.SampleRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The sample request of a deploy. */
final class SampleOptions {
    @Option(
            names = "--sample",
            paramLabel = "FILE",
            description =
                    "Body of a typical POST, at most 8 KiB. The runtime warms the function up with it, before anybody"
                            + " calls. It is shown with the revision: no place for secrets.")
    private @Nullable String body;

    @Option(
            names = "--sample-type",
            paramLabel = "TYPE",
            description = "Content type of that body, for example application/json.")
    private @Nullable String type;

    @Option(
            names = "--sample-path",
            paramLabel = "PATH",
            description = "Path and query of that request. Without a body it is a GET. Default: /.")
    private @Nullable String path;

    /** As the control API takes it; empty if there is none. */
    Optional<ObjectNode> request(Surroundings surroundings) {
        if (body == null && path == null) {
            if (type != null) {
                throw new WrongUse("--sample-type is the type of a body; give that with --sample.");
            }
            return Optional.empty();
        }
        ObjectNode request = JsonText.object();
        if (path != null) {
            request.put("path", path);
        }
        if (type != null) {
            request.put("contentType", type);
        }
        if (body != null) {
            request.put("bodyBase64", read(surroundings.resolve(body)));
        }
        return Optional.of(request);
    }

    private static byte[] read(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(SampleRequest.BODY_BYTES_MAX + 1);
            if (bytes.length > SampleRequest.BODY_BYTES_MAX) {
                throw new WrongUse("A sample has at most " + SampleRequest.BODY_BYTES_MAX + " bytes; " + file
                        + " has more. Take a part of it.");
            }
            return bytes;
        } catch (IOException failed) {
            throw new WrongUse("The sample " + file + " cannot be read (" + failed.getMessage() + ").");
        }
    }
}
