package dev.dormouse.invoker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.cli.command.FakeSurroundings;
import dev.dormouse.invoker.cli.command.StopSignal;
import dev.dormouse.invoker.cli.settings.Setting;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineToolTest {
    private final FakeSurroundings surroundings = new FakeSurroundings();
    private final List<String> withdrawn = new ArrayList<>();

    @Test
    void saysWhereARuntimeIsReadyAndWhatToTry() {
        var launcher = new FakeLauncher("greeter", "markdown");

        int code = run(launcher, "up", "--port", "4711");

        assertThat(surroundings.out()).isEqualTo("""
                        Dormouse is ready at http://127.0.0.1:4711
                        curl --data-binary Ada http://127.0.0.1:4711/fn/greeter
                        """);
        assertThat(surroundings.err()).isEqualTo("  deployed example greeter in 412.0 ms\n");
        assertThat(launcher.started()).singleElement().satisfies(settings -> {
            assertThat(settings.listen().port()).isEqualTo(4711);
            assertThat(settings.examples()).isTrue();
        });
        assertThat(withdrawn).containsExactly("registration");
        assertThat(code).isZero();
    }

    @Test
    void suggestsAFunctionAndAnAgent() {
        run(new FakeLauncher("greeter", "qr-code", "todo"), "up");

        assertThat(surroundings.out()).endsWith("""
                        curl --data-binary Ada http://127.0.0.1:8080/fn/greeter
                        curl -d 'water the plants' http://127.0.0.1:8080/agents/todo/ada
                        """);
    }

    @Test
    void canBeToldToStopWhileItIsStarting() {
        StopSignal stopsBeforeTheStart = action -> {
            action.run();
            return () -> withdrawn.add("registration");
        };
        FakeLauncher launcher = new FakeLauncher().refusing("The process would have ended by now.");

        int code = new CommandLineTool(launcher, stopsBeforeTheStart, surroundings.toSurroundings()).run("up");

        assertThat(code).isEqualTo(3);
        assertThat(withdrawn).containsExactly("registration");
    }

    @Test
    void suggestsTheReadinessPageWhereNoExampleIsDeployed() {
        run(new FakeLauncher(), "up", "--no-examples");

        assertThat(surroundings.out()).endsWith("curl http://127.0.0.1:8080/readyz\n");
    }

    @Test
    void suggestsAKeyWhereKeysAreAskedFor() {
        run(new FakeLauncher("greeter").askingForKeys(), "up");

        assertThat(surroundings.out())
                .endsWith("curl -H \"Authorization: Bearer $DORMOUSE_API_KEY\" --data-binary Ada"
                        + " http://127.0.0.1:8080/fn/greeter\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-examples", "--examples=false"})
    void leavesTheExamplesOutOnRequest(String flag) {
        var launcher = new FakeLauncher();

        run(launcher, "up", flag);

        assertThat(launcher.started())
                .singleElement()
                .satisfies(settings -> assertThat(settings.examples()).isFalse());
    }

    @Test
    void refusesToStartWithOneSentenceAndCodeThree() {
        int code = run(new FakeLauncher().refusing("Port 8080 is taken. Choose another with --port."), "up");

        assertThat(surroundings.err()).isEqualTo("Port 8080 is taken. Choose another with --port.\n");
        assertThat(surroundings.out()).isEmpty();
        assertThat(code).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | Say what to do: 'dormouse COMMAND'. | dormouse",
                "upp | Unmatched argument at index 0: 'upp'. | dormouse",
                "up --prot 1 | Unknown options: '--prot', '1'. | dormouse up",
                "up --port | Missing required parameter for option '--port' (PORT). | dormouse up",
                "agents | Say what to do: 'dormouse agents send', 'list', 'get', 'suspend', 'resume', 'fork', 'revert', 'move' or"
                        + " 'delete'. | dormouse agents",
                "completion | Missing required parameter: 'SHELL'. | dormouse completion",
                "completion fish | Invalid value for positional parameter at index 0 (SHELL): expected one of [bash, zsh]"
                        + " (case-sensitive) but was 'fish'. | dormouse completion",
            })
    void answersWrongUseWithASentenceAndCodeTwo(String arguments, String sentence, String command) {
        int code = run(new FakeLauncher(), arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(surroundings.err())
                .startsWith(sentence + "\n")
                .endsWith("'" + command + " --help' shows what there is.\n");
        assertThat(surroundings.out()).isEmpty();
        assertThat(code).isEqualTo(2);
    }

    @Test
    void answersASettingThatCannotBeMeantWithCodeTwo() {
        surroundings.variable("DORMOUSE_PORT", "tcp://10.0.0.1:8080");

        int code = run(new FakeLauncher(), "up");

        assertThat(surroundings.err())
                .isEqualTo("port is a whole number; this one is 'tcp://10.0.0.1:8080' (environment DORMOUSE_PORT).\n");
        assertThat(code).isEqualTo(2);
    }

    @Test
    void showsADefectWithItsTraceAndCodeOne() {
        int code = new CommandLineTool(
                        (settings, progress) -> {
                            throw new IllegalStateException("boom");
                        },
                        action -> () -> {},
                        surroundings.toSurroundings())
                .run("up");

        assertThat(surroundings.err())
                .startsWith("This is a defect of Dormouse")
                .contains("java.lang.IllegalStateException: boom");
        assertThat(code).isEqualTo(1);
    }

    @Test
    void printsTheSettingsInForceAndTheirOrigin() {
        surroundings.variable("DORMOUSE_FUEL", "17");

        int code = run(new FakeLauncher(), "config", "--port", "0", "--data", "/var/lib/dm");

        assertThat(surroundings.out().lines().limit(8))
                .containsExactly(
                        "SETTING                   VALUE              FROM",
                        "bind                      127.0.0.1          default",
                        "port                      0                  flag --port",
                        "tls-cert                  -                  default",
                        "tls-key                   -                  default",
                        "data                      /var/lib/dm        flag --data",
                        "store                     /var/lib/dm/store  default",
                        "store-endpoint            -                  default");
        assertThat(surroundings.out())
                .contains("fuel                      17                 environment DORMOUSE_FUEL\n");
        assertThat(code).isZero();
    }

    @Test
    void printsTheSettingsAsJson() {
        run(new FakeLauncher(), "config", "--json", "--no-examples");

        assertThat(surroundings.out())
                .startsWith("{\n  \"bind\" : {\n    \"value\" : \"127.0.0.1\",\n    \"origin\" : \"default\"\n  },")
                .contains("\"examples\" : {\n    \"value\" : \"false\",\n    \"origin\" : \"flag --no-examples\"\n  }")
                .contains("\"tls-cert\" : {\n    \"value\" : null,");
    }

    @Test
    void showsSettingsThatCannotBeMeantBeforeItComplains() {
        int code = run(new FakeLauncher(), "config", "--port", "x");

        assertThat(surroundings.out()).contains("flag --port");
        assertThat(surroundings.err()).isEqualTo("port is a whole number; this one is 'x' (flag --port).\n");
        assertThat(code).isEqualTo(2);
    }

    @Test
    void printsItsVersion() {
        assertThat(run(new FakeLauncher(), "version")).isZero();

        assertThat(surroundings.out()).matches("dormouse \\d+\\.\\d+\\.\\d+(-SNAPSHOT)? \\(Java 25.*\\)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completesCommandsAndOptions(String shell) {
        assertThat(run(new FakeLauncher(), "completion", shell)).isZero();

        assertThat(surroundings.out())
                .startsWith("#!/usr/bin/env bash\n")
                .contains("complete -F _complete_dormouse -o default dormouse")
                .contains("--store-endpoint");
    }

    @Test
    void explainsItself() {
        assertThat(run(new FakeLauncher(), "--help")).isZero();

        assertThat(surroundings.out())
                .startsWith("Usage: dormouse [-h] COMMAND\n")
                .contains("\n  up ");
    }

    @Test
    void explainsEachSettingInTheHelpOfUp() {
        assertThat(run(new FakeLauncher(), "up", "--help")).isZero();

        assertThat(Setting.values())
                .allSatisfy(setting -> assertThat(surroundings.out()).contains(setting.flag()));
        assertThat(surroundings.out()).contains("Port to listen on; 0 takes a free one. Default: 8080.");
    }

    private int run(FakeLauncher launcher, String... arguments) {
        StopSignal stopsAtOnce = action -> {
            launcher.whenAwaited(action);
            return () -> withdrawn.add("registration");
        };
        return new CommandLineTool(launcher, stopsAtOnce, surroundings.toSurroundings()).run(arguments);
    }
}
