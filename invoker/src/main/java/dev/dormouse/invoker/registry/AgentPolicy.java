package dev.dormouse.invoker.registry;

import dev.dormouse.snapshot.Excerpt;

/** What becomes of the agents on other revisions of a function while {@code live} points at this one alone. */
public enum AgentPolicy {
    /** They stay where they are. */
    STAY("stay"),
    /** Each comes here before its next message, with what its revision hands over. */
    MIGRATE("migrate"),
    /** Each begins here anew with its next message. */
    FRESH("fresh");

    private final String text;

    AgentPolicy(String text) {
        this.text = text;
    }

    /** The text that {@link #toString} gives. */
    public static AgentPolicy parse(String text) {
        for (AgentPolicy policy : values()) {
            if (policy.text.equals(text)) {
                return policy;
            }
        }
        throw new IllegalArgumentException(
                "The option agents is stay, migrate or fresh; this one is '" + Excerpt.of(text) + "'.");
    }

    @Override
    public String toString() {
        return text;
    }
}
