package dev.dormouse.invoker.wasm.validation;

import static dev.dormouse.invoker.wasm.validation.ModuleWriter.EXTERNREF;
import static dev.dormouse.invoker.wasm.validation.ModuleWriter.I32;
import static dev.dormouse.invoker.wasm.validation.ModuleWriter.I64;
import static dev.dormouse.invoker.wasm.validation.WasmBytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Type checking of bodies: each body is the second function of the same module, which has one of everything. */
final class FunctionBodyTest {
    private final ModuleValidator validator = new ModuleValidator(ModuleLimits.DEFAULTS);

    record Row(String body, Reason reason, String says) {}

    private static Row invalid(String body, String says) {
        return new Row(body, Reason.INVALID, says);
    }

    private static Row malformed(String body, String says) {
        return new Row(body, Reason.MALFORMED, says);
    }

    /** Types 0: () -> (), 1: (i32, i64) -> (i32), 2: () -> (i32, i64), 3: (i32) -> (i32); the body is of type 0. */
    private static ModuleWriter module(String body) {
        return new ModuleWriter()
                .emptyType()
                .type(new int[] {I32, I64}, new int[] {I32})
                .type(new int[0], new int[] {I32, I64})
                .type(new int[] {I32}, new int[] {I32})
                .importFunction("m", "f", 1)
                .table(1)
                .entry(Section.TABLE, new WasmBytes().raw(EXTERNREF, 0, 1).toBytes())
                .memory(1)
                .entry(Section.TAG, hex("00 00"))
                .global(I32, false, hex("4100 0B"))
                .global(I64, true, hex("4200 0B"))
                .section(Section.DATA_COUNT, hex("01"))
                .entry(Section.DATA, hex("01 00"))
                .entry(Section.ELEMENT, hex("01 00 01 00"))
                .function(0, hex("02 01 7F 01 7E"), hex(body));
    }

    static List<Row> control() {
        return List.of(
                malformed("01", "Function 1 (code section): a byte is expected and none is left"),
                malformed("0B 01", "1 bytes follow the end of the body"),
                malformed("05 0B", "else stands outside an if"),
                malformed("02 40 05 0B 0B", "else stands outside an if"),
                invalid("41 00 0B", "1 more operands are on the stack at the end of a block than it leaves"),
                invalid("02 7F 0B 1A 0B", "end takes an operand of type i32 and the stack of its block is empty"),
                invalid("41 00 04 7F 41 00 0B 1A 0B", "an if without an else takes what it leaves"),
                invalid("04 40 0B 0B", "if takes an operand of type i32 and the stack of its block is empty"),
                invalid("41 00 02 40 1A 0B 0B", "drop takes an operand and the stack of its block is empty"),
                invalid("02 04 0B 0B", "type 4 does not exist; there are 4"),
                invalid("02 03 0B 1A 0B", "block takes an operand of type i32"),
                invalid("0C 01 0B", "label 1 does not exist; 1 blocks are open"),
                invalid("02 7F 0C 00 0B 1A 0B", "br takes an operand of type i32"),
                invalid("02 7F 42 00 0C 00 0B 1A 0B", "br takes an operand of type i32 and finds the type i64"),
                invalid("02 7F 41 00 0D 00 0B 1A 0B", "br_if takes an operand of type i32"),
                invalid("02 7F 41 00 41 00 0E 01 00 01 0B 1A 0B", "the targets of a br_table take 1 and 0 operands"),
                invalid("02 7F 41 00 0E 01 00 00 0B 1A 0B", "br_table takes the operands (i32)"),
                invalid("02 7F 42 00 41 00 0E 01 00 00 0B 1A 0B", "br_table takes an operand of type i32 and finds"));
    }

    static List<Row> calls() {
        return List.of(
                invalid("10 02 0B", "function 2 does not exist; there are 2"),
                invalid("41 00 10 00 1A 0B", "call takes an operand of type i64 and finds the type i32"),
                invalid("41 00 11 09 00 0B", "type 9 does not exist"),
                invalid("41 00 11 00 02 0B", "table 2 does not exist"),
                invalid("41 00 11 00 01 0B", "an indirect call needs a table of funcref"),
                invalid("12 00 0B", "a tail call leaves (i32) and its function leaves ()"),
                invalid("08 01 0B", "tag 1 does not exist"),
                invalid("02 7F 1F 40 01 00 00 00 0B 41 00 0B 1A 0B", "a catch leaves () and its label takes (i32)"),
                malformed("02 40 1F 40 01 04 00 0B 0B 0B", "no catch clause has the kind 4"));
    }

    static List<Row> values() {
        return List.of(
                invalid("20 02 1A 0B", "local 2 does not exist; there are 2"),
                invalid("20 01 21 00 0B", "local.set takes an operand of type i32 and finds the type i64"),
                invalid("41 00 24 00 0B", "global.set aims at a global that is constant"),
                invalid("41 00 24 01 0B", "global.set takes an operand of type i64 and finds the type i32"),
                invalid("41 00 42 00 6A 1A 0B", "i32.add takes an operand of type i32 and finds the type i64"),
                invalid("41 00 42 00 41 00 1B 1A 0B", "select without a type takes two numbers of one type"),
                invalid("D0 70 D0 70 41 00 1B 1A 0B", "select without a type takes two numbers of one type"),
                invalid("41 00 41 00 41 00 1C 02 7F 7F 1A 0B", "a select names one type, this one names 2"),
                invalid("41 00 D1 1A 0B", "ref.is_null takes a reference and finds the type i32"),
                invalid("D2 01 1A 0B", "ref.func names function 1, which no segment, global or export names"));
    }

