package dev.dormouse.benchmarks.rivals;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process and its descendants, as the kernel shows them below {@code /proc}.
 *
 * @param proc where that is
 * @param root the process
 */
record ProcessTree(Path proc, long root) {
    /** What Linux counts processor time in, towards programs. */
    private static final Duration TICK = Duration.ofMillis(10);

    /**
     * What {@code /proc/PID/stat} says.
     *
     * @param parent the process that it belongs to now
     * @param ended whether it only waits for its parent to take notice
     * @param ticks its own processor time and that of its children that have ended
     */
    record Stat(long parent, boolean ended, long ticks) {
        private static final int STATE = 0;
        private static final int PARENT = 1;
        private static final int FIRST_TIME = 11;
        private static final int TIMES = 4;

        /** The name in parentheses may hold anything, parentheses too. */
        static Stat parse(String line) {
            String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", FIRST_TIME + TIMES + 1);
            long ticks = 0;
            for (int i = FIRST_TIME; i < FIRST_TIME + TIMES; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return new Stat(Long.parseLong(fields[PARENT]), fields[STATE].equals("Z"), ticks);
        }
    }

    /** Processor time up to now, of those that have ended too. */
    Duration processorTime() throws IOException {
        return TICK.multipliedBy(
                members().values().stream().mapToLong(Stat::ticks).sum());
    }

    /** Memory that is resident; what several processes share is divided between them. */
    double residentMebibytes() throws IOException {
        long kibibytes = 0;
        for (long process : members().keySet()) {
            kibibytes += residentKibibytes(process);
        }
        return kibibytes / 1024.0;
    }

    private long residentKibibytes(long process) throws IOException {
        try {
            for (String line : Files.readAllLines(file(process, "smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
            return 0;
        } catch (IOException e) {
            if (Files.exists(file(process, "stat"))) {
                throw e;
            }
            return 0; // it has ended
        }
    }

    /** Those that are there now, the root first. */
    List<Long> processes() throws IOException {
        return List.copyOf(members().keySet());
    }

    private Map<Long, Stat> members() throws IOException {
        Map<Long, Stat> all = all();
        Map<Long, Stat> members = new LinkedHashMap<>();
        List<Long> open = new ArrayList<>(List.of(root));
        while (!open.isEmpty()) {
            long next = open.removeLast();
            Stat stat = all.remove(next);
            if (stat == null) {
                continue;
            }
            members.put(next, stat);
            all.forEach((process, of) -> {
                if (of.parent() == next) {
                    open.add(process);
                }
            });
        }
        return members;
    }

    private Map<Long, Stat> all() throws IOException {
        Map<Long, Stat> all = new HashMap<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                read(process)
                        .ifPresent(stat ->
                                all.put(Long.parseLong(process.getFileName().toString()), stat));
            }
        }
        return all;
    }

    private static Optional<Stat> read(Path process) throws IOException {
        try {
            return Optional.of(Stat.parse(Files.readString(process.resolve("stat"))));
        } catch (IOException e) {
            if (Files.exists(process)) {
                throw e;
            }
            return Optional.empty(); // it has ended
        }
    }

    private Path file(long process, String name) {
        return proc.resolve(Long.toString(process)).resolve(name);
    }
}
