package dev.dormouse.snapshot.object.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.ObjectStoreContract;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import org.junit.jupiter.api.Test;

class HeapObjectStoreTest extends ObjectStoreContract {
    @Override
    protected ObjectStore open() {
        return new HeapObjectStore(new ManualClock(), 1_000_000);
    }

    @Test
    void refusesWhatPassesItsBoundAndLeavesNothing() throws Exception {
        store().createOnly("big", new byte[900_000]);

        assertThatThrownBy(() -> store().createOnly("more", new byte[100_001]))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("1000000");
        assertThat(store().get("more")).isEmpty();

        store().delete("big");
        assertThat(store().createOnly("more", new byte[100_001])).isEqualTo(ObjectStore.Created.CREATED);
    }
}
