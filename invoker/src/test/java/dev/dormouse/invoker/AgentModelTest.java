package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever is done with agents, in whatever order: they are what a map of numbers would be. */
@Timeout(120)
class AgentModelTest {
    private static final int STEPS = 600;
    private static final List<String> KEYS = List.of("a", "b", "c", "d");
    private static final FunctionName COUNTER = new FunctionName("counter");
    private static final Precondition ANY = new Precondition.None();

    private final HeapObjectStore store = new HeapObjectStore(InstantSource.system(), 1L << 30);
    private final RuntimeFixture[] runtimes = {RuntimeFixture.on(store), RuntimeFixture.on(store)};
    private final Map<String, Agent> model = new HashMap<>();
    private final Map<String, String> answers = new HashMap<>();

    @AfterEach
    void close() {
        for (RuntimeFixture runtime : runtimes) {
            runtime.close();
        }
    }

    /** What an agent should be. */
    private static final class Agent {
        private int count;
        private long generation;
        private final Map<Long, Integer> history = new TreeMap<>();

        void stands(int newCount) {
            count = newCount;
            generation++;
            history.put(generation, newCount);
        }
    }

    private static String count(int n) {
        return "global=" + n + " memory=" + n + " table=" + n + "\n";
    }

    @Test
    void agentsAreWhatAModelSays() {
        long seed = Long.getLong("seed", new SecureRandom().nextLong());
        System.out.println("AgentModelTest seed " + seed);
        Random random = new Random(seed);
        runtimes[0].deploy("counter", "counter.wasm");
        runtimes[0].deployScript("unused", "export default { fetch() { return new Response('') } }");
        reopen(1);
        for (int step = 0; step < STEPS; step++) {
            String key = KEYS.get(random.nextInt(KEYS.size()));
            int which = random.nextInt(2);
            RuntimeFixture runtime = runtimes[which];
            switch (random.nextInt(12)) {
                case 0 -> suspend(runtime, key);
                case 1 -> fork(runtime, key, KEYS.get(random.nextInt(KEYS.size())));
                case 2 -> revert(runtime, key, random);
                case 3 -> delete(runtime, key, random);
                case 4 -> reopenSometimes(which, random);
                case 5 -> repeat(runtime, key, random);
                case 6 -> stopped(runtime, key);
                default -> send(runtime, key);
            }
        }
        model.forEach((key, agent) -> send(runtimes[0], key));
    }

    private static AgentId id(String key) {
        return new AgentId(COUNTER, key);
    }

    private void send(RuntimeFixture runtime, String key) {
        Agent agent = model.computeIfAbsent(key, unseen -> new Agent());
        agent.stands(agent.count + 1);
        InvocationResult result = runtime.send("counter", key, "");
        assertThat(RuntimeFixture.text(result)).isEqualTo(count(agent.count));
        assertThat(result.facts().generation()).isEqualTo(agent.generation);
    }

    private void repeat(RuntimeFixture runtime, String key, Random random) {
        String message = "message-" + random.nextInt(5);
        String answer = RuntimeFixture.text(runtime.send("counter", key, message, "body"));
        String known = answers.get(key + "/" + message);
        if (known == null) {
            Agent agent = model.computeIfAbsent(key, unseen -> new Agent());
            agent.stands(agent.count + 1);
            known = count(agent.count);
            answers.put(key + "/" + message, known);
        }
        assertThat(answer).isEqualTo(known);
    }

    private void stopped(RuntimeFixture runtime, String key) {
        InvocationResult late = runtime.sendWithin(0, "counter", key);
        assertThat(late.outcome()).isIn(Outcome.DEADLINE_EXCEEDED, Outcome.REJECTED);
    }

    private void suspend(RuntimeFixture runtime, String key) {
        if (model.containsKey(key)) {
            runtime.agents().suspend(id(key), ANY);
        }
    }

    private void fork(RuntimeFixture runtime, String key, String newKey) {
        if (!model.containsKey(key)) {
            return;
        }
        if (model.containsKey(newKey)) {
            assertThatThrownBy(() -> runtime.agents().fork(id(key), newKey, ANY))
                    .isInstanceOf(Refused.class);
            return;
        }
        runtime.agents().fork(id(key), newKey, ANY);
        Agent fork = new Agent();
        fork.stands(model.get(key).count);
        model.put(newKey, fork);
    }

    private void revert(RuntimeFixture runtime, String key, Random random) {
        if (!model.containsKey(key)) {
            return;
        }
        List<Long> retained = runtime.agents().agent(id(key)).retained();
        if (!retained.isEmpty()) {
            long generation = retained.get(random.nextInt(retained.size()));
            runtime.agents().revert(id(key), generation, ANY);
            Agent agent = model.get(key);
            agent.stands(Objects.requireNonNull(agent.history.get(generation)));
        }
    }

    private void delete(RuntimeFixture runtime, String key, Random random) {
        if (model.containsKey(key) && random.nextInt(3) == 0) {
            runtime.agents().delete(id(key), ANY);
            model.remove(key);
            answers.keySet().removeIf(message -> message.startsWith(key + "/"));
        }
    }

    private void reopenSometimes(int which, Random random) {
        if (random.nextInt(4) == 0) {
            reopen(which);
        }
    }

    private void reopen(int which) {
        runtimes[which].close();
        runtimes[which] = RuntimeFixture.on(store);
    }
}
