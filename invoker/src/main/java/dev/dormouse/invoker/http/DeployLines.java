package dev.dormouse.invoker.http;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.registry.DeployProgress;
import dev.dormouse.invoker.registry.Deployment;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The answer to a deploy as lines of JSON, each sent when it is known, for whoever watches: {@code {"step":...}} when a step
 * begins, and at the end one line with {@code status} and either {@code revision} or {@code problem}. The status of the
 * answer itself is 200, since it leaves before the end is known.
 */
final class DeployLines {
    private static final Header TYPE = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, MediaTypes.NDJSON);
    private static final System.Logger LOG = System.getLogger(DeployLines.class.getName());

    private final Call call;

    DeployLines(Call call) {
        this.call = call;
    }

    void run(DeployApi.Watched deploy) {
        call.response().header(TYPE);
        OutputStream out = call.response().outputStream();
        write(out, last(deploy, step -> write(out, Map.of("step", step))));
        Replies.commit(call.response());
    }

    private static Object last(DeployApi.Watched deploy, DeployProgress progress) {
        try {
            Deployment deployment = deploy.run(progress);
            return new TreeMap<>(Map.of(
                    "status", deployment.created() ? 201 : 200, "revision", ControlJson.Revision.of(deployment)));
        } catch (Refused e) {
            return problem(Problem.of(e));
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A deploy failed.", e);
            return problem(Problem.of(ProblemType.INTERNAL, Problem.INTERNAL_DETAIL));
        }
    }

    private static Object problem(Problem problem) {
        return new TreeMap<>(
                Map.of("status", problem.type().status(), "problem", ControlJson.parsed(problem.toJson())));
    }

    private static void write(OutputStream out, Object line) {
        try {
            out.write(ControlJson.write(line));
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Whoever watched the deploy went away.", e);
        }
    }
}
