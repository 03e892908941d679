package dev.dormouse.benchmarks.rivals;

import dev.dormouse.benchmarks.CompositionRoot;
import dev.dormouse.benchmarks.load.ChildProcesses;
import dev.dormouse.benchmarks.load.MarkdownTable;
import dev.dormouse.benchmarks.load.Tables;
import dev.dormouse.benchmarks.load.WorkDirectory;
import dev.dormouse.snapshot.Pause;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Starts jobs by name. Tables go to stdout, all else to stderr. */
@CompositionRoot
public final class Rivals {
    private static final int WRONG_USE = 2;
    private static final int SECONDS = 5;
    private static final int FIXED_ARGUMENTS = 2;

    private Rivals() {}

    private static Map<String, Job> jobs() {
        Map<String, Job> jobs = new LinkedHashMap<>();
        jobs.put("function", new FunctionJob());
        jobs.put("counter", new CounterJob());
        jobs.put("waking", new WakingJob());
        jobs.put("idle", new IdleJob());
        return jobs;
    }

    /**
     * Runs what is named, one after the other.
     *
     * @param arguments the script {@code dormouse}, the folder with the rivals, then names of jobs; none for all
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, Job> jobs = jobs();
        List<String> names = arguments.length > FIXED_ARGUMENTS
                ? Arrays.asList(arguments).subList(FIXED_ARGUMENTS, arguments.length)
                : List.copyOf(jobs.keySet());
        if (arguments.length < FIXED_ARGUMENTS || !jobs.keySet().containsAll(names)) {
            System.err.println("Jobs are " + jobs.keySet()
                    + "; the arguments are the script 'dormouse', the folder with the rivals, and names of jobs.");
            System.exit(WRONG_USE);
        }
        ChildProcesses.endWithThisProcess();
        Contestants contestants = new Contestants(
                Path.of(arguments[0]).toAbsolutePath(), Path.of(arguments[1]).toAbsolutePath());
        Tables tables = Tables.to(System.out);
        tables.begin("rivals");
        tables.show("rivals", versions(contestants.cache().resolve("ready")));
        for (String name : names) {
            tables.begin("rivals: " + name);
            run(Objects.requireNonNull(jobs.get(name)), contestants, tables);
        }
    }

    private static void run(Job job, Contestants contestants, Tables tables) throws IOException {
        try (WorkDirectory directory = WorkDirectory.make("dormouse-rivals-")) {
            // PostgreSQL runs as a user of its own where this runs as root.
            Path ignored =
                    Files.setPosixFilePermissions(directory.path(), PosixFilePermissions.fromString("rwx--x--x"));
            job.run(new Arena(
                    contestants,
                    directory.path(),
                    tables,
                    System.err,
                    System::nanoTime,
                    Pause.parking(),
                    Integer.getInteger("seconds", SECONDS)));
        }
    }

    private static MarkdownTable versions(Path ready) throws IOException {
        Map<String, String> versions = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(ready)) {
            for (Path file : files) {
                versions.put(
                        file.getFileName().toString(), Files.readString(file).strip());
            }
        }
        MarkdownTable table = new MarkdownTable("installed", "version");
        versions.forEach(table::row);
        return table;
    }
}
