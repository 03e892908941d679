package dev.dormouse.invoker.wasm.validation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import run.endive.wasm.InvalidException;
import run.endive.wasm.Parser;

/** Damaged modules: the validator answers each with its one exception, and what it accepts the engine accepts too. */
final class MutatedModulesTest {
    private static final int SMALL = 4_096;

    private final ModuleValidator validator = new ModuleValidator(ModuleLimits.DEFAULTS);
    private final List<String> failures = new ArrayList<>();
    private long accepted;

    @Test
    void answersDamagedModulesWithItsOneExceptionOnly() {
        run(20_261_122, RealModules.upTo(SMALL), 300_000);
        run(20_261_123, RealModules.upTo(Long.MAX_VALUE), 300);
    }

    @Test
    @Tag("soak")
    void answersMillionsOfDamagedModulesWithItsOneExceptionOnly() {
        long seed = Long.getLong("dormouse.seed", 1);
        run(seed, RealModules.upTo(SMALL), 10_000_000);
        run(seed + 1, RealModules.upTo(Long.MAX_VALUE), 20_000);
    }

    private void run(long seed, List<byte[]> modules, int mutations) {
        assertThat(modules).isNotEmpty();
        Random random = new Random(seed);
        for (int i = 0; i < mutations && failures.size() < 10; i++) {
            byte[] mutant = Mutation.of(modules.get(random.nextInt(modules.size())), random);
            check(mutant);
        }
        System.err.println(
                "seed " + seed + ": " + mutations + " mutations, " + accepted + " accepted so far, by the engine too");
        assertThat(failures).isEmpty();
    }

    private void check(byte[] mutant) {
        try {
            byte[] bytes = validator.validate(mutant).toBytes();
            accepted++;
            Parser.parse(bytes);
        } catch (InvalidException stricter) {
            // An export declares a function for ref.func, but not for the engine; a deploy is refused then.
            if (!String.valueOf(stricter.getMessage()).startsWith("undeclared function reference")) {
                failures.add(stricter + " for " + mutant.length + " bytes");
            }
        } catch (ModuleRefused refused) {
            assertThat(refused.offset()).isLessThanOrEqualTo(mutant.length);
        } catch (Throwable e) {
            String shown = mutant.length > SMALL * 2
                    ? mutant.length + " bytes"
                    : HexFormat.of().formatHex(mutant);
            failures.add(e + " for " + shown);
        }
    }
}
