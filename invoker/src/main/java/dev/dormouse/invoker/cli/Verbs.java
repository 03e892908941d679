package dev.dormouse.invoker.cli;

import dev.dormouse.invoker.RuntimeLauncher;
import dev.dormouse.invoker.cli.agents.AgentsCommand;
import dev.dormouse.invoker.cli.command.StopSignal;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.demo.DemoCommand;
import dev.dormouse.invoker.cli.functions.DeleteCommand;
import dev.dormouse.invoker.cli.functions.DeployCommand;
import dev.dormouse.invoker.cli.functions.FunctionsCommand;
import dev.dormouse.invoker.cli.functions.InvokeCommand;
import dev.dormouse.invoker.cli.functions.LogsCommand;
import dev.dormouse.invoker.cli.functions.NewCommand;
import dev.dormouse.invoker.cli.functions.RevisionsCommand;
import dev.dormouse.invoker.cli.functions.RollbackCommand;
import dev.dormouse.invoker.cli.functions.RouteCommand;
import dev.dormouse.invoker.cli.inspect.InspectCommand;
import dev.dormouse.invoker.cli.keys.KeyCommand;
import dev.dormouse.invoker.cli.settings.ConfigCommand;
import dev.dormouse.invoker.cli.settings.SettingOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** All verbs, each made when it is wanted: to read one's options takes longer than most of them need to run. */
final class Verbs {
    private final Map<String, Supplier<CommandLine>> verbs = new LinkedHashMap<>();

    Verbs(RuntimeLauncher launcher, StopSignal stop, Surroundings surroundings) {
        verbs.put("up", () -> withSettings(new UpCommand(launcher, stop, surroundings)));
        verbs.put("deploy", () -> new CommandLine(new DeployCommand(surroundings)));
        verbs.put("invoke", () -> new CommandLine(new InvokeCommand(surroundings)));
        verbs.put("functions", () -> new CommandLine(new FunctionsCommand(surroundings)));
        verbs.put("revisions", () -> new CommandLine(new RevisionsCommand(surroundings)));
        verbs.put("route", () -> new CommandLine(new RouteCommand(surroundings)));
        verbs.put("rollback", () -> new CommandLine(new RollbackCommand(surroundings)));
        verbs.put("delete", () -> new CommandLine(new DeleteCommand(surroundings)));
        verbs.put("agents", () -> AgentsCommand.withVerbs(surroundings));
        verbs.put("logs", () -> new CommandLine(new LogsCommand(surroundings)));
        verbs.put("new", () -> new CommandLine(new NewCommand(surroundings)));
        verbs.put("key", () -> KeyCommand.withVerbs(surroundings));
        verbs.put("demo", () -> DemoCommand.withVerbs(surroundings));
        verbs.put("inspect", () -> new CommandLine(new InspectCommand(surroundings)));
        verbs.put("config", () -> withSettings(new ConfigCommand(surroundings)));
        verbs.put("version", () -> new CommandLine(new VersionCommand(surroundings)));
        verbs.put("completion", () -> new CommandLine(new CompletionCommand(surroundings, this::all)));
        verbs.put("rehearse", () -> new CommandLine(new RehearseCommand(launcher, surroundings)));
    }

    /** {@code dormouse} with the one verb that the arguments begin with; with all of them if they begin with none. */
    CommandLine wantedBy(String... arguments) {
        Supplier<CommandLine> verb = arguments.length == 0 ? null : verbs.get(arguments[0]);
        return verb == null ? all() : root().addSubcommand(arguments[0], verb.get());
    }

    private CommandLine all() {
        CommandLine root = root();
        verbs.forEach((name, verb) -> root.addSubcommand(name, verb.get()));
        return root;
    }

    private static CommandLine root() {
        return new CommandLine(new DormouseCommand());
    }

    private static CommandLine withSettings(Object command) {
        var line = new CommandLine(command);
        SettingOptions.addTo(line.getCommandSpec());
        return line;
    }
}
