package dev.dormouse.snapshot.exploration;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Visits every state that a model can reach, nearest first, until a promise is broken or none is left. */
public final class Exploration<S> {
    private final Model<S> model;
    private final Set<String> visited = new HashSet<>();
    private final Queue<Node<S>> open = new ArrayDeque<>();
    private int useful;

    private @Nullable Found found;

    private Exploration(Model<S> model) {
        this.model = model;
    }

    /** A broken promise and the steps that lead to it. */
    public record Found(String broken, List<String> steps) {}

    /** Visits all of them, or as many as it takes to break a promise. */
    public static <S> Exploration<S> of(Model<S> model) {
        Exploration<S> exploration = new Exploration<>(model);
        exploration.explore();
        return exploration;
    }

    private void explore() {
        visit(new Node<>(model.begin(), null, "begin"));
        while (found == null && !open.isEmpty()) {
            Node<S> node = open.remove();
            model.steps(node.take(), (step, next) -> visit(new Node<>(next, node, step)));
        }
    }

    private void visit(Node<S> node) {
        S state = node.peek();
        if (found != null || !visited.add(model.encoded(state))) {
            return;
        }
        model.broken(state).ifPresent(broken -> found = new Found(broken, node.steps()));
        useful += model.isUseful(node.step, state) ? 1 : 0;
        open.add(node);
    }

    /** The nearest state in which a promise is broken. */
    public Optional<Found> found() {
        return Optional.ofNullable(found);
    }

    /** How many were visited. */
    public int states() {
        return visited.size();
    }

    /** How many of them are {@linkplain Model#isUseful useful}. */
    public int usefulStates() {
        return useful;
    }

    /** A state until its next ones are known, and the way to it. */
    private static final class Node<S> {
        private @Nullable S state;
        private final @Nullable Node<S> before;
        private final String step;

        Node(S state, @Nullable Node<S> before, String step) {
            this.state = state;
            this.before = before;
            this.step = step;
        }

        S peek() {
            if (state == null) {
                throw new IllegalStateException("taken before");
            }
            return state;
        }

        S take() {
            S taken = peek();
            state = null;
            return taken;
        }

        List<String> steps() {
            List<String> steps = new ArrayList<>();
            for (Node<S> node = this; node != null; node = node.before) {
                steps.addFirst(node.step);
            }
            return steps;
        }
    }
}
