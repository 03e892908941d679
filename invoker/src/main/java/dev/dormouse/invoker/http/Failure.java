package dev.dormouse.invoker.http;

import io.helidon.http.Header;
import java.util.List;

/** Ends the handling of a request with a problem. Not for the path of invocations, where problems are values. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient List<Header> headers;

    Failure(Problem problem, Header... headers) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.headers = List.of(headers);
    }

    static Failure badInput(String detail) {
        return new Failure(Problem.of(ProblemType.BAD_INPUT, detail));
    }

    Problem problem() {
        return problem;
    }

    /** To be set on the answer. */
    List<Header> headers() {
        return headers;
    }
}
