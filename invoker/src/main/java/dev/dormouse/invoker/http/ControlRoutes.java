package dev.dormouse.invoker.http;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.agent.MoveFailed;
import dev.dormouse.invoker.http.wire.Peer;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Finds the route of a request that is not an invocation, and runs it. */
final class ControlRoutes {
    private static final System.Logger LOG = System.getLogger(ControlRoutes.class.getName());

    private final HttpSettings settings;
    private final AccessCheck access;
    private final RequestHeads heads;
    private final WorkGate gate;
    private final ProbeApi probes;
    private final ControlApi control;
    private final LogApi logs;
    private final AgentApi agents;
    private final DeployApi deploys;

    ControlRoutes(
            HttpSettings settings,
            AccessCheck access,
            WorkGate gate,
            ProbeApi probes,
            ControlApi control,
            LogApi logs,
            AgentApi agents,
            DeployApi deploys) {
        this.settings = settings;
        this.access = access;
        this.heads = new RequestHeads(settings.wire());
        this.gate = gate;
        this.probes = probes;
        this.control = control;
        this.logs = logs;
        this.agents = agents;
        this.deploys = deploys;
    }

    void handle(ServerRequest request, ServerResponse response, Peer peer, String path) {
        RequestBody body = RequestBody.of(request, peer, settings.maxModuleBytes());
        try {
            route(request, response, peer, path, body);
        } catch (Failure e) {
            Replies.startAnew(response);
            e.headers().forEach(response::header);
            fail(request, response, body, e.problem());
        } catch (Refused e) {
            Replies.startAnew(response);
            fail(request, response, body, Problem.of(e));
        } catch (MoveFailed e) {
            Replies.startAnew(response);
            fail(request, response, body, Problem.of(e));
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A request to the control API failed.", e);
            Replies.startAnew(response);
            fail(request, response, body, Problem.of(ProblemType.INTERNAL, Problem.INTERNAL_DETAIL));
        }
        body.finish(settings.maxDrainBytes());
    }

    private void fail(ServerRequest request, ServerResponse response, RequestBody body, Problem problem) {
        body.announceEnd(response, settings.maxDrainBytes());
        Replies.send(request, response, problem);
    }

    private void route(ServerRequest request, ServerResponse response, Peer peer, String path, RequestBody body) {
        if (peer.isHttp2()) {
            heads.check(request).ifPresent(problem -> {
                throw new Failure(problem);
            });
        }
        List<String> segments = segments(path);
        Endpoint endpoint = find(request.prologue().method().text(), segments);
        access.refusal(request, endpoint).ifPresent(problem -> {
            throw new Failure(problem);
        });
        body.limit(maxBytes(endpoint, request));
        var call = new Call(endpoint, segments, request, response, body);
        if (!endpoint.changes()) {
            run(call);
        } else if (gate.enter()) {
            try {
                run(call);
            } finally {
                gate.leave();
            }
        } else {
            throw new Failure(Problem.stopping());
        }
    }

    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        if (path.startsWith("/")) {
            for (String raw : path.substring(1).split("/", -1)) {
                segments.add(Target.decode(raw).orElseThrow(ControlRoutes::notFound));
            }
        }
        return segments;
    }

    private static Endpoint find(String method, List<String> segments) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Endpoint endpoint : Endpoint.values()) {
            if (endpoint.isControl() && endpoint.matches(segments)) {
                if (endpoint.takes(method)) {
                    return endpoint;
                }
                allowed.add(endpoint.method());
                if (endpoint.method().equals("GET")) {
                    allowed.add("HEAD");
                }
            }
        }
        if (allowed.isEmpty()) {
            throw notFound();
        }
        String list = String.join(", ", allowed);
        throw new Failure(
                Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This path takes " + list + " and no other method."),
                HeaderValues.create(HeaderNames.ALLOW, list));
    }

    private static Failure notFound() {
        return new Failure(
                Problem.of(ProblemType.NOT_FOUND, "There is nothing at this path; GET /openapi.yaml lists all paths."));
    }

    /** A module may be large; whatever else is sent here is small. */
    private int maxBytes(Endpoint endpoint, ServerRequest request) {
        boolean json = Optional.of(request.headers())
                .filter(headers -> headers.contains(HeaderNames.CONTENT_TYPE))
                .map(headers ->
                        MediaTypes.essence(headers.get(HeaderNames.CONTENT_TYPE).get()))
                .filter(MediaTypes.JSON::equals)
                .isPresent();
        boolean module = endpoint == Endpoint.PUT_MODULE || endpoint == Endpoint.DEPLOY;
        return module && !json ? settings.maxModuleBytes() : settings.maxJsonBytes();
    }

    private void run(Call call) {
        checkAccept(call);
        switch (call.endpoint()) {
            case LIST_FUNCTIONS -> control.listFunctions(call);
            case GET_FUNCTION -> control.function(call);
            case DEPLOY -> deploys.deploy(call);
            case DELETE_FUNCTION -> control.deleteFunction(call);
            case LIST_REVISIONS -> control.listRevisions(call);
            case GET_REVISION -> control.revision(call);
            case LIST_LOGS -> logs.list(call);
            case GET_ALIAS -> control.alias(call);
            case PUT_ALIAS -> control.putAlias(call);
            case DELETE_ALIAS -> control.deleteAlias(call);
            case PUT_MODULE -> control.putModule(call);
            case LIVEZ -> probes.live(call);
            case READYZ -> probes.ready(call);
            case OPENAPI -> probes.openApi(call);
            case LIST_AGENTS -> agents.list(call);
            case GET_AGENT -> agents.show(call);
            case DELETE_AGENT -> agents.delete(call);
            case SUSPEND_AGENT -> agents.suspend(call);
            case RESUME_AGENT -> agents.resume(call);
            case FORK_AGENT -> agents.fork(call);
            case REVERT_AGENT -> agents.revert(call);
            case MOVE_AGENT -> agents.move(call);
            case INVOKE, INVOKE_PATH, MESSAGE, MESSAGE_PATH ->
                throw new IllegalStateException("Invocations have their own trigger.");
        }
    }

    private static void checkAccept(Call call) {
        boolean json = call.endpoint().scope().isPresent();
        boolean taken = !json
                || MediaTypes.takes(call.request(), MediaTypes.JSON)
                || (call.endpoint() == Endpoint.DEPLOY && MediaTypes.asksFor(call.request(), MediaTypes.NDJSON));
        if (!taken) {
            throw new Failure(Problem.of(
                    ProblemType.NOT_ACCEPTABLE,
                    "The answer here is " + MediaTypes.JSON + ", which the request's Accept leaves out."));
        }
    }
}
