package dev.dormouse.invoker.deployment;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.invoker.registry.AgentPolicy;
import dev.dormouse.invoker.registry.DeployRequest;
import dev.dormouse.invoker.registry.Durability;
import dev.dormouse.invoker.registry.RevisionView;
import dev.dormouse.invoker.registry.SampleRequest;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.ModuleDigest;
import java.util.Map;
import java.util.Optional;

/**
 * What a deploy asks for, with every default filled in and every bound checked; the style and the entry only if the
 * author named them.
 *
 * @param function of which function
 * @param source digest of the module or script
 * @param sourceBytes its size
 * @param style as asked for
 * @param entry as asked for
 * @param limits in force
 * @param durability when messages to its agents are answered
 * @param agents what becomes of agents on other revisions while it is live
 * @param env environment of the guest
 * @param config configuration of the guest
 * @param sample what it is rehearsed with
 */
record Blueprint(
        FunctionName function,
        ModuleDigest source,
        long sourceBytes,
        Optional<GuestStyle> style,
        Optional<String> entry,
        DeploymentSettings.RevisionLimits limits,
        Durability durability,
        AgentPolicy agents,
        Map<String, String> env,
        Map<String, String> config,
        Optional<SampleRequest> sample) {

    static Blueprint of(DeployRequest request, ModuleDigest source, long sourceBytes, DeploymentSettings settings) {
        DeploymentSettings.RevisionLimits standard = settings.standard();
        DeploymentSettings.RevisionLimits most = settings.most();
        DeploymentSettings.RevisionLimits limits = new DeploymentSettings.RevisionLimits(
                atMost(
                        "memoryMaxBytes",
                        request.memoryMaxBytes().orElse(standard.memoryMaxBytes()),
                        most.memoryMaxBytes()),
                atMost("timeoutMillis", request.timeoutMillis().orElse(standard.timeoutMillis()), most.timeoutMillis()),
                atMost("fuel", request.fuel().orElse(standard.fuel()), most.fuel()),
                (int) atMost("concurrency", request.concurrency().orElse(standard.concurrency()), most.concurrency()));
        return new Blueprint(
                request.function(),
                source,
                sourceBytes,
                request.style(),
                request.entry(),
                limits,
                request.durability().orElse(Durability.BEFORE_REPLY),
                request.agents().orElse(AgentPolicy.STAY),
                request.env(),
                request.config(),
                request.sample());
    }

    /** Whether a revision is just what this asks for. */
    boolean describes(RevisionView revision) {
        return revision.module().equals(source)
                && (style.isEmpty() || style.get() == revision.style())
                && (entry.isEmpty() || entry.get().equals(revision.entry()))
                && revision.memoryMaxBytes() == limits.memoryMaxBytes()
                && revision.timeoutMillis() == limits.timeoutMillis()
                && revision.fuel() == limits.fuel()
                && revision.concurrency() == limits.concurrency()
                && revision.durability() == durability
                && revision.agents() == agents
                && revision.env().equals(env)
                && revision.config().equals(config)
                && Optional.ofNullable(revision.sample()).equals(sample);
    }

    private static long atMost(String option, long value, long most) {
        if (value > most) {
            throw new Refused(
                    Refused.Kind.BAD_INPUT,
                    "The option " + option + " is at most " + most + " in this runtime; this one is " + value
                            + ". Lower it, or raise the runtime's limit.");
        }
        return value;
    }
}
