package dev.dormouse.invoker.wasm.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.validation.HostileModules.Expectation;
import dev.dormouse.invoker.wasm.validation.HostileModules.HostileModule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HostileModulesTest {
    private final ModuleValidator validator = new ModuleValidator(ModuleLimits.DEFAULTS);

    static List<HostileModule> refused() {
        return HostileModules.expecting(Expectation.REFUSED);
    }

    static Stream<HostileModule> accepted() {
        return HostileModules.all().stream().filter(module -> module.expectation() != Expectation.REFUSED);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesHostileModules(HostileModule module) {
        assertThatThrownBy(() -> validator.validate(module.bytes()))
                .isInstanceOf(ModuleRefused.class)
                .hasMessageContaining(module.says());
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsModulesThatAreHostileOnlyWhenTheyRun(HostileModule module) throws ModuleRefused {
        ModuleSummary summary = validator.validate(module.bytes()).summary();
        assertThat(summary.exports())
                .anySatisfy(export -> assertThat(export.name()).isEqualTo("handle"));
    }

    @Test
    void everyHostileModuleHasItsOwnName() {
        assertThat(HostileModules.names()).doesNotHaveDuplicates().hasSizeGreaterThan(60);
    }
}
