package dev.dormouse.invoker.wasm;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * Messages between the runtime and its compiler process: a length of four bytes, then so many bytes.
 *
 * <p>Neither side trusts the other to be whole: a length beyond the limit ends the conversation.
 */
final class Frames {
    /** No module and no artifact is larger. */
    static final int MAX_BYTES = 1 << 28;

    private Frames() {}

    static void write(DataOutputStream out, byte[] message) throws IOException {
        if (message.length > MAX_BYTES) {
            throw new IOException(
                    "A message has at most " + MAX_BYTES + " bytes; this one has " + message.length + ".");
        }
        out.writeInt(message.length);
        out.write(message);
        out.flush();
    }

    /**
     * @throws EOFException if the other side has ended
     */
    static byte[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("A message has at most " + MAX_BYTES + " bytes; this one announces " + length + ".");
        }
        byte[] message = in.readNBytes(length);
        if (message.length < length) {
            throw new EOFException("A message of " + length + " bytes ends after " + message.length + ".");
        }
        return message;
    }
}
