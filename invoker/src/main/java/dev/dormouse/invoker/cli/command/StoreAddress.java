package dev.dormouse.invoker.cli.command;

import dev.dormouse.invoker.StoreLocation;
import java.nio.file.Path;
import java.util.function.Function;

/** Where a store is, as a person writes it. */
public final class StoreAddress {
    private static final String S3 = "s3://";

    private StoreAddress() {}

    /**
     * What {@code text} names.
     *
     * @param path makes a path of a directory absolute
     * @throws IllegalArgumentException if it names neither a directory nor a part of a bucket
     */
    public static StoreLocation parse(String text, Function<String, Path> path) {
        if (!text.startsWith(S3)) {
            if (text.contains("://")) {
                throw neither(text);
            }
            return new StoreLocation.Directory(path.apply(text));
        }
        String rest = text.substring(S3.length());
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        String prefix = slash < 0 ? "" : rest.substring(slash + 1).replaceAll("/+$", "");
        if (bucket.isEmpty() || prefix.startsWith("/")) {
            throw neither(text);
        }
        return new StoreLocation.Bucket(bucket, prefix);
    }

    private static IllegalArgumentException neither(String text) {
        return new IllegalArgumentException("a directory or s3://bucket/prefix; this one is '" + text + "'");
    }
}
