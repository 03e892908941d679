package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** What each import takes, and what is bad for it: the table of {@link HostileArgumentsTest}. */
final class HostileArguments {
    private static final int SIZE = TestGuest.MEMORY_BYTES;
    private static final String TEXT = "hello world, this is a block";
    private static final String BODY = "the body of the request";

    private HostileArguments() {}

    /** What a hostile argument must come to. */
    enum Expected {
        /** A trap, and nothing has been done. */
        TRAP,
        /** A trap, a limit or an error number, and nothing has been done. */
        FAILURE,
        /** A return or an end of the guest's call; no fault of the host. */
        ANYTHING
    }

    /**
     * A bad argument.
     *
     * @param name for the report
     * @param value the argument
     * @param expected what it must come to
     */
    record Hostile(String name, ToLongFunction<Subject> value, Expected expected) {}

    /**
     * What an argument stands for.
     *
     * @param hostile what is bad for it
     */
    record Kind(List<Hostile> hostile) {}

    /**
     * A parameter.
     *
     * @param kind what it stands for
     * @param valid an argument that is fine
     */
    record Parameter(Kind kind, ToLongFunction<Subject> valid) {}

    /** A guest with something of everything, and offsets of it. */
    static final class Subject {
        final TestGuest guest;
        final long text;
        final long key;
        final long head;
        final long freed;
        final long noText;
        final long longText;

        Subject() {
            guest = TestGuest.wasi()
                    .random(new SplittableRandom(1))
                    .env(Map.of("HOME", "/"))
                    .config(Map.of("key", "value"))
                    .variables(Map.of("key", new byte[] {1}))
                    .serving(BODY);
            guest.input();
            freed = guest.block("freed");
            text = guest.block(TEXT);
            key = guest.block("key");
            head = guest.block("{\"status\":201}");
            noText = guest.block(new byte[] {'{', '}', (byte) 0xFF, (byte) 0xC0});
            longText = guest.env("alloc", 20_000);
            guest.env("free", freed);
            // Two vectors at 64, of 16 bytes at 1024 and 8 at 2048; a subscription for a clock at 128.
            guest.memory.writeInt(64, 1024);
            guest.memory.writeInt(68, 16);
            guest.memory.writeInt(72, 2048);
            guest.memory.writeInt(76, 8);
            guest.memory.writeInt(144, WasiClock.MONOTONIC);
            guest.memory.writeLong(152, 1_000);
        }

        long[] valid(List<Parameter> parameters) {
            return parameters.stream()
                    .mapToLong(parameter -> parameter.valid().applyAsLong(this))
                    .toArray();
        }

        /** All that a host function could have changed, in a form that can be compared. */
        String state() {
            Map<String, byte[]> variables = new TreeMap<>(guest.context.variables());
            StringBuilder state = new StringBuilder();
            variables.forEach((name, value) -> state.append(name).append(Arrays.toString(value)));
            return state.append(" memory ")
                    .append(Arrays.hashCode(guest.memory.copy()))
                    .append(" blocks ")
                    .append(guest.env("memory_bytes"))
                    .append(" input ")
                    .append(guest.env("input_length"))
                    .append(" error ")
                    .append(guest.env("error_get"))
                    .append(" log ")
                    .append(guest.log.lines())
                    .append(" answer ")
                    .append(guest.answer.opened())
                    .append(guest.answer.text())
                    .append(" streams ")
                    .append(guest.wasi("fd_seek", 0, 0, 0, 0))
                    .append(guest.wasi("fd_seek", 1, 0, 0, 0))
                    .append(guest.wasi("fd_seek", 2, 0, 0, 0))
                    .toString();
        }

