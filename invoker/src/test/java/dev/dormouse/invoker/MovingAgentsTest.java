package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dormouse.invoker.agent.AgentView;
import dev.dormouse.invoker.agent.MoveFailed;
import dev.dormouse.invoker.agent.MovePolicy;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agents go from one revision of their function to another. */
class MovingAgentsTest {
    private static final Precondition ANY = new Precondition.None();
    private static final AgentId A = new AgentId(new FunctionName("list"), "a");

    /** Keeps an array of texts. */
    private static final String FIRST = """
            const items = [];
            export default {
              async fetch(request) {
                items.push(await request.text());
                return new Response(items.join());
              },
              handOver() {
                return items;
              },
            };
            """;

    /** Keeps a map of texts to when they came: another shape. */
    private static final String SECOND = """
            let places = new Map();
            export default {
              async fetch(request) {
                places.set(await request.text(), places.size);
                return new Response([...places].map(([text, place]) => `${place}=${text}`).join());
              },
              handOver() {
                return Object.fromEntries(places);
              },
              migrate(state) {
                places = new Map(state.map((text, place) => [text, place]));
              },
            };
            """;

    private final HeapObjectStore store = new HeapObjectStore(InstantSource.system(), 1L << 30);
    private RuntimeFixture runtime = RuntimeFixture.on(store);

    @AfterEach
    void close() {
        runtime.close();
    }

    private String say(String text) {
        return RuntimeFixture.text(runtime.send("list", "a", text));
    }

    private AgentView move(String revision, MovePolicy policy) {
        return runtime.agents().move(A, revision, policy, ANY);
    }

    private AgentView move(AgentId agent) {
        return runtime.agents().move(agent, "live", MovePolicy.MIGRATE, ANY);
    }

    private void deployBoth() {
        runtime.deployScript("list", FIRST);
        say("milk");
        say("bread");
        runtime.deployScript("list", SECOND);
    }

    private void refused(Refused.Kind kind, String text, String revision, MovePolicy policy) {
        AgentView before = runtime.agents().agent(A);
        Refused refused = catchThrowableOfType(Refused.class, () -> move(revision, policy));
        assertThat(refused).hasMessageContaining(text);
        assertThat(refused.kind()).isEqualTo(kind);
        assertThat(runtime.agents().agent(A).generation()).isEqualTo(before.generation());
    }

    // ---- migrate

    @Test
    void aScriptTakesItsStateToTheNextRevision() {
        deployBoth();
        assertThat(say("eggs")).isEqualTo("milk,bread,eggs");

        AgentView moved = move("live", MovePolicy.MIGRATE);

        assertThat(moved.revision().number()).isEqualTo(2);
        assertThat(moved.generation()).isEqualTo(4);
        InvocationResult next = runtime.send("list", "a", "beer");
        assertThat(RuntimeFixture.text(next)).isEqualTo("0=milk,1=bread,2=eggs,3=beer");
        assertThat(next.facts().revision().orElseThrow().number()).isEqualTo(2);
    }

    @Test
    void whereItWentIsWhereARestartFindsIt() {
        deployBoth();
        move("live", MovePolicy.MIGRATE);
        runtime.close();
        runtime = RuntimeFixture.on(store);

        assertThat(say("eggs")).isEqualTo("0=milk,1=bread,2=eggs");
        runtime.agents().suspend(A, ANY);
        assertThat(say("beer")).isEqualTo("0=milk,1=bread,2=eggs,3=beer");
    }

    @Test
    void aModuleTakesItsStateToTheNextRevision() {
        AgentId counter = new AgentId(new FunctionName("mover"), "a");
        runtime.deploy("mover", "mover.wasm");
        runtime.send("mover", "a", "");
        runtime.send("mover", "a", "");
        runtime.deploy("mover", "mover.wasm", options -> options.fuel(1_000_000));

        assertThat(move(counter).revision().number()).isEqualTo(2);

        assertThat(RuntimeFixture.text(runtime.send("mover", "a", ""))).isEqualTo("3");
    }

