package dev.dormouse.invoker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.cli.command.FakeSurroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs that need no runtime. */
class LocalCommandsTest {
    @TempDir
    private Path directory;

    private FakeSurroundings surroundings = new FakeSurroundings();

    @BeforeEach
    void workInTheDirectory() {
        surroundings.in(directory);
    }

    @Test
    void writesAStartingPointAndSaysWhatToDoNext() throws IOException {
        assertThat(run("new", "javascript", "hello")).isZero();

        assertThat(Files.readString(directory.resolve("hello/hello.js")))
                .startsWith("// The function hello.")
                .doesNotContain("{{");
        assertThat(surroundings.out()).isEqualTo("""
                        Wrote %s/hello: JavaScript, one file, nothing to build. It needs nothing.
                        Next:
                          cd hello
                          dormouse deploy hello hello.js
                        """.formatted(directory));
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript", "go", "rust", "assemblyscript", "c", "zig"})
    void knowsEachLanguageThatItsHelpNames(String language) {
        assertThat(run("new", language, "hello")).isZero();

        assertThat(surroundings.out()).contains("dormouse deploy hello ");
        assertThat(run("new", "--help")).isZero();
        assertThat(surroundings.out()).contains(language);
    }

    @Test
    void overwritesNothing() throws IOException {
        Files.writeString(directory.resolve("hello.js"), "mine");

        assertThat(run("new", "javascript", "hello", "--directory", ".")).isEqualTo(1);

        assertThat(surroundings.err()).startsWith("There is a file " + directory.resolve("hello.js") + " already");
        assertThat(Files.readString(directory.resolve("hello.js"))).isEqualTo("mine");
    }

    @Test
    void saysWhichLanguagesThereAre() {
        assertThat(run("new", "cobol", "hello")).isEqualTo(2);

        assertThat(surroundings.err())
                .isEqualTo("A language is one of javascript, go, rust, assemblyscript, c, zig; this one is 'cobol'.\n");
    }

    @Test
    void refusesANameThatNoFunctionCanHave() {
        assertThat(run("new", "c", "../hello")).isEqualTo(2);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void printsAStartingPointAsJson() {
        assertThat(run("new", "c", "hello", "--json")).isZero();

        assertThat(surroundings.out())
                .contains("\"files\" : [ \"main.c\" ]")
                .contains("\"deploy\" : \"dormouse deploy");
    }

    @Test
    void makesListsAndRevokesKeys() {
        assertThat(run("key", "create", "--data", "state", "--scope", "invoke,read"))
                .isZero();

        assertThat(surroundings.out()).matches("dk_010101010101_[-_A-Za-z0-9]{43}\n");
        assertThat(surroundings.err()).startsWith("Key 010101010101 for read, invoke. Keep it");

        assertThat(next().run("key", "list", "--data", "state")).isZero();
        assertThat(surroundings.out()).isEqualTo("""
                        KEY           SCOPES        CREATED
                        010101010101  read, invoke  2026-01-02T03:04:05Z
                        """);

        assertThat(next().run("key", "revoke", "010101010101", "--data", "state"))
                .isZero();
        assertThat(surroundings.out()).isEqualTo("Revoked 010101010101.\n");

        assertThat(next().run("key", "list", "--data", "state", "--json")).isZero();
        assertThat(surroundings.out()).isEqualTo("[ ]\n");
    }

    @Test
    void keepsKeysWhereTheRuntimeLooksForThem() {
        surroundings.variable(
                "DORMOUSE_DATA", directory.resolve("from-environment").toString());

        assertThat(run("key", "create", "--json")).isZero();

        assertThat(directory.resolve("from-environment/keys.json")).exists();
        assertThat(surroundings.out()).contains("\"scopes\" : [ \"read\", \"invoke\", \"deploy\" ]");
    }

    @Test
    void saysThatThereIsNoSuchKeyOrScope() {
        assertThat(run("key", "revoke", "0123", "--data", ".")).isEqualTo(1);
        assertThat(surroundings.err()).startsWith("There is no API key '0123'.");

        assertThat(next().run("key", "create", "--scope", "root", "--data", "."))
                .isEqualTo(2);
        assertThat(surroundings.err()).isEqualTo("A scope is read, invoke or deploy; this one is 'root'.\n");

        assertThat(next().run("key")).isEqualTo(2);
        assertThat(surroundings.err()).startsWith("Say what to do: 'dormouse key create', 'list' or 'revoke'.\n");
    }

    private int run(String... arguments) {
        return tool().run(arguments);
    }

    /** A command line with nothing printed yet. */
    private CommandLineTool next() {
        surroundings = new FakeSurroundings().in(directory);
        return tool();
    }

    private CommandLineTool tool() {
        return new CommandLineTool(new FakeLauncher(), action -> () -> {}, surroundings.toSurroundings());
    }
}
