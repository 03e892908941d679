package dev.dormouse.invoker.wasm.validation;

import static dev.dormouse.invoker.wasm.validation.ModuleWriter.F64;
import static dev.dormouse.invoker.wasm.validation.ModuleWriter.I32;
import static dev.dormouse.invoker.wasm.validation.WasmBytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which parts of WebAssembly are accepted and reported, and which are refused by name. */
final class FeaturesTest {
    /** Header, type section, function section, code section up to the locals, and one nop. */
    private static final int INSTRUCTION_START = 8 + 6 + 4 + 5 + 1;

    private final ModuleValidator validator = new ModuleValidator(ModuleLimits.DEFAULTS);

    static Stream<Feature> accepted() {
        return Arrays.stream(Feature.values()).filter(Feature::isAccepted);
    }

    static Stream<Feature> refused() {
        return Arrays.stream(Feature.values()).filter(feature -> !feature.isAccepted());
    }

    static List<String> refusedInstructions() throws IOException {
        try (InputStream table =
                Objects.requireNonNull(RefusedInstructions.class.getResourceAsStream("refused-instructions.txt"))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void acceptsAndReports(Feature feature) throws ModuleRefused {
        assertThat(validator.validate(using(feature)).summary().features()).contains(feature);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesAndSaysWhatToDo(Feature feature) {
        byte[] module = using(feature);
        assertThatThrownBy(() -> validator.validate(module))
                .isInstanceOfSatisfying(
                        ModuleRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.UNSUPPORTED))
                .hasMessageContaining(
                        " needs " + feature.title() + ", which this runtime does not run. " + feature.remedy());
    }

    @Test
    void reportsNoFeaturesOfAModuleOfTheFirstVersion() throws ModuleRefused {
        byte[] module = new ModuleWriter()
                .emptyType()
                .table(1)
                .memory(1)
                .function(0, hex("41 00 11 00 00 0B"))
                .toBytes();
        assertThat(validator.validate(module).summary().features()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("refusedInstructions")
    void refusesTheInstructionByNameAtItsPlace(String line) {
        String[] fields = line.split(" ", -1);
        byte[] module =
                function(new WasmBytes().raw(0x01).raw(encoded(fields[0])).repeat(0, 20));
        assertThatThrownBy(() -> validator.validate(module))
                .isInstanceOfSatisfying(ModuleRefused.class, refused -> {
                    assertThat(refused.reason()).isEqualTo(Reason.UNSUPPORTED);
                    assertThat(refused.offset()).isEqualTo(INSTRUCTION_START);
                })
                .hasMessageStartingWith("Function 0 (code section): the instruction " + fields[2] + " needs "
                        + Feature.valueOf(fields[1]).title());
    }

    @Test
    void namesEachCodeOnce() throws IOException {
        Set<String> codes = new HashSet<>();
        refusedInstructions()
                .forEach(line ->
                        assertThat(codes.add(line.split(" ", -1)[0])).as(line).isTrue());
        for (Instruction instruction : Instruction.values()) {
            assertThat(codes)
                    .doesNotContain(
                            HexFormat.of().toHexDigits(instruction.code()).replaceFirst("^0+(?=..)", ""));
        }
    }

    private static byte[] encoded(String code) {
        if (code.length() == 2) {
            return hex(code);
        }
        return new WasmBytes()
                .raw(hex(code.substring(0, 2)))
                .unsigned(Integer.parseInt(code.substring(2), 16))
                .toBytes();
    }

    private static byte[] function(WasmBytes instructions) {
        return new ModuleWriter()
                .emptyType()
                .function(0, instructions.raw(0x0B).toBytes())
                .toBytes();
    }

    private static byte[] function(String instructions) {
        return new ModuleWriter()
                .emptyType()
                .memory(1)
                .table(1)
                .entry(Section.TAG, hex("00 00"))
                .section(Section.DATA_COUNT, hex("00"))
                .function(0, hex(instructions + "0B"))
                .toBytes();
    }

    private static byte[] section(Section section, String content) {
        return new ModuleWriter().emptyType().section(section, hex(content)).toBytes();
    }

    /** A module that uses the feature; without a case for each this does not compile. */
    private static byte[] using(Feature feature) {
        return switch (feature) {
            case MUTABLE_GLOBALS ->
                new ModuleWriter()
                        .global(I32, true, hex("4100 0B"))
                        .export("g", 3, 0)
                        .toBytes();
            case SIGN_EXTENSION -> function("41 00 C0 1A");
            case SATURATING_CONVERSIONS -> function("43 00000000 FC 00 1A");
            case MULTI_VALUE ->
                new ModuleWriter().type(new int[0], new int[] {F64, I32}).toBytes();
            case BULK_MEMORY -> function("41 00 41 00 41 00 FC 0B 00");
            case REFERENCE_TYPES -> function("D0 6F 1A");
            case TAIL_CALLS -> function("12 00");
            case EXTENDED_CONSTANTS ->
                new ModuleWriter().global(I32, false, hex("4100 4100 6A 0B")).toBytes();
            case EXCEPTIONS -> function("08 00");
            case EXCEPTION_REFERENCES -> function("02 69 00 0B 1A");
            case LEGACY_EXCEPTIONS -> function("06 40 19 0B");
            case SIMD -> section(Section.GLOBAL, "01 7B 00 FD 0C");
            case RELAXED_SIMD -> function("FD 80 02");
            case THREADS -> section(Section.MEMORY, "01 03 00 01");
            case GARBAGE_COLLECTION -> section(Section.GLOBAL, "01 6E 00 D0 6E 0B");
            case TYPED_REFERENCES -> section(Section.GLOBAL, "01 63 70 00 D0 70 0B");
            case MEMORY64 -> section(Section.MEMORY, "01 05 00 01");
            case MULTI_MEMORY -> function("3F 01 1A");
            case WIDE_ARITHMETIC -> function("FC 13");
            case STACK_SWITCHING -> function("E2 00");
            case CUSTOM_PAGE_SIZES -> section(Section.MEMORY, "01 08 00 00");
            case IMPORTED_STATE -> section(Section.IMPORT, "01 01 65 01 67 03 7F 00");
        };
    }

    @Test
    void refusesEveryWayToNameASecondMemory() {
        for (String body : List.of("41 00 28 42 01 00 1A", "40 01", "FC 0A 00 01", "FC 0A 01 00", "FC 0B 01")) {
            byte[] module = function(body);
            assertThatThrownBy(() -> validator.validate(module))
                    .isInstanceOf(ModuleRefused.class)
                    .hasMessageContaining("more than one memory");
        }
    }

    @Test
    void refusesATagThatIsImported() {
        byte[] module = section(Section.IMPORT, "01 01 65 01 74 04 00 00");
        assertThatThrownBy(() -> validator.validate(module))
                .isInstanceOf(ModuleRefused.class)
                .hasMessageContaining("the import of a tag \"e.t\"");
    }
}
