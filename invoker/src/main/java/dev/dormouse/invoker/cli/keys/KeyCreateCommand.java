package dev.dormouse.invoker.cli.keys;

import dev.dormouse.invoker.access.KeyIssuer;
import dev.dormouse.invoker.access.Scope;
import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.command.WrongUse;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dormouse key create}. */
@Command(name = "create", description = "Makes an API key and prints it, this once.")
final class KeyCreateCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin
    private final KeyOptions options = new KeyOptions();

    @Option(
            names = "--scope",
            split = ",",
            paramLabel = "SCOPE",
            description = "What it may be used for: read, invoke, deploy, several with commas. Default: all three.")
    private List<String> scopes = new ArrayList<>();

    KeyCreateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Set<Scope> granted = granted();
        try {
            var issuer = new KeyIssuer(options.open(surroundings), surroundings.secrets(), surroundings.clock());
            print(issuer.issue(granted));
        } catch (UncheckedIOException failed) {
            throw new CommandFailed(failed);
        }
        return ExitCode.DONE.number();
    }

    private Set<Scope> granted() {
        var granted = EnumSet.noneOf(Scope.class);
        try {
            scopes.forEach(scope -> granted.add(Scope.parse(scope)));
        } catch (IllegalArgumentException refused) {
            throw new WrongUse(refused);
        }
        return granted.isEmpty() ? EnumSet.allOf(Scope.class) : granted;
    }

    /** The key alone goes to standard output, so that a script can catch it. */
    private void print(KeyIssuer.Issued issued) {
        if (options.json()) {
            surroundings
                    .out()
                    .println(JsonText.pretty(KeyText.json(issued.key()).put("token", issued.token())));
            return;
        }
        surroundings.out().println(issued.token());
        surroundings
                .err()
                .println("Key " + issued.key().id() + " for " + KeyText.scopes(issued.key())
                        + ". Keep it: it is shown this once. Clients take it from DORMOUSE_API_KEY.");
    }
}
