package dev.dormouse.invoker.wasm.validation;

import static dev.dormouse.invoker.wasm.validation.ModuleWriter.F64;
import static dev.dormouse.invoker.wasm.validation.ModuleWriter.I32;
import static dev.dormouse.invoker.wasm.validation.ModuleWriter.I64;
import static dev.dormouse.invoker.wasm.validation.WasmBytes.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.validation.ModuleSummary.Export;
import dev.dormouse.invoker.wasm.validation.ModuleSummary.ExternalKind;
import dev.dormouse.invoker.wasm.validation.ModuleSummary.Import;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ValidatedModuleTest {
    private final ModuleValidator validator = new ModuleValidator(ModuleLimits.DEFAULTS);

    private static ModuleWriter module() {
        return new ModuleWriter()
                .emptyType()
                .type(new int[] {I32, I64}, new int[] {F64})
                .importFunction("extism:host/env", "alloc", 1)
                .function(0, hex("0B"))
                .entry(Section.TABLE, hex("70 01 02 10"))
                .entry(Section.MEMORY, hex("01 03 20"))
                .global(I64, true, hex("4200 0B"))
                .exportFunction("handle", 1)
                .exportFunction("again", 0)
                .export("memory", 2, 0)
                .start(1);
    }

    @Test
    void summaryTellsWhatTheModuleDeclares() throws ModuleRefused {
        ModuleSummary summary = validator.validate(module().toBytes()).summary();
        FunctionType wide = new FunctionType(List.of(ValueType.I32, ValueType.I64), List.of(ValueType.F64));
        assertThat(summary.imports()).containsExactly(new Import("extism:host/env", "alloc", wide));
        assertThat(summary.exports())
                .containsExactly(
                        new Export("handle", ExternalKind.FUNCTION, 1, Optional.of(FunctionType.EMPTY)),
                        new Export("again", ExternalKind.FUNCTION, 0, Optional.of(wide)),
                        new Export("memory", ExternalKind.MEMORY, 0, Optional.empty()));
        assertThat(summary.types()).isEqualTo(2);
        assertThat(summary.functions()).isEqualTo(1);
        assertThat(summary.tables()).containsExactly(new TableType(ValueType.FUNCREF, 2, OptionalLong.of(16)));
        assertThat(summary.memory()).contains(new MemoryType(3, OptionalLong.of(32)));
        assertThat(summary.globals()).containsExactly(new GlobalType(ValueType.I64, true));
        assertThat(summary.startFunction()).isEqualTo(OptionalInt.of(1));
        assertThat(summary.sectionBytes())
                .isEqualTo(Map.of(
                        Section.TYPE, 10,
                        Section.IMPORT, 25,
                        Section.FUNCTION, 2,
                        Section.TABLE, 5,
                        Section.MEMORY, 4,
                        Section.GLOBAL, 6,
                        Section.EXPORT, 27,
                        Section.START, 1,
                        Section.CODE, 4));
        assertThat(summary.customBytes()).isZero();
    }

    @Test
    void typesReadLikeTheTextFormat() {
        assertThat(new FunctionType(List.of(ValueType.I32, ValueType.FUNCREF), List.of()))
                .hasToString("(i32, funcref) -> ()");
    }

    @Test
    void customSectionsAreTakenOut() throws ModuleRefused {
        byte[] plain = module().toBytes();
        byte[] decorated = module().custom("name", hex("01 04 01 01 01 78"))
                .custom("producers", new byte[1000])
                .toBytes();
        ValidatedModule validated = validator.validate(decorated);
        assertThat(validated.toBytes()).isEqualTo(plain);
        assertThat(validated.summary().customBytes()).isEqualTo(1000 + 10 + 6 + 5);
        assertThat(validated.functionName(1)).isEqualTo("x");
        assertThat(validated.functionName(0)).isEmpty();
    }

    @Test
    void customSectionsBetweenOthersAreTakenOut() throws ModuleRefused {
        byte[] module = hex("0061736D01000000 00 02 01 61 01 04 01 60 00 00 00 02 01 62 03 01 00");
        assertThat(validator.validate(module).toBytes()).isEqualTo(hex("0061736D01000000 01 04 01 60 00 00 03 01 00"));
    }

    @Test
    void whatTheCallerDoesToItsArrayLaterDoesNotMatter() throws ModuleRefused {
        byte[] module = module().toBytes();
        byte[] before = module.clone();
        ValidatedModule validated = validator.validate(module);
        module[20] ^= 1;
        validated.toBytes()[20] ^= 1;
        assertThat(validated.toBytes()).isEqualTo(before);
    }

    @Test
    void validatingTwiceGivesTheSame() throws ModuleRefused {
        for (byte[] module : RealModules.upTo(100_000)) {
            ValidatedModule once = validator.validate(module);
            ValidatedModule twice = validator.validate(once.toBytes());
            assertThat(twice.toBytes()).isEqualTo(once.toBytes());
            assertThat(twice.summary().features()).isEqualTo(once.summary().features());
        }
    }

    @Test
    void aNameSectionOfManyMebibytesIsNotKept() throws ModuleRefused {
        WasmBytes names = new WasmBytes().raw(0x01).unsigned(FunctionNames.MAX_BYTES);
        names.unsigned(1).unsigned(1).name("x").repeat(0, FunctionNames.MAX_BYTES - 4);
        byte[] module = module().custom("name", names.toBytes()).toBytes();
        assertThat(validator.validate(module).functionName(1)).isEmpty();
    }
}
