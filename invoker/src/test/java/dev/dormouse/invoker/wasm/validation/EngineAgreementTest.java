package dev.dormouse.invoker.wasm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import run.endive.wasm.Parser;
import run.endive.wasm.types.OpCode;

/**
 * The validator beside the engine's own parser and validator: what we accept, it accepts.
 *
 * <p>The other way round there is one known difference: the engine takes bodies with an end too few or too many, which
 * the specification calls malformed.
 */
final class EngineAgreementTest {
    private final ModuleValidator validator = new ModuleValidator(ModuleLimits.DEFAULTS);

    @Test
    void everyInstructionOfTheEngineIsEitherAcceptedOrRefusedByName() {
        for (OpCode code : OpCode.values()) {
            byte[] module = new ModuleWriter()
                    .emptyType()
                    .function(0, new WasmBytes().raw(encoded(code.opcode())).toBytes())
                    .toBytes();
            assertThat(message(module)).as(code.name()).doesNotContain("no instruction has the code");
        }
    }

    @Test
    void everyInstructionHasTheEnginesCodeAndName() {
        for (Instruction instruction : Instruction.values()) {
            OpCode code = OpCode.byOpCode(instruction.code());
            assertThat(code).as(instruction.name()).isNotNull();
            if (instruction != Instruction.TYPED_SELECT) {
                assertThat(code.name()).isEqualTo(instruction.name());
            }
        }
    }

    private String message(byte[] module) {
        try {
            validator.validate(module);
            return "";
        } catch (ModuleRefused refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static byte[] encoded(int code) {
        return code > 0xFF
                ? new WasmBytes().raw(code >> 8).unsigned(code & 0xFF).toBytes()
                : new byte[] {(byte) code};
    }

    @Test
    void bothAcceptRandomValidModules() throws ModuleRefused {
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            byte[] module = RandomModules.valid(random);
            Parser.parse(validator.validate(module).toBytes());
        }
    }

    @Test
    void bothDecideAlikeOnRandomModulesWithMistakes() {
        decideAlike(20_261_122, 10_000);
    }

    @Test
    @Tag("soak")
    void bothDecideAlikeOnMillionsOfRandomModulesWithMistakes() {
        decideAlike(Long.getLong("dormouse.seed", 1), 3_000_000);
    }

    private void decideAlike(long seed, int modules) {
        Random random = new Random(seed);
        List<String> differences = new ArrayList<>();
        int accepted = 0;
        for (int i = 0; i < modules && differences.size() < 10; i++) {
            byte[] module = RandomModules.doubtful(random);
            String ours = message(module);
            String theirs = engineMessage(module);
            accepted += ours.isEmpty() ? 1 : 0;
            boolean unbalanced = ours.contains("none is left") || ours.contains("follow the end of the body");
            if (ours.isEmpty() != theirs.isEmpty() && !unbalanced) {
                differences.add("ours: " + ours + "\ntheirs: " + theirs + "\n"
                        + HexFormat.of().formatHex(module));
            }
        }
        System.err.println("seed " + seed + ": " + accepted + " of " + modules + " accepted");
        assertThat(differences).isEmpty();
    }

    private static String engineMessage(byte[] module) {
        try {
            Parser.parse(module);
            return "";
        } catch (RuntimeException | AssertionError e) {
            return e.toString();
        }
    }

    @Test
    void theEngineAcceptsTheLargestModulesThatWeAccept() throws ModuleRefused {
        for (Limit limit : Limit.values()) {
            Parser.parse(validator
                    .validate(LimitCases.module(limit, limit.defaultValue()))
                    .toBytes());
        }
    }

    @Test
    void theEngineAcceptsEveryRealModuleThatWeAccept() {
        List<byte[]> modules = RealModules.upTo(Long.MAX_VALUE);
        List<String> refused = modules.stream()
                .map(this::message)
                .filter(text -> !text.isEmpty())
                .toList();
        assertThat(refused).allSatisfy(text -> assertThat(text).contains("this runtime does not run"));
        Stream<byte[]> accepted =
                modules.stream().filter(module -> message(module).isEmpty());
        assertThat(accepted)
                .isNotEmpty()
                .allSatisfy(module -> assertThat(engineMessage(module)).isEmpty());
    }
}
