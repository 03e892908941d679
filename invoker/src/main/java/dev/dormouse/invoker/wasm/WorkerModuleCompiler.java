package dev.dormouse.invoker.wasm;

import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Compiles in a process of its own, which is killed at the deadline and has a heap of its own.
 *
 * <p>Parsing and compiling are where hostile bytes do their harm: they can ask for any amount of time and memory, and
 * nothing inside a JVM stops that for certain. So it happens in a {@link CompilerWorker}, in the strongest
 * {@link CompilerJail} that the host allows. One is kept running and warm; one that was killed, ran out of memory or
 * answered nonsense is replaced at once, and so is one that has compiled many. Modules are compiled one after the
 * other, in the order in which they came, and waiting counts.
 *
 * <p>The conversation with the process belongs to one platform thread: reading a pipe blocks the thread that does it,
 * and callers are virtual ones.
 */
public final class WorkerModuleCompiler implements ModuleCompiler {
    private static final int MAX_WAITING = 16;

    private static final System.Logger LOG = System.getLogger(WorkerModuleCompiler.class.getName());

    private final int heapMegabytes;
    private final List<CompilerJail> jails;
    private final ThreadPoolExecutor conversation;

    /** The jail of the first worker and of all after it. The conversation's thread only. */
    private @Nullable CompilerJail jail;

    /** Written by the conversation's thread only; read by {@link #close}. */
    private volatile @Nullable CompilerProcess worker;

    private volatile boolean closed;

    /**
     * Starts nothing yet: the first module does, or {@link #startEarly}.
     *
     * @param heapMegabytes how much memory compiling may take, in MiB
     */
    public WorkerModuleCompiler(int heapMegabytes) {
        this(heapMegabytes, CompilerJail.all(heapMegabytes));
    }

    /**
     * @param jails to choose from, the strongest first
     */
    WorkerModuleCompiler(int heapMegabytes, List<CompilerJail> jails) {
        if (heapMegabytes < 16) {
            throw new IllegalArgumentException(
                    "A compiler needs a heap of 16 MiB at least; this one is given " + heapMegabytes + ".");
        }
        this.heapMegabytes = heapMegabytes;
        this.jails = List.copyOf(jails);
        this.conversation = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().daemon().name("module-compiler").factory());
    }

    /** Has a worker started before somebody brings a module; does not wait until it is warm. */
    public void startEarly() {
        try {
            conversation.execute(this::prepareEarly);
        } catch (RejectedExecutionException e) {
            // The modules that wait prepare it themselves, or nothing is to be compiled any more.
            LOG.log(System.Logger.Level.DEBUG, "The next module starts a compiler process.", e);
        }
    }

    @Override
    public ModuleArtifact compile(byte[] module, Duration limit) throws ModuleRefused {
        Job job = new Job(module);
        Future<ModuleArtifact> answer = submit(job);
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            job.abandon();
            throw refused("Compiling the module took longer than " + limit.toMillis() + " ms. Make it smaller.");
        } catch (InterruptedException e) {
            job.abandon();
            Thread.currentThread().interrupt();
            throw refused("Compiling the module was interrupted. Try again.");
        } catch (ExecutionException e) {
            throw refusal(e.getCause());
        }
    }

    private Future<ModuleArtifact> submit(Job job) throws ModuleRefused {
        try {
            return conversation.submit(job::run);
        } catch (RejectedExecutionException e) {
            throw refused(
                    closed
                            ? "The runtime is being stopped and compiles no more."
                            : MAX_WAITING + " modules are waiting to be compiled already. Try again later.");
        }
    }

    private ModuleRefused refusal(@Nullable Throwable cause) {
        if (cause instanceof ModuleRefused refused) {
            return refused;
        }
        if (cause instanceof IOException) {
            return refused("Compiling the module ended the compiler, which has " + heapMegabytes
                    + " MiB of memory. Make the module smaller.");
        }
        throw new IllegalStateException("A compiler process cannot be started or used.", cause);
    }

    private static ModuleRefused refused(String message) {
        return new ModuleRefused(Reason.COMPILE_LIMIT, -1, message);
    }

    /** Has a worker ready before somebody waits for it. */
    private void prepareEarly() {
        try {
            prepare();
        } catch (UncheckedIOException e) {
            // Whoever brings the next module tries again, and hears of it.
            LOG.log(System.Logger.Level.WARNING, "A compiler process could not be started.", e);
        }
    }

    /** Sees to it that a worker is there. On the conversation's thread only. */
    private CompilerProcess prepare() {
        CompilerProcess present = worker;
        if (present != null && present.isUsable()) {
            return present;
        }
        CompilerProcess started = start();
        worker = started;
        if (closed) {
            started.kill();
        }
        return started;
    }

    /** In the jail of the first worker; the first one shows what the host allows. */
    private CompilerProcess start() {
        List<CompilerJail> candidates = jail == null ? jails : List.of(jail);
        IOException failure = new IOException("There is no jail to start it in.");
        for (CompilerJail candidate : candidates) {
            try {
                CompilerProcess started = CompilerProcess.start(candidate, heapMegabytes);
                choose(candidate);
                return started;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw new UncheckedIOException("A compiler process cannot be started.", failure);
    }

    private void choose(CompilerJail candidate) {
        if (jail == null) {
            jail = candidate;
            LOG.log(System.Logger.Level.INFO, "Modules are compiled in a process " + candidate.protection() + ".");
        }
    }

    @Override
    public void close() {
        closed = true;
        conversation.shutdownNow();
        CompilerProcess present = worker;
        if (present != null) {
            present.kill();
        }
    }

    /** One module on its way. */
    private final class Job {
        private final byte[] module;
        private @Nullable CompilerProcess process;
        private boolean abandoned;

        Job(byte[] module) {
            this.module = module;
        }

        ModuleArtifact run() throws ModuleRefused, IOException {
            CompilerProcess mine = begin();
            try {
                return mine.compile(module);
            } catch (IOException e) {
                mine.kill();
                throw e;
            } finally {
                end();
                if (mine.isWornOut()) {
                    mine.kill();
                }
                if (!mine.isUsable()) {
                    startEarly(); // in place of the one that is gone
                }
            }
        }

        private CompilerProcess begin() throws IOException {
            CompilerProcess ready = prepare();
            synchronized (this) {
                if (abandoned) {
                    throw new IOException("Nobody waits for this module any more.");
                }
                process = ready;
            }
            return ready;
        }

        /** From here on the process is not this job's to kill. */
        private synchronized void end() {
            process = null;
        }

        /** Nobody waits for it any more: what works on it is stopped. */
        synchronized void abandon() {
            abandoned = true;
            if (process != null) {
                process.kill();
            }
        }
    }
}
