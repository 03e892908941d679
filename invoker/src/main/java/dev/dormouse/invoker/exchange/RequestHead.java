package dev.dormouse.invoker.exchange;

import java.util.List;

/**
 * What a handler may know of the request besides its body.
 *
 * @param method upper case, for example {@code POST}
 * @param path what follows the function's name (or the agent's key), percent-encoded as it came; {@code /} if nothing does
 * @param query raw, without the question mark; empty if there is none
 * @param url the whole request URL as the caller wrote it
 * @param headers in their order, names in lower case
 * @param remoteAddress the caller's address, for CGI; empty if not known
 */
public record RequestHead(
        String method, String path, String query, String url, List<Header> headers, String remoteAddress) {
    public RequestHead {
        headers = List.copyOf(headers);
    }
}
