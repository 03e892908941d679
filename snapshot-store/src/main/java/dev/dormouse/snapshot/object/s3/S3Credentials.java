package dev.dormouse.snapshot.object.s3;

/**
 * A key of an S3 server. Its text shows no secret.
 *
 * @param keyId its public part
 * @param secret its other part
 */
public record S3Credentials(String keyId, String secret) {
    @Override
    public String toString() {
        return "S3Credentials[" + keyId + "]";
    }
}
