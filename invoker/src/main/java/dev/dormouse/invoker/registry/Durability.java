package dev.dormouse.invoker.registry;

import dev.dormouse.snapshot.Excerpt;

/** When a message's answer may leave: before or after the change that it made to its agent is durable. */
public enum Durability {
    /** The change is in the store first: no message that was answered is ever lost. */
    BEFORE_REPLY("before-reply"),
    /** The answer goes first. The change of an answered message is lost if the process or the store fails just then. */
    AFTER_REPLY("after-reply");

    private final String text;

    Durability(String text) {
        this.text = text;
    }

    /** The text that {@link #toString} gives. */
    public static Durability parse(String text) {
        for (Durability durability : values()) {
            if (durability.text.equals(text)) {
                return durability;
            }
        }
        throw new IllegalArgumentException(
                "A durability is before-reply or after-reply; this one is '" + Excerpt.of(text) + "'.");
    }

    @Override
    public String toString() {
        return text;
    }
}
