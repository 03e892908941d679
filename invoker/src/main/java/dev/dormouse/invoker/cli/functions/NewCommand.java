package dev.dormouse.invoker.cli.functions;

import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.OutputOptions;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.WrongUse;
import dev.dormouse.snapshot.Excerpt;
import dev.dormouse.snapshot.FunctionName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dormouse new}. */
@Command(
        name = "new",
        description = "Writes a starting point for a function. LANG is javascript, go, rust, assemblyscript, c or zig.")
public final class NewCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(index = "0", paramLabel = "LANG", description = "The language.")
    private String language = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "The function's name.")
    private String name = "";

    @Option(names = "--directory", paramLabel = "DIR", description = "Where to write it. Default: NAME.")
    private @Nullable String directory;

    /** @param surroundings what the command sees and says */
    public NewCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Templates.Template template = Templates.find(language, validName())
                .orElseThrow(() -> new WrongUse("A language is one of " + String.join(", ", Templates.languages())
                        + "; this one is '" + Excerpt.of(language) + "'."));
        Path target = surroundings.resolve(directory == null ? name : directory);
        write(template.files(), target);
        if (output.json()) {
            printJson(template, target);
        } else {
            print(template, target);
        }
        return ExitCode.DONE.number();
    }

    private String validName() {
        try {
            return new FunctionName(name).value();
        } catch (IllegalArgumentException refused) {
            throw new WrongUse(refused);
        }
    }

    private static void write(Map<String, String> files, Path target) {
        for (String path : files.keySet()) {
            if (Files.exists(target.resolve(path))) {
                throw new CommandFailed("There is a file " + target.resolve(path)
                        + " already, and nothing was written. Name another place with --directory.");
            }
        }
        try {
            for (var file : files.entrySet()) {
                Path path = target.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
        } catch (IOException failed) {
            throw new CommandFailed(
                    "The files could not be written below " + target + " (" + failed.getMessage() + ").");
        }
    }

    private void print(Templates.Template template, Path target) {
        var out = surroundings.out();
        out.println("Wrote " + target + ": " + template.title() + ". It needs " + template.needs() + ".");
        out.println("Next:");
        out.println("  cd " + surroundings.workingDirectory().relativize(target));
        template.build().forEach(line -> out.println("  " + line));
        out.println("  " + template.deploy());
    }

    private void printJson(Templates.Template template, Path target) {
        var json = JsonText.object().put("directory", target.toString());
        var files = json.putArray("files");
        template.files().keySet().forEach(files::add);
        var build = json.putArray("build");
        template.build().forEach(build::add);
        surroundings.out().println(JsonText.pretty(json.put("deploy", template.deploy())));
    }
}
