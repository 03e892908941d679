package dev.dormouse.invoker.wasm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.dormouse.invoker.wasm.ModuleRefused;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What validating costs: heap in each build; processor time with the soak tests, because others may use the processor. */
final class ModuleValidatorCostTest {
    private static final long FREE_BYTES = 64L << 20;
    private static final int BYTES_PER_BYTE = 20;
    private static final long NANOS_PER_BYTE = 200;
    private static final long FREE_NANOS = 100_000_000;

    private final ModuleValidator validator = new ModuleValidator(ModuleLimits.DEFAULTS);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    record Subject(String name, Supplier<byte[]> bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Subject> subjects() {
        Stream<Subject> limits = Stream.of(Limit.values())
                .map(limit -> new Subject(limit.key(), () -> LimitCases.module(limit, limit.defaultValue())));
        Stream<Subject> hostile =
                HostileModules.all().stream().map(module -> new Subject(module.name(), module::bytes));
        Stream<Subject> real = RealModules.all().stream()
                .map(file -> new Subject(file.getFileName().toString(), () -> RealModules.read(file)));
        return Stream.of(limits, hostile, real).flatMap(stream -> stream);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void allocatesInProportionToTheModule(Subject subject) {
        byte[] module = subject.bytes.get();
        long before = threads.getCurrentThreadAllocatedBytes();
        validate(module);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(allocated).isLessThan(FREE_BYTES + (long) BYTES_PER_BYTE * module.length);
    }

    @ParameterizedTest
    @MethodSource("subjects")
    @Tag("soak")
    void takesAtMostTwoHundredMillisecondsOfProcessorPerMegabyte(Subject subject) {
        byte[] module = subject.bytes.get();
        long before = threads.getCurrentThreadCpuTime();
        validate(module);
        long nanos = threads.getCurrentThreadCpuTime() - before;
        System.err.println(subject + ": " + nanos / 1_000 + " us for " + module.length + " bytes");
        assertThat(nanos).isLessThan(FREE_NANOS + NANOS_PER_BYTE * module.length);
    }

    private void validate(byte[] module) {
        try {
            assertThat(validator.validate(module)).isNotNull();
        } catch (ModuleRefused refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}
