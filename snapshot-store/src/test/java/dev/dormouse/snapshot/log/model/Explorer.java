package dev.dormouse.snapshot.log.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Visits every state that can be reached, nearest first, until a promise is broken or none is left. */
final class Explorer {
    private final Bounds bounds;
    private final Protocol protocol;
    private final Invariants invariants;
    private final Encoding encoding;
    private final Set<String> visited = new HashSet<>();
    private final Queue<Node> open = new ArrayDeque<>();
    private int allAnswered;

    private @Nullable Found found;

    Explorer(Bounds bounds, Mutation mutation) {
        this.bounds = bounds;
        this.encoding = new Encoding(bounds.writers());
        this.protocol = new Protocol(bounds, mutation);
        this.invariants = new Invariants(bounds);
    }

    /** A broken promise and the steps that lead to it. */
    record Found(String broken, List<String> steps) {}

    Optional<Found> explore() {
        visit(new Node(new State(bounds), null, "begin"));
        while (found == null && !open.isEmpty()) {
            Node node = open.remove();
            State state = node.take();
            protocol.steps(state, (step, next) -> visit(new Node(next, node, step)));
        }
        return Optional.ofNullable(found);
    }

    private void visit(Node node) {
        State state = node.peek();
        if (found != null || !visited.add(encoding.of(state))) {
            return;
        }
        invariants.broken(state).ifPresent(broken -> found = new Found(broken, node.steps()));
        if (state.answered == (1 << bounds.messages()) - 1) {
            allAnswered++;
        }
        open.add(node);
    }

    int states() {
        return visited.size();
    }

    /** In how many states every message has been answered: a protocol that answers nothing is not safe but useless. */
    int statesWithAllAnswered() {
        return allAnswered;
    }

    /** A state until its next ones are known, and the way to it. */
    private static final class Node {
        private @Nullable State state;
        private final @Nullable Node parent;
        private final String step;

        Node(State state, @Nullable Node parent, String step) {
            this.state = state;
            this.parent = parent;
            this.step = step;
        }

        State peek() {
            if (state == null) {
                throw new IllegalStateException("taken before");
            }
            return state;
        }

        State take() {
            State taken = peek();
            state = null;
            return taken;
        }

        List<String> steps() {
            List<String> steps = new ArrayList<>();
            for (Node node = this; node != null; node = node.parent) {
                steps.addFirst(node.step);
            }
            return steps;
        }
    }
}
