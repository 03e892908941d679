package dev.dormouse.invoker.wasm.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import run.endive.wasm.Parser;

/**
 * Agreement with the official test suite on what is a module and what is not.
 *
 * <p>The suite is a folder of {@code *.json} and {@code *.wasm} as {@code wast2json} writes them, named by the system
 * property {@code dormouse.spec-suite}, else {@code target/spec-suite}. Without it there is nothing to run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SpecSuiteTest {
    /** What the suite says of a module. */
    private enum Verdict {
        VALID,
        NOT_VALID
    }

    /**
     * What version 3 of the specification took back: older suites call it an error that the index of memory 0 is more
     * than one zero byte, and that a constant expression reads a global that is not imported.
     */
    private static final Set<String> LIFTED_RULES = Set.of("zero byte expected", "unknown global");

    private record SuiteModule(String origin, Verdict verdict, String text, Path file) {
        private byte[] bytes() throws IOException {
            return Files.readAllBytes(file);
        }
    }

    private final ModuleValidator validator = new ModuleValidator(ModuleLimits.DEFAULTS);
    private final List<SuiteModule> modules = new ArrayList<>();

    @BeforeAll
    void readSuite() throws IOException {
        Path folder = Path.of(System.getProperty(
                "dormouse.spec-suite", System.getProperty("dormouse.root", ".") + "/target/spec-suite"));
        assumeTrue(Files.isDirectory(folder), "There is no test suite in " + folder + "; see .ci/spec-suite.");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path script : files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                readScript(script);
            }
        }
    }

    private void readScript(Path script) throws IOException {
        for (JsonNode command : new ObjectMapper().readTree(script.toFile()).path("commands")) {
            String file = command.path("filename").asText();
            if (!file.endsWith(".wasm")) {
                continue;
            }
            String origin = script.getFileName() + ":" + command.path("line").asInt() + " " + file;
            Verdict verdict = switch (command.path("type").asText()) {
                case "assert_malformed", "assert_invalid" -> Verdict.NOT_VALID;
                default -> Verdict.VALID;
            };
            modules.add(new SuiteModule(origin, verdict, command.path("text").asText(), script.resolveSibling(file)));
        }
    }

    @Test
    void refusesWhatTheSuiteCallsMalformedOrInvalid() throws IOException {
        List<String> accepted = new ArrayList<>();
        Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
        for (SuiteModule module : modules(Verdict.NOT_VALID)) {
            try {
                validator.validate(module.bytes());
                if (!LIFTED_RULES.contains(module.text) || !isAcceptedByTheEngine(module)) {
                    accepted.add(module.origin + ": " + module.text);
                }
            } catch (ModuleRefused refused) {
                reasons.merge(refused.reason(), 1, Integer::sum);
            }
        }
        System.err.println("not valid in the suite, refused as " + reasons);
        assertThat(accepted).isEmpty();
    }

    @Test
    void refusesValidModulesOnlyForFeaturesAndImportsItDoesNotTake() throws IOException {
        List<String> wronglyRefused = new ArrayList<>();
        Map<String, Integer> outcomes = new TreeMap<>();
        for (SuiteModule module : modules(Verdict.VALID)) {
            try {
                validator.validate(module.bytes());
                outcomes.merge("accepted", 1, Integer::sum);
            } catch (ModuleRefused refused) {
                outcomes.merge("refused as " + refused.reason(), 1, Integer::sum);
                if (refused.reason() == Reason.MALFORMED || refused.reason() == Reason.INVALID) {
                    wronglyRefused.add(module.origin + ": " + refused.getMessage());
                }
            }
        }
        System.err.println("valid in the suite: " + outcomes);
        assertThat(wronglyRefused).isEmpty();
    }

    @Test
    void theEngineAcceptsWhatWeAccept() throws IOException {
        List<String> refusedByTheEngine = new ArrayList<>();
        for (SuiteModule module : modules) {
            try {
                Parser.parse(validator.validate(module.bytes()).toBytes());
            } catch (ModuleRefused refused) {
                assertThat(refused.reason()).isNotNull();
            } catch (RuntimeException e) {
                refusedByTheEngine.add(module.origin + ": " + e);
            }
        }
        assertThat(refusedByTheEngine).isEmpty();
    }

    private static boolean isAcceptedByTheEngine(SuiteModule module) throws IOException {
        try {
            Parser.parse(module.bytes());
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private List<SuiteModule> modules(Verdict verdict) {
        return modules.stream().filter(module -> module.verdict == verdict).toList();
    }
}
