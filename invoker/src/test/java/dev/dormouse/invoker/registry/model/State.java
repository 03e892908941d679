package dev.dormouse.invoker.registry.model;

import java.util.Arrays;

/** Everything at one moment: the registry's log, the store, what is on its way, and each process's mind. */
final class State {
    static final int FUNCTIONS = 2;
    static final int KEYS = 3;
    static final int NOT_THERE = -1;

    /** The registry: {@link Event}s. */
    int[] log = {};
    /** Per key, the season in which the object there was made. */
    final int[] made = new int[KEYS];
    /** Creates that nobody waits for any more and that may arrive yet: bits of seasons. */
    int lateCreates;
    /** Appends that nobody waits for any more: position and event, one after the other. */
    int[] lateAppends = {};

    int faultsLeft;
    final Mind[] processes;

    State(Bounds bounds) {
        Arrays.fill(made, NOT_THERE);
        faultsLeft = bounds.faults();
        processes = new Mind[bounds.processes()];
        for (int i = 0; i < processes.length; i++) {
            processes[i] = new Mind();
        }
    }

    private State(State other) {
        log = other.log;
        System.arraycopy(other.made, 0, made, 0, KEYS);
        lateCreates = other.lateCreates;
        lateAppends = other.lateAppends;
        faultsLeft = other.faultsLeft;
        processes = new Mind[other.processes.length];
        for (int i = 0; i < processes.length; i++) {
            processes[i] = new Mind(other.processes[i]);
        }
    }

    State copy() {
        return new State(this);
    }

    /** Creates the object of a season, unless its key is taken. */
    void create(int key, int season) {
        if (made[key] == NOT_THERE) {
            made[key] = season;
        }
    }

    /** Appends an event at a position, unless that is taken. */
    boolean append(int position, int event) {
        if (position != log.length) {
            return false;
        }
        log = Arrays.copyOf(log, log.length + 1);
        log[position] = event;
        return true;
    }

    void addLateAppend(int position, int event) {
        lateAppends = Arrays.copyOf(lateAppends, lateAppends.length + 2);
        lateAppends[lateAppends.length - 2] = position;
        lateAppends[lateAppends.length - 1] = event;
    }

    /** As a text that is equal for states that differ only in which process is called which. */
    String encoded() {
        String[] minds = new String[processes.length];
        for (int i = 0; i < processes.length; i++) {
            minds[i] = processes[i].encoded();
        }
        Arrays.sort(minds);
        StringBuilder out = new StringBuilder(40);
        out.append((char) (log.length | faultsLeft << 4 | lateCreates << 8 | lateAppends.length << 12));
        for (int event : log) {
            out.append((char) event);
        }
        for (int season : made) {
            out.append((char) (season + 1));
        }
        for (int late : lateAppends) {
            out.append((char) late);
        }
        for (String mind : minds) {
            out.append(mind);
        }
        return out.toString();
    }

    /** What a process is doing. */
    enum Phase {
        /** Nothing of its own is on the way. */
        IDLE(0),
        /** Deploys, and has sent its object. */
        CREATING(1),
        /** Deploys, and knows its object to be there. */
        KEPT(2),
        /** Has sent an event. */
        APPENDING(3);

        final int code;

        Phase(int code) {
            this.code = code;
        }
    }

    /** A process's mind: one that deploys, deletes functions, begins seasons and collects, as it comes. */
    static final class Mind {
        Phase phase = Phase.IDLE;
        /** Number of events that it has read. */
        int known;
        /** Which function it deploys. */
        int function;
        /** In which season its object was made. */
        int season;
        /** Whether it has looked at its object and found that it may be named. */
        boolean looked;
        /** What it sent, to stand at {@link #known}. */
        int event;
        /** Keys that it has decided to delete, or whose delete may arrive again: bits. */
        int doomed;

        Mind() {}

        Mind(Mind other) {
            phase = other.phase;
            known = other.known;
            function = other.function;
            season = other.season;
            looked = other.looked;
            event = other.event;
            doomed = other.doomed;
        }

        void rest() {
            phase = Phase.IDLE;
            function = 0;
            season = 0;
            looked = false;
            event = 0;
        }

        private String encoded() {
            char mind = (char)
                    (phase.code | known << 2 | function << 6 | season << 8 | (looked ? 1 : 0) << 11 | doomed << 12);
            return String.valueOf(new char[] {mind, (char) event});
        }
    }
}
