package dev.dormouse.snapshot.object.s3;

import dev.dormouse.snapshot.Excerpt;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which part of which bucket, and how to reach it.
 *
 * @param bucket its name
 * @param prefix of all keys, without slashes around it; empty for the whole bucket
 * @param endpoint of a server that is not Amazon's, {@code http} or {@code https}; buckets are then parts of the path
 * @param region empty: what the surroundings say (AWS_REGION, profile), with an endpoint {@code us-east-1} at the last
 * @param credentials empty: the AWS SDK's usual chain (environment, profile, container, instance)
 * @param limits of time and numbers
 */
public record S3Settings(
        String bucket,
        String prefix,
        Optional<URI> endpoint,
        Optional<String> region,
        Optional<S3Credentials> credentials,
        S3Limits limits) {
    /** So that a prefix and the longest key stay below S3's 1,024 bytes. */
    private static final int MAX_PREFIX_CHARS = 256;

    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*)?");

    public S3Settings {
        if (bucket.isBlank() || bucket.contains("/")) {
            throw new IllegalArgumentException(
                    "A bucket has a name without slashes; this one is '" + Excerpt.of(bucket) + "'.");
        }
        if (prefix.length() > MAX_PREFIX_CHARS || !PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("The prefix of a store has at most " + MAX_PREFIX_CHARS
                    + " characters, letters, digits, '.', '_' and '-' between slashes; this one is '"
                    + Excerpt.of(prefix) + "'.");
        }
        endpoint.ifPresent(S3Settings::refuseOtherSchemes);
    }

    /** Everything at its default but where the objects are. */
    public static S3Settings of(String bucket, String prefix, Optional<URI> endpoint) {
        return new S3Settings(bucket, prefix, endpoint, Optional.empty(), Optional.empty(), S3Limits.DEFAULT);
    }

    private static void refuseOtherSchemes(URI endpoint) {
        String scheme = endpoint.getScheme() == null ? "" : endpoint.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("The endpoint of a store begins with http:// or https://; this one is '"
                    + Excerpt.of(endpoint.toString()) + "'.");
        }
    }

    /** The same with other credentials. */
    public S3Settings withCredentials(S3Credentials others) {
        return new S3Settings(bucket, prefix, endpoint, region, Optional.of(others), limits);
    }

    /** The same with other limits. */
    public S3Settings withLimits(S3Limits others) {
        return new S3Settings(bucket, prefix, endpoint, region, credentials, others);
    }

    /** The place as a person writes it. */
    public String place() {
        String path = prefix.isEmpty() ? "" : "/" + prefix;
        return "s3://" + bucket + path + endpoint.map(uri -> " at " + uri).orElse("");
    }
}
