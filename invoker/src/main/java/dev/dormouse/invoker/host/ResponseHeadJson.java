package dev.dormouse.invoker.host;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.snapshot.Excerpt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code response_head} takes: docs/abi.md defines it. Anything else traps, so that a slip is seen at once. */
final class ResponseHeadJson {
    private static final int MAX_DEPTH = 4;

    private static final JsonFactory JSON = JsonFactory.builder()
            // The default keeps buffers by thread, and an invocation's thread lives for one invocation.
            .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private ResponseHeadJson() {}

    static AnswerHead parse(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            expect(parser.nextToken(), JsonToken.START_OBJECT, "an object");
            AnswerHead head = fields(parser);
            if (parser.nextToken() != null) {
                throw malformed("nothing after the object");
            }
            return head;
        } catch (IOException e) {
            throw malformed("JSON (" + Excerpt.of(String.valueOf(e.getMessage())) + ")");
        }
    }

    private static AnswerHead fields(JsonParser parser) throws IOException {
        int status = 200;
        List<Header> headers = new ArrayList<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            switch (name) {
                case "status" -> {
                    expect(value, JsonToken.VALUE_NUMBER_INT, "a whole number as status");
                    status = HeaderRules.status(parser.getLongValue());
                }
                case "headers" -> {
                    expect(value, JsonToken.START_ARRAY, "an array of headers");
                    headers(parser, headers);
                }
                default -> throw malformed("status and headers only, not '" + Excerpt.of(name) + "'");
            }
        }
        return new AnswerHead(status, headers);
    }

    private static void headers(JsonParser parser, List<Header> headers) throws IOException {
        String form = "each header as an array of two texts";
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            expect(next, JsonToken.START_ARRAY, form);
            String name = text(parser, form);
            String value = text(parser, form);
            expect(parser.nextToken(), JsonToken.END_ARRAY, form);
            HeaderRules.add(headers, name, value);
        }
    }

    private static String text(JsonParser parser, String form) throws IOException {
        expect(parser.nextToken(), JsonToken.VALUE_STRING, form);
        return parser.getText();
    }

    private static void expect(@Nullable JsonToken token, JsonToken wanted, String form) {
        if (token != wanted) {
            throw malformed(form);
        }
    }

    private static GuestStop malformed(String wanted) {
        return GuestStop.trap(
                "response_head takes {\"status\":200,\"headers\":[[\"name\",\"value\"]]}; expected " + wanted + ".");
    }
}
