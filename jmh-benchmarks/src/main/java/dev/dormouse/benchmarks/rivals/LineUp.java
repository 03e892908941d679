package dev.dormouse.benchmarks.rivals;

import dev.dormouse.benchmarks.load.MarkdownTable;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The servers of a job, all up, in the order in which they are asked. Who cannot be started or fails is left out from
 * then on, and the reason is kept. Not thread-safe.
 */
final class LineUp implements AutoCloseable {
    private final Arena arena;
    private final List<Server> servers = new ArrayList<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();

    private LineUp(Arena arena) {
        this.arena = arena;
    }

    /** Starts one after the other. */
    static LineUp start(Arena arena, String job, List<Contestant> contestants) {
        LineUp lineUp = new LineUp(arena);
        for (int i = 0; i < contestants.size(); i++) {
            lineUp.add(contestants.get(i), job + "-" + i);
        }
        return lineUp;
    }

    private void add(Contestant contestant, String directory) {
        if (contestant.installed().stream()
                .anyMatch(rival -> Files.notExists(
                        arena.contestants().cache().resolve("ready").resolve(rival)))) {
            leaveOut(contestant.name(), "not installed");
            return;
        }
        arena.say("starting " + contestant.name());
        try {
            servers.add(Server.first(contestant, arena, directory));
        } catch (IOException e) {
            leaveOut(contestant.name(), String.valueOf(e.getMessage()));
        }
    }

    private void leaveOut(String name, String reason) {
        arena.say(name + " is left out: " + reason);
        leftOut.put(name, reason);
    }

    /** Work on one server. */
    @FunctionalInterface
    interface Work {
        void on(Server server) throws IOException;
    }

    /** Does the work on each in turn. */
    void each(String what, Work work) {
        for (Server server : List.copyOf(servers)) {
            arena.say(server.name() + ": " + what);
            try {
                work.on(server);
            } catch (IOException e) {
                servers.remove(server);
                leaveOut(server.name(), what + ": " + e.getMessage() + "; " + server.condition());
                close(server);
            }
        }
    }

    /** What a job keeps of one server, under its name. */
    static <T> T kept(Map<String, T> byName, Server server) throws IOException {
        T kept = byName.get(server.name());
        if (kept == null) {
            throw new IOException("it has made no counters");
        }
        return kept;
    }

    /** Shows who was left out, if anybody was. */
    void showLeftOut(String job) {
        if (leftOut.isEmpty()) {
            return;
        }
        MarkdownTable table = new MarkdownTable("left out", "because");
        leftOut.forEach((name, reason) -> table.row(name, reason.replaceAll("[\"\\\\|\\p{Cntrl}]", " ")));
        arena.tables().show(job, table);
    }

    private void close(Server server) {
        try {
            server.close();
        } catch (IOException e) {
            arena.say(server.name() + ": " + e.getMessage());
        }
    }

    @Override
    public void close() {
        servers.forEach(this::close);
    }
}
