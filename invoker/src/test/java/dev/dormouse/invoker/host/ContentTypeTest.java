package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";

    @ParameterizedTest
    @CsvSource({
        "application/json, application/json",
        "Text/HTML, text/html",
        "'image/png; q=0.9', image/png",
        "' a/b ', a/b"
    })
    void callerWhoAsksForOneTypeGetsIt(String accept, String type) {
        assertThat(ContentType.of(accept, slice("text"))).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*/*",
                "text/*",
                "text/html, */*",
                "a/b,c/d",
                "nonsense",
                "/",
                "a/",
                "/b",
                "a/b c",
                "a/b\r\nx: y"
            })
    void callerWhoAsksForMoreOrForNothingGetsWhatTheBytesLookLike(String accept) {
        assertThat(ContentType.of(accept, slice("text"))).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a\tb\r\nc\f", "äöü", "€", "😀", "\u07FF\u0800\uFFFF", "{\"a\":1}"})
    void textIsText(String text) {
        assertThat(ContentType.of("", slice(text))).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "1b",
                "7f",
                "80",
                "bf",
                "c080",
                "c1bf",
                "c328",
                "e08080",
                "e09fbf",
                "eda080",
                "f08080",
                "f0808080",
                "f4908080",
                "f5808080",
                "ff",
                "fe",
                "61ff",
                "e282",
                "f09f98"
            })
    void bytesThatAreNoTextAreBytes(String hex) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex + "20");
        assertThat(ContentType.of("", Slice.of(bytes))).isEqualTo(BYTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"€", "😀", "ä"})
    void characterMayBeCutOffAtTheEnd(String character) {
        byte[] bytes = ("a" + character).getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length <= bytes.length; length++) {
            assertThat(ContentType.of("", new Slice(bytes, 0, length))).isEqualTo(TEXT);
        }
    }

    @Test
    void onlyTheBeginningIsLookedAt() {
        byte[] bytes = new byte[100_000];
        Arrays.fill(bytes, (byte) 'a');
        bytes[70_000] = 0;
        assertThat(ContentType.of("", Slice.of(bytes))).isEqualTo(TEXT);
        bytes[60_000] = 0;
        assertThat(ContentType.of("", Slice.of(bytes))).isEqualTo(BYTES);
    }

    private static Slice slice(String text) {
        return Slice.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
