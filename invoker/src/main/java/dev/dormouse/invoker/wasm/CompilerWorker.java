package dev.dormouse.invoker.wasm;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The compiler process: greets, takes modules from stdin, answers on stdout, ends when stdin does.
 *
 * <p>It holds nothing worth stealing and may be killed at any moment. Started by {@link WorkerModuleCompiler} only.
 */
public final class CompilerWorker {
    private static final long STACK_BYTES = 64L << 20;
    private static final String WARM_UP = "warm-up.wasm";
    private static final int WARM_UP_ROUNDS = 3;

    /** Says that this process could be started. */
    private static final byte[] GREETING = {};

    private CompilerWorker() {}

    /** Runs until stdin ends. */
    public static void main(String[] arguments) throws InterruptedException {
        DataInputStream in = new DataInputStream(new FileInputStream(FileDescriptor.in));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
        // Stdout is for answers: whatever else wants to print goes to stderr.
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        Thread compiler = new Thread(null, () -> serve(in, out), "compiler", STACK_BYTES);
        compiler.start();
        compiler.join();
    }

    private static void serve(DataInputStream in, DataOutputStream out) {
        try {
            Frames.write(out, GREETING);
            warmUp();
            while (true) {
                Frames.write(out, answer(Frames.read(in)));
            }
        } catch (EOFException e) {
            // The runtime has no more modules for this process.
        } catch (IOException e) {
            throw new IllegalStateException("The runtime no longer reads or writes.", e);
        }
    }

    private static byte[] answer(byte[] module) {
        try {
            return CompilerAnswer.of(Translator.translate(module));
        } catch (ModuleRefused e) {
            return CompilerAnswer.of(e);
        }
    }

    /** Compiles a small module, so that the first real one finds the compiler's classes loaded. */
    private static void warmUp() {
        try (InputStream in = CompilerWorker.class.getResourceAsStream(WARM_UP)) {
            if (in == null) {
                throw new IllegalStateException("The runtime's jar holds " + WARM_UP + ".");
            }
            byte[] module = in.readAllBytes();
            for (int i = 0; i < WARM_UP_ROUNDS; i++) {
                answer(module);
            }
        } catch (IOException e) {
            throw new IllegalStateException(WARM_UP + " cannot be read.", e);
        }
    }
}
