package dev.dormouse.invoker.cli.agents;

import dev.dormouse.invoker.cli.command.UrlText;
import dev.dormouse.invoker.cli.command.WrongUse;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import picocli.CommandLine.Parameters;

/** Which agent a command is about. */
final class AgentName {
    @Parameters(index = "0", paramLabel = "FUNCTION", description = "The agent's function.")
    private String function = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The agent's key, as it is; nothing is percent-encoded.")
    private String key = "";

    /** For people. */
    String text() {
        return function + "/" + key;
    }

    /** Where its messages go. */
    String messagePath() {
        return "/agents/" + encoded();
    }

    /** Where the control API keeps it. */
    String controlPath() {
        return "/v1/agents/" + encoded();
    }

    private String encoded() {
        try {
            AgentId id = new AgentId(new FunctionName(function), key);
            return id.function() + "/" + UrlText.encode(id.key());
        } catch (IllegalArgumentException refused) {
            throw new WrongUse(refused);
        }
    }
}
