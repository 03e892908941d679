package dev.dormouse.invoker.wasm;

import static dev.dormouse.invoker.wasm.Guests.LIMITS;
import static dev.dormouse.invoker.wasm.Guests.plenty;
import static dev.dormouse.invoker.wasm.Guests.returned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.wasm.HostFunction.ValueType;
import dev.dormouse.snapshot.InstanceImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResumeTest {
    private static final HostFunction NOTE =
            new HostFunction("host", "note", List.of(ValueType.I64), List.of(ValueType.I64), (call, arguments) -> {
                @SuppressWarnings("unchecked")
                List<Long> notes = (List<Long>) call.context();
                notes.add(arguments[0]);
                return arguments[0] ^ 1;
            });

    private CompiledModule module;
    private Instance first;
    private final List<Long> notes = new ArrayList<>();

    @BeforeEach
    void start() {
        module = Guests.load("state", NOTE);
        first = module.instantiate(notes, LIMITS, Guests.memory());
        returned(first.start(plenty()));
    }

    @Test
    void resumedInstancesGoOnExactlyWhereTheImageWasTaken() {
        steps(first, 3);
        InstanceImage image = first.capture(Map.of());
        List<Long> expected = steps(first, 6);

        for (int i = 0; i < 3; i++) {
            assertThat(steps(module.resume(image, new ArrayList<>(), LIMITS, Guests.memory()), 6))
                    .isEqualTo(expected);
        }
    }

    private static List<Long> steps(Instance instance, int count) {
        List<Long> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(returned(instance.call("step", plenty())));
        }
        return answers;
    }

    @Test
    void everyStepAnswersSomethingElse() {
        assertThat(steps(first, 6)).doesNotHaveDuplicates();
    }

    @Test
    void startFunctionRunsOnceAndNotAgainOnResume() {
        Instance resumed = module.resume(first.capture(Map.of()), notes, LIMITS, Guests.memory());

        assertThat(returned(resumed.call("starts", plenty()))).isEqualTo(1);
    }

    @Test
    void hostFunctionsFindTheContextOfTheInstanceThatCalls() {
        List<Long> others = new ArrayList<>();
        Instance resumed = module.resume(first.capture(Map.of()), others, LIMITS, Guests.memory());

        returned(resumed.call("step", plenty()));

        assertThat(others).hasSize(1);
        assertThat(notes).isEmpty();
        assertThat(resumed.context()).isSameAs(others);
    }

    @Test
    void constantGlobalsKeepTheirValue() {
        Instance resumed = module.resume(first.capture(Map.of()), notes, LIMITS, Guests.memory());

        assertThat(returned(resumed.call("constant", plenty()))).isEqualTo(42);
    }

    @Test
    void passiveSegmentsAreThereAfterResume() {
        Instance resumed = module.resume(first.capture(Map.of()), notes, LIMITS, Guests.memory());

        assertThat(returned(resumed.call("init_data", plenty()))).isEqualTo(0x2065766973736170L);
        assertThat(returned(resumed.call("init_elements", plenty()))).isEqualTo(3);
    }

    @Test
    void droppedSegmentsStayDropped() {
        returned(first.call("drop_data", plenty()));
        returned(first.call("drop_elements", plenty()));
        InstanceImage image = first.capture(Map.of());

        assertThat(module.resume(image, notes, LIMITS, Guests.memory()).call("init_data", plenty()))
                .isInstanceOf(Completion.Trapped.class);
        assertThat(module.resume(image, notes, LIMITS, Guests.memory()).call("init_elements", plenty()))
                .isInstanceOf(Completion.Trapped.class);
        assertThat(module.resume(image, notes, LIMITS, Guests.memory())
                        .capture(Map.of())
                        .droppedData())
                .isEqualTo(image.droppedData());
    }

    @Test
    void variablesTravelWithTheImage() {
        byte[] value = {1, 2, 3};

        assertThat(first.capture(Map.of("name", value)).variables()).containsEntry("name", value);
    }

    @Test
    void resumedInstanceOwnsNothingUntilItWrites() {
        steps(first, 2);
        Instance resumed = module.resume(first.capture(Map.of()), notes, LIMITS, Guests.memory());
        assertThat(resumed.dirtyGranules()).isZero();

        returned(resumed.call("init_data", plenty()));

        assertThat(resumed.dirtyGranules()).isEqualTo(1);
    }

    @Test
    void captureLeavesTheInstanceRunningOnSharedGranules() {
        steps(first, 1);
        InstanceImage before = first.capture(Map.of());
        List<Long> expected = steps(module.resume(before, new ArrayList<>(), LIMITS, Guests.memory()), 2);
        assertThat(first.dirtyGranules()).isZero();

        steps(first, 4);

        assertThat(steps(module.resume(before, new ArrayList<>(), LIMITS, Guests.memory()), 2))
                .isEqualTo(expected);
    }
}
