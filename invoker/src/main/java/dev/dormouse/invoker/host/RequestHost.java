package dev.dormouse.invoker.host;

import static dev.dormouse.invoker.host.HostModule.unsigned;

import dev.dormouse.invoker.wasm.GuestMemory;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.HostFunction;
import java.util.Arrays;
import java.util.List;

/** Module {@code extism:host/user}: what Extism's own functions have not, with the same offsets of host blocks. */
final class RequestHost {
    static final String MODULE = "extism:host/user";

    private static final int MAX_CHUNK_BYTES = 64 << 10;
    private static final int MAX_RANDOM_BYTES = 64 << 10;

    private RequestHost() {}

    static List<HostFunction> functions() {
        return new HostModule(MODULE)
                .add("request_head", ":j", (context, memory, a) -> requestHead(context))
                .add("request_read", "j:j", (context, memory, a) -> requestRead(context, a[0]))
                .add("response_head", "j:i", (context, memory, a) -> responseHead(context, a[0]))
                .add("response_write", "j:i", (context, memory, a) -> responseWrite(context, a[0]))
                .add("block_read", "jjii:", (context, memory, a) -> blockRead(context, memory, a))
                .add("block_new", "ii:j", (context, memory, a) -> blockNew(context, memory, a))
                .add("random_bytes", "j:j", (context, memory, a) -> randomBytes(context, a[0]))
                .add("clock_millis", ":j", (context, memory, a) -> clockMillis(context))
                .functions();
    }

    private static long requestHead(HostContext context) {
        return context.call()
                .request()
                .map(request -> context.call().blocks().adopt(RequestHeadJson.write(request)))
                .orElse(0L);
    }

    private static long requestRead(HostContext context, long most) {
        if (most <= 0) {
            throw GuestStop.trap("request_read reads at least 1 byte; the guest asked for " + most + ".");
        }
        Blocks blocks = context.call().blocks();
        blocks.checkRoom(1);
        byte[] chunk = new byte[(int) Math.min(Math.min(most, MAX_CHUNK_BYTES), blocks.room())];
        int length = context.call().body().read(chunk, 0, chunk.length);
        if (length <= 0) {
            return 0;
        }
        return blocks.adopt(length == chunk.length ? chunk : Arrays.copyOf(chunk, length));
    }

    private static long responseHead(HostContext context, long block) {
        Answer answer = context.call().answer();
        byte[] json = context.call().blocks().content(block);
        int most = context.services().limits().maxHeadBytes();
        if (json.length > most) {
            throw context.services().limits().headFull();
        }
        return answer.head(ResponseHeadJson.parse(json)) ? 0 : 1;
    }

    private static long responseWrite(HostContext context, long block) {
        context.call()
                .answer()
                .send(
                        block == 0
                                ? Slice.EMPTY
                                : Slice.of(context.call().blocks().content(block)));
        return 0;
    }

    private static long blockRead(HostContext context, GuestMemory memory, long[] a) {
        byte[] content = context.call().blocks().content(a[0]);
        long from = a[1];
        long length = unsigned(a[3]);
        if (from < 0 || from > content.length || length > content.length - from) {
            throw GuestStop.trap("block_read reads within a block of " + content.length + " bytes; the guest asked for "
                    + length + " bytes from " + Long.toUnsignedString(from) + ".");
        }
        memory.write(unsigned(a[2]), content, (int) from, (int) length);
        return 0;
    }

    private static long blockNew(HostContext context, GuestMemory memory, long[] a) {
        long address = unsigned(a[0]);
        long length = unsigned(a[1]);
        memory.check(address, length);
        context.call().blocks().checkRoom(length);
        byte[] content = new byte[(int) length];
        memory.read(address, content, 0, content.length);
        return context.call().blocks().adopt(content);
    }

    private static long randomBytes(HostContext context, long length) {
        if (length < 1 || length > MAX_RANDOM_BYTES) {
            throw GuestStop.trap(
                    "random_bytes gives 1 to " + MAX_RANDOM_BYTES + " bytes; the guest asked for " + length + ".");
        }
        context.call().blocks().checkRoom(length);
        context.taint(Taint.RANDOM);
        return context.call().blocks().adopt(context.services().randomBytes((int) length));
    }

    private static long clockMillis(HostContext context) {
        context.taint(Taint.CLOCK);
        return context.services().realtimeMillis();
    }
}
