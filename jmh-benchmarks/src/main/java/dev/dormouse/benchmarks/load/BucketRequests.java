package dev.dormouse.benchmarks.load;

import static dev.dormouse.benchmarks.load.MarkdownTable.millis;
import static dev.dormouse.benchmarks.load.MarkdownTable.number;

import java.io.IOException;
import java.time.Duration;

/**
 * Requests to a bucket per durable message, at 1, 16 and 256 agents at a time, and per wake-up; the bucket is the fake,
 * in a process of its own, and waits for 0 or 5 ms before each answer.
 */
final class BucketRequests implements LoadRun {
    private static final int AGENTS = 1_000;
    private static final int WOKEN = 256;

    @Override
    public void run(Surroundings surroundings) throws IOException {
        try (BucketProcess bucket = BucketProcess.start();
                RuntimeProcess runtime = surroundings.onBucket("bucket", bucket).start()) {
            runtime.deploy("tally", Tally.module(), "");
            Latencies ignored = surroundings
                    .clients(64)
                    .all(
                            runtime.url(),
                            surroundings.ticker(),
                            AGENTS,
                            (connection, number) -> connection
                                    .post(Tally.target("tally", number), Tally.fill(number))
                                    .wanted());
            surroundings.show(messages(surroundings, bucket, runtime));
            surroundings.show(wakeUps(surroundings, bucket, runtime));
        }
    }

    private static MarkdownTable messages(Surroundings surroundings, BucketProcess bucket, RuntimeProcess runtime)
            throws IOException {
        MarkdownTable table = new MarkdownTable(
                "delay ms", "clients at a time", "messages/s", "p50 ms", "p99 ms", "PUT/message", "GET/message");
        for (int delay : new int[] {0, 5}) {
            bucket.delay(Duration.ofMillis(delay));
            for (int clients : new int[] {1, 16, 256}) {
                surroundings.say(clients + " clients, bucket waits for " + delay + " ms");
                StoreUse before = bucket.use();
                ClosedLoop.Seen seen = surroundings
                        .clients(clients)
                        .run(
                                runtime.url(),
                                surroundings.ticker(),
                                (connection, random) -> connection
                                        .post(Tally.target("tally", random.nextInt(AGENTS)), "")
                                        .wanted());
                StoreUse use = bucket.use().since(before);
                table.row(
                        String.valueOf(delay),
                        String.valueOf(clients),
                        number(seen.perSecond()),
                        millis(seen.latencies().percentile(0.5)),
                        millis(seen.latencies().percentile(0.99)),
                        number((double) use.writes() / seen.requests()),
                        number((double) use.reads() / seen.requests()));
            }
        }
        return table;
    }

    /** Suspended agents get one message each, one after the other; the PUT is the message's commit. */
    private static MarkdownTable wakeUps(Surroundings surroundings, BucketProcess bucket, RuntimeProcess runtime)
            throws IOException {
        MarkdownTable table = new MarkdownTable(
                "delay ms", "agents woken", "average ms", "p50 ms", "p99 ms", "PUT/wake-up", "GET/wake-up");
        for (int delay : new int[] {0, 5}) {
            bucket.delay(Duration.ofMillis(delay));
            for (int number = 0; number < WOKEN; number++) {
                WakeUps.suspend(runtime, number);
            }
            StoreUse before = bucket.use();
            Latencies woken = surroundings
                    .clients(1)
                    .all(
                            runtime.url(),
                            surroundings.ticker(),
                            WOKEN,
                            (connection, number) -> connection
                                    .post(Tally.target("tally", number), "")
                                    .wanted());
            StoreUse use = bucket.use().since(before);
            table.row(
                    String.valueOf(delay),
                    String.valueOf(WOKEN),
                    millis(woken.average()),
                    millis(woken.percentile(0.5)),
                    millis(woken.percentile(0.99)),
                    number((double) use.writes() / WOKEN),
                    number((double) use.reads() / WOKEN));
        }
        return table;
    }
}
