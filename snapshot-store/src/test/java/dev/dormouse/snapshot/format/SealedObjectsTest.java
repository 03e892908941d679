package dev.dormouse.snapshot.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealedObjectsTest {
    private static final byte[] PLAIN = "a canary, hidden or not".getBytes(UTF_8);

    @ParameterizedTest
    @EnumSource
    void givesBackWhatWasSealed(SealedObjects.Mode mode) throws Exception {
        SealedObjects sealed = sealed(1, mode);

        assertThat(sealed.open("a/b", sealed.seal("a/b", PLAIN)).toArray()).isEqualTo(PLAIN);
        assertThat(sealed.open("a/b", sealed.seal("a/b", new byte[0])).toArray())
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnEnvelopeThatStoodUnderAnotherKey(SealedObjects.Mode mode) {
        SealedObjects sealed = sealed(1, mode);
        byte[] bytes = sealed.seal("a/b", PLAIN);

        assertThatThrownBy(() -> sealed.open("a/c", bytes)).isInstanceOf(CorruptObjectException.class);
    }

    @ParameterizedTest
    @EnumSource
    void refusesAnEnvelopeOfAnotherSecret(SealedObjects.Mode mode) {
        byte[] bytes = sealed(1, mode).seal("a/b", PLAIN);

        assertThatThrownBy(() -> sealed(2, mode).open("a/b", bytes))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining("another secret");
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryChangedBit(SealedObjects.Mode mode) {
        SealedObjects sealed = sealed(1, mode);
        byte[] bytes = sealed.seal("a/b", PLAIN);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> sealed.open("a/b", changed)).isInstanceOf(CorruptObjectException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryOtherLength(SealedObjects.Mode mode) {
        SealedObjects sealed = sealed(1, mode);
        byte[] bytes = sealed.seal("a/b", PLAIN);
        for (int length = 0; length < bytes.length + 3; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            if (length != bytes.length) {
                assertThatThrownBy(() -> sealed.open("a/b", cut)).isInstanceOf(CorruptObjectException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensWhatWasMadeInAnyMode(SealedObjects.Mode mode) throws Exception {
        byte[] bytes = sealed(1, mode).seal("a", PLAIN);

        for (SealedObjects.Mode now : SealedObjects.Mode.values()) {
            assertThat(sealed(1, now).open("a", bytes).toArray()).isEqualTo(PLAIN);
        }
    }

    @Test
    void refusesOneModeThatIsSaidToBeTheOther() {
        byte[] readable = sealed(1, SealedObjects.Mode.AUTHENTICATED).seal("a", PLAIN);
        readable[10] = 2;
        byte[] hidden = sealed(1, SealedObjects.Mode.ENCRYPTED).seal("a", PLAIN);
        hidden[10] = 1;

        for (byte[] changed : List.of(readable, hidden)) {
            assertThatThrownBy(() -> sealed(1, SealedObjects.Mode.ENCRYPTED).open("a", changed))
                    .isInstanceOf(CorruptObjectException.class)
                    .hasMessageContaining("tag");
        }
    }

    @Test
    void hidesTheContentWhenEncrypted() {
        String text = new String(sealed(1, SealedObjects.Mode.ENCRYPTED).seal("a", PLAIN), UTF_8);

        assertThat(text).doesNotContain("canary");
    }

    @Test
    void refusesASecretOfAnotherLength() {
        assertThatThrownBy(() -> new SealedObjects(new byte[16], SealedObjects.Mode.ENCRYPTED, new SecureRandom()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32");
    }

    private static SealedObjects sealed(int secret, SealedObjects.Mode mode) {
        byte[] bytes = new byte[SealedObjects.SECRET_BYTES];
        Arrays.fill(bytes, (byte) secret);
        return new SealedObjects(bytes, mode, new SecureRandom());
    }
}
