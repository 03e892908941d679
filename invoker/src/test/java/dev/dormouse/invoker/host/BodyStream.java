package dev.dormouse.invoker.host;

import java.io.IOException;
import java.io.InputStream;

/** A request body whose reads are given by a function. */
final class BodyStream extends InputStream {
    /** What {@link InputStream#read(byte[], int, int)} does. */
    @FunctionalInterface
    interface Source {
        int read(byte[] target, int offset, int length) throws IOException;
    }

    private final Source source;

    BodyStream(Source source) {
        this.source = source;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return source.read(target, offset, length);
    }

    @Override
    public int read() {
        throw new AssertionError("Bytes are read one by one.");
    }
}
