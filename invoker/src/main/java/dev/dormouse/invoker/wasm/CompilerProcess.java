package dev.dormouse.invoker.wasm;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A running compiler process as the runtime sees it. One conversation at a time; {@link #kill} by any thread. */
final class CompilerProcess {
    /** Enough for a machine that is busy with everything else. */
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    /** Then it is replaced: nothing of a module is to last, and processor time is limited for a whole life. */
    private static final int MODULES_MAX = 100;

    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int modules;
    private volatile boolean killed;

    private CompilerProcess(Process process) {
        this.process = process;
        this.in = new DataInputStream(process.getInputStream());
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    }

    /**
     * Starts one and waits until it runs, not until it is warm.
     *
     * @throws IOException if this host does not let it run in such a jail
     */
    static CompilerProcess start(CompilerJail jail, int heapMegabytes) throws IOException {
        ProcessBuilder builder = jail.process(heapMegabytes, CompilerWorker.class);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        CompilerProcess started = new CompilerProcess(builder.start());
        started.awaitGreeting();
        return started;
    }

    private void awaitGreeting() throws IOException {
        CountDownLatch greeted = new CountDownLatch(1);
        Thread.ofVirtual().name("compiler-start").start(() -> killUnless(greeted));
        try {
            Frames.read(in);
        } catch (IOException e) {
            kill();
            throw e;
        } finally {
            greeted.countDown();
        }
    }

    private void killUnless(CountDownLatch greeted) {
        try {
            if (!greeted.await(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
        }
    }

    /**
     * Has a module compiled.
     *
     * @throws ModuleRefused if that is the answer
     * @throws IOException if there is no answer: the process has ended or talks nonsense
     */
    ModuleArtifact compile(byte[] module) throws ModuleRefused, IOException {
        modules++;
        Frames.write(out, module);
        return CompilerAnswer.read(Frames.read(in));
    }

    /** Whether it has compiled as many modules as one process should. */
    boolean isWornOut() {
        return modules >= MODULES_MAX;
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
