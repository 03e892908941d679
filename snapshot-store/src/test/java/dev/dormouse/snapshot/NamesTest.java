package dev.dormouse.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "7",
                "hello",
                "a-b",
                "a--b",
                "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijklmnop"
            })
    void acceptsFunctionNamesThatAreDnsLabels(String name) {
        assertThat(new FunctionName(name).value()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "-a",
                "a-",
                "A",
                "a_b",
                "a.b",
                "a/b",
                "a@1",
                "ä",
                "a b",
                "a\u0000",
                "..",
                "0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijklmnopq"
            })
    void refusesFunctionNamesThatAreNot(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new FunctionName(name));
    }

    @Test
    void drawsInvocationIdsThatItAccepts() {
        InvocationId id = InvocationId.draw(new SplittableRandom(1));

        assertThat(InvocationId.of(id.hex())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdef0123456789abcde",
                "0123456789abcdef0123456789abcdef0",
                "0123456789ABCDEF0123456789abcdef",
                "0123456789abcdeg0123456789abcdef"
            })
    void refusesInvocationIdsThatAreNotThirtyTwoDigits(String hex) {
        assertThatIllegalArgumentException().isThrownBy(() -> InvocationId.of(hex));
    }
}
