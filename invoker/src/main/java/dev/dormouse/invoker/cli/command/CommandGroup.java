package dev.dormouse.invoker.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word that is no command without another one after it. */
public abstract class CommandGroup implements Runnable {
    private final String asking;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run()
    private CommandSpec spec;

    /** @param asking what somebody is told who leaves the other word out, before the words that there are */
    public CommandGroup(String asking) {
        this.asking = asking;
    }

    @Override
    public final void run() {
        List<String> quoted = new ArrayList<>();
        for (String word : spec.subcommands().keySet()) {
            quoted.add("'" + (quoted.isEmpty() ? "dormouse " + spec.name() + " " : "") + word + "'");
        }
        String last = quoted.removeLast();
        String words = quoted.isEmpty() ? last : String.join(", ", quoted) + " or " + last;
        throw new ParameterException(spec.commandLine(), asking + ": " + words + ".");
    }
}
