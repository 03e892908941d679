package dev.dormouse.invoker.registry.model;

import dev.dormouse.invoker.registry.model.State.Mind;
import dev.dormouse.invoker.registry.model.State.Phase;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * What may happen next. All functions have the same module, so all want one object; which of its keys is looked at is
 * what this is about.
 */
final class Protocol {
    private final Bounds bounds;
    private final Mutation mutation;

    Protocol(Bounds bounds, Mutation mutation) {
        this.bounds = bounds;
        this.mutation = mutation;
    }

    void steps(State state, BiConsumer<String, State> next) {
        for (int p = 0; p < state.processes.length; p++) {
            String who = p + " ";
            BiConsumer<String, State> here = (step, after) -> next.accept(who + step, after);
            learn(state, p, here);
            crash(state, p, here);
            doom(state, p, here);
            delete(state, p, here);
            switch (state.processes[p].phase) {
                case IDLE -> {
                    deploy(state, p, here);
                    decide(state, p, here);
                }
                case CREATING -> createArrives(state, p, here);
                case KEPT -> record(state, p, here);
                case APPENDING -> appendArrives(state, p, here);
            }
        }
        lateArrivals(state, next);
    }

    /** Where the object of a season stands. */
    int key(int season) {
        return mutation == Mutation.SAME_KEY_AGAIN ? 0 : season;
    }

    // ---- a process reads, or forgets

    private static void learn(State state, int p, BiConsumer<String, State> next) {
        Mind process = state.processes[p];
        if (process.known < state.log.length && process.phase != Phase.APPENDING) {
            State after = state.copy();
            after.processes[p].known++;
            next.accept("reads an event", after);
        }
    }

    /** What it sent may still arrive, also its deletes. */
    private void crash(State state, int p, BiConsumer<String, State> next) {
        Mind process = state.processes[p];
        if (state.faultsLeft > 0 && process.phase != Phase.IDLE) {
            State after = state.copy();
            after.faultsLeft--;
            if (process.phase == Phase.CREATING) {
                after.lateCreates |= 1 << process.season;
            } else if (process.phase == Phase.APPENDING) {
                after.addLateAppend(process.known, process.event);
            }
            after.processes[p].rest();
            after.processes[p].known = 0;
            next.accept("crashes", after);
        }
    }

    // ---- a process deploys

    private void deploy(State state, int p, BiConsumer<String, State> next) {
        Catalog catalog = Catalog.of(state.log, state.processes[p].known);
        for (int function = 0; function < State.FUNCTIONS; function++) {
            if (catalog.isDeployed(function)) {
                continue;
            }
            boolean named = false;
            for (int season = 0; season < State.KEYS; season++) {
                boolean found = mutation == Mutation.TAKE_WHAT_IS_FOUND && state.made[season] != State.NOT_THERE;
                if (catalog.isNamed(season) || found) {
                    named = true;
                    State after = begun(state, p, function, season, Phase.KEPT);
                    next.accept("deploys " + function + " with the object of season " + season, after);
                }
            }
            if (!named && catalog.season < State.KEYS) {
                boolean early = mutation == Mutation.RECORD_BEFORE_CREATED;
                State after = begun(state, p, function, catalog.season, early ? Phase.KEPT : Phase.CREATING);
                if (early) {
                    after.lateCreates |= 1 << catalog.season;
                }
                next.accept("deploys " + function + " and creates an object in season " + catalog.season, after);
            }
        }
    }

    private static State begun(State state, int p, int function, int season, Phase phase) {
        State after = state.copy();
        Mind process = after.processes[p];
        process.function = function;
        process.season = season;
        process.phase = phase;
        return after;
    }

    private void createArrives(State state, int p, BiConsumer<String, State> next) {
        int season = state.processes[p].season;
        State arrived = state.copy();
        arrived.create(key(season), season);
        arrived.processes[p].phase = Phase.KEPT;
        next.accept("create arrives", arrived);
        if (state.faultsLeft > 0) {
            State unknown = state.copy();
            unknown.create(key(season), season);
            unknown.faultsLeft--;
            unknown.processes[p].rest();
            next.accept("create arrives, answer lost: the deploy fails", unknown);
        }
    }

    private void record(State state, int p, BiConsumer<String, State> next) {
        Mind process = state.processes[p];
        Catalog catalog = Catalog.of(state.log, process.known);
        State failed = state.copy();
        failed.processes[p].rest();
        next.accept("gives its deploy up", failed);
        if (!catalog.isDeployed(process.function) && mayName(state, process, catalog)) {
            State after = state.copy();
            after.processes[p].looked = true;
            send(after, p, Event.deployed(process.function, process.season), next);
        }
    }

    /** Whether nobody can have deleted the object if the event stands right behind what was read. */
    private boolean mayName(State state, Mind process, Catalog catalog) {
        return switch (mutation) {
            case NAME_WITHOUT_LOOKING -> true;
            case LOOK_ONLY_ONCE -> process.looked || isSafe(process.season, catalog);
            case FORGET_DELETES -> isSafe(process.season, catalog) || (catalog.everNamed >> process.season & 1) == 1;
            case TAKE_WHAT_IS_FOUND -> isSafe(process.season, catalog) || state.made[process.season] != State.NOT_THERE;
            case NONE,
                    DELETE_WITHOUT_SEASONS,
                    DELETE_A_SEASON_EARLY,
                    RECORD_BEFORE_CREATED,
                    SAME_KEY_AGAIN,
                    APPEND_ANYWHERE,
                    NEW_SEASON_WITH_OLD_NAMES -> isSafe(process.season, catalog);
        };
    }

