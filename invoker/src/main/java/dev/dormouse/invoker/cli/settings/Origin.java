package dev.dormouse.invoker.cli.settings;

import java.nio.file.Path;

/** Where the value of a setting came from, strongest first. Its text is for people: {@code environment DORMOUSE_PORT}. */
public sealed interface Origin {
    /**
     * The command line.
     *
     * @param name as it was written, for example {@code --port}
     */
    record Flag(String name) implements Origin {
        @Override
        public String toString() {
            return "flag " + name;
        }
    }

    /**
     * An environment variable.
     *
     * @param variable its name
     */
    record Environment(String variable) implements Origin {
        @Override
        public String toString() {
            return "environment " + variable;
        }
    }

    /**
     * The settings file.
     *
     * @param path as it was given
     */
    record File(Path path) implements Origin {
        @Override
        public String toString() {
            return "file " + path;
        }
    }

    /** Nobody said anything. */
    record Standard() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }

    /** Nobody said anything. */
    Origin STANDARD = new Standard();
}
