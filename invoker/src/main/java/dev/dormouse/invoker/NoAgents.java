package dev.dormouse.invoker;

import dev.dormouse.invoker.agent.AgentDirectory;
import dev.dormouse.invoker.agent.AgentView;
import dev.dormouse.invoker.registry.Page;
import dev.dormouse.invoker.registry.PageRequest;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import java.util.List;
import java.util.Optional;

/** The directory of a runtime that keeps no agents. */
final class NoAgents implements AgentDirectory {
    private static Refused none(AgentId agent) {
        return new Refused(Refused.Kind.NOT_FOUND, "There is no agent '" + agent + "'.");
    }

    @Override
    public Page<AgentView> agents(FunctionName function, PageRequest page) {
        return new Page<>(List.of(), Optional.empty());
    }

    @Override
    public AgentView agent(AgentId agent) {
        throw none(agent);
    }

    @Override
    public AgentView suspend(AgentId agent, Precondition precondition) {
        throw none(agent);
    }

    @Override
    public AgentView resume(AgentId agent, Precondition precondition) {
        throw none(agent);
    }

    @Override
    public AgentView fork(AgentId agent, String newKey, Precondition precondition) {
        throw none(agent);
    }

    @Override
    public AgentView revert(AgentId agent, long generation, Precondition precondition) {
        throw none(agent);
    }

    @Override
    public void delete(AgentId agent, Precondition precondition) {
        throw none(agent);
    }
}
