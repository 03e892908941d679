package dev.dormouse.invoker.http;

import dev.dormouse.invoker.access.Scope;
import java.util.List;
import java.util.Optional;

/**
 * Every route, with its method, its template and the scope that it asks for: the one table. {@code openapi.yaml} and the
 * test of keys are checked against it.
 */
enum Endpoint {
    INVOKE(Endpoint.ANY, "/fn/{name}", Scope.INVOKE),
    INVOKE_PATH(Endpoint.ANY, "/fn/{name}/{path...}", Scope.INVOKE),
    MESSAGE(Endpoint.ANY, "/agents/{function}/{key}", Scope.INVOKE),
    MESSAGE_PATH(Endpoint.ANY, "/agents/{function}/{key}/{path...}", Scope.INVOKE),
    LIST_AGENTS("GET", "/v1/agents", Scope.READ),
    GET_AGENT("GET", "/v1/agents/{function}/{key}", Scope.READ),
    DELETE_AGENT("DELETE", "/v1/agents/{function}/{key}", Scope.DEPLOY),
    SUSPEND_AGENT("POST", "/v1/agents/{function}/{key}/suspend", Scope.DEPLOY),
    RESUME_AGENT("POST", "/v1/agents/{function}/{key}/resume", Scope.DEPLOY),
    FORK_AGENT("POST", "/v1/agents/{function}/{key}/fork", Scope.DEPLOY),
    REVERT_AGENT("POST", "/v1/agents/{function}/{key}/revert", Scope.DEPLOY),
    MOVE_AGENT("POST", "/v1/agents/{function}/{key}/move", Scope.DEPLOY),
    LIST_FUNCTIONS("GET", "/v1/functions", Scope.READ),
    GET_FUNCTION("GET", "/v1/functions/{name}", Scope.READ),
    DEPLOY("PUT", "/v1/functions/{name}", Scope.DEPLOY),
    DELETE_FUNCTION("DELETE", "/v1/functions/{name}", Scope.DEPLOY),
    LIST_REVISIONS("GET", "/v1/functions/{name}/revisions", Scope.READ),
    GET_REVISION("GET", "/v1/functions/{name}/revisions/{number}", Scope.READ),
    LIST_LOGS("GET", "/v1/functions/{name}/logs", Scope.READ),
    GET_ALIAS("GET", "/v1/functions/{name}/aliases/{alias}", Scope.READ),
    PUT_ALIAS("PUT", "/v1/functions/{name}/aliases/{alias}", Scope.DEPLOY),
    DELETE_ALIAS("DELETE", "/v1/functions/{name}/aliases/{alias}", Scope.DEPLOY),
    PUT_MODULE("PUT", "/v1/modules/{sha256}", Scope.DEPLOY),
    LIVEZ("GET", "/livez"),
    READYZ("GET", "/readyz"),
    OPENAPI("GET", "/openapi.yaml");

    /** Stands for every method. */
    static final String ANY = "ANY";

    private final String method;
    private final String template;
    private final Optional<Scope> scope;

    @SuppressWarnings("ImmutableEnumChecker") // of List.of
    private final List<String> segments;

    Endpoint(String method, String template) {
        this(method, template, Optional.empty());
    }

    Endpoint(String method, String template, Scope scope) {
        this(method, template, Optional.of(scope));
    }

    Endpoint(String method, String template, Optional<Scope> scope) {
        this.method = method;
        this.template = template;
        this.scope = scope;
        this.segments = List.of(template.substring(1).split("/", -1));
    }

    String method() {
        return method;
    }

    String template() {
        return template;
    }

    /** What a key must be good for; empty if anybody may. */
    Optional<Scope> scope() {
        return scope;
    }

    /** Whether the control API answers it, not the trigger of invocations. */
    boolean isControl() {
        return !method.equals(ANY);
    }

    /** Whether it changes something of the runtime's own: what is deployed, or what is kept of an agent. */
    boolean changes() {
        return scope.filter(Scope.DEPLOY::equals).isPresent();
    }

    /**
     * Whether web pages of other origins are kept from it where there are no keys. A function is stateless, and may be
     * meant for them; a message changes an agent.
     */
    boolean isClosedToForeignPages() {
        return changes() || this == MESSAGE || this == MESSAGE_PATH;
    }

    /** Whether {@code method} is this one's; HEAD is GET without a body. */
    boolean takes(String asked) {
        return method.equals(asked) || (asked.equals("HEAD") && method.equals("GET"));
    }

    /** Whether a path, split at its slashes, is of the template. */
    boolean matches(List<String> path) {
        if (path.size() != segments.size()) {
            return false;
        }
        for (int i = 0; i < path.size(); i++) {
            String segment = segments.get(i);
            if (isParameter(segment) ? path.get(i).isEmpty() : !segment.equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** What stands in a path, split at its slashes, where the template has {@code {name}}. */
    String parameter(String name, List<String> path) {
        return path.get(segments.indexOf("{" + name + "}"));
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }
}
