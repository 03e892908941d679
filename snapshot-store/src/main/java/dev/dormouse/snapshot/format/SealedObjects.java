package dev.dormouse.snapshot.format;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An envelope that only the holder of a key can make, bound to the key of the object that it stands under.
 *
 * <p>{@link Mode#AUTHENTICATED} lets everybody read and nobody forge (HMAC-SHA256), {@link Mode#ENCRYPTED} hides the
 * content as well (AES-256-GCM). Envelopes of either are opened, since nobody without the secret can make one of either.
 * Each object has a key of its own, derived from the secret and the object's key, so
 * an envelope moved to another object is refused, and no two objects share a nonce.
 *
 * <p>Immutable and thread-safe.
 */
public final class SealedObjects {
    /** Length of the secret. */
    public static final int SECRET_BYTES = 32;

    private static final long MAGIC = 0x4C41_4553_4D52_4F44L; // "DORMSEAL", little-endian
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 32;
    private static final int KEY_ID_AT = 12;
    private static final int KEY_ID_BYTES = 8;
    private static final int NONCE_AT = 20;
    private static final int NONCE_BYTES = 12;
    private static final int MAC_BYTES = 32;
    private static final int GCM_TAG_BYTES = 16;

    private final byte[] secret;
    private final byte[] keyId;
    private final Mode mode;
    private final SecureRandom random;

    /** What an envelope does. */
    public enum Mode {
        /** Nobody without the key can make or change it; everybody can read it. */
        AUTHENTICATED(1, MAC_BYTES),
        /** Nobody without the key can make, change or read it. */
        ENCRYPTED(2, GCM_TAG_BYTES);

        private final int code;
        private final int tagBytes;

        Mode(int code, int tagBytes) {
            this.code = code;
            this.tagBytes = tagBytes;
        }

        private static Optional<Mode> of(int version, int code) {
            return Arrays.stream(values())
                    .filter(each -> version == VERSION && each.code == code)
                    .findFirst();
        }
    }

    /**
     * What an envelope says on its outside, which anybody can write.
     *
     * @param version of the envelope
     * @param mode how it was made; empty if this release knows neither its version nor its mode
     * @param secretId which secret it says it was made with, in hexadecimal digits
     */
    record Envelope(int version, Optional<Mode> mode, String secretId) {}

    /** Reads the outside of an envelope; empty if these bytes are none. */
    static Optional<Envelope> envelope(byte[] sealed) {
        ByteReader header = new ByteReader(sealed, 0, sealed.length);
        try {
            if (header.u64() != MAGIC) {
                return Optional.empty();
            }
            int version = header.u16();
            int code = header.u16();
            return Optional.of(new Envelope(
                    version, Mode.of(version, code), HexFormat.of().formatHex(header.bytes(KEY_ID_BYTES))));
        } catch (CorruptObjectException e) {
            return Optional.empty();
        }
    }

    /**
     * @param secret {@link #SECRET_BYTES} random bytes from outside the store; copied
     * @param mode how {@link #seal} works; {@link #open} tells by the envelope
     * @param random source of nonces
     */
    public SealedObjects(byte[] secret, Mode mode, SecureRandom random) {
        if (secret.length != SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "The secret of a store has " + SECRET_BYTES + " bytes; this one has " + secret.length + ".");
        }
        this.secret = secret.clone();
        this.keyId = Arrays.copyOf(hmac(secret, "dormouse key id"), KEY_ID_BYTES);
        this.mode = mode;
        this.random = random;
    }

    /** Puts {@code plain} into an envelope for the object {@code key}. */
    public byte[] seal(String key, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        ByteWriter header = new ByteWriter(HEADER_BYTES);
        header.u64(MAGIC).u16(VERSION).u16(mode.code).bytes(keyId).bytes(nonce);
        byte[] head = header.toArray();
        return switch (mode) {
            case AUTHENTICATED -> authenticated(key, head, plain);
            case ENCRYPTED -> encrypted(key, head, plain);
        };
    }

    private byte[] authenticated(String key, byte[] head, byte[] plain) {
        byte[] tag = tag(key, head, plain, 0, plain.length);
        byte[] sealed = Arrays.copyOf(head, HEADER_BYTES + plain.length + MAC_BYTES);
        System.arraycopy(plain, 0, sealed, HEADER_BYTES, plain.length);
        System.arraycopy(tag, 0, sealed, HEADER_BYTES + plain.length, MAC_BYTES);
        return sealed;
    }

    private byte[] encrypted(String key, byte[] head, byte[] plain) {
        try {
            byte[] sealed = Arrays.copyOf(head, HEADER_BYTES + plain.length + GCM_TAG_BYTES);
            cipher(Cipher.ENCRYPT_MODE, key, head).doFinal(plain, 0, plain.length, sealed, HEADER_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has AES-GCM.", e);
        }
    }

    /**
     * The content of the envelope that stands under {@code key}, where it is if it can be read there.
     *
     * @param sealed nobody writes it from here on
     * @throws CorruptObjectException if it is not one that the holder of this secret made for {@code key}
     */
    public ObjectBytes open(String key, byte[] sealed) throws CorruptObjectException {
        if (sealed.length < HEADER_BYTES) {
            throw refused(key, "it has only " + sealed.length + " bytes");
        }
        ByteReader header = new ByteReader(sealed, 0, HEADER_BYTES);
        if (header.u64() != MAGIC) {
            throw refused(key, "it does not begin with DORMSEAL");
        }
        int version = header.u16();
        int code = header.u16();
        Mode made = Mode.of(version, code)
                .orElseThrow(() ->
                        refused(key, "this release does not know its version " + version + " with the mode " + code));
        if (sealed.length < HEADER_BYTES + made.tagBytes) {
            throw refused(key, "it has only " + sealed.length + " bytes");
        }
        if (!Arrays.equals(sealed, KEY_ID_AT, NONCE_AT, keyId, 0, KEY_ID_BYTES)) {
            throw refused(key, "it was made with another secret");
        }
        return switch (made) {
            case AUTHENTICATED -> verified(key, sealed);
            case ENCRYPTED -> decrypted(key, sealed);
        };
    }

    private ObjectBytes verified(String key, byte[] sealed) throws CorruptObjectException {
        int end = sealed.length - MAC_BYTES;
        byte[] expected = tag(key, Arrays.copyOf(sealed, HEADER_BYTES), sealed, HEADER_BYTES, end - HEADER_BYTES);
        if (!MessageDigest.isEqual(expected, Arrays.copyOfRange(sealed, end, sealed.length))) {
            throw refused(key, "its tag does not fit");
        }
        return ObjectBytes.within(sealed, HEADER_BYTES, end - HEADER_BYTES);
    }

    private ObjectBytes decrypted(String key, byte[] sealed) throws CorruptObjectException {
        try {
            byte[] head = Arrays.copyOf(sealed, HEADER_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, head);
            return ObjectBytes.of(cipher.doFinal(sealed, HEADER_BYTES, sealed.length - HEADER_BYTES));
        } catch (GeneralSecurityException e) {
            throw refused(key, "its tag does not fit");
        }
    }

    private byte[] tag(String key, byte[] head, byte[] content, int offset, int length) {
        try {
            Mac mac = mac(hmac(secret, "dormouse authenticate " + key));
            mac.update(head);
            mac.update(content, offset, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HMAC-SHA256.", e);
        }
    }

    private Cipher cipher(int direction, String key, byte[] head) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        SecretKeySpec dataKey = new SecretKeySpec(hmac(secret, "dormouse encrypt " + key), "AES");
        byte[] nonce = Arrays.copyOfRange(head, NONCE_AT, NONCE_AT + NONCE_BYTES);
        cipher.init(direction, dataKey, new GCMParameterSpec(GCM_TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(head);
        cipher.updateAAD(key.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] hmac(byte[] secret, String text) {
        try {
            return mac(secret).doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HMAC-SHA256.", e);
        }
    }

    private static Mac mac(byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac;
    }

    private static CorruptObjectException refused(String key, String reason) {
        return new CorruptObjectException("The sealed object " + key + " is refused: " + reason
                + ". Somebody changed it, or the secret of this store is not the one it was made with.");
    }
}
