package dev.dormouse.invoker.cli.command;

import picocli.CommandLine.Option;

/** How a command prints. */
public final class OutputOptions {
    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    /** Whether JSON was asked for. */
    public boolean json() {
        return json;
    }
}
