package dev.dormouse.invoker.host;

import java.util.ArrayList;
import java.util.List;

/** A log that is kept: each line as {@code LEVEL text}. */
final class RecordedLog implements GuestLog {
    private final Level threshold;
    private final List<String> lines = new ArrayList<>();

    RecordedLog(Level threshold) {
        this.threshold = threshold;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void line(Level level, String line) {
        lines.add(level + " " + line);
    }

    @Override
    public Level threshold() {
        return threshold;
    }
}
