package dev.dormouse.snapshot.log.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.exploration.Exploration;
import dev.dormouse.snapshot.exploration.Exploration.Found;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class CommitLogModelTest {
    private static final List<Integer> TWO_MESSAGES_OF_ONE_AGENT = List.of(0, 0);
    private static final List<Integer> TWO_MESSAGES_OF_TWO_AGENTS = List.of(0, 1);
    private static final List<Integer> THREE_MESSAGES_OF_TWO_AGENTS = List.of(0, 0, 1);

    @Test
    void breaksNoPromiseWhenAnAnswerIsLostOrLate() {
        holds(new Bounds(2, TWO_MESSAGES_OF_ONE_AGENT, 1, 0));
    }

    @Test
    void breaksNoPromiseWhenAWriterCrashesOrGivesUp() {
        holds(new Bounds(2, TWO_MESSAGES_OF_ONE_AGENT, 0, 1));
    }

    @Test
    void breaksNoPromiseWithThreeWriters() {
        holds(new Bounds(3, TWO_MESSAGES_OF_ONE_AGENT, 0, 0));
    }

    @Test
    void breaksNoPromiseWhenTheCommitsOfTwoAgentsShareASegment() {
        holds(new Bounds(2, THREE_MESSAGES_OF_TWO_AGENTS, 0, 0));
    }

    @Test
    @Tag("soak")
    void breaksNoPromiseWhenEverythingComesTogether() {
        holds(new Bounds(2, TWO_MESSAGES_OF_ONE_AGENT, 1, 1));
        holds(new Bounds(2, TWO_MESSAGES_OF_TWO_AGENTS, 1, 1));
    }

    @Test
    @Tag("soak")
    void breaksNoPromiseInALargerWorld() {
        holds(new Bounds(2, THREE_MESSAGES_OF_TWO_AGENTS, 1, 0));
        holds(new Bounds(3, TWO_MESSAGES_OF_ONE_AGENT, 1, 0));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void noticesEveryRuleThatIsTakenAway(Mutation mutation) {
        Exploration<State> exploration =
                Exploration.of(new CommitLogModel(new Bounds(2, TWO_MESSAGES_OF_ONE_AGENT, 1, 1), mutation));

        Optional<Found> found = exploration.found();
        assertThat(found).as(mutation.name()).isPresent();
        System.err.println(mutation + ": " + found.get().broken() + " after " + exploration.states() + " states, by "
                + found.get().steps());
    }

    private static void holds(Bounds bounds) {
        Exploration<State> exploration = Exploration.of(new CommitLogModel(bounds, Mutation.NONE));

        assertThat(exploration.found()).isEmpty();
        assertThat(exploration.usefulStates()).isPositive();
        System.err.println("commit log model, " + bounds + ": " + exploration.states() + " states, no promise broken");
    }
}
