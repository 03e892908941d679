package dev.dormouse.invoker.wasm;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** A running compiler process as the runtime sees it. One conversation at a time; {@link #kill} by any thread. */
final class CompilerProcess {
    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out;
    private volatile boolean killed;

    private CompilerProcess(Process process) {
        this.process = process;
        this.in = new DataInputStream(process.getInputStream());
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    }

    /** Starts one with the Java and the class path of this process, an empty environment and a heap of its own. */
    static CompilerProcess start(int heapMegabytes) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                java.toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+DisableAttachMechanism",
                "-XX:-UsePerfData",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                CompilerWorker.class.getName()));
        builder.environment().clear();
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            return new CompilerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("A compiler process cannot be started with " + java + ".", e);
        }
    }

    /**
     * Has a module compiled.
     *
     * @throws ModuleRefused if that is the answer
     * @throws IOException if there is no answer: the process has ended or talks nonsense
     */
    ModuleArtifact compile(byte[] module) throws ModuleRefused, IOException {
        Frames.write(out, module);
        return CompilerAnswer.read(Frames.read(in));
    }

    /** Whether it can be given a module: it runs and nobody has killed it. */
    boolean isUsable() {
        return !killed && process.isAlive();
    }

    void kill() {
        killed = true;
        process.destroyForcibly();
    }
}
