package dev.dormouse.invoker.registry;

import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.ModuleDigest;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A new revision, as its author asks for it. What is left empty is found out from the module or set by the runtime's
 * defaults; what exceeds the runtime's limits is refused by the deployer.
 *
 * @param function of which function; created if there is none
 * @param source what to run
 * @param style how it is called; found from its imports if empty
 * @param entry which export is called
 * @param memoryMaxBytes linear memory of one instance, at least 0
 * @param timeoutMillis from arrival to the end of the run, at least 1
 * @param fuel ticks of one invocation, at least 1
 * @param concurrency invocations at a time, at least 1
 * @param durability when messages to its agents are answered
 * @param agents what becomes of agents on other revisions while it is live
 * @param env environment of the guest
 * @param config configuration of the guest
 * @param sample what it is rehearsed with
 * @param promote whether the alias {@code live} moves to the revision at once
 * @param precondition on {@link FunctionView#version}
 */
public record DeployRequest(
        FunctionName function,
        Source source,
        Optional<GuestStyle> style,
        Optional<String> entry,
        OptionalLong memoryMaxBytes,
        OptionalLong timeoutMillis,
        OptionalLong fuel,
        OptionalInt concurrency,
        Optional<Durability> durability,
        Optional<AgentPolicy> agents,
        Map<String, String> env,
        Map<String, String> config,
        Optional<SampleRequest> sample,
        boolean promote,
        Precondition precondition) {
    /** What to run. */
    public sealed interface Source {
        /**
         * A module or a script that was uploaded before.
         *
         * @param digest its identity
         */
        record Stored(ModuleDigest digest) implements Source {}

        /**
         * A module.
         *
         * @param bytes read by all, written by nobody
         */
        @SuppressWarnings("ArrayRecordComponent") // compared by nobody, written by nobody
        record Module(byte[] bytes) implements Source {}

        /**
         * A JavaScript module.
         *
         * @param text its source
         */
        record Script(String text) implements Source {}
    }

    public DeployRequest {
        env = Map.copyOf(env);
        config = Map.copyOf(config);
        atLeast(0, memoryMaxBytes, "memoryMaxBytes");
        atLeast(1, timeoutMillis, "timeoutMillis");
        atLeast(1, fuel, "fuel");
        if (concurrency.isPresent()) {
            atLeast(1, OptionalLong.of(concurrency.getAsInt()), "concurrency");
        }
    }

    private static void atLeast(long least, OptionalLong value, String name) {
        if (value.isPresent() && value.getAsLong() < least) {
            throw new IllegalArgumentException("The option " + name + " is at least " + least + "; this one is "
                    + value.getAsLong() + ". Leave it out for the default.");
        }
    }
}
