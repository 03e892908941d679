package dev.dormouse.invoker.registry.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.registry.model.Explorer.Found;
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
        Explorer explorer = new Explorer(new Bounds(2, 5, 0), mutation);

        Optional<Found> found = explorer.explore();

        assertThat(found).as(mutation.name()).isPresent();
        System.err.println(mutation + ": " + found.get().broken() + " after " + explorer.states() + " states, by "
                + found.get().steps());
    }

    private static void holds(Bounds bounds) {
        Explorer explorer = new Explorer(bounds, Mutation.NONE);

        Optional<Found> found = explorer.explore();

        assertThat(found).isEmpty();
        assertThat(explorer.deletes()).isPositive();
        System.err.println("collection model, " + bounds + ": " + explorer.states() + " states, no promise broken");
    }
}
