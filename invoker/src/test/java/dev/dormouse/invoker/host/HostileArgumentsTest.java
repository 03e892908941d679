package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.dormouse.invoker.host.HostileArguments.Expected;
import dev.dormouse.invoker.host.HostileArguments.Hostile;
import dev.dormouse.invoker.host.HostileArguments.Parameter;
import dev.dormouse.invoker.host.HostileArguments.Subject;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.HostFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every import against every bad argument: it traps or gives a documented error number, and has done nothing. */
class HostileArgumentsTest {
    private static final Map<String, List<Parameter>> TABLE = HostileArguments.table();

    @Test
    void everyImportHasARow() {
        List<HostFunction> functions = TestGuest.extism().idle().host.functions();
        assertThat(new TreeSet<>(TABLE.keySet()))
                .isEqualTo(functions.stream()
                        .map(function -> function.module() + "." + function.name())
                        .collect(Collectors.toCollection(TreeSet::new)));
        for (HostFunction function : functions) {
            assertThat(TABLE.get(function.module() + "." + function.name()))
                    .as(function.name())
                    .hasSameSizeAs(function.parameters());
        }
    }

    @Test
    void noImportIsOfferedTwiceAndWasiIsWhole() {
        List<HostFunction> functions = TestGuest.extism().idle().host.functions();
        assertThat(functions.stream().map(f -> f.module() + "." + f.name())).doesNotHaveDuplicates();
        assertThat(functions.stream().filter(f -> f.module().equals("wasi_snapshot_preview1")))
                .hasSize(46);
    }

    @TestFactory
    Stream<DynamicTest> hostileArgumentsDoNoHarm() {
        return TABLE.entrySet().stream().flatMap(row -> hostileCalls(row.getKey(), row.getValue()));
    }

    private static Stream<DynamicTest> hostileCalls(String function, List<Parameter> parameters) {
        List<DynamicTest> calls = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            int position = i;
            for (Hostile hostile : parameters.get(i).kind().hostile()) {
                calls.add(DynamicTest.dynamicTest(
                        function + ", argument " + position + ": " + hostile.name(),
                        () -> check(function, parameters, position, hostile)));
            }
        }
        return calls.stream();
    }

    private static void check(String function, List<Parameter> parameters, int position, Hostile hostile) {
        Subject subject = new Subject();
        long[] arguments = subject.valid(parameters);
        arguments[position] = hostile.value().applyAsLong(subject);
        String before = subject.state();
        Ending ending = Ending.of(subject.guest, function, arguments);
        switch (hostile.expected()) {
            case TRAP -> assertThat(ending.completion()).isInstanceOf(Completion.Trapped.class);
            case FAILURE ->
                assertThat(ending.failed())
                        .as("it succeeded with %d", ending.result())
                        .isTrue();
            case ANYTHING -> {}
        }
        if (hostile.expected() != Expected.ANYTHING) {
            assertThat(subject.state()).as("state of the host").isEqualTo(before);
        }
        subject.assertUsable();
    }

    @TestFactory
    Stream<DynamicTest> upperHalfOfAnI32IsNotLookedAt() {
        return TestGuest.extism().idle().host.functions().stream()
                .map(function -> DynamicTest.dynamicTest(function.name(), () -> {
                    String name = function.module() + "." + function.name();
                    List<Parameter> parameters = TABLE.getOrDefault(name, List.of());
                    Subject clean = new Subject();
                    Subject dirty = new Subject();
                    long[] arguments = clean.valid(parameters);
                    long[] garbled = dirty.valid(parameters);
                    for (int i = 0; i < garbled.length; i++) {
                        if (function.parameters().get(i) == HostFunction.ValueType.I32) {
                            garbled[i] = (garbled[i] & 0xFFFF_FFFFL) | 0xDEAD_BEEF_0000_0000L;
                        }
                    }
                    assertThat(Ending.of(dirty.guest, name, garbled))
                            .isEqualTo(Ending.of(clean.guest, name, arguments));
                    assertThat(dirty.state()).isEqualTo(clean.state());
                }));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261122})
    void anyArgumentsInAnyOrderEndTheCallOrReturn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<HostFunction> functions = TestGuest.extism().idle().host.functions();
        Subject subject = new Subject();
        for (int step = 0; step < 100_000; step++) {
            HostFunction function = functions.get(random.nextInt(functions.size()));
            long[] arguments = random.longs(function.parameters().size())
                    .map(bits -> hostileNumber(bits, subject))
                    .toArray();
            try {
                function.body().run(subject.guest, arguments);
            } catch (GuestStop stop) {
                if (stop.completion() instanceof Completion.OutOfMemory) {
                    subject.guest.env("reset");
                }
            } catch (RuntimeException | Error e) {
                fail("seed %d, step %d: %s%s".formatted(seed, step, function.name(), List.of(arguments)), e);
            }
        }
    }

    private static long hostileNumber(long bits, Subject subject) {
        int choice = (int) (bits >>> 60);
        return switch (choice) {
            case 0 -> bits;
            case 1 -> (int) bits;
            case 2 -> 1L << (bits & 63);
            case 3 -> -(bits & 0xFF);
            case 4 -> TestGuest.MEMORY_BYTES - (bits & 0x3F);
            case 5, 6 -> subject.text + (bits & 0x3F);
            case 7, 8, 9 -> bits & 0x3;
            default -> bits & 0xFFF;
        };
    }

    /**
     * How a call ended.
     *
     * @param function what was called
     * @param result what it returned
     * @param completion how it stopped; returned if it did not
     */
    private record Ending(String function, long result, Completion completion) {
        static Ending of(TestGuest guest, String function, long[] arguments) {
            try {
                return new Ending(function, guest.call(function, arguments), new Completion.Returned(0));
            } catch (GuestStop stop) {
                return new Ending(function, 0, stop.completion());
            }
        }

        boolean failed() {
            boolean errorNumber = function.startsWith("wasi") && result != Errno.SUCCESS;
            return !(completion instanceof Completion.Returned) || errorNumber;
        }
    }
}
