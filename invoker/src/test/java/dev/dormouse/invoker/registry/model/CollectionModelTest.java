package dev.dormouse.invoker.registry.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.exploration.Exploration;
import dev.dormouse.snapshot.exploration.Exploration.Found;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CollectionModelTest {
    @Test
    void deletesNothingThatIsNamedThoughProcessesPauseAtAnyStep() {
        holds(new Bounds(2, 5, 0));
    }

    @Test
    void deletesNothingThatIsNamedThoughRequestsAreLateOrLost() {
        holds(new Bounds(2, 3, 1));
    }

    @Test
    @Tag("soak")
    void deletesNothingThatIsNamedInALargerWorld() {
        holds(new Bounds(2, 6, 0));
        holds(new Bounds(2, 4, 1));
        holds(new Bounds(3, 4, 0));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void noticesEveryRuleThatIsTakenAway(Mutation mutation) {
        Exploration<State> exploration = Exploration.of(new CollectionModel(new Bounds(2, 5, 0), mutation));

        Optional<Found> found = exploration.found();
        assertThat(found).as(mutation.name()).isPresent();
        System.err.println(mutation + ": " + found.get().broken() + " after " + exploration.states() + " states, by "
                + found.get().steps());
    }

    private static void holds(Bounds bounds) {
        Exploration<State> exploration = Exploration.of(new CollectionModel(bounds, Mutation.NONE));

        assertThat(exploration.found()).isEmpty();
        assertThat(exploration.usefulStates()).isPositive();
        System.err.println("collection model, " + bounds + ": " + exploration.states() + " states, no promise broken");
    }
}