    @Test
    void variablesGoAlongAndAreEnough() {
        AgentId agent = new AgentId(new FunctionName("vars"), "a");
        runtime.deploy("vars", "vars.wasm", options -> options.entry("handle"));
        runtime.send("vars", "a", "6");
        runtime.deploy("vars", "mover.wasm");
        assertThat(move(agent).revision().number()).isEqualTo(2);
        assertThat(RuntimeFixture.text(runtime.send("vars", "a", ""))).isEqualTo("7");

        runtime.deploy("vars", "vars.wasm", options -> options.entry("handle"));
        assertThatThrownBy(() -> move(agent))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("'migrate'")
                .hasMessageContaining("vars@3");
    }

    @Test
    void anAgentThatIsThereAlreadyStaysAsItIs() {
        deployBoth();
        move("live", MovePolicy.MIGRATE);
        AgentView again = move("2", MovePolicy.MIGRATE);
        assertThat(again.generation()).isEqualTo(3);
        assertThat(move("live", MovePolicy.FRESH).generation()).isEqualTo(3);
        assertThat(say("eggs")).isEqualTo("0=milk,1=bread,2=eggs");
    }

    @Test
    void answersStayWithTheAgentAndRepeatsRunNothing() {
        runtime.deployScript("list", FIRST);
        RuntimeFixture.text(runtime.send("list", "a", "key", "milk"));
        runtime.deployScript("list", SECOND);
        for (MovePolicy policy : MovePolicy.values()) {
            move(policy == MovePolicy.MIGRATE ? "2" : "1", policy);
            InvocationResult repeat = runtime.send("list", "a", "key", "milk");
            assertThat(RuntimeFixture.text(repeat)).isEqualTo("milk");
            assertThat(repeat.facts().generation()).isEqualTo(1);
        }
    }

    @Test
    void aRevertGoesBackToTheOldRevision() {
        deployBoth();
        AgentView moved = move("live", MovePolicy.MIGRATE);
        assertThat(moved.retained()).as("the generation before the move").containsExactly(2L);
        say("eggs");

        AgentView back = runtime.agents().revert(A, 2, ANY);

        assertThat(back.revision().number()).isEqualTo(1);
        assertThat(say("beer")).isEqualTo("milk,bread,beer");
        assertThat(move("live", MovePolicy.MIGRATE).revision().number()).isEqualTo(2);
        assertThat(say("salt")).isEqualTo("0=milk,1=bread,2=beer,3=salt");
    }

    @Test
    void aForkOfAMovedAgentIsWhereItsOriginIs() {
        deployBoth();
        move("live", MovePolicy.MIGRATE);
        assertThat(runtime.agents().fork(A, "b", ANY).revision().number()).isEqualTo(2);
        assertThat(RuntimeFixture.text(runtime.send("list", "b", "eggs"))).isEqualTo("0=milk,1=bread,2=eggs");
        assertThat(say("beer")).isEqualTo("0=milk,1=bread,2=beer");
    }

    @Test
    void aMoveCanDependOnTheGeneration() {
        deployBoth();
        assertThatThrownBy(() -> runtime.agents().move(A, "live", MovePolicy.MIGRATE, new Precondition.AtVersion(1)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.PRECONDITION_FAILED));
        AgentView moved = runtime.agents().move(A, "live", MovePolicy.MIGRATE, new Precondition.AtVersion(2));
        assertThat(moved.generation()).isEqualTo(3);
    }

    // ---- fresh

    @Test
    void freshItBeginsAsANewAgentDoes() {
        deployBoth();
        AgentView moved = move("live", MovePolicy.FRESH);
        assertThat(moved.revision().number()).isEqualTo(2);
        assertThat(moved.generation()).isEqualTo(3);
        assertThat(moved.retained()).containsExactly(2L);
        assertThat(say("eggs")).isEqualTo("0=eggs");
        runtime.agents().revert(A, 2, ANY);
        assertThat(say("eggs")).isEqualTo("milk,bread,eggs");
    }