        /** The guest still does all that guests do. */
        void assertUsable() {
            guest.finish();
            guest.begin(TestGuest.request("next"));
            assertThat(guest.input()).isEqualTo("next");
            assertThat(guest.text(guest.block(TEXT))).isEqualTo(TEXT);
            assertThat(guest.write(2, "a line\n")).isEqualTo(Errno.SUCCESS);
            assertThat(guest.strings("args")).containsExactly("hello");
            assertThat(guest.write(1, "the answer")).isEqualTo(Errno.SUCCESS);
            assertThat(TestGuest.body(guest.finish())).isEqualTo("the answer");
        }
    }

    static Map<String, List<Parameter>> table() {
        Map<String, List<Parameter>> table = new LinkedHashMap<>();
        extism(table);
        request(table);
        wasi(table);
        return table;
    }

    private static void extism(Map<String, List<Parameter>> table) {
        Rows rows = new Rows(table, "extism:host/env.");
        rows.add("alloc", parameter(length(), s -> 64));
        rows.add("free", any(s -> s.text));
        rows.add("length", any(s -> s.text));
        rows.add("length_unsafe", any(s -> s.text));
        rows.add("load_u8", inBlock(1));
        rows.add("load_u64", inBlock(8));
        rows.add("store_u8", inBlock(1), any(s -> 7));
        rows.add("store_u64", inBlock(8), any(s -> 7));
        rows.add("memory_bytes");
        rows.add("reset");
        rows.add("input_length");
        rows.add("input_offset");
        rows.add("input_load_u8", position(BODY.length() - 1));
        rows.add("input_load_u64", position(BODY.length() - 8));
        rows.add("input_set", inBlock(1), position(TEXT.length()));
        rows.add("output_set", inBlock(1), position(TEXT.length()));
        rows.add("error_set", blockOrNothing());
        rows.add("error_get");
        rows.add("config_get", key());
        rows.add("var_get", key());
        rows.add("var_set", key(), blockOrNothing());
        rows.add("http_request", any(s -> s.text), any(s -> s.text));
        rows.add("http_status_code");
        rows.add("http_headers");
        for (String level : List.of("trace", "debug", "info", "warn", "error")) {
            rows.add("log_" + level, block(s -> s.text));
        }
        rows.add("get_log_level");
    }

    private static void request(Map<String, List<Parameter>> table) {
        Rows rows = new Rows(table, "extism:host/user.");
        rows.add("request_head");
        rows.add("request_read", parameter(new Kind(List.of(trap("0", s -> 0), anything("-1", s -> -1))), s -> 10));
        rows.add("response_head", head());
        rows.add("response_write", blockOrNothing());
        rows.add("random_bytes", parameter(randomLength(), s -> 32));
        rows.add("clock_millis");
        rows.add("block_new", address(16), parameter(length(), s -> 16));
        rows.add(
                "block_read",
                block(s -> s.text),
                position(TEXT.length() - 16),
                address(16),
                parameter(length(), s -> 16));
    }

