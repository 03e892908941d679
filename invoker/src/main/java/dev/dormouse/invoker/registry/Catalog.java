package dev.dormouse.invoker.registry;

import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.ModuleDigest;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is deployed after some number of events. Immutable, so readers need no lock.
 */
final class Catalog {
    /** Before the first event. */
    static final Catalog EMPTY = new Catalog(new TreeMap<>(), 0, 0, Instant.EPOCH);

    private final NavigableMap<FunctionName, FunctionRecord> records;
    private final long position;
    private final long season;
    private final Instant seasonBegan;

    private Catalog(
            NavigableMap<FunctionName, FunctionRecord> records, long position, long season, Instant seasonBegan) {
        this.records = records;
        this.position = position;
        this.season = season;
        this.seasonBegan = seasonBegan;
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

    /** How many seasons have begun. */
    long season() {
        return season;
    }

    /** When the newest season began, by the store's clock. */
    Instant seasonBegan() {
        return seasonBegan;
    }

    /** Which objects are needed. Looks at every revision. */
    LiveObjects liveObjects() {
        return new LiveObjects(season, revisions().flatMap(Revision::objects).collect(Collectors.toUnmodifiableSet()));
    }

    /** Where a module is kept that some revision names. */
    Optional<ModuleRef> kept(ModuleDigest digest) {
        return revisions()
                .flatMap(revision -> Stream.of(revision.moduleRef(), revision.codeRef()))
                .filter(module -> module.digest().equals(digest))
                .findFirst();
    }

    private Stream<Revision> revisions() {
        return records.values().stream().flatMap(record -> record.revisions().stream());
    }

    /** How many functions can be invoked. */
    long deployed() {
        return records.values().stream().filter(FunctionRecord::exists).count();
    }

    /** What is deployed after {@code events}. */
    Catalog after(Iterable<RegistryEvent> events) {
        NavigableMap<FunctionName, FunctionRecord> next = new TreeMap<>(records);
        long end = position;
        long newest = season;
        Instant began = seasonBegan;
        for (RegistryEvent event : events) {
            switch (event) {
                case RegistryEvent.OfFunction change -> {
                    FunctionName name = change.function();
                    next.put(name, after(next.getOrDefault(name, FunctionRecord.unknown(name)), change));
                }
                case RegistryEvent.SeasonBegun begun -> {
                    newest = begun.season();
                    began = begun.at();
                }
            }
            end++;
        }
        return new Catalog(next, end, newest, began);
    }

    private static FunctionRecord after(FunctionRecord before, RegistryEvent.OfFunction event) {
        return switch (event) {
            case RegistryEvent.Deployed deployed ->
                before.deployed(deployed.revision(), deployed.promoted(), deployed.at());
            case RegistryEvent.AliasPut put -> before.aliasPut(put.alias(), put.targets(), put.at());
            case RegistryEvent.AliasDeleted deleted -> before.aliasDeleted(deleted.alias(), deleted.at());
            case RegistryEvent.FunctionDeleted deleted -> before.deleted(deleted.at());
        };
    }
}
