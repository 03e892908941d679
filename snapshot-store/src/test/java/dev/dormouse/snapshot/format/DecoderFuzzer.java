package dev.dormouse.snapshot.format;

import java.util.Arrays;
import java.util.List;

/**
 * What Jazzer calls: any bytes under any kind of key are read, or refused by the one exception. The first byte says as
 * which kind; the checksums are made to fit, as nothing behind them would ever be reached otherwise.
 */
public final class DecoderFuzzer {
    private static final List<StoredKind> KINDS = StoredKind.all();

    private DecoderFuzzer() {}

    /** One input; whatever this throws is a finding. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        StoredKind kind = KINDS.get(Math.floorMod(input[0], KINDS.size()));
        byte[] object = Arrays.copyOfRange(input, 1, input.length);
        if (object.length >= Layout.HEADER_BYTES) {
            Mutations.fixChecksums(kind.key(), object);
        }
        try {
            kind.read(kind.key(), object);
        } catch (CorruptObjectException e) {
            // refused, as it should be
        }
    }

    /** An input that is read as {@code kind}. */
    static byte[] input(StoredKind kind) {
        byte[] object = kind.bytes();
        byte[] input = new byte[1 + object.length];
        input[0] = (byte) KINDS.stream().map(StoredKind::name).toList().indexOf(kind.name());
        System.arraycopy(object, 0, input, 1, object.length);
        return input;
    }
}
