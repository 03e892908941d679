package dev.dormouse.invoker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.wasm.ModuleFacts;
import dev.dormouse.invoker.wasm.validation.FunctionNames;
import dev.dormouse.snapshot.ModuleDigest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarningsTest {
    /** No sections but {@code name}, in which function 3 is "slow". */
    private static final byte[] NAMED =
            HexFormat.of().parseHex("0061736d01000000" + "0005026e6f0000" + "000e046e616d65" + "0107010304736c6f77");

    @Test
    void namesLargeFunctionsByTheNameSectionOrElseByTheirExport() {
        List<String> warnings = Warnings.of(facts(3, 4, 5), FunctionNames.of(NAMED), Set.of());

        assertThat(warnings).singleElement().asString().contains("function 3 (slow), function 4 (render), function 5.");
    }

    @Test
    void namesAFewOfMany() {
        int[] many = IntStream.range(0, 50).toArray();
        assertThat(Warnings.of(facts(many), FunctionNames.of(NAMED), Set.of()))
                .singleElement()
                .asString()
                .startsWith("50 function(s)")
                .contains("function 4 (render), ...")
                .doesNotContain("function 5");
    }

    @Test
    void bytesThatAreNoModuleHaveNoNames() {
        byte[] cut = java.util.Arrays.copyOf(NAMED, NAMED.length - 3);
        for (byte[] bytes : List.of(new byte[0], new byte[9], cut, "a script".getBytes(StandardCharsets.UTF_8))) {
            assertThat(FunctionNames.of(bytes).of(3)).isEmpty();
        }
    }

    private static ModuleFacts facts(int... interpreted) {
        return new ModuleFacts(
                ModuleDigest.of(NAMED),
                List.of(),
                List.of(new ModuleFacts.Export(ModuleFacts.Kind.FUNCTION, "render", 4, "()")),
                OptionalInt.empty(),
                new ModuleFacts.Memory(0, 0),
                List.of(),
                List.of(),
                IntStream.of(interpreted)
                        .mapToObj(index -> new ModuleFacts.LargeFunction(index, 65_536))
                        .toList());
    }
}
