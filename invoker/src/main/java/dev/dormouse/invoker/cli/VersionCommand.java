package dev.dormouse.invoker.cli;

import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.OutputOptions;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dormouse version}. */
@Command(name = "version", description = "Prints the version of Dormouse and of the Java that runs it.")
final class VersionCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    VersionCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        String java = Runtime.version().toString();
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (output.json()) {
            surroundings
                    .out()
                    .println(JsonText.pretty(JsonText.object()
                            .put("dormouse", ProductVersion.text())
                            .put("java", java)
                            .put("platform", platform)));
        } else {
            surroundings.out().println("dormouse " + ProductVersion.text() + " (Java " + java + ", " + platform + ")");
        }
        return ExitCode.DONE.number();
    }
}
