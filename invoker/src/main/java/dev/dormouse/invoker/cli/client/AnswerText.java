package dev.dormouse.invoker.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.command.JsonText;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import java.util.Optional;

/** An answer as JSON. */
final class AnswerText {
    private AnswerText() {}

    /** Status, headers and body: as {@code body} if that is UTF-8, else as {@code bodyBase64}. */
    static JsonNode of(HttpResponse<InputStream> answer, byte[] body) {
        var json = JsonText.object().put("status", answer.statusCode());
        var headers = json.putObject("headers");
        answer.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        utf8(body)
                .ifPresentOrElse(
                        text -> json.put("body", text),
                        () -> json.put("bodyBase64", Base64.getEncoder().encodeToString(body)));
        return json;
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }
}
