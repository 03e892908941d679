package dev.dormouse.invoker.cli;

import picocli.CommandLine.Option;

/** How a command prints. */
final class OutputOptions {
    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    boolean json() {
        return json;
    }
}