    private static void wasi(Map<String, List<Parameter>> table) {
        Rows rows = new Rows(table, "wasi_snapshot_preview1.");
        rows.add("args_sizes_get", address(4), address(4));
        rows.add("args_get", address(4), address("hello".length() + 1));
        rows.add("environ_sizes_get", address(4), address(4));
        rows.add("environ_get", address(8), address(64));
        rows.add("clock_res_get", number(s -> 0), address(8));
        rows.add("clock_time_get", number(s -> 1), any(s -> 0), address(8));
        rows.add("fd_read", descriptor(s -> 0), at(64, 16), count(2), address(4));
        rows.add("fd_write", descriptor(s -> 1), at(64, 16), count(2), address(4));
        rows.add("fd_close", descriptor(s -> 1));
        rows.add("fd_sync", descriptor(s -> 1));
        rows.add("fd_datasync", descriptor(s -> 1));
        rows.add("fd_fdstat_get", descriptor(s -> 1), address(24));
        rows.add("fd_filestat_get", descriptor(s -> 1), address(64));
        rows.add("fd_fdstat_set_flags", descriptor(s -> 1), any(s -> 0));
        rows.add("poll_oneoff", at(128, 48), address(32), count(1), address(4));
        rows.add("proc_exit", any(s -> 3));
        rows.add("proc_raise", any(s -> 6));
        rows.add("sched_yield");
        rows.add("random_get", address(16), parameter(length(), s -> 16));
        // What a stream cannot do looks at no argument but the descriptor.
        rows.never("fd_advise", 4);
        rows.never("fd_allocate", 3);
        rows.never("fd_fdstat_set_rights", 3);
        rows.never("fd_filestat_set_size", 2);
        rows.never("fd_filestat_set_times", 4);
        rows.never("fd_pread", 5);
        rows.never("fd_pwrite", 5);
        rows.never("fd_readdir", 5);
        rows.never("fd_renumber", 2);
        rows.never("fd_seek", 4);
        rows.never("fd_tell", 2);
        rows.never("fd_prestat_get", 2);
        rows.never("fd_prestat_dir_name", 3);
        rows.never("path_create_directory", 3);
        rows.never("path_filestat_get", 5);
        rows.never("path_filestat_set_times", 7);
        rows.never("path_link", 7);
        rows.never("path_open", 9);
        rows.never("path_readlink", 6);
        rows.never("path_remove_directory", 3);
        rows.never("path_rename", 6);
        rows.never("path_symlink", 5);
        rows.never("path_unlink_file", 3);
        rows.never("sock_accept", 3);
        rows.never("sock_recv", 6);
        rows.never("sock_send", 5);
        rows.never("sock_shutdown", 2);
    }

    /** An address that {@code bytes} bytes are written to or read from. */
    private static Parameter address(int bytes) {
        return at(4096, bytes);
    }

    private static Parameter at(int valid, int bytes) {
        return parameter(
                new Kind(List.of(
                        trap("past the end by one", s -> SIZE - bytes + 1L),
                        trap("the end", s -> SIZE),
                        trap("largest signed", s -> Integer.MAX_VALUE),
                        trap("2 GiB", s -> 1L << 31),
                        trap("wraps around", s -> (1L << 32) - bytes + 1),
                        trap("-1", s -> -1))),
                s -> valid);
    }

    /** How many bytes; with an address, from there. */
    private static Kind length() {
        return new Kind(List.of(
                failure("2 GiB", s -> 1L << 31),
                failure("2 GiB less one", s -> Integer.MAX_VALUE),
                failure("4 GiB less one", s -> 0xFFFF_FFFFL),
                failure("-1", s -> -1),
                anything("0", s -> 0)));
    }

    /** How many entries of an array. */
    private static Parameter count(int valid) {
        return parameter(
                new Kind(List.of(
                        failure("1025", s -> 1025),
                        failure("overflows when multiplied", s -> 1L << 28),
                        failure("2 GiB", s -> 1L << 31),
                        failure("-1", s -> -1),
                        anything("0", s -> 0))),
                s -> valid);
    }

    private static Kind randomLength() {
        return new Kind(List.of(
                trap("0", s -> 0),
                trap("65537", s -> 65_537),
                trap("-1", s -> -1),
                trap("2^32", s -> 1L << 32),
                trap("least", s -> Long.MIN_VALUE)));
    }

    /** The offset of a block. */
    private static Parameter block(ToLongFunction<Subject> valid) {
        return parameter(
                new Kind(List.of(
                        trap("0", s -> 0),
                        trap("inside a block", s -> s.text + 1),
                        trap("freed", s -> s.freed),
                        trap("past the end", s -> s.text + TEXT.length()),
                        trap("-1", s -> -1),
                        trap("2^32 more", s -> s.text + (1L << 32)),
                        trap("least", s -> Long.MIN_VALUE),
                        trap("most", s -> Long.MAX_VALUE))),
                valid);
    }

    private static Parameter blockOrNothing() {
        Parameter block = block(s -> s.text);
        return parameter(
                new Kind(block.kind().hostile().stream()
                        .filter(hostile -> !hostile.name().equals("0"))
                        .toList()),
                block.valid());
    }

