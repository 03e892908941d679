package dev.dormouse.invoker.http;

import dev.dormouse.invoker.http.wire.Peer;
import io.helidon.common.uri.UriPath;
import io.helidon.http.HttpPrologue;
import io.helidon.http.PathMatchers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * The only route that Helidon knows: takes each request, finds out what it is for, asks whether its sender may, and turns
 * whatever goes wrong into a problem.
 */
final class RequestDispatcher implements HttpRoute {
    private static final System.Logger LOG = System.getLogger(RequestDispatcher.class.getName());
    private static final PathMatchers.MatchResult MATCH = PathMatchers.any().match(UriPath.root());

    private final AccessCheck access;
    private final WorkGate gate;
    private final InvocationTrigger trigger;
    private final ControlRoutes control;

    RequestDispatcher(AccessCheck access, WorkGate gate, InvocationTrigger trigger, ControlRoutes control) {
        this.access = access;
        this.gate = gate;
        this.trigger = trigger;
        this.control = control;
    }

    @Override
    public PathMatchers.MatchResult accepts(HttpPrologue prologue) {
        return MATCH;
    }

    @Override
    public Handler handler() {
        return this::handle;
    }

    private void handle(ServerRequest request, ServerResponse response) throws IOException {
        Peer peer = Peer.of(request);
        peer.requestBegins();
        try {
            dispatch(request, response, peer);
        } finally {
            peer.requestEnds();
        }
    }

    private void dispatch(ServerRequest request, ServerResponse response, Peer peer) throws IOException {
        String path = Target.path(request.prologue().uriPath().rawPath());
        if (path.startsWith(FunctionAddress.PREFIX)) {
            invoke(request, response, peer, path, Endpoint.INVOKE, (asked, there) -> FunctionAddress.of(there));
        } else if (path.startsWith(AgentAddress.PREFIX)) {
            invoke(request, response, peer, path, Endpoint.MESSAGE, AgentAddress::of);
        } else {
            control.handle(request, response, peer, path);
        }
    }

    private void invoke(
            ServerRequest request,
            ServerResponse response,
            Peer peer,
            String path,
            Endpoint endpoint,
            Address.Reader reader)
            throws IOException {
        boolean entered = gate.enter();
        try {
            Optional<Problem> refusal = entered ? access.refusal(request, endpoint) : Optional.of(Problem.stopping());
            trigger.handle(request, response, peer, path, reader, refusal);
        } catch (CloseConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "An invocation failed in the trigger.", e);
            Replies.startAnew(response);
            peer.endAfterThis();
            Replies.send(request, response, Problem.of(ProblemType.INTERNAL, Problem.INTERNAL_DETAIL));
        } finally {
            if (entered) {
                gate.leave();
            }
        }
    }
}
