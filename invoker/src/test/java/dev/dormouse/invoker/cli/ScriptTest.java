package dev.dormouse.invoker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code dormouse} in an installed distribution, among JDKs that only say who they are. */
class ScriptTest {
    private static final List<String> TOOLS = List.of("dirname", "readlink", "rm", "cat");

    @TempDir
    private Path directory;

    @BeforeEach
    void install() throws IOException {
        Path script = Path.of(Objects.requireNonNull(System.getProperty("dormouse.root")), "dormouse");
        Files.createDirectories(directory.resolve("installed/lib"));
        Files.writeString(directory.resolve("installed/lib/invoker-1.jar"), "");
        executable(directory.resolve("installed/dormouse"), Files.readString(script));
        Files.createDirectories(directory.resolve("tools"));
        for (String tool : TOOLS) {
            executable(directory.resolve("tools").resolve(tool), "#!/bin/sh\nexec /bin/" + tool + " \"$@\"\n");
        }
    }

    @Test
    void saysWhatToInstallWhereNoJdkIsRecentEnough() throws Exception {
        jdk("usr/lib/jvm/java-17", "17.0.15");
        jdk("opt/jdk-24", "24");

        Result result = run(Map.of());

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output())
                .isEqualTo("dormouse: Dormouse needs a JDK 25 or later and found none: install one"
                        + " (https://adoptium.net) or point JAVA_HOME to it, and start again.\n");
    }

    @Test
    void passesOverJdksThatAreTooOld() throws Exception {
        jdk("usr/lib/jvm/java-17", "17.0.15");
        jdk("opt/jdk-26", "26-ea");

        assertThat(run(Map.of(), "version").output()).endsWith("/opt/jdk-26 runs dev.dormouse.invoker.Main version\n");
    }

    @Test
    void findsAJdkInTheHomeDirectory() throws Exception {
        jdk("home/.sdkman/candidates/java/25.0.1-tem", "25.0.1");

        assertThat(run(Map.of(), "version").output()).contains("/25.0.1-tem runs ");
    }

    @Test
    void prefersTheJdkOfJavaHome() throws Exception {
        jdk("opt/jdk-25", "25.0.1");
        Path mine = jdk("mine", "25.0.2");

        assertThat(run(Map.of("JAVA_HOME", mine.toString()), "version").output())
                .contains("/mine runs ");
    }

    @Test
    void ignoresAJavaHomeThatIsTooOld() throws Exception {
        jdk("opt/jdk-25", "25.0.1");
        Path old = jdk("old", "21.0.4");

        assertThat(run(Map.of("JAVA_HOME", old.toString()), "version").output()).contains("/opt/jdk-25 runs ");
    }

    @Test
    void passesArgumentsOnAsTheyAre() throws Exception {
        jdk("opt/jdk-25", "25.0.1");

        assertThat(run(Map.of(), "invoke", "hello", "-d", "two words * $HOME").output())
                .endsWith(" runs dev.dormouse.invoker.Main invoke hello -d two words * $HOME\n");
    }

    private Path jdk(String place, String version) throws IOException {
        Path home = Files.createDirectories(directory.resolve(place));
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        // Shows what follows the class path.
        executable(
                home.resolve("bin/java"),
                "#!/bin/sh\nwhile [ \"$1\" != -cp ]; do shift; done\nshift 2\nprintf '%s runs %s\\n' '" + home
                        + "' \"$*\"\n");
        return home;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Result(int exitCode, String output) {}

    private Result run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(directory.resolve("installed/dormouse").toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", directory.resolve("tools").toString());
        builder.environment().put("HOME", directory.resolve("home").toString());
        builder.environment().put("DORMOUSE_TEST_ROOT", directory.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Result(process.waitFor(), output);
    }
}
