package dev.dormouse.benchmarks;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingStream;

/** What the JVM's compilers did with guests' methods from now on: which they gave up on, and which took them long. */
final class JitFailures implements AutoCloseable {
    private static final String GUEST = "dormouse.guest.";
    private static final long LONG_MILLIS = 500;

    private final RecordingStream events = new RecordingStream();
    private final Map<Integer, String> failures = new ConcurrentHashMap<>();
    private final Map<String, Integer> found = new TreeMap<>();

    private JitFailures() {
        events.setOrdered(true);
        events.enable("jdk.CompilationFailure");
        events.enable("jdk.Compilation").withThreshold(java.time.Duration.ZERO);
        events.onEvent(
                "jdk.CompilationFailure",
                event -> failures.put(event.getInt("compileId"), event.getString("failureMessage")));
        events.onEvent("jdk.Compilation", this::compiled);
        events.startAsync();
    }

    static JitFailures watch() {
        return new JitFailures();
    }

    private synchronized void compiled(RecordedEvent event) {
        RecordedMethod method = event.getValue("method");
        if (method == null || !method.getType().getName().startsWith(GUEST)) {
            return;
        }
        String what = event.getString("compiler") + " tier " + event.getShort("compileLevel") + " " + method.getName();
        if (!event.getBoolean("succeded")) {
            String why = failures.getOrDefault(event.getInt("compileId"), "unknown");
            found.merge(what + " gave up: " + why, 1, Integer::sum);
        } else if (event.getDuration().toMillis() >= LONG_MILLIS) {
            found.merge(what + " took " + event.getDuration().toMillis() + " ms", 1, Integer::sum);
        }
    }

    /** Waits until all is known, and tells it. */
    void forEach(Consumer<String> line) {
        events.stop();
        synchronized (this) {
            found.forEach((what, times) -> line.accept(what + (times > 1 ? ", " + times + " times" : "")));
        }
    }

    @Override
    public void close() {
        events.close();
    }
}