    @Test
    void anAgentWhoseFunctionWasDeletedBeginsAnewOnTheNextOne() {
        runtime.deployScript("list", FIRST);
        RuntimeFixture.text(runtime.send("list", "a", "key", "milk"));
        runtime.agents().suspend(A, ANY);
        say("bread");
        runtime.registry().delete(A.function(), ANY);
        refused(Refused.Kind.NOT_FOUND, "no revision or alias 'live'", "live", MovePolicy.FRESH);
        runtime.deployScript("list", SECOND);
        refused(Refused.Kind.NOT_FOUND, "policy 'fresh'", "live", MovePolicy.MIGRATE);

        AgentView moved = move("live", MovePolicy.FRESH);

        assertThat(moved.generation()).isEqualTo(3);
        assertThat(RuntimeFixture.text(runtime.send("list", "a", "key", "milk")))
                .as("stays answered")
                .isEqualTo("milk");
        assertThat(say("eggs")).isEqualTo("0=eggs");
        assertThatThrownBy(() -> runtime.agents().revert(A, 1, ANY)).hasMessageContaining("list@1");
    }

    // ---- what does not work

    @Test
    void whatHasNoPartInAMigrationIsNamedWithWhatToDo() {
        runtime.deployScript("list", FIRST.replace("handOver", "other"));
        say("milk");
        runtime.deployScript("list", FIRST);
        refused(Refused.Kind.CONFLICT, "handOver", "2", MovePolicy.MIGRATE);
        move("2", MovePolicy.FRESH);
        refused(Refused.Kind.CONFLICT, "migrate(state)", "1", MovePolicy.MIGRATE);
        assertThat(say("eggs")).isEqualTo("eggs");
    }

    @Test
    void aModuleWithoutExportsForItIsNamed() {
        runtime.deploy("list", "counter.wasm");
        say("");
        runtime.deploy("list", "mover.wasm");
        refused(Refused.Kind.CONFLICT, "hand_over", "live", MovePolicy.MIGRATE);
        runtime.deploy("list", "wasi-echo.wasm");
        refused(Refused.Kind.BAD_INPUT, "WASI", "live", MovePolicy.FRESH);
        refused(Refused.Kind.NOT_FOUND, "'4'", "4", MovePolicy.MIGRATE);
        refused(Refused.Kind.NOT_FOUND, "'no such'", "no such", MovePolicy.MIGRATE);
    }

    @ParameterizedTest
    @CsvSource({
        "t,TRAP,mover@1",
        "l,FUEL_EXHAUSTED,mover@1",
        "r,GUEST_ERROR,not today",
        "b,MEMORY_EXCEEDED,at most 16777216 bytes",
        "T,TRAP,mover@2",
        "L,FUEL_EXHAUSTED,mover@2",
        "R,GUEST_ERROR,not today"
    })
    void aGuestThatFailsLeavesItsAgentWhereAndWhatItWas(String how, Outcome outcome, String text) {
        AgentId agent = new AgentId(new FunctionName("mover"), "a");
        runtime.deploy("mover", "mover.wasm", options -> options.fuel(1_000_000));
        runtime.send("mover", "a", how);
        runtime.deploy("mover", "mover.wasm", options -> options.fuel(1_000_001));

        MoveFailed failed = catchThrowableOfType(MoveFailed.class, () -> move(agent));

        assertThat(failed.outcome()).isEqualTo(outcome);
        assertThat(failed).hasMessageContaining(text).hasMessageContaining("mover/a is where and what it was");
        AgentView after = runtime.agents().agent(agent);
        assertThat(after.revision().number()).isEqualTo(1);
        assertThat(after.generation()).isEqualTo(1);
        assertThat(RuntimeFixture.text(runtime.send("mover", "a", "x"))).isEqualTo("2");
        assertThat(move(agent).revision().number()).isEqualTo(2);
    }

    @Test
    void aMigrationEndsAtItsDeadline() {
        AgentId agent = new AgentId(new FunctionName("mover"), "a");
        runtime.deploy("mover", "mover.wasm", options -> options.timeoutMillis(50));
        runtime.send("mover", "a", "l");
        runtime.deploy("mover", "mover.wasm");
        MoveFailed failed = catchThrowableOfType(MoveFailed.class, () -> move(agent));
        assertThat(failed.outcome()).isEqualTo(Outcome.DEADLINE_EXCEEDED);
    }

    @Test
    void aScriptThatRefusesSaysWhy() {
        runtime.deployScript("list", FIRST);
        say("milk");
        runtime.deployScript("list", SECOND.replace("state.map(", "state.entries.map("));
        MoveFailed failed = catchThrowableOfType(MoveFailed.class, () -> move("2", MovePolicy.MIGRATE));
        assertThat(failed.outcome()).isEqualTo(Outcome.GUEST_ERROR);
        assertThat(failed).hasMessageContaining("TypeError").hasMessageContaining("list@2");
        assertThat(say("eggs")).isEqualTo("milk,eggs");
    }

