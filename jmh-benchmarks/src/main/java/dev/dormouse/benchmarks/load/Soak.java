package dev.dormouse.benchmarks.load;

import static dev.dormouse.benchmarks.load.MarkdownTable.number;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/**
 * A thousand deploys of different modules, each called once, every tenth deleted with its function, while functions and
 * agents answer: live heap, classes, threads and descriptors must not grow. Fails if one does. The heap is so small that
 * the bound on revisions that are kept ready to run, a share of it, is reached in the first half.
 */
final class Soak implements LoadRun {
    private static final int ROUNDS = 12;
    private static final int DEPLOYS = 84;
    private static final int DELETED = 10;
    private static final int CLIENTS = 4;
    private static final int AGENTS = 1_000;

    /** What may not grow, by how much of itself, and by how much in any case. */
    private record Quantity(String name, ToDoubleFunction<JvmUse> of, double share, double margin) {}

    private static final List<Quantity> QUANTITIES = List.of(
            new Quantity("live heap MiB", JvmUse::heapMebibytes, 0.1, 4),
            new Quantity("classes", JvmUse::classes, 0.05, 100),
            new Quantity("threads", JvmUse::threads, 0, 3),
            new Quantity("descriptors", JvmUse::descriptors, 0, 8));

    @Override
    public void run(Surroundings surroundings) throws IOException {
        MarkdownTable table = new MarkdownTable(
                "deploys", "requests/s beside", "live heap MiB", "classes", "threads", "descriptors", "resident MiB");
        List<JvmUse> uses = new ArrayList<>();
        try (RuntimeProcess runtime = surroundings.onDisk("soak", "-Xmx96m").start()) {
            runtime.deploy("tally", Tally.module(), "");
            for (int round = 1; round <= ROUNDS; round++) {
                surroundings.say("round " + round + " of " + ROUNDS);
                double perSecond = round(surroundings, runtime, round * DEPLOYS);
                JvmUse use = JvmUse.of(runtime.pid());
                uses.add(use);
                table.row(
                        String.valueOf(round * DEPLOYS),
                        number(perSecond),
                        number(use.heapMebibytes()),
                        String.valueOf(use.classes()),
                        String.valueOf(use.threads()),
                        String.valueOf(use.descriptors()),
                        number(runtime.residentMebibytes()));
            }
        }
        surroundings.show(table);
        surroundings.show(judge(uses));
    }

    /** Deploys while clients call; gives what these got in a second. */
    private static double round(Surroundings surroundings, RuntimeProcess runtime, int first) throws IOException {
        try (ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ClosedLoop.Seen> callers = thread.submit(() -> surroundings
                    .clients(CLIENTS)
                    .run(runtime.url(), surroundings.ticker(), (connection, random) -> {
                        int agent = random.nextInt(2 * AGENTS);
                        String target = agent < AGENTS ? Tally.target("tally", agent) : "/fn/tally";
                        String ignored = connection.post(target, "").wanted();
                    }));
            Future<Void> deploys = thread.submit((Callable<Void>) () -> {
                for (int i = first; i < first + DEPLOYS; i++) {
                    deploy(runtime, i);
                }
                return null;
            });
            deploys.get();
            return callers.get().perSecond();
        } catch (ExecutionException e) {
            throw new IOException("A round failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted.", e);
        }
    }

    private static void deploy(RuntimeProcess runtime, int number) throws IOException {
        String function = "soak-" + number % DELETED;
        runtime.deploy(function, Tally.module(number), "");
        ask(runtime, "POST", "/fn/" + function);
        if (number % DELETED == 0) {
            ask(runtime, "DELETE", "/v1/functions/" + function);
        }
    }

    private static void ask(RuntimeProcess runtime, String method, String target) throws IOException {
        try (HttpClientConnection connection = runtime.connect()) {
            String ignored =
                    connection.send(method, target, "text/plain", new byte[0]).wanted();
        }
    }

    private static MarkdownTable judge(List<JvmUse> uses) throws IOException {
        MarkdownTable table = new MarkdownTable("what", "second third", "last third", "flat");
        List<String> grown = new ArrayList<>();
        for (Quantity quantity : QUANTITIES) {
            FlatLine line = new FlatLine(
                    uses.stream().map(use -> quantity.of().applyAsDouble(use)).toList(),
                    quantity.share(),
                    quantity.margin());
            table.row(quantity.name(), number(line.before()), number(line.after()), line.isFlat() ? "yes" : "no");
            if (!line.isFlat()) {
                grown.add(quantity.name() + " from " + number(line.before()) + " to " + number(line.after()));
            }
        }
        if (!grown.isEmpty()) {
            throw new IOException("After a warm-up it still grew: " + String.join(", ", grown) + ".");
        }
        return table;
    }
}
