package dev.dormouse.invoker;

import java.nio.file.Path;

/** Where the store of record is. */
public sealed interface StoreLocation {
    /**
     * A directory of this machine.
     *
     * @param path absolute
     */
    record Directory(Path path) implements StoreLocation {
        public Directory {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("store is an absolute path here; this one is " + path + ".");
            }
        }
    }

    /**
     * A part of a bucket of an S3 server.
     *
     * @param bucket its name
     * @param prefix of all keys, without slashes around it; may be empty
     */
    record Bucket(String bucket, String prefix) implements StoreLocation {
        public Bucket {
            if (bucket.isEmpty()) {
                throw new IllegalArgumentException("store in S3 is s3://bucket/prefix; this one names no bucket.");
            }
            if (prefix.startsWith("/") || prefix.endsWith("/")) {
                throw new IllegalArgumentException(
                        "The prefix of a store neither begins nor ends with a slash; this one is '" + prefix + "'.");
            }
        }
    }
}
