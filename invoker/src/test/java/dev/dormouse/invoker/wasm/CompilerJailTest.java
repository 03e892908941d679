package dev.dormouse.invoker.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerJailTest {
    private static final int HEAP_MEGABYTES = 64;
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    private Path secrets;

    @Test
    void containedProcessHasNoNetworkNoEnvironmentNoFilesAndNoPrivileges() throws Exception {
        assumeNamespaces();

        assertThat(inspect(CompilerJail.contained(HEAP_MEGABYTES)))
                .contains("environment: 0", "working directory: /")
                .contains("interfaces that are up: 0", "connects: false")
                .contains("sees the secret: false", "can write: false")
                .contains("processes: 1")
                .contains("privileges: false", "new privileges: 1")
                .contains("Max cpu time: 3600", "Max file size: 0", "Max open files: 256", "Max data size: 603979776");
    }

    @Test
    void withoutNamespacesThereAreLimits() throws Exception {
        assumeTrue(
                works("setpriv", "--no-new-privs", "prlimit", "--core=0", "true"), "There is no setpriv or prlimit.");

        assertThat(inspect(CompilerJail.limited(HEAP_MEGABYTES)))
                .contains("environment: 0", "working directory: /", "new privileges: 1")
                .contains("Max cpu time: 3600", "Max file size: 0", "Max open files: 256", "Max data size: 603979776");
    }

    @Test
    void withoutToolsTheEnvironmentIsEmptyStill() throws Exception {
        assertThat(inspect(CompilerJail.none())).contains("environment: 0", "working directory: /");
    }

    @Test
    void killedProcessTakesAlongWhatItStarted() throws Exception {
        assumeNamespaces();
        Process outside = CompilerJail.contained(HEAP_MEGABYTES)
                .process(HEAP_MEGABYTES, CompilerWorker.class)
                .start();
        Frames.read(new DataInputStream(outside.getInputStream()));
        List<ProcessHandle> inside = outside.descendants().toList();

        outside.destroyForcibly();

        assertThat(inside).isNotEmpty();
        for (ProcessHandle process : inside) {
            process.onExit().get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void compilesInTheFirstJailThatTheHostAllows() throws ModuleRefused {
        CompilerJail forbidden = new CompilerJail(List.of("false"), "of no use");
        CompilerJail missing = new CompilerJail(List.of("/no/such/tool"), "of no use");
        List<CompilerJail> jails = new ArrayList<>(List.of(forbidden, missing));
        jails.addAll(CompilerJail.all(HEAP_MEGABYTES));

        try (WorkerModuleCompiler compiler = new WorkerModuleCompiler(HEAP_MEGABYTES, jails)) {
            assertThat(compiler.compile(Guests.bytes("limits"), LONG).facts().exports())
                    .isNotEmpty();
        }
    }

    /** What a process in a jail finds, a line each, while somebody listens on this machine. */
    private List<String> inspect(CompilerJail jail) throws IOException, InterruptedException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = jail.process(HEAP_MEGABYTES, JailInspection.class)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var in = process.outputWriter(UTF_8)) {
                in.write(listening.getLocalPort() + "\n" + secrets + "\n");
            }
            List<String> found = process.inputReader(UTF_8).lines().toList();
            assertThat(process.waitFor()).as("exit code; found %s", found).isZero();
            return found;
        }
    }

    private static void assumeNamespaces() throws IOException, InterruptedException {
        assumeTrue(
                works("unshare", "--user", "--map-root-user", "--net", "--pid", "--fork", "--mount", "true"),
                "This host lets nobody make namespaces.");
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
