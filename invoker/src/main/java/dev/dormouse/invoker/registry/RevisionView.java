package dev.dormouse.invoker.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.RevisionId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A revision, with all limits as they are in force.
 *
 * @param id its identity
 * @param style how its guest is called
 * @param entry the export that is called; empty where the style leaves no choice
 * @param module digest of the module, or of the script
 * @param moduleBytes size of the module, or of the script
 * @param memoryMaxBytes linear memory of one instance
 * @param timeoutMillis from arrival to the end of the run
 * @param fuel ticks of one invocation
 * @param concurrency invocations at a time
 * @param durability when messages to its agents are answered
 * @param agents what becomes of agents on other revisions while it is live
 * @param env environment of the guest
 * @param config configuration of the guest
 * @param sample what it is rehearsed with, if its author gave anything
 * @param createdAt when it was deployed
 */
public record RevisionView(
        RevisionId id,
        GuestStyle style,
        String entry,
        ModuleDigest module,
        long moduleBytes,
        long memoryMaxBytes,
        long timeoutMillis,
        long fuel,
        int concurrency,
        Durability durability,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) AgentPolicy agents,
        Map<String, String> env,
        Map<String, String> config,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SampleRequest sample,
        Instant createdAt) {
    public RevisionView {
        env = Map.copyOf(env);
        config = Map.copyOf(config);
    }
}
