package dev.dormouse.invoker.host;

import static dev.dormouse.invoker.host.HostModule.unsigned;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.HostCall;
import dev.dormouse.invoker.wasm.HostFunction;
import dev.dormouse.snapshot.Excerpt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Module {@code wasi_snapshot_preview1}, all 46 functions. Guests have arguments, environment, clocks, randomness, three
 * streams and waiting; no files and no sockets, so what asks for those gets an error number.
 *
 * <p>An address that leaves the guest's memory traps. Addresses are checked before anything is done, so a call that traps
 * has done nothing.
 */
final class WasiHost {
    private static final int MAX_ENVIRONMENT_BYTES = 64 << 10;
    private static final int RANDOM_STEP_BYTES = 64 << 10;

    private WasiHost() {}

    static List<HostFunction> functions() {
        HostModule module = new HostModule("wasi_snapshot_preview1");
        addProgram(module);
        addClocks(module);
        addStreams(module);
        addFiles(module);
        addPaths(module);
        addSockets(module);
        return module.functions();
    }

    /** Once per revision. */
    static void validate(Map<String, String> env) {
        long bytes = 0;
        for (Map.Entry<String, String> entry : env.entrySet()) {
            String name = entry.getKey();
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                throw refused("The name of an environment variable is not empty and has neither '=' nor a zero"
                        + " character; this one is '" + Excerpt.of(name) + "'.");
            }
            if (entry.getValue().indexOf('\0') >= 0) {
                throw refused("The value of an environment variable has no zero character; that of '" + Excerpt.of(name)
                        + "' has one.");
            }
            bytes += name.getBytes(StandardCharsets.UTF_8).length;
            bytes += entry.getValue().getBytes(StandardCharsets.UTF_8).length + 2;
        }
        if (bytes > MAX_ENVIRONMENT_BYTES) {
            throw refused("The environment of a function has at most " + MAX_ENVIRONMENT_BYTES
                    + " bytes, names and values together; this one has " + bytes + ". Put large data into the module.");
        }
    }

    private static Refused refused(String message) {
        return new Refused(Refused.Kind.MODULE_REFUSED, message);
    }

    private static void addProgram(HostModule module) {
        module.add("args_sizes_get", "ii:i", (context, guest, a) -> {
            context.call().arguments().writeSizes(guest.memory(), unsigned(a[0]), unsigned(a[1]));
            return Errno.SUCCESS;
        });
        module.add("args_get", "ii:i", (context, guest, a) -> {
            context.call().arguments().write(guest.memory(), unsigned(a[0]), unsigned(a[1]));
            return Errno.SUCCESS;
        });
        module.add("environ_sizes_get", "ii:i", (context, guest, a) -> {
            context.call().environment(context.settings()).writeSizes(guest.memory(), unsigned(a[0]), unsigned(a[1]));
            return Errno.SUCCESS;
        });
        module.add("environ_get", "ii:i", (context, guest, a) -> {
            context.call().environment(context.settings()).write(guest.memory(), unsigned(a[0]), unsigned(a[1]));
            return Errno.SUCCESS;
        });
        module.add("proc_exit", "i:", (context, guest, a) -> {
            throw GuestStop.as(new Completion.Exited((int) a[0]));
        });
        module.add("proc_raise", "i:i", (context, guest, a) -> {
            throw GuestStop.trap("The guest raised signal " + (int) a[0] + ".");
        });
        // Guests are made to let others run, whether they ask for it or not.
        module.add("sched_yield", ":i", (context, guest, a) -> Errno.SUCCESS);
        module.add(
                "random_get", "ii:i", (context, guest, a) -> randomGet(context, guest, unsigned(a[0]), unsigned(a[1])));
    }

    private static void addClocks(HostModule module) {
        module.add(
                "clock_res_get",
                "ii:i",
                (context, guest, a) -> WasiClock.resolution(guest.memory(), a[0], unsigned(a[1])));
        module.add(
                "clock_time_get",
                "iji:i",
                (context, guest, a) -> WasiClock.time(context, guest.memory(), a[0], unsigned(a[2])));
        module.add("poll_oneoff", "iiii:i", WasiPoll::run);
    }

    private static void addStreams(HostModule module) {
        module.add("fd_read", "iiii:i", WasiStreams::read);
        module.add("fd_write", "iiii:i", WasiStreams::write);
        module.add("fd_close", "i:i", WasiStreams::close);
        module.add("fd_fdstat_get", "ii:i", WasiStreams::status);
        module.add("fd_filestat_get", "ii:i", WasiStreams::fileStatus);
        module.add("fd_sync", "i:i", WasiStreams::flush);
        module.add("fd_datasync", "i:i", WasiStreams::flush);
        module.add(
                "fd_fdstat_set_flags",
                "ii:i",
                (context, guest, a) -> ofOpenStream(context, a, (int) a[1] == 0 ? Errno.SUCCESS : Errno.NOTSUP));
    }

    /** What a stream cannot do, and what no descriptor is that is not a stream. */
    private static void addFiles(HostModule module) {
        stream(module, "fd_advise", "ijji:i", Errno.SPIPE);
        stream(module, "fd_allocate", "ijj:i", Errno.SPIPE);
        stream(module, "fd_fdstat_set_rights", "ijj:i", Errno.NOTCAPABLE);
        stream(module, "fd_filestat_set_size", "ij:i", Errno.NOTCAPABLE);
        stream(module, "fd_filestat_set_times", "ijji:i", Errno.NOTCAPABLE);
        stream(module, "fd_pread", "iiiji:i", Errno.SPIPE);
        stream(module, "fd_pwrite", "iiiji:i", Errno.SPIPE);
        stream(module, "fd_readdir", "iiiji:i", Errno.NOTDIR);
        stream(module, "fd_renumber", "ii:i", Errno.NOTSUP);
        stream(module, "fd_seek", "ijii:i", Errno.SPIPE);
        stream(module, "fd_tell", "ii:i", Errno.SPIPE);
        // Guests look for directories from 3 upwards until this error.
        module.add("fd_prestat_get", "ii:i", (context, guest, a) -> Errno.BADF);
        module.add("fd_prestat_dir_name", "iii:i", (context, guest, a) -> Errno.BADF);
    }

    private static void addPaths(HostModule module) {
        stream(module, "path_create_directory", "iii:i", Errno.NOTDIR);
        stream(module, "path_filestat_get", "iiiii:i", Errno.NOTDIR);
        stream(module, "path_filestat_set_times", "iiiijji:i", Errno.NOTDIR);
        stream(module, "path_link", "iiiiiii:i", Errno.NOTDIR);
        stream(module, "path_open", "iiiiijjii:i", Errno.NOTDIR);
        stream(module, "path_readlink", "iiiiii:i", Errno.NOTDIR);
        stream(module, "path_remove_directory", "iii:i", Errno.NOTDIR);
        stream(module, "path_rename", "iiiiii:i", Errno.NOTDIR);
        module.add(
                "path_symlink",
                "iiiii:i",
                (context, guest, a) -> context.call().streams().isOpen(unsigned(a[2])) ? Errno.NOTDIR : Errno.BADF);
        stream(module, "path_unlink_file", "iii:i", Errno.NOTDIR);
    }

    private static void addSockets(HostModule module) {
        module.add("sock_accept", "iii:i", (context, guest, a) -> Errno.NOTSUP);
        module.add("sock_recv", "iiiiii:i", (context, guest, a) -> Errno.NOTSUP);
        module.add("sock_send", "iiiii:i", (context, guest, a) -> Errno.NOTSUP);
        module.add("sock_shutdown", "ii:i", (context, guest, a) -> Errno.NOTSUP);
    }

    /** A function whose first argument is a descriptor and that no stream has. */
    private static void stream(HostModule module, String name, String type, int errno) {
        module.add(name, type, (context, guest, a) -> ofOpenStream(context, a, errno));
    }

    private static int ofOpenStream(HostContext context, long[] a, int errno) {
        return context.call().streams().isOpen(unsigned(a[0])) ? errno : Errno.BADF;
    }

    private static int randomGet(HostContext context, HostCall guest, long address, long length) {
        guest.memory().check(address, length);
        context.taint(Taint.RANDOM);
        for (long done = 0; done < length; done += RANDOM_STEP_BYTES) {
            guest.charge(Math.min(RANDOM_STEP_BYTES, length - done));
            byte[] bytes = context.services().randomBytes((int) Math.min(RANDOM_STEP_BYTES, length - done));
            guest.memory().write(address + done, bytes, 0, bytes.length);
        }
        return Errno.SUCCESS;
    }
}
