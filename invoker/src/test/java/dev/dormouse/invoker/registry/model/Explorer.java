package dev.dormouse.invoker.registry.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Visits every state that can be reached, nearest first, until a promise is broken or none is left. */
final class Explorer {
    private final Bounds bounds;
    private final Protocol protocol;
    private final Set<String> visited = new HashSet<>();
    private final Queue<Node> open = new ArrayDeque<>();
    private int deletes;

    private @Nullable Found found;

    Explorer(Bounds bounds, Mutation mutation) {
        this.bounds = bounds;
        this.protocol = new Protocol(bounds, mutation);
    }

    /** A broken promise and the steps that lead to it. */
    record Found(String broken, List<String> steps) {}

    /** A state until its next ones are known, and the way to it. */
    private static final class Node {
        private @Nullable State state;
        private final @Nullable Node before;
        private final String step;

        Node(State state, @Nullable Node before, String step) {
            this.state = state;
            this.before = before;
            this.step = step;
        }

        State take() {
            State taken = Objects.requireNonNull(state);
            state = null;
            return taken;
        }

        List<String> steps() {
            List<String> steps = new ArrayList<>();
            for (Node node = this; node != null; node = node.before) {
                steps.addFirst(node.step);
            }
            return steps;
        }
    }

    Optional<Found> explore() {
        visit(new State(bounds), null, "begin");
        while (found == null && !open.isEmpty()) {
            Node node = open.remove();
            protocol.steps(node.take(), (step, next) -> {
                deletes += step.contains("is deleted") ? 1 : 0;
                visit(next, node, step);
            });
        }
        return Optional.ofNullable(found);
    }

    private void visit(State state, @Nullable Node before, String step) {
        if (found != null || !visited.add(state.encoded())) {
            return;
        }
        Node node = new Node(state, before, step);
        broken(state).ifPresent(broken -> found = new Found(broken, node.steps()));
        open.add(node);
    }

    private Optional<String> broken(State state) {
        Catalog truth = Catalog.of(state.log, state.log.length);
        for (int season : truth.names) {
            if (season != State.NOT_THERE && state.made[protocol.key(season)] == State.NOT_THERE) {
                return Optional.of("the object of season " + season + " is named and not there");
            }
        }
        return left(state, truth);
    }

    /** When all is quiet, two seasons later nothing is left but what is named. */
    private Optional<String> left(State state, Catalog truth) {
        for (int key = 0; key < State.KEYS; key++) {
            boolean there = state.made[key] != State.NOT_THERE || (state.lateCreates >> key & 1) == 1;
            boolean condemned = key + 2 <= truth.season + 2;
            if (there && !truth.isNamed(key) && !condemned) {
                return Optional.of("the object of season " + key + " would stay for ever");
            }
        }
        return Optional.empty();
    }

    int states() {
        return visited.size();
    }

    /** How many steps delete something: a collector that deletes nothing is safe but useless. */
    int deletes() {
        return deletes;
    }
}