    private static boolean isSafe(int season, Catalog catalog) {
        return catalog.isNamed(season) || season + 1 >= catalog.season;
    }

    // ---- a process deletes a function, or begins a season

    private void decide(State state, int p, BiConsumer<String, State> next) {
        Catalog catalog = Catalog.of(state.log, state.processes[p].known);
        for (int function = 0; function < State.FUNCTIONS; function++) {
            if (catalog.isDeployed(function)) {
                send(state.copy(), p, Event.deleted(function), next);
            }
        }
        if (catalog.season + 1 < State.KEYS) {
            send(state.copy(), p, Event.SEASON, next);
        }
    }

    // ---- events

    private void send(State after, int p, int event, BiConsumer<String, State> next) {
        if (after.log.length < bounds.events()) {
            after.processes[p].event = event;
            after.processes[p].phase = Phase.APPENDING;
            next.accept("sends event " + event, after);
        }
    }

    private void appendArrives(State state, int p, BiConsumer<String, State> next) {
        Mind process = state.processes[p];
        int position = mutation == Mutation.APPEND_ANYWHERE ? state.log.length : process.known;
        if (position >= bounds.events()) {
            return;
        }
        State arrived = state.copy();
        if (arrived.append(position, process.event)) {
            arrived.processes[p].rest();
        } else if (Event.isDeploy(process.event)) {
            arrived.processes[p].phase = Phase.KEPT;
            arrived.processes[p].event = 0;
        } else {
            arrived.processes[p].rest();
        }
        arrived.processes[p].known++;
        next.accept("append arrives", arrived);
        if (state.faultsLeft > 0) {
            State unknown = state.copy();
            unknown.append(position, process.event);
            unknown.faultsLeft--;
            unknown.processes[p].rest();
            next.accept("append arrives, answer lost", unknown);
        }
    }

    // ---- a process collects

    /** Decides on one key that it finds in the store. When it deletes that is another matter. */
    private void doom(State state, int p, BiConsumer<String, State> next) {
        Mind process = state.processes[p];
        for (int key = 0; key < State.KEYS; key++) {
            boolean there = state.made[key] != State.NOT_THERE;
            if (there && (process.doomed >> key & 1) == 0 && isCondemned(state, process, key)) {
                State after = state.copy();
                after.processes[p].doomed |= 1 << key;
                next.accept("decides to delete key " + key, after);
            }
        }
    }

    private boolean isCondemned(State state, Mind process, int key) {
        Catalog catalog = Catalog.of(state.log, process.known);
        int season = mutation == Mutation.NEW_SEASON_WITH_OLD_NAMES
                ? Catalog.of(state.log, state.log.length).season
                : catalog.season;
        int seasons = switch (mutation) {
            case DELETE_WITHOUT_SEASONS -> 0;
            case DELETE_A_SEASON_EARLY -> 1;
            case NONE,
                    NAME_WITHOUT_LOOKING,
                    LOOK_ONLY_ONCE,
                    FORGET_DELETES,
                    TAKE_WHAT_IS_FOUND,
                    RECORD_BEFORE_CREATED,
                    SAME_KEY_AGAIN,
                    APPEND_ANYWHERE,
                    NEW_SEASON_WITH_OLD_NAMES -> 2;
        };
        boolean named = Arrays.stream(catalog.names).anyMatch(name -> name != State.NOT_THERE && key(name) == key);
        return !named && state.made[key] + seasons <= season;
    }

    private static void delete(State state, int p, BiConsumer<String, State> next) {
        for (int key = 0; key < State.KEYS; key++) {
            if ((state.processes[p].doomed >> key & 1) == 0) {
                continue;
            }
            State after = state.copy();
            after.made[key] = State.NOT_THERE;
            after.processes[p].doomed &= ~(1 << key);
            next.accept("key " + key + " is deleted", after);
            if (state.faultsLeft > 0) {
                State again = state.copy();
                again.made[key] = State.NOT_THERE;
                again.faultsLeft--;
                next.accept("key " + key + " is deleted, and will be again", again);
            }
        }
    }

    // ---- the store

    private void lateArrivals(State state, BiConsumer<String, State> next) {
        for (int season = 0; season < State.KEYS; season++) {
            if ((state.lateCreates >> season & 1) == 1) {
                State after = state.copy();
                after.lateCreates &= ~(1 << season);
                after.create(key(season), season);
                next.accept("a late create arrives", after);
            }
        }
        for (int at = 0; at < state.lateAppends.length; at += 2) {
            State after = state.copy();
            boolean ignored = after.append(state.lateAppends[at], state.lateAppends[at + 1]);
            int[] rest = new int[state.lateAppends.length - 2];
            System.arraycopy(state.lateAppends, 0, rest, 0, at);
            System.arraycopy(state.lateAppends, at + 2, rest, at, rest.length - at);
            after.lateAppends = rest;
            next.accept("a late append arrives", after);
        }
    }
}
