package dev.dormouse.invoker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dormouse.snapshot.object.ObjectStore;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sees to it that all processes on one store seal with the same secret. The store holds a mark that is made with the
 * secret and does not give it away; whoever comes with another secret is refused, instead of failing at each object.
 */
final class SharedSeal {
    private static final String KEY = "store/seal";
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "dormouse: which secret seals this store".getBytes(UTF_8);

    private final ObjectStore store;
    private final String place;

    SharedSeal(ObjectStore store, String place) {
        this.store = store;
        this.place = place;
    }

    /**
     * The secret of this store. For a store without a mark it is that of the file, or a new one.
     *
     * @throws StartRefused if the file is missing though the store is in use, or holds another store's secret
     */
    byte[] secret(SealKey key, SecureRandom random) throws IOException, StartRefused {
        Optional<byte[]> standing = store.get(KEY);
        if (standing.isPresent() && key.read().isEmpty()) {
            throw new StartRefused("The store " + place + " is in use, and its seal key is not here: " + key
                    + " is missing. " + copyIt());
        }
        byte[] secret = key.readOrMake(random);
        byte[] mark = mark(secret);
        if (standing.isEmpty()) {
            store.createOnly(KEY, mark);
            standing = store.get(KEY);
        }
        if (standing.isEmpty() || !Arrays.equals(standing.get(), mark)) {
            throw new StartRefused(
                    "The store " + place + " was sealed with another key than that in " + key + ". " + copyIt());
        }
        return secret;
    }

    private static String copyIt() {
        return "Without it nothing in the store can be read. Copy the file seal.key from the data directory of the"
                + " runtime that used the store first, or from a backup, and name it with --seal-key-file.";
    }

    private static byte[] mark(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return (HexFormat.of().formatHex(mac.doFinal(PURPOSE)) + "\n").getBytes(UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM + ".", e);
        }
    }
}
