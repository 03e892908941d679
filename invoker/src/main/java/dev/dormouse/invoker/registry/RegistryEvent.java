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
    @JsonSubTypes.Type(value = RegistryEvent.FunctionDeleted.class, name = "function-deleted")
})
sealed interface RegistryEvent {
    /** The function that it concerns. */
    FunctionName function();

    /** When it was decided, by the deciding process's clock. For people; order is the log's. */
    Instant at();

    /**
     * A revision was made.
     *
     * @param promoted whether the alias {@code live} points at it from here on
     */
    record Deployed(Revision revision, boolean promoted, Instant at) implements RegistryEvent {
        @Override
        public FunctionName function() {
            return revision.id().function();
        }
    }

    /** An alias was made or moved. */
    record AliasPut(FunctionName function, AliasName alias, List<AliasTarget> targets, Instant at)
            implements RegistryEvent {
        public AliasPut {
            targets = List.copyOf(targets);
        }
    }

    /** An alias was taken away. */
    record AliasDeleted(FunctionName function, AliasName alias, Instant at) implements RegistryEvent {}

    /** A function was taken away with all that is its own. */
    record FunctionDeleted(FunctionName function, Instant at) implements RegistryEvent {}
}
