package dev.dormouse.invoker.http;

import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.exchange.RequestHead;
import dev.dormouse.invoker.http.wire.Peer;
import dev.dormouse.invoker.http.wire.WireLimits;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes of a request what a handler may know of it. */
final class RequestHeads {
    private final int maxHeaders;
    private final int maxHeaderBytes;

    RequestHeads(WireLimits limits) {
        this.maxHeaders = limits.maxHeaders();
        this.maxHeaderBytes = limits.maxHeaderBytes();
    }

    /**
     * Whether a request is one that may be looked at further. Of HTTP/1.1 the guard has seen the bytes; of HTTP/2 only what
     * comes out of its compression can be judged.
     */
    Optional<Problem> check(ServerRequest request) {
        int headers = 0;
        long bytes = 0;
        for (io.helidon.http.Header header : request.headers()) {
            int nameBytes = header.name().length();
            for (String value : header.allValues()) {
                headers++;
                bytes += nameBytes + value.length();
                if (hasControl(value)) {
                    return Optional.of(
                            Problem.of(ProblemType.BAD_FRAMING, "A header's value has no control characters."));
                }
            }
            if (headers > maxHeaders || bytes > maxHeaderBytes) {
                return Optional.of(Problem.of(
                        ProblemType.HEADERS_TOO_LARGE,
                        "A request has at most " + maxHeaders + " headers of " + maxHeaderBytes + " bytes together."));
            }
        }
        return Optional.empty();
    }

    private static boolean hasControl(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                return true;
            }
        }
        return false;
    }

    /** @param rest what follows the function's name */
    RequestHead of(ServerRequest request, Peer peer, String path, String rest) {
        HttpPrologue prologue = request.prologue();
        String query = prologue.query().rawValue();
        String authority = request.authority();
        String url =
                (request.isSecure() ? "https://" : "http://") + authority + path + (query.isEmpty() ? "" : "?" + query);
        return new RequestHead(prologue.method().text(), rest, query, url, headers(request), peer.host());
    }

    private static List<Header> headers(ServerRequest request) {
        List<Header> headers = new ArrayList<>(request.headers().size() + 2);
        for (io.helidon.http.Header header : request.headers()) {
            String name = header.headerName().lowerCase();
            if (header.valueCount() == 1) {
                headers.add(new Header(name, header.get()));
            } else {
                for (String value : header.allValues()) {
                    headers.add(new Header(name, value));
                }
            }
        }
        return headers;
    }
}
