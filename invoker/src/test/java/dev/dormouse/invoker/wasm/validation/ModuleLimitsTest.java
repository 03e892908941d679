package dev.dormouse.invoker.wasm.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ModuleLimitsTest {
    private final ModuleValidator validator = new ModuleValidator(ModuleLimits.DEFAULTS);

    @ParameterizedTest
    @EnumSource(Limit.class)
    void acceptsOneLessThanEachLimit(Limit limit) throws ModuleRefused {
        assertThat(validator.validate(LimitCases.module(limit, limit.defaultValue() - 1)))
                .isNotNull();
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void acceptsEachLimit(Limit limit) throws ModuleRefused {
        assertThat(validator.validate(LimitCases.module(limit, limit.defaultValue())))
                .isNotNull();
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void refusesOneMoreThanEachLimitAndNamesIt(Limit limit) {
        byte[] module = LimitCases.module(limit, limit.defaultValue() + 1);
        assertThatThrownBy(() -> validator.validate(module))
                .isInstanceOfSatisfying(
                        ModuleRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(ModuleRefused.Reason.LIMIT))
                .hasMessageContaining("at most " + limit.defaultValue() + " " + limit.subject())
                .hasMessageContaining("\"" + limit.key() + "\"");
    }

    @ParameterizedTest
    @EnumSource(Limit.class)
    void anOperatorCanLowerEachLimit(Limit limit) {
        ModuleLimits lowered = ModuleLimits.DEFAULTS.with(limit, limit.defaultValue() / 2 - 1);
        byte[] module = LimitCases.module(limit, limit.defaultValue());
        assertThatThrownBy(() -> new ModuleValidator(lowered).validate(module))
                .isInstanceOf(ModuleRefused.class)
                .hasMessageContaining("\"" + limit.key() + "\"");
    }

    @Test
    void defaultsAreThoseOfTheDocument() {
        String defaults = Stream.of(Limit.values())
                .map(limit -> limit.key() + " " + ModuleLimits.DEFAULTS.of(limit))
                .collect(Collectors.joining("\n"));
        assertThat(defaults).isEqualTo("""
                moduleBytes 67108864
                nameBytes 4096
                types 20000
                parameters 128
                results 128
                imports 1000
                functions 100000
                tables 16
                tableEntries 1000000
                memoryPages 16384
                tags 1000
                globals 10000
                constantInstructions 100
                exports 10000
                elementSegments 10000
                elements 1000000
                dataSegments 100000
                bodyBytes 1048576
                locals 10000
                totalLocals 2000000
                nesting 4096
                operands 10000
                branchTargets 65520
                totalBranchTargets 2000000
                stepsPerByte 16""");
    }

    @Test
    void refusesSettingsThatLackALimit() {
        Map<Limit, Integer> incomplete = new EnumMap<>(ModuleLimits.DEFAULTS.values());
        incomplete.remove(Limit.TAGS);
        assertThatThrownBy(() -> new ModuleLimits(incomplete))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tags");
    }

    @Test
    void refusesNegativeSettings() {
        assertThatThrownBy(() -> ModuleLimits.DEFAULTS.with(Limit.TAGS, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tags is -1");
    }
}
