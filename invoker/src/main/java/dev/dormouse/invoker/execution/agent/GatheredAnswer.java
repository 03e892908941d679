package dev.dormouse.invoker.execution.agent;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.execution.GuestCalls;
import dev.dormouse.invoker.host.AnswerOpening;
import dev.dormouse.invoker.host.GuestAnswer;
import dev.dormouse.invoker.wasm.MemoryReservation;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * Holds back what a guest streams: nobody sees an answer before the change behind it is durable. Bounded by what the
 * host lets a guest answer. Confined to its thread.
 */
final class GatheredAnswer implements AnswerOpening {
    private final MemoryReservation memory;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private AnswerHead head = new AnswerHead(200, List.of());

    /** @param memory of the instance that answers */
    GatheredAnswer(MemoryReservation memory) {
        this.memory = memory;
    }

    @Override
    public OutputStream open(AnswerHead opened) {
        head = opened;
        return new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                memory.take(length);
                body.write(bytes, offset, length);
            }
        };
    }

    /** The call as if the guest had not streamed. What the answer takes is left unused in the reservation. */
    GuestCalls.Called whole(GuestCalls.Called called) {
        memory.giveBack(body.size());
        GuestAnswer answer = called.answer() instanceof GuestAnswer.Streamed
                ? new GuestAnswer.Whole(head, body.toByteArray())
                : called.answer();
        return new GuestCalls.Called(answer, called.usage(), false);
    }
}