    /** The offset of a block with a name of configuration or a variable. */
    private static Parameter key() {
        return textBlock(s -> s.key);
    }

    /** The offset of a block with the head of an answer. */
    private static Parameter head() {
        return textBlock(s -> s.head);
    }

    private static Parameter textBlock(ToLongFunction<Subject> valid) {
        List<Hostile> hostile = new ArrayList<>(block(valid).kind().hostile());
        hostile.add(trap("not UTF-8", s -> s.noText));
        hostile.add(trap("too long", s -> s.longText));
        return parameter(new Kind(hostile), valid);
    }

    /** An offset where {@code bytes} bytes are read or written. */
    private static Parameter inBlock(int bytes) {
        return parameter(
                new Kind(List.of(
                        trap("0", s -> 0),
                        trap("before the block", s -> s.text - 1),
                        trap("past the end by one", s -> s.text + TEXT.length() - bytes + 1),
                        trap("freed", s -> s.freed),
                        trap("-1", s -> -1),
                        trap("2^32 more", s -> s.text + (1L << 32)),
                        trap("least", s -> Long.MIN_VALUE),
                        trap("most", s -> Long.MAX_VALUE))),
                s -> s.text);
    }

    /** A position or a length of at most {@code last}. */
    private static Parameter position(int last) {
        return parameter(
                new Kind(List.of(
                        trap("one more", s -> last + 1L),
                        trap("-1", s -> -1),
                        trap("2^32", s -> 1L << 32),
                        trap("least", s -> Long.MIN_VALUE),
                        trap("most", s -> Long.MAX_VALUE))),
                s -> last);
    }

    private static Parameter descriptor(ToLongFunction<Subject> valid) {
        return parameter(
                new Kind(List.of(
                        failure("3", s -> 3),
                        failure("largest signed", s -> Integer.MAX_VALUE),
                        failure("-1", s -> -1),
                        failure("32, where a shift wraps", s -> 32))),
                valid);
    }

    /** A number that is one of few. */
    private static Parameter number(ToLongFunction<Subject> valid) {
        return parameter(new Kind(List.of(failure("2", s -> 2), failure("4", s -> 4), failure("-1", s -> -1))), valid);
    }

    /** A number that may be anything. */
    private static Parameter any(ToLongFunction<Subject> valid) {
        return parameter(
                new Kind(List.of(
                        anything("0", s -> 0),
                        anything("-1", s -> -1),
                        anything("2 GiB", s -> 1L << 31),
                        anything("least", s -> Long.MIN_VALUE),
                        anything("most", s -> Long.MAX_VALUE))),
                valid);
    }

    private static Parameter parameter(Kind kind, ToLongFunction<Subject> valid) {
        return new Parameter(kind, valid);
    }

    private static Hostile trap(String name, ToLongFunction<Subject> value) {
        return new Hostile(name, value, Expected.TRAP);
    }

    private static Hostile failure(String name, ToLongFunction<Subject> value) {
        return new Hostile(name, value, Expected.FAILURE);
    }

    private static Hostile anything(String name, ToLongFunction<Subject> value) {
        return new Hostile(name, value, Expected.ANYTHING);
    }

    /**
     * Adds rows of one module.
     *
     * @param table where to
     * @param prefix of the names
     */
    private record Rows(Map<String, List<Parameter>> table, String prefix) {
        void add(String function, Parameter... parameters) {
            table.put(prefix + function, List.of(parameters));
        }

        /** A function that always fails, whatever it is given, and never reads or writes the memory. */
        void never(String function, int parameters) {
            Kind ignored = new Kind(List.of(
                    failure("0", s -> 0),
                    failure("3", s -> 3),
                    failure("-1", s -> -1),
                    failure("2 GiB", s -> 1L << 31),
                    failure("the end of memory", s -> SIZE)));
            table.put(prefix + function, Collections.nCopies(parameters, parameter(ignored, s -> 0)));
        }
    }
}