    // ---- several processes

    @Test
    void anotherProcessGoesOnWhereTheAgentIsNow() {
        deployBoth();
        try (RuntimeFixture other = RuntimeFixture.on(store)) {
            assertThat(RuntimeFixture.text(other.send("list", "a", "eggs"))).isEqualTo("milk,bread,eggs");
            assertThat(move("live", MovePolicy.MIGRATE).generation()).isEqualTo(4);
            assertThat(RuntimeFixture.text(other.send("list", "a", "beer")))
                    .as("its warm instance of revision 1 is of no use")
                    .isEqualTo("0=milk,1=bread,2=eggs,3=beer");
            assertThat(say("salt")).endsWith("4=salt");
        }
    }

    @Test
    void aMessageThatAnotherProcessAnsweredMeanwhileGoesAlong() {
        deployBoth();
        runtime.agents().suspend(A, ANY);
        Deed deed = new Deed("store.pack");
        try (RuntimeFixture moving = RuntimeFixture.on(store, world -> world.faults(deed))) {
            assertThat(RuntimeFixture.text(moving.send("list", "a", "eggs"))).isEqualTo("milk,bread,eggs");
            deed.onceDo(() -> assertThat(say("beer")).isEqualTo("milk,bread,eggs,beer"));

            AgentView moved = moving.agents().move(A, "live", MovePolicy.MIGRATE, ANY);

            assertThat(moved.generation()).isEqualTo(5);
            assertThat(say("salt")).isEqualTo("0=milk,1=bread,2=eggs,3=beer,4=salt");
        }
    }

    @Test
    void aConditionalMoveDoesNotTakeAlongWhatItsCallerHasNotSeen() {
        deployBoth();
        runtime.agents().suspend(A, ANY);
        Deed deed = new Deed("store.pack");
        try (RuntimeFixture moving = RuntimeFixture.on(store, world -> world.faults(deed))) {
            RuntimeFixture.text(moving.send("list", "a", "eggs"));
            deed.onceDo(() -> say("beer"));

            Refused refused = catchThrowableOfType(
                    Refused.class,
                    () -> moving.agents().move(A, "live", MovePolicy.MIGRATE, new Precondition.AtVersion(3)));

            assertThat(refused.kind()).isEqualTo(Refused.Kind.PRECONDITION_FAILED);
            assertThat(moving.agents().agent(A).revision().number()).isEqualTo(1);
        }
    }

    // ---- the end of a process

    @ParameterizedTest
    @CsvSource({"store.pack,1", "store.packed,1", "log.claim,1", "log.claimed,2", "log.applied,2"})
    void aProcessThatEndsOnTheWayLeavesTheOneOrTheOther(String step, int revision) {
        deployBoth();
        Deed deed = new Deed(step);
        try (RuntimeFixture dying = RuntimeFixture.on(store, world -> world.faults(deed))) {
            RuntimeFixture.text(dying.send("list", "a", "eggs"));
            deed.onceDo(() -> {
                throw new Death();
            });
            assertThatThrownBy(() -> dying.agents().move(A, "live", MovePolicy.MIGRATE, ANY))
                    .isInstanceOf(Death.class);

            try (RuntimeFixture next = RuntimeFixture.on(store)) {
                assertThat(next.agents().agent(A).revision().number()).isEqualTo(revision);
                assertThat(RuntimeFixture.text(next.send("list", "a", "beer")))
                        .isEqualTo(revision == 1 ? "milk,bread,eggs,beer" : "0=milk,1=bread,2=eggs,3=beer");
            }
        }
    }

    /** The end of a process, as a test sees it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** What happens once at a step. */
    private static final class Deed implements FaultPoints {
        private final String step;
        private final AtomicReference<Optional<Runnable>> deed = new AtomicReference<>(Optional.empty());

        Deed(String step) {
            this.step = step;
        }

        void onceDo(Runnable what) {
            deed.set(Optional.of(what));
        }

        @Override
        public void reach(String reached) {
            if (reached.equals(step)) {
                deed.getAndSet(Optional.empty()).ifPresent(Runnable::run);
            }
        }
    }
}
