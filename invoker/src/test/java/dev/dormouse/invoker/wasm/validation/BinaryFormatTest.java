package dev.dormouse.invoker.wasm.validation;

import static dev.dormouse.invoker.wasm.validation.WasmBytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a well-formed and valid module outside function bodies: the reason, the place and the text of each refusal. */
final class BinaryFormatTest {
    private static final String HEADER = "0061736D 01000000";

    private final ModuleValidator validator = new ModuleValidator(ModuleLimits.DEFAULTS);

    record Row(String digits, Reason reason, long offset, String says) {}

    private static Row malformed(String digits, long offset, String says) {
        return new Row(digits, Reason.MALFORMED, offset, says);
    }

    private static Row invalid(String digits, long offset, String says) {
        return new Row(digits, Reason.INVALID, offset, says);
    }

    static List<Row> headers() {
        return List.of(
                malformed("", 0, "Module: a byte is expected and none is left"),
                malformed("0061736D", 4, "none is left"),
                malformed("0161736D 01000000", 0, "begins not as a WebAssembly module"),
                malformed("0061736D 02000000", 4, "begins not as a WebAssembly module of version 1 does"),
                malformed("0061736D 0D000100", 4, "it is a component"),
                malformed("7F454C46 02010100", 0, "begins not as a WebAssembly module"));
    }

    static List<Row> sections() {
        return List.of(
                malformed(HEADER + "01", 9, "none is left"),
                malformed(HEADER + "01 05 00", 9, "section 1 is said to have 5 bytes and 1 are left"),
                malformed(HEADER + "0E 01 00", 8, "no kind of section with the number 14"),
                malformed(HEADER + "03 01 00 01 01 00", 11, "the type section stands behind the function section"),
                malformed(HEADER + "01 01 00 01 01 00", 11, "the type section stands there twice"),
                malformed(HEADER + "0B 01 00 0A 01 00", 11, "the code section stands behind the data section"),
                malformed(HEADER + "0A 01 00 0C 01 00", 11, "the data count section stands behind the code section"),
                malformed(HEADER + "06 01 00 0D 01 00", 11, "the tag section stands behind the global section"),
                malformed(HEADER + "01 02 00 00", 11, "Type section: 1 bytes follow its last entry"),
                malformed(HEADER + "00 00", 10, "none is left"),
                malformed(HEADER + "00 02 02 61", 10, "a name is said to have 2 bytes and 1 are left"),
                malformed(HEADER + "00 02 01 FF", 10, "a name is not UTF-8"));
    }

    static List<Row> numbers() {
        return List.of(
                malformed(HEADER + "01 06 8080808080 00", 10, "a number of 32 bits has more than five bytes"),
                malformed(HEADER + "01 05 8080808010", 10, "an unsigned number has more than 32 bits"),
                malformed(global("7F 00 41 8080808080 0B"), 14, "a number of 32 bits has too many bytes"),
                malformed(global("7F 00 41 8080808010 0B"), 14, "a signed number has more than 32 bits"),
                malformed(global("7F 00 41 FFFFFFFF4F 0B"), 14, "a signed number has more than 32 bits"),
                malformed(global("7E 00 42 80808080808080808002 0B"), 14, "a signed number has more than 64 bits"),
                malformed(global("7E 00 42 FFFFFFFFFFFFFFFFFF7E 0B"), 14, "a signed number has more than 64 bits"),
                malformed(global("7D 00 43 000000"), 14, "4 bytes are expected and 3 are left"),
                malformed(global("7C 00 44 00000000000000"), 14, "8 bytes are expected and 7 are left"));
    }

    /** A global section of one entry. */
    private static String global(String entry) {
        int length = hex(entry).length + 1;
        return HEADER + "06 " + HexFormat.of().toHexDigits((byte) length) + "01" + entry;
    }

    static List<Row> declarations() {
        return List.of(
                malformed(HEADER + "01 02 01 61", 11, "Type 0 (type section): no type begins with the byte 61"),
                malformed(HEADER + "01 05 01 60 01 01 00", 13, "no value type has the code 01"),
                malformed(HEADER + "02 05 01 0000 05 00", 13, "no kind of import with the number 5"),
                invalid(
                        HEADER + "03 02 01 00",
                        11,
                        "Function 0 (function section): type 0 does not exist; there are 0"),
                malformed(HEADER + "04 04 01 7F 00 00", 11, "a reference type is expected and i32 is found"),
                malformed(HEADER + "04 04 01 70 10 00", 12, "limits have no flags 16"),
                invalid(HEADER + "04 05 01 70 01 02 01", 11, "the minimum 2 is more than the maximum 1"),
                invalid(HEADER + "05 06 01 01 00 818004", 11, "a memory has at most 65536 pages, found 0 to 65537"),
                malformed(HEADER + "06 05 01 7F 02 41 00", 12, "a global is constant (0) or mutable (1), found 2"),
                malformed(HEADER + "07 04 01 00 05 00", 12, "no kind of export with the number 5"),
                invalid(HEADER + "07 04 01 00 00 00", 13, "function 0 does not exist; there are 0"),
                invalid(HEADER + "07 04 01 00 02 00", 13, "memory 0 does not exist; there are 0"),
                invalid(HEADER + "05 03 01 00 00 07 07 02 00 02 00 00 02 00", 19, "two exports have the name \"\""),
                invalid(HEADER + "08 01 00", 10, "function 0 does not exist"),
                malformed(HEADER + "0D 03 01 01 00", 11, "a tag has no attribute 1"),
                malformed(HEADER + "0C 01 01", -1, "1 data segments are announced and 0 are there"),
                malformed(
                        HEADER + "01 04 01 60 00 00 03 02 01 00", -1, "1 functions are declared and there is no code"),
                malformed(HEADER + "0A 04 01 02 00 0B", 10, "0 functions are declared and 1 bodies are there"));
    }

