package dev.dormouse.snapshot.object.counting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.ObjectStoreContract;
import dev.dormouse.snapshot.object.ScriptedStore;
import dev.dormouse.snapshot.object.ScriptedStore.Fault;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import org.junit.jupiter.api.Test;

class CountingStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open() {
        return new CountingStore(new HeapObjectStore(new ManualClock(), 1 << 20));
    }

    @Test
    void countsRequestsAndBytesEachWay() throws Exception {
        CountingStore store = new CountingStore(new HeapObjectStore(new ManualClock(), 1 << 20));
        store.createOnly("a", new byte[10]);
        StoreCounts before = store.counts();

        store.createOnly("a", new byte[7]);
        store.get("a");
        store.get("a", 4, 3);
        store.get("absent");
        store.list("", "");
        store.delete("a");

        assertThat(store.counts().since(before)).isEqualTo(new StoreCounts(1, 3, 1, 1, 0, 7, 13));
    }

    @Test
    void countsCallsThatGotNoAnswer() {
        ScriptedStore script = new ScriptedStore(new HeapObjectStore(new ManualClock(), 1 << 20));
        CountingStore store = new CountingStore(script);
        script.next(Fault.NOT_APPLIED);

        assertThatThrownBy(() -> store.createOnly("a", new byte[5])).isInstanceOf(StoreUnavailableException.class);

        assertThat(store.counts()).isEqualTo(new StoreCounts(1, 0, 0, 0, 1, 5, 0));
    }
}
