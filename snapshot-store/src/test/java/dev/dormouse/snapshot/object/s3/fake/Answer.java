package dev.dormouse.snapshot.object.s3.fake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

/**
 * An answer before it is sent.
 *
 * @param status of HTTP
 * @param headers beside length and date
 * @param body whole
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one request in one thread
record Answer(int status, Map<String, String> headers, byte[] body) {
    private static final Map<String, String> XML = Map.of("Content-Type", "application/xml");

    static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    static Answer xml(String text) {
        return new Answer(200, XML, text.getBytes(UTF_8));
    }

    static Answer error(int status, String code) {
        String text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>" + code
                + "</Code><Message>the fake was told so</Message></Error>";
        return new Answer(status, XML, text.getBytes(UTF_8));
    }
}