    static List<Row> segments() {
        return List.of(
                malformed(HEADER + "09 04 01 08 00 00", 11, "an element segment has no flags 8"),
                malformed(HEADER + "09 04 01 01 01 00", 12, "no kind of element with the number 1"),
                invalid(HEADER + "09 06 01 00 41 00 0B 00", 12, "table 0 does not exist; the module has no table"),
                invalid(
                        HEADER + "04 04 01 6F 00 00 09 06 01 00 41 00 0B 00",
                        17,
                        "a table of externref cannot be filled"),
                invalid(HEADER + "09 05 01 01 00 01 00", 14, "function 0 does not exist"),
                malformed(HEADER + "0B 03 01 03 00", 11, "a data segment has no mode 3"),
                invalid(HEADER + "0B 06 01 00 41 00 0B 00", 11, "memory 0 does not exist; the module has no memory"),
                malformed(HEADER + "0B 03 01 01 01", 12, "a data segment is said to have 1 bytes and 0 are left"));
    }

    static List<Row> constants() {
        return List.of(
                invalid(global("7F 00 0B"), 13, "end takes an operand of type i32 and the stack of its block is empty"),
                invalid(global("7F 00 42 00 0B"), 15, "end takes an operand of type i32 and finds the type i64"),
                invalid(global("7F 00 41 00 41 00 0B"), 17, "1 more operands are on the stack at the end of a block"),
                invalid(global("7F 00 41 00 45 0B"), 15, "i32.eqz is not allowed in a constant expression"),
                invalid(global("7F 00 23 00 0B"), 14, "global 0 does not exist"),
                invalid(HEADER + "06 0B 02 7F 01 41 00 0B 7F 00 23 00 0B", 18, "reads a global that is mutable"),
                invalid(global("70 00 D2 00 0B"), 14, "function 0 does not exist"),
                malformed(global("7F 00 41 00"), 15, "none is left"));
    }

    @ParameterizedTest
    @MethodSource({"headers", "sections", "numbers", "declarations", "segments", "constants"})
    void refusesWithReasonPlaceAndText(Row row) {
        assertThatThrownBy(() -> validator.validate(hex(row.digits)))
                .isInstanceOfSatisfying(ModuleRefused.class, refused -> {
                    assertThat(refused.getMessage()).contains(row.says);
                    assertThat(refused.reason()).isEqualTo(row.reason);
                    assertThat(refused.offset()).isEqualTo(row.offset);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00 01 00",
                "01 08 81808080 00 60 00 00",
                "01 01 00 02 01 00 03 01 00 04 01 00 05 01 00 06 01 00 07 01 00 09 01 00 0A 01 00 0B 01 00",
                "00 04 03 616263 01 01 00 00 04 03 616263",
                "06 0B 02 7F 00 41 00 0B 7F 00 23 00 0B",
                "06 0A 01 7F 00 41 FFFFFFFF 7F 0B",
                "06 0A 01 7F 00 41 80808080 78 0B",
                "06 0A 01 7F 00 41 FFFFFFFF 07 0B"
            })
    void acceptsWhatTheSpecificationAllows(String sections) throws ModuleRefused {
        assertThat(validator.validate(hex(HEADER + sections)).summary()).isNotNull();
    }

    @Test
    void refusesImportsWhoseNamesNoHostFunctionHas() {
        byte[] module = new ModuleWriter()
                .emptyType()
                .importFunction("h\u00F6st", "f", 0)
                .toBytes();
        assertThatThrownBy(() -> validator.validate(module))
                .isInstanceOfSatisfying(
                        ModuleRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.IMPORT))
                .hasMessageStartingWith("Import 0 (import section): the host has no function with a name");
    }

    @Test
    void refusesEveryPrefixOfAModule() throws ModuleRefused {
        byte[] module = RealModules.upTo(1_000).getFirst();
        int accepted = 0;
        for (int length = 0; length < module.length; length++) {
            try {
                validator.validate(Arrays.copyOf(module, length));
                accepted++;
            } catch (ModuleRefused refused) {
                assertThat(refused.offset()).isLessThanOrEqualTo(length);
            }
        }
        assertThat(accepted)
                .as("prefixes that end where all that follows is optional")
                .isLessThan(10);
    }
}
