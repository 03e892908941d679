package dev.dormouse.invoker.execution.agent;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.snapshot.format.CorruptObjectException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What is remembered of an answered message: which request it was, and the answer. As bytes: version, generation,
 * fingerprint (32), status (2), number of headers (2), names and values with their lengths (2 each), body.
 *
 * @param fingerprint of the request
 * @param generation that the answer was committed at
 * @param head status and headers
 * @param body the rest; to read, never to write
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, written by nobody
record AnswerRecord(byte[] fingerprint, long generation, AnswerHead head, byte[] body) {
    private static final int VERSION = 1;
    private static final int FINGERPRINT_BYTES = 32;

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + 256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(generation);
            out.write(fingerprint);
            out.writeShort(head.status());
            out.writeShort(head.headers().size());
            for (Header header : head.headers()) {
                out.writeUTF(header.name());
                out.writeUTF(header.value());
            }
            out.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("An array takes what is written to it.", e);
        }
        return bytes.toByteArray();
    }

    /** @throws CorruptObjectException if the bytes are not what {@link #encode} gives */
    static AnswerRecord decode(byte[] bytes) throws CorruptObjectException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new CorruptObjectException("A remembered answer is of version " + version
                        + ", which this release does not know. Use the release that wrote it, or another key.");
            }
            long generation = in.readLong();
            byte[] fingerprint = in.readNBytes(FINGERPRINT_BYTES);
            int status = in.readUnsignedShort();
            int count = in.readUnsignedShort();
            List<Header> headers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                headers.add(new Header(in.readUTF(), in.readUTF()));
            }
            return new AnswerRecord(fingerprint, generation, new AnswerHead(status, headers), in.readAllBytes());
        } catch (CorruptObjectException e) {
            throw e;
        } catch (IOException e) {
            throw new CorruptObjectException("A remembered answer ends too early.");
        }
    }
}
