package dev.dormouse.invoker.http;

import dev.dormouse.invoker.agent.AgentDirectory;
import dev.dormouse.invoker.agent.AgentView;
import dev.dormouse.invoker.agent.MovePolicy;
import dev.dormouse.invoker.registry.AliasName;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** {@code /v1/agents/...}: asks the directory of agents and writes what it says. An agent's version is its generation. */
final class AgentApi {
    private final AgentDirectory agents;

    AgentApi(AgentDirectory agents) {
        this.agents = agents;
    }

    void list(Call call) {
        QueryOptions options = call.query();
        String function = options.text("function")
                .orElseThrow(() -> Failure.badInput(
                        "A list of agents is that of one function; this request names none. Add ?function=NAME."));
        FunctionName name = Parsing.of(() -> new FunctionName(function));
        ControlApi.sendPage(call, agents.agents(name, ControlApi.page(options)), ControlJson.Agent::of);
    }

    void show(Call call) {
        call.query().rejectRest();
        AgentView view = agents.agent(id(call));
        ControlApi.sendVersioned(call, view.generation(), ControlJson.Agent.of(view));
    }

    void delete(Call call) {
        call.query().rejectRest();
        agents.delete(id(call), Versions.precondition(call.request()));
        Replies.send(call.request(), call.response(), 204, new byte[0]);
    }

    void suspend(Call call) {
        call.query().rejectRest();
        send(call, 200, agents.suspend(id(call), Versions.precondition(call.request())));
    }

    void resume(Call call) {
        call.query().rejectRest();
        send(call, 200, agents.resume(id(call), Versions.precondition(call.request())));
    }

    void fork(Call call) {
        String newKey = body(call, ControlJson.Fork.class).newKey();
        if (newKey == null) {
            throw Failure.badInput("A fork has the member 'newKey', the new agent's key; this one has none.");
        }
        AgentView fork = agents.fork(id(call), newKey, Versions.precondition(call.request()));
        call.response().header(HeaderValues.create(HeaderNames.LOCATION, location(fork.id())));
        send(call, 201, fork);
    }

    void revert(Call call) {
        Long generation = body(call, ControlJson.Revert.class).generation();
        if (generation == null) {
            throw Failure.badInput("A revert has the member 'generation', one of the agent's"
                    + " 'retainedGenerations'; this one has none.");
        }
        send(call, 200, agents.revert(id(call), generation, Versions.precondition(call.request())));
    }

    void move(Call call) {
        ControlJson.Move move = body(call, ControlJson.Move.class);
        String revision = move.revision() == null ? AliasName.LIVE.value() : move.revision();
        MovePolicy policy = move.policy() == null ? MovePolicy.MIGRATE : MovePolicy.of(move.policy());
        send(call, 200, agents.move(id(call), revision, policy, Versions.precondition(call.request())));
    }

    private static <T> T body(Call call, Class<T> type) {
        call.query().rejectRest();
        if (!call.bodyType().equals(MediaTypes.JSON)) {
            throw ControlApi.wrongType(call, MediaTypes.JSON);
        }
        return ControlJson.read(call.bytes(), type);
    }

    private static AgentId id(Call call) {
        return Parsing.of(() -> new AgentId(new FunctionName(call.parameter("function")), call.parameter("key")));
    }

    private static String location(AgentId id) {
        String key = URLEncoder.encode(id.key(), StandardCharsets.UTF_8).replace("+", "%20");
        return "/v1/agents/" + id.function() + "/" + key;
    }

    private static void send(Call call, int status, AgentView view) {
        call.response().header(Versions.tag(view.generation()));
        ControlApi.sendJson(call, status, ControlJson.Agent.of(view));
    }
}
