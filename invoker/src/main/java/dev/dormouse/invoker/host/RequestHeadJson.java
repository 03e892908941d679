package dev.dormouse.invoker.host;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.exchange.RequestHead;
import java.nio.charset.StandardCharsets;

/** What {@code request_head} gives: docs/abi.md defines it. Written by hand because every request of a script needs it. */
final class RequestHeadJson {
    private static final int USUAL_CHARS = 512;

    private RequestHeadJson() {}

    static byte[] write(GuestRequest request) {
        RequestHead head = request.head();
        StringBuilder json = new StringBuilder(USUAL_CHARS);
        json.append("{\"method\":");
        text(json, head.method());
        json.append(",\"path\":");
        text(json, head.path());
        json.append(",\"query\":");
        text(json, head.query());
        json.append(",\"url\":");
        text(json, head.url());
        json.append(",\"headers\":[");
        String separator = "[";
        for (Header header : head.headers()) {
            json.append(separator);
            text(json, header.name());
            json.append(',');
            text(json, header.value());
            json.append(']');
            separator = ",[";
        }
        json.append("],\"function\":");
        text(json, request.revision().function().value());
        json.append(",\"revision\":");
        text(json, request.revision().toString());
        json.append(",\"invocation\":");
        text(json, request.invocation().hex());
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void text(StringBuilder json, String value) {
        json.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, json);
        json.append('"');
    }
}
