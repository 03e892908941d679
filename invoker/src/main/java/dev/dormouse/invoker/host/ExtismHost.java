package dev.dormouse.invoker.host;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.wasm.GuestStop;
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
        module.add(
                "alloc", "j:j", (context, memory, a) -> context.call().blocks().allocate(a[0]));
        module.add("free", "j:", (context, memory, a) -> {
            context.call().blocks().free(a[0]);
            return 0;
        });
        module.add(
                "length", "j:j", (context, memory, a) -> context.call().blocks().length(a[0]));
        module.add(
                "length_unsafe",
                "j:j",
                (context, memory, a) -> context.call().blocks().length(a[0]));
        module.add(
                "load_u8",
                "j:i",
                (context, memory, a) -> context.call().blocks().loadByte(a[0]) & 0xFF);
        module.add(
                "load_u64",
                "j:j",
                (context, memory, a) -> context.call().blocks().loadLong(a[0]));
        module.add("store_u8", "ji:", (context, memory, a) -> {
            context.call().blocks().storeByte(a[0], (byte) a[1]);
            return 0;
        });
        module.add("store_u64", "jj:", (context, memory, a) -> {
            context.call().blocks().storeLong(a[0], a[1]);
            return 0;
        });
        module.add(
                "memory_bytes",
                ":j",
                (context, memory, a) -> context.call().blocks().bytes());
        module.add("reset", ":", (context, memory, a) -> {
            context.call().reset();
            return 0;
        });
    }

    private static void addInputAndOutput(HostModule module) {
        module.add(
                "input_length",
                ":j",
                (context, memory, a) -> context.call().input().length());
        module.add("input_offset", ":j", (context, memory, a) -> context.call().inputOffset());
        module.add(
                "input_load_u8",
                "j:i",
                (context, memory, a) -> context.call().input().byteAt(a[0]) & 0xFF);
        module.add(
                "input_load_u64",
                "j:j",
                (context, memory, a) -> context.call().input().longAt(a[0]));
        module.add("input_set", "jj:", (context, memory, a) -> {
            context.call().chooseInput(a[0], context.call().blocks().slice(a[0], a[1]));
            return 0;
        });
        module.add("output_set", "jj:", (context, memory, a) -> {
            context.call().chooseOutput(context.call().blocks().slice(a[0], a[1]));
            return 0;
        });
        module.add("error_set", "j:", (context, memory, a) -> {
            Blocks blocks = context.call().blocks();
            context.call().chooseError(a[0], a[0] == 0 ? Slice.EMPTY : Slice.of(blocks.content(a[0])));
            return 0;
        });
        module.add("error_get", ":j", (context, memory, a) -> context.call().errorOffset());
    }

    private static void addSettings(HostModule module) {
        module.add("config_get", "j:j", (context, memory, a) -> {
            String value = context.settings().config().get(text(context, a[0], "The key of config_get"));
            return value == null ? 0 : context.call().blocks().adopt(value.getBytes(StandardCharsets.UTF_8));
        });
        module.add("var_get", "j:j", (context, memory, a) -> {
            byte[] value = context.guestVariables().get(text(context, a[0], "The name of var_get"));
            Blocks blocks = context.call().blocks();
            if (value == null) {
                return 0;
            }
            blocks.checkRoom(value.length);
            return blocks.adopt(value.clone());
        });
        module.add("var_set", "jj:", (context, memory, a) -> {
            String name = text(context, a[0], "The name of var_set");
            if (a[1] == 0) {
                context.guestVariables().delete(name);
            } else {
                context.guestVariables()
                        .set(name, context.call().blocks().content(a[1]).clone());
            }
            return 0;
        });
    }

    private static void addHttp(HostModule module) {
        module.add("http_request", "jj:j", (context, memory, a) -> {
            throw GuestStop.trap("Outbound HTTP is not granted: this version of the runtime grants it to no function.");
        });
        module.add("http_status_code", ":i", (context, memory, a) -> 0);
        module.add("http_headers", ":j", (context, memory, a) -> 0);
    }

    private static void addLog(HostModule module) {
        for (GuestLog.Level level : GuestLog.Level.values()) {
            String name = "log_" + level.name().toLowerCase(Locale.ROOT);
            module.add(name, "j:", (context, memory, a) -> {
                context.call()
                        .log()
                        .write(level, Slice.of(context.call().blocks().content(a[0])));
                return 0;
            });
        }
        module.add(
                "get_log_level",
                ":i",
                (context, memory, a) -> context.call().log().threshold().number());
    }

    private static String text(HostContext context, long offset, String what) {
        byte[] bytes = context.call().blocks().content(offset);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw GuestStop.trap(what + " is UTF-8; the guest's " + bytes.length + " bytes are not.");
        }
    }
}
