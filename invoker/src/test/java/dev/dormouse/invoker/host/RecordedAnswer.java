package dev.dormouse.invoker.host;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.exchange.Header;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trigger's side of a streamed answer: keeps what goes out, or breaks when told to. */
final class RecordedAnswer implements AnswerOpening {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final List<Integer> writes = new ArrayList<>();
    private @Nullable AnswerHead head;
    private boolean broken;

    /** From now on the caller is gone. */
    void breakDown() {
        broken = true;
    }

    boolean opened() {
        return head != null;
    }

    AnswerHead head() {
        if (head == null) {
            throw new AssertionError("The head did not go out.");
        }
        return head;
    }

    String header(String name) {
        return head().headers().stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .findFirst()
                .orElse("");
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    /** Lengths of the writes, in their order. */
    List<Integer> writes() {
        return List.copyOf(writes);
    }

    @Override
    public OutputStream open(AnswerHead opened) {
        if (head != null) {
            throw new AssertionError("The head went out twice.");
        }
        head = opened;
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (broken) {
                    throw new IOException("The caller is gone.");
                }
                body.write(bytes, offset, length);
                writes.add(length);
            }

            @Override
            public void close() {
                throw new AssertionError("Closing is the trigger's part.");
            }
        };
    }
}
