package dev.dormouse.invoker.registry;

import dev.dormouse.snapshot.FunctionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that the registry knows of one function. Immutable; each change makes a new one.
 *
 * <p>A deleted function leaves its record behind without revisions and aliases, so that numbers and versions are
 * never given twice for one name.
 */
final class FunctionRecord {
    private final FunctionName name;
    private final long version;
    private final int latest;
    private final List<Revision> revisions;
    private final SortedMap<String, AliasView> aliases;
    private final Instant createdAt;
    private final Instant updatedAt;

    private FunctionRecord(
            FunctionName name,
            long version,
            int latest,
            List<Revision> revisions,
            SortedMap<String, AliasView> aliases,
            Instant createdAt,
            Instant updatedAt) {
        this.name = name;
        this.version = version;
        this.latest = latest;
        this.revisions = revisions;
        this.aliases = aliases;
        this.createdAt = createdAt;
        this.updatedAt = updatedAt;
    }

    /** A name that was never deployed. */
    static FunctionRecord unknown(FunctionName name) {
        return new FunctionRecord(name, 0, 0, List.of(), new TreeMap<>(), Instant.EPOCH, Instant.EPOCH);
    }

    /** Whether there is something to invoke. */
    boolean exists() {
        return !revisions.isEmpty();
    }

    long version() {
        return version;
    }

    /** Number that the next revision gets. */
    int nextNumber() {
        return latest + 1;
    }

    /** Oldest first. */
    List<Revision> revisions() {
        return revisions;
    }

    Optional<Revision> revision(int number) {
        if (revisions.isEmpty()) {
            return Optional.empty();
        }
        int index = number - revisions.getFirst().id().number();
        return index < 0 || index >= revisions.size() ? Optional.empty() : Optional.of(revisions.get(index));
    }

    Optional<AliasView> alias(String alias) {
        return Optional.ofNullable(aliases.get(alias));
    }

    /** The one revision that an alias points at; none if there is no such alias or it points at several. */
    OptionalInt soleTarget(AliasName alias) {
        AliasView view = aliases.get(alias.value());
        return view == null || view.targets().size() != 1
                ? OptionalInt.empty()
                : OptionalInt.of(view.targets().getFirst().revision());
    }

    FunctionView view() {
        return new FunctionView(name, version, latest, List.copyOf(aliases.values()), createdAt, updatedAt);
    }

    FunctionRecord deployed(Revision revision, boolean promoted, Instant at) {
        List<Revision> more = new ArrayList<>(revisions);
        more.add(revision);
        int number = revision.id().number();
        SortedMap<String, AliasView> moved =
                promoted ? put(AliasName.LIVE, List.of(new AliasTarget(number, 1))) : aliases;
        return new FunctionRecord(name, version + 1, number, List.copyOf(more), moved, exists() ? createdAt : at, at);
    }

    FunctionRecord aliasPut(AliasName alias, List<AliasTarget> targets, Instant at) {
        return new FunctionRecord(name, version + 1, latest, revisions, put(alias, targets), createdAt, at);
    }

    FunctionRecord aliasDeleted(AliasName alias, Instant at) {
        SortedMap<String, AliasView> fewer = new TreeMap<>(aliases);
        fewer.remove(alias.value());
        return new FunctionRecord(name, version + 1, latest, revisions, fewer, createdAt, at);
    }

    FunctionRecord deleted(Instant at) {
        return new FunctionRecord(name, version + 1, latest, List.of(), new TreeMap<>(), createdAt, at);
    }

    /** Versions of aliases are drawn from the function's, so that none is given twice for one name either. */
    private SortedMap<String, AliasView> put(AliasName alias, List<AliasTarget> targets) {
        SortedMap<String, AliasView> more = new TreeMap<>(aliases);
        more.put(alias.value(), new AliasView(alias, version + 1, targets));
        return more;
    }
}
