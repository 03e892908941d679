package dev.dormouse.invoker.host;

import static dev.dormouse.invoker.host.HostModule.unsigned;

import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.HostCall;
import dev.dormouse.invoker.wasm.HostFunction;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Module {@code extism:host/user}: what Extism's own functions have not, with the same offsets of host blocks. */
final class RequestHost {
    static final String MODULE = "extism:host/user";

    private static final int JSON_BYTES_PER_UNIT = 8;
    private static final int MAX_CHUNK_BYTES = 64 << 10;
    private static final int MAX_RANDOM_BYTES = 64 << 10;

    private RequestHost() {}

    static List<HostFunction> functions() {
        return new HostModule(MODULE)
                .add("request_head", ":j", (context, guest, a) -> requestHead(context, guest))
                .add("request_read", "j:j", (context, guest, a) -> requestRead(context, a[0]))
                .add("response_head", "j:i", (context, guest, a) -> responseHead(context, guest, a[0]))
                .add("response_write", "j:i", (context, guest, a) -> responseWrite(context, a[0]))
                .add("block_read", "jjii:", (context, guest, a) -> blockRead(context, guest, a))
                .add("block_new", "ii:j", (context, guest, a) -> blockNew(context, guest, a))
                .add("random_bytes", "j:j", (context, guest, a) -> randomBytes(context, guest, a[0]))
                .add("clock_millis", ":j", (context, guest, a) -> clockMillis(context))
                .functions();
    }

    private static long requestHead(HostContext context, HostCall guest) {
        Optional<Exchange> exchange = context.call().exchange();
        if (exchange.isEmpty()) {
            return 0;
        }
        byte[] json = RequestHeadJson.write(exchange.get().request());
        guest.charge(json.length / JSON_BYTES_PER_UNIT);
        return context.call().memory().blocks().adopt(json);
    }

    private static long requestRead(HostContext context, long most) {
        if (most == 0) {
            throw GuestStop.trap("request_read reads at least 1 byte; the guest asked for 0.");
        }
        Optional<Exchange> exchange = context.call().exchange();
        if (exchange.isEmpty()) {
            return 0;
        }
        Blocks blocks = context.call().memory().blocks();
        blocks.checkRoom(1);
        long length = Math.min(most < 0 ? MAX_CHUNK_BYTES : most, MAX_CHUNK_BYTES);
        byte[] chunk = new byte[(int) Math.min(length, blocks.room())];
        int count = exchange.get().body().read(chunk, 0, chunk.length);
        if (count <= 0) {
            return 0;
        }
        return blocks.adopt(count == chunk.length ? chunk : Arrays.copyOf(chunk, count));
    }

    private static long responseHead(HostContext context, HostCall guest, long block) {
        Answer answer = context.call().answer();
        byte[] json = context.call().memory().blocks().content(block);
        int most = context.services().limits().maxHeadBytes();
        if (json.length > most) {
            throw GuestStop.trap("The head of an answer has at most " + most + " bytes; the guest gave response_head "
                    + json.length + ". Move what is long into the body.");
        }
        guest.charge(json.length / JSON_BYTES_PER_UNIT);
        return answer.head(ResponseHeadJson.parse(json)) ? 0 : 1;
    }

    private static long responseWrite(HostContext context, long block) {
        context.call()
                .answer()
                .send(
                        block == 0
                                ? Slice.EMPTY
                                : Slice.of(context.call().memory().blocks().content(block)));
        return 0;
    }

    private static long blockRead(HostContext context, HostCall guest, long[] a) {
        byte[] content = context.call().memory().blocks().content(a[0]);
        long from = a[1];
        long length = unsigned(a[3]);
        if (from < 0 || from > content.length || length > content.length - from) {
            throw GuestStop.trap("block_read reads within a block of " + content.length + " bytes; the guest asked for "
                    + length + " bytes from " + Long.toUnsignedString(from) + ".");
        }
        guest.memory().write(unsigned(a[2]), content, (int) from, (int) length);
        return 0;
    }

    private static long blockNew(HostContext context, HostCall guest, long[] a) {
        long address = unsigned(a[0]);
        long length = unsigned(a[1]);
        guest.memory().check(address, length);
        context.call().memory().blocks().checkRoom(length);
        byte[] content = new byte[(int) length];
        guest.memory().read(address, content, 0, content.length);
        return context.call().memory().blocks().adopt(content);
    }

    private static long randomBytes(HostContext context, HostCall guest, long length) {
        if (length < 1 || length > MAX_RANDOM_BYTES) {
            throw GuestStop.trap(
                    "random_bytes gives 1 to " + MAX_RANDOM_BYTES + " bytes; the guest asked for " + length + ".");
        }
        context.call().memory().blocks().checkRoom(length);
        guest.charge(length);
        context.taint(Taint.RANDOM);
        return context.call().memory().blocks().adopt(context.services().randomBytes((int) length));
    }

    private static long clockMillis(HostContext context) {
        context.taint(Taint.CLOCK);
        return context.services().realtimeMillis();
    }
}
