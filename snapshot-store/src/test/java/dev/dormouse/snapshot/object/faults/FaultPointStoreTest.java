package dev.dormouse.snapshot.object.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.ObjectStoreContract;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultPointStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open() {
        return new FaultPointStore(new HeapObjectStore(new ManualClock(), 1 << 20), FaultPoints.NONE);
    }

    @Test
    void passesAPointBeforeAndAfterEachCall() throws Exception {
        List<String> points = new ArrayList<>();
        ObjectStore store = new FaultPointStore(new HeapObjectStore(new ManualClock(), 1 << 20), points::add);

        store.createOnly("a", new byte[1]);
        store.get("a");
        store.list("", "");
        store.delete("a");

        assertThat(points)
                .containsExactly(
                        "before create",
                        "after create",
                        "before get",
                        "after get",
                        "before list",
                        "after list",
                        "before delete",
                        "after delete");
    }
}
