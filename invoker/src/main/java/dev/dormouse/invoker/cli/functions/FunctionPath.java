package dev.dormouse.invoker.cli.functions;

import dev.dormouse.invoker.cli.command.UrlText;
import dev.dormouse.invoker.cli.command.WrongUse;
import dev.dormouse.snapshot.FunctionName;

/** Where the control API keeps a function. */
final class FunctionPath {
    private FunctionPath() {}

    /** The path of a function; a {@link WrongUse} if that cannot be its name. */
    static String of(String name) {
        try {
            return "/v1/functions/" + new FunctionName(name);
        } catch (IllegalArgumentException refused) {
            throw new WrongUse(refused);
        }
    }

    /** The path of one of its aliases. */
    static String ofAlias(String name, String alias) {
        return of(name) + "/aliases/" + UrlText.encode(alias);
    }
}
