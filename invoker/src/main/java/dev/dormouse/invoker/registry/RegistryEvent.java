package dev.dormouse.invoker.registry;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.dormouse.snapshot.FunctionName;
import java.time.Instant;
import java.util.List;

/**
 * A change of what is deployed. The registry is the sum of its events in their order, the same in every process.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RegistryEvent.Deployed.class, name = "deployed"),
    @JsonSubTypes.Type(value = RegistryEvent.AliasPut.class, name = "alias-put"),
    @JsonSubTypes.Type(value = RegistryEvent.AliasDeleted.class, name = "alias-deleted"),
    @JsonSubTypes.Type(value = RegistryEvent.FunctionDeleted.class, name = "function-deleted"),
    @JsonSubTypes.Type(value = RegistryEvent.SeasonBegun.class, name = "season-begun")
})
sealed interface RegistryEvent {
    /** When it was decided. For people, and for how often seasons begin; order is the log's. */
    Instant at();

    /** A change of one function. */
    sealed interface OfFunction extends RegistryEvent {
        /** The function that it concerns. */
        FunctionName function();
    }

    /**
     * A revision was made.
     *
     * @param promoted whether the alias {@code live} points at it from here on
     */
    record Deployed(Revision revision, boolean promoted, Instant at) implements OfFunction {
        @Override
        public FunctionName function() {
            return revision.id().function();
        }
    }

    /** An alias was made or moved. */
    record AliasPut(FunctionName function, AliasName alias, List<AliasTarget> targets, Instant at)
            implements OfFunction {
        public AliasPut {
            targets = List.copyOf(targets);
        }
    }

    /** An alias was taken away. */
    record AliasDeleted(FunctionName function, AliasName alias, Instant at) implements OfFunction {}

    /** A function was taken away with all that is its own. */
    record FunctionDeleted(FunctionName function, Instant at) implements OfFunction {}

    /**
     * A season began: objects that nobody names become condemned two of these after they were made.
     *
     * @param season its number; the first that begins is 1
     * @param at the store's own time
     */
    record SeasonBegun(long season, Instant at) implements RegistryEvent {}
}
