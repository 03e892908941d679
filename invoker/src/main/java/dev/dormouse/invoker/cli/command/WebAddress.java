package dev.dormouse.invoker.cli.command;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Reads the address of a server as a person writes it. */
public final class WebAddress {
    private WebAddress() {}

    /** An {@code http} or {@code https} URL with a host and no slash at the end; none if {@code text} is not one. */
    public static Optional<URI> parse(String text) {
        try {
            URI url = new URI(text.replaceAll("/+$", ""));
            boolean usable =
                    url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
            return usable ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException notAUrl) {
            return Optional.empty();
        }
    }
}
