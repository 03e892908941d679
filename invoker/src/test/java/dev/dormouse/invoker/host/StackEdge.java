package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.HostFunction;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Calls each host function where the stack ends, then once more where there is room. A program of its own, because what
 * it may break is broken for the whole process. Exits with 0 if each function still works.
 */
final class StackEdge {
    private static final long STACK_BYTES = 512 << 10;
    private static final int FRAMES = 150;

    private StackEdge() {}

    public static void main(String[] arguments) throws InterruptedException {
        // What the guest of this test checks with is no part of the host, and is loaded before.
        assertThat(0L).as("charge").isNotNegative();
        assertThat(new long[0]).isEmpty();
        List<HostFunction> functions = guest().host.functions();
        Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
        for (HostFunction function : functions) {
            Deque<TestGuest> guests = new ArrayDeque<>();
            for (int i = 0; i < FRAMES; i++) {
                guests.add(guest());
            }
            Thread thread = new Thread(null, () -> edge(guests, function), "edge", STACK_BYTES);
            thread.setUncaughtExceptionHandler((failed, cause) -> faults.add(cause));
            thread.start();
            thread.join();
        }
        for (HostFunction function : functions) {
            try {
                call(guest(), function, 0);
                call(guest(), function, 16);
            } catch (Error broken) {
                faults.add(broken);
                System.out.println("broken: " + function.module() + "." + function.name() + ": " + broken);
            }
        }
        System.out.println(functions.size() + " functions, faults: " + faults);
        System.exit(faults.isEmpty() ? 0 : 1);
    }

    /** Recurs to the end of the stack and calls the function from the deepest frames on the way back. */
    @SuppressWarnings("InfiniteRecursion") // to the end of the stack
    private static void edge(Deque<TestGuest> guests, HostFunction function) {
        try {
            edge(guests, function);
        } catch (StackOverflowError end) {
            // From here on there is one frame more of room each time.
        }
        TestGuest guest = guests.poll();
        if (guest != null) {
            try {
                call(guest, function, guests.size() % 2 == 0 ? 0 : 16);
            } catch (StackOverflowError deep) {
                // As it is to be.
            }
        }
    }

    private static TestGuest guest() {
        return TestGuest.extism().serving("body");
    }

    private static void call(TestGuest guest, HostFunction function, long argument) {
        long[] arguments = new long[function.parameters().size()];
        Arrays.fill(arguments, argument);
        try {
            long ignored = function.body().run(guest, arguments);
        } catch (GuestStop stop) {
            // A trap is an answer.
        }
    }
}
