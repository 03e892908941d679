package dev.dormouse.invoker.registry;

import dev.dormouse.snapshot.FunctionName;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What is deployed after some number of events. Immutable, so readers need no lock.
 */
final class Catalog {
    /** Before the first event. */
    static final Catalog EMPTY = new Catalog(new TreeMap<>(), 0);

    private final NavigableMap<FunctionName, FunctionRecord> records;
    private final long position;

    private Catalog(NavigableMap<FunctionName, FunctionRecord> records, long position) {
        this.records = records;
        this.position = position;
    }

    /** Number of events that led here: where the next one goes. */
    long position() {
        return position;
    }

    /** The record of {@code name}, deployed or not. */
    FunctionRecord record(FunctionName name) {
        FunctionRecord found = records.get(name);
        return found == null ? FunctionRecord.unknown(name) : found;
    }

    /** All records, deleted ones too, by name. */
    NavigableMap<FunctionName, FunctionRecord> records() {
        return Collections.unmodifiableNavigableMap(records);
    }

    /** How many functions can be invoked. */
    long deployed() {
        return records.values().stream().filter(FunctionRecord::exists).count();
    }

    /** What is deployed after {@code events}. */
    Catalog after(Iterable<RegistryEvent> events) {
        NavigableMap<FunctionName, FunctionRecord> next = new TreeMap<>(records);
        long end = position;
        for (RegistryEvent event : events) {
            FunctionName name = event.function();
            next.put(name, after(next.getOrDefault(name, FunctionRecord.unknown(name)), event));
            end++;
        }
        return new Catalog(next, end);
    }

    private static FunctionRecord after(FunctionRecord before, RegistryEvent event) {
        return switch (event) {
            case RegistryEvent.Deployed deployed ->
                before.deployed(deployed.revision(), deployed.promoted(), deployed.at());
            case RegistryEvent.AliasPut put -> before.aliasPut(put.alias(), put.targets(), put.at());
            case RegistryEvent.AliasDeleted deleted -> before.aliasDeleted(deleted.alias(), deleted.at());
            case RegistryEvent.FunctionDeleted deleted -> before.deleted(deleted.at());
        };
    }
}
