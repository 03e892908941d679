package dev.dormouse.snapshot.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.RevisionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IndexCodecTest {
    private static final String KEY = "index/0003/17";
    private static final FunctionName FUNCTION = new FunctionName("counter");

    @Test
    void givesBackEveryEntry() throws Exception {
        PartitionIndex index = new PartitionIndex(3, 17, entries(500));

        assertThat(IndexCodec.decode(KEY, ObjectBytes.of(IndexCodec.encode(KEY, index)), 1 << 20))
                .isEqualTo(index);
    }

    @Test
    void givesBackAnIndexOfNoAgents() throws Exception {
        PartitionIndex index = new PartitionIndex(0, 0, List.of());

        assertThat(IndexCodec.decode(KEY, ObjectBytes.of(IndexCodec.encode(KEY, index)), 1 << 20))
                .isEqualTo(index);
    }

    @Test
    void takesSomeTensOfBytesAnAgent() {
        int bytes = IndexCodec.encode(KEY, new PartitionIndex(3, 17, entries(10_000))).length;

        assertThat(bytes / 10_000).isLessThan(60);
    }

    private static List<AgentEntry> entries(int count) {
        Random random = new Random(3);
        List<AgentEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long tip = random.nextInt(1_000_000);
            boolean packed = i % 10 != 0;
            entries.add(new AgentEntry(
                    new AgentId(FUNCTION, "agent-" + random.nextInt()),
                    new RevisionId(FUNCTION, 1 + i % 3),
                    new BaseId("0" + i % 3 + "ab".repeat(31)),
                    tip,
                    1 + random.nextInt(100),
                    1_700_000_000_000L + random.nextInt(),
                    1_700_000_000_000L + random.nextInt(),
                    packed ? List.of(new AgentEntry.SnapshotRef(tip, 9, random.nextInt(100_000))) : List.of(),
                    packed ? List.of() : List.of(tip),
                    packed ? 0 : 900));
        }
        return entries;
    }
}
