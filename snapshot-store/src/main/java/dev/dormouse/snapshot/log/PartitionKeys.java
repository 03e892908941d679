package dev.dormouse.snapshot.log;

import dev.dormouse.snapshot.AgentId;
import java.util.OptionalLong;

/** Where the objects of one partition stand. */
final class PartitionKeys {
    private final String log;
    private final String index;
    private final String snapshot;

    PartitionKeys(int partition) {
        String digits = String.valueOf(10_000 + partition).substring(1);
        log = "log/" + digits + "/";
        index = "index/" + digits + "/";
        snapshot = "snapshot/" + digits + "/";
    }

    String segment(long position) {
        return Slots.key(log, position);
    }

    String segments() {
        return log;
    }

    OptionalLong segmentPosition(String key) {
        return Slots.positionIn(log, key);
    }

    String index(long position) {
        return Slots.key(index, position);
    }

    String indexes() {
        return index;
    }

    OptionalLong indexPosition(String key) {
        return Slots.positionIn(index, key);
    }

    /** A snapshot is named by its agent and the position of the newest commit that it covers. */
    String snapshot(AgentId agent, long tip) {
        return Slots.key(snapshot + agent.digest() + "-", tip);
    }

    String snapshots() {
        return snapshot;
    }
}
