package dev.dormouse.invoker.deployment;

import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.exchange.RequestHead;
import dev.dormouse.invoker.execution.Caller;
import dev.dormouse.invoker.execution.GuestCalls;
import dev.dormouse.invoker.execution.GuestLogs;
import dev.dormouse.invoker.execution.LiveInstance;
import dev.dormouse.invoker.execution.LiveRevision;
import dev.dormouse.invoker.host.GuestAnswer;
import dev.dormouse.invoker.host.GuestRequest;
import dev.dormouse.invoker.host.Host;
import dev.dormouse.invoker.registry.RevisionView;
import dev.dormouse.invoker.registry.SampleRequest;
import dev.dormouse.invoker.wasm.Cancellation;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.MemoryBudget;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.Ticker;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs a revision a few times before anybody calls it, after its deploy or after a restart, so that the first caller
 * does not wait while the JVM links and first interprets its code.
 *
 * <p>Each run is an ordinary invocation with the revision's sample request, else a {@code GET /} without a body, in an
 * instance of its own that is dropped; answer and log are thrown away. This is unseen from outside because guests have
 * no effects yet beyond those two: a capability that has some must not be granted to a rehearsal. Thread-safe.
 */
public final class Rehearsal {
    /** More runs help the first callers little and the deploy waits for them. */
    private static final int RUNS_MAX = 20;

    private static final long TOTAL_NANOS = 150_000_000;

    private static final InvocationId ID = InvocationId.of("0".repeat(32));

    private final GuestCalls calls;
    private final Ticker ticker;

    /**
     * @param host what guests may import
     * @param memory what all guests may take together
     * @param cancellation ends a run
     */
    public Rehearsal(Host host, MemoryBudget memory, Ticker ticker, Cancellation cancellation) {
        this.calls = new GuestCalls(host, GuestLogs.NONE, memory, ticker, cancellation);
        this.ticker = ticker;
    }

    /** Runs {@code live} until it is warm enough, fails, or time is up. */
    void of(LiveRevision live) {
        of(live, () -> true);
    }

    /** The same, as long as {@code another} says so before each run. */
    void of(LiveRevision live, BooleanSupplier another) {
        long end = ticker.nanos() + TOTAL_NANOS;
        for (int run = 0; run < RUNS_MAX && ticker.nanos() - end < 0 && another.getAsBoolean(); run++) {
            if (!once(live, end)) {
                return;
            }
        }
    }

    /** Runs {@code live} once; whether that ended by itself. */
    boolean once(LiveRevision live, long deadlineNanos) {
        try (LiveInstance guest = calls.resume(live, live.base().image())) {
            GuestRequest request = request(live);
            GuestCalls.Called called =
                    calls.call(guest, request, head -> OutputStream.nullOutputStream(), deadlineNanos, new Caller());
            return !(called.answer() instanceof GuestAnswer.Stopped);
        } catch (GuestStop stop) {
            return false;
        }
    }

    private static GuestRequest request(LiveRevision live) {
        RevisionView view = live.revision().view();
        SampleRequest sample = view.sample() == null ? SampleRequest.PLAIN : view.sample();
        byte[] body = sample.body();
        return new GuestRequest(ID, view.id(), head(sample, body.length), new ByteArrayInputStream(body));
    }

    private static RequestHead head(SampleRequest sample, int bodyBytes) {
        List<Header> headers = new ArrayList<>();
        if (!sample.contentType().isEmpty()) {
            headers.add(new Header("content-type", sample.contentType()));
        }
        if (bodyBytes > 0) {
            headers.add(new Header("content-length", Integer.toString(bodyBytes)));
        }
        int mark = sample.path().indexOf('?');
        return new RequestHead(
                sample.method(),
                mark < 0 ? sample.path() : sample.path().substring(0, mark),
                mark < 0 ? "" : sample.path().substring(mark + 1),
                "http://localhost" + sample.path(),
                headers,
                "127.0.0.1");
    }
}
