package dev.dormouse.invoker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows of ARCHITECTURE.md, "Modules": who may see what. */
class ArchitectureTest {
    private static JavaClasses classes;

    @BeforeAll
    static void importProductionCode() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.dormouse");
    }

    @Test
    void modulesDependOnOneAnotherInOneLine() {
        List<String> line = List.of(
                "dev.dormouse.observability..",
                "dev.dormouse.snapshot..",
                "dev.dormouse.scheduler..",
                "dev.dormouse.invoker..");
        for (int lower = 0; lower < line.size() - 1; lower++) {
            String[] above = line.subList(lower + 1, line.size()).toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(line.get(lower))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(above)
                    .check(classes);
        }
    }

    @Test
    void packagesOfTheInvokerFormNoCycle() {
        slices().matching("dev.dormouse.invoker.(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    @Test
    void eachForeignLibraryIsSeenByOnePackage() {
        CompositeArchRule.of(List.of(
                        onlySeenBy("run.endive..", "dev.dormouse.invoker.wasm.."),
                        onlySeenBy("org.objectweb.asm..", "dev.dormouse.invoker.wasm.."),
                        onlySeenBy("io.helidon..", "dev.dormouse.invoker.http.."),
                        onlySeenBy("software.amazon..", "dev.dormouse.snapshot.object.s3.."),
                        onlySeenBy("picocli..", "dev.dormouse.invoker.cli..")))
                .check(classes);
    }

    @Test
    void onlyTelemetryPackagesSeeOpenTelemetry() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.dormouse.observability..", "..telemetry..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.opentelemetry..")
                .check(classes);
    }

    @Test
    void whatRunsGuestsKnowsNeitherHttpNorTheCommandLine() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.dormouse.invoker.wasm..",
                        "dev.dormouse.invoker.host..",
                        "dev.dormouse.invoker.execution..",
                        "dev.dormouse.invoker.registry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.dormouse.invoker.http..", "dev.dormouse.invoker.cli..")
                .check(classes);
    }

    private static ArchRule onlySeenBy(String library, String owner) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(owner)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .allowEmptyShould(true);
    }
}