    static List<Row> memoryAndTables() {
        return List.of(
                invalid("41 00 28 03 00 1A 0B", "the alignment 2^3 of i32.load is more than its natural one, 2^2"),
                invalid("41 00 FC 08 00 00 0B", "memory.init takes an operand of type i32"),
                invalid("FC 09 01 0B", "data segment 1 does not exist; there are 1"),
                invalid("FC 0D 01 0B", "element segment 1 does not exist; there are 1"),
                invalid("41 00 41 00 41 00 FC 0C 00 01 0B", "a table of externref cannot be filled with funcref"),
                invalid("41 00 41 00 41 00 FC 0E 00 01 0B", "a table of funcref cannot be filled with externref"),
                invalid(
                        "41 00 D0 6F 26 00 0B",
                        "table.set takes an operand of type funcref and finds the type externref"),
                invalid("D0 70 41 00 FC 0F 01 1A 0B", "table.grow takes an operand of type externref"),
                malformed("FC 99 01 0B", "no instruction has the code fc99"),
                malformed("FF 0B", "no instruction has the code ff"));
    }

    @ParameterizedTest
    @MethodSource({"control", "calls", "values", "memoryAndTables"})
    void refusesBodiesThatAreNotValid(Row row) {
        assertThatThrownBy(() -> validator.validate(module(row.body).toBytes()))
                .isInstanceOfSatisfying(ModuleRefused.class, refused -> {
                    assertThat(refused.getMessage()).contains(row.says).startsWith("Function 1 (code section): ");
                    assertThat(refused.reason()).isEqualTo(row.reason);
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0B",
                "00 6A 1A 0B",
                "00 1B D1 1A 0B",
                "02 40 0C 00 6A 1A 0B 0B",
                "41 00 02 03 0B 1A 0B",
                "02 02 41 00 42 00 0B 1A 1A 0B",
                "41 00 04 7F 41 00 05 41 01 0B 1A 0B",
                "41 00 41 00 04 03 0B 1A 0B",
                "03 40 41 00 0D 00 0B 0B",
                "02 7F 41 00 41 00 0E 02 00 00 00 0B 1A 0B",
                "41 00 42 00 10 00 1A 0B",
                "41 00 11 00 00 0B",
                "41 00 13 00 00 0B",
                "02 40 1F 40 02 00 00 00 02 00 08 00 0B 0B 0B",
                "20 01 24 01 23 00 21 00 0B",
                "D0 6F D0 6F 41 00 1C 01 6F 1A 0B",
                "D2 00 D1 1A 0B",
                "41 00 41 00 41 00 FC 08 00 00 FC 09 00 0B",
                "41 00 41 00 41 00 FC 0C 00 00 FC 0D 00 0B",
                "41 00 41 00 41 00 FC 0A 00 00 0B",
                "41 00 D0 6F 41 00 FC 11 01 FC 10 01 1A 0B",
                "3F 80 00 40 00 1A 0B"
            })
    void acceptsValidBodies(String body) throws ModuleRefused {
        assertThat(validator.validate(module(body).toBytes()).summary().functions())
                .isEqualTo(1);
    }

    @Test
    void refusesMemoryInstructionsWithoutAMemory() {
        for (String body : List.of("41 00 28 02 00 1A 0B", "3F 00 1A 0B", "41 00 41 00 41 00 FC 0B 00 0B")) {
            byte[] module =
                    new ModuleWriter().emptyType().function(0, hex(body)).toBytes();
            assertThatThrownBy(() -> validator.validate(module))
                    .isInstanceOf(ModuleRefused.class)
                    .hasMessageContaining("memory 0 does not exist; the module has no memory");
        }
    }

    @Test
    void refusesDataInstructionsWithoutADataCount() {
        byte[] module =
                new ModuleWriter().emptyType().function(0, hex("FC 09 00 0B")).toBytes();
        assertThatThrownBy(() -> validator.validate(module))
                .isInstanceOf(ModuleRefused.class)
                .hasMessageContaining("there is no data count section");
    }

    @Test
    void namesTheFunctionByTheAuthorsNameWhereThereIsOne() {
        byte[] names = hex("00 02 01 6D 01 0A 02 00 01 66 01 04 6D61696E");
        byte[] module = module("41 00 0B").custom("name", names).toBytes();
        assertThatThrownBy(() -> validator.validate(module))
                .hasMessageStartingWith("Function 1 \"main\" (code section): ");
    }

    @Test
    void namesThatCannotBeReadAreNoReasonToRefuse() throws ModuleRefused {
        for (String names : List.of("", "01", "01 05 02", "01 FF FF FF FF 0F", "01 03 01 01 7F", "00 7F")) {
            byte[] module = module("0B").custom("name", hex(names)).toBytes();
            assertThat(validator.validate(module).functionName(1)).isEmpty();
        }
    }
}
