package dev.dormouse.invoker.host;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.HostCall;
import dev.dormouse.invoker.wasm.HostFunction;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Module {@code extism:host/env}, whole: what guests that are built with a stock Extism PDK import. Offsets name host
 * blocks, see {@link Blocks}; 0 is nothing.
 */
final class ExtismHost {
    static final String MODULE = "extism:host/env";

    private static final int MAX_NAME_BYTES = 4 << 10;
    private static final int MAX_CONFIG_BYTES = 256 << 10;

    private ExtismHost() {}

    static List<HostFunction> functions() {
        HostModule module = new HostModule(MODULE);
        addBlocks(module);
        addInputAndOutput(module);
        addSettings(module);
        addHttp(module);
        addLog(module);
        return module.functions();
    }

    /** Once per revision. */
    static void validate(Map<String, String> config) {
        long bytes = 0;
        for (Map.Entry<String, String> entry : config.entrySet()) {
            bytes += entry.getKey().getBytes(StandardCharsets.UTF_8).length;
            bytes += entry.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_CONFIG_BYTES) {
            throw new Refused(
                    Refused.Kind.MODULE_REFUSED,
                    "The configuration of a function has at most " + MAX_CONFIG_BYTES
                            + " bytes, keys and values together; this one has " + bytes
                            + ". Put large data into the module.");
        }
    }

    private static void addBlocks(HostModule module) {
        module.add("alloc", "j:j", (context, guest, a) -> alloc(context, guest, a[0]));
        module.add("free", "j:", (context, guest, a) -> {
            context.call().memory().free(a[0]);
            return 0;
        });
        module.add("length", "j:j", (context, guest, a) -> blocks(context).length(a[0]));
        module.add(
                "length_unsafe", "j:j", (context, guest, a) -> blocks(context).length(a[0]));
        module.add("load_u8", "j:i", (context, guest, a) -> blocks(context).loadByte(a[0]) & 0xFF);
        module.add("load_u64", "j:j", (context, guest, a) -> blocks(context).loadLong(a[0]));
        module.add("store_u8", "ji:", (context, guest, a) -> {
            blocks(context).storeByte(a[0], (byte) a[1]);
            return 0;
        });
        module.add("store_u64", "jj:", (context, guest, a) -> {
            blocks(context).storeLong(a[0], a[1]);
            return 0;
        });
        module.add("memory_bytes", ":j", (context, guest, a) -> blocks(context).contentBytes());
        module.add("reset", ":", (context, guest, a) -> {
            context.call().memory().reset();
            return 0;
        });
    }

    private static void addInputAndOutput(HostModule module) {
        module.add("input_length", ":j", (context, guest, a) -> input(context).length());
        module.add(
                "input_offset",
                ":j",
                (context, guest, a) -> context.call().memory().inputOffset());
        module.add("input_load_u8", "j:i", (context, guest, a) -> input(context).byteAt(a[0]) & 0xFF);
        module.add(
                "input_load_u64", "j:j", (context, guest, a) -> input(context).longAt(a[0]));
        module.add("input_set", "jj:", (context, guest, a) -> {
            context.call().memory().chooseInput(a[0], blocks(context).slice(a[0], a[1]));
            return 0;
        });
        module.add("output_set", "jj:", (context, guest, a) -> {
            context.call().memory().chooseOutput(blocks(context).slice(a[0], a[1]));
            return 0;
        });
        module.add("error_set", "j:", (context, guest, a) -> {
            context.call().memory().chooseError(a[0], a[0] == 0 ? Slice.EMPTY : block(context, a[0]));
            return 0;
        });
        module.add(
                "error_get",
                ":j",
                (context, guest, a) -> context.call().memory().errorOffset());
    }

    private static void addSettings(HostModule module) {
        module.add("config_get", "j:j", (context, guest, a) -> configGet(context, guest, a[0]));
        module.add("var_get", "j:j", (context, guest, a) -> varGet(context, guest, a[0]));
        module.add("var_set", "jj:", (context, guest, a) -> {
            varSet(context, guest, a[0], a[1]);
            return 0;
        });
    }

    private static void addHttp(HostModule module) {
        module.add("http_request", "jj:j", (context, guest, a) -> {
            throw GuestStop.trap("http_request: outbound HTTP is not granted; this version grants it to no function.");
        });
        module.add("http_status_code", ":i", (context, guest, a) -> 0);
        module.add("http_headers", ":j", (context, guest, a) -> 0);
    }

    private static void addLog(HostModule module) {
        for (GuestLog.Level level : GuestLog.Level.values()) {
            String name = "log_" + level.name().toLowerCase(Locale.ROOT);
            module.add(name, "j:", (context, guest, a) -> {
                context.call().log().write(level, block(context, a[0]));
                return 0;
            });
        }
        module.add(
                "get_log_level",
                ":i",
                (context, guest, a) -> context.call().log().threshold().number());
    }

    private static long alloc(HostContext context, HostCall guest, long length) {
        blocks(context).checkRoom(length);
        HostModule.charge(guest, length);
        return blocks(context).allocate(length);
    }

    private static long configGet(HostContext context, HostCall guest, long key) {
        String value = context.settings().config().get(text(context, key, "The key of config_get"));
        return value == null ? 0 : copy(context, guest, value.getBytes(StandardCharsets.UTF_8));
    }

    private static long varGet(HostContext context, HostCall guest, long name) {
        byte[] value = context.guestVariables().get(text(context, name, "The name of var_get"));
        return value == null ? 0 : copy(context, guest, value);
    }

    private static void varSet(HostContext context, HostCall guest, long nameOffset, long value) {
        String name = text(context, nameOffset, "The name of var_set");
        if (value == 0) {
            context.guestVariables().delete(name);
            return;
        }
        byte[] content = blocks(context).content(value);
        HostModule.charge(guest, content.length);
        context.guestVariables().set(name, content);
    }

    private static long copy(HostContext context, HostCall guest, byte[] value) {
        blocks(context).checkRoom(value.length);
        HostModule.charge(guest, value.length);
        return blocks(context).adopt(value.clone());
    }

    private static String text(HostContext context, long offset, String what) {
        byte[] bytes = blocks(context).content(offset);
        if (bytes.length > MAX_NAME_BYTES) {
            throw GuestStop.trap(
                    what + " has at most " + MAX_NAME_BYTES + " bytes; the guest's has " + bytes.length + ".");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw GuestStop.trap(what + " is UTF-8; the guest's " + bytes.length + " bytes are not.");
        }
    }

    private static Blocks blocks(HostContext context) {
        return context.call().memory().blocks();
    }

    private static Slice block(HostContext context, long offset) {
        return Slice.of(blocks(context).content(offset));
    }

    private static Slice input(HostContext context) {
        return context.call().memory().input();
    }
}
