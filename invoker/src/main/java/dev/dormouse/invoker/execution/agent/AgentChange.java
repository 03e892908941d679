package dev.dormouse.invoker.execution.agent;

import dev.dormouse.invoker.execution.LiveInstance;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.RememberedAnswer;
import dev.dormouse.snapshot.store.Commit;
import dev.dormouse.snapshot.store.Snapshot;
import dev.dormouse.snapshot.store.SnapshotStore;
import java.util.BitSet;
import java.util.Optional;

/**
 * What a message would make of its agent.
 *
 * @param from what the message ran on
 * @param guest the instance after it
 * @param image taken of that instance
 * @param answer what is to be remembered
 * @param touched granules that the message wrote
 */
record AgentChange(
        Snapshot from, LiveInstance guest, InstanceImage image, Optional<RememberedAnswer> answer, BitSet touched) {
    /** @throws GuestStop if the instance is in a state of which no image can be taken */
    static AgentChange of(Snapshot from, LiveInstance guest, Optional<RememberedAnswer> answer) {
        InstanceImage image = guest.capture();
        return new AgentChange(
                from, guest, image, answer, LiveAgent.differing(from.image().memory(), image.memory()));
    }

    Commit commit(SnapshotStore store) {
        return store.commit(from, image, answer, touched);
    }

    /** The agent after the commit. */
    LiveAgent committed(Commit.Committed commit) {
        return LiveAgent.warm(commit.snapshot(), guest, touched);
    }
}
