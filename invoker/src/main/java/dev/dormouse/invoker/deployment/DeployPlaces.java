package dev.dormouse.invoker.deployment;

import java.util.concurrent.Semaphore;

/** How many deploys are worked on at a time. Thread-safe. */
public final class DeployPlaces {
    private final int most;
    private final Semaphore free;

    /** @param most 1 or more */
    public DeployPlaces(int most) {
        this.most = most;
        this.free = new Semaphore(most);
    }

    int most() {
        return most;
    }

    /** Takes a place, which must be given back, if there is one. */
    boolean tryTake() {
        return free.tryAcquire();
    }

    void giveBack() {
        free.release();
    }

    /** Whether anybody deploys. */
    public boolean isAnyTaken() {
        return free.availablePermits() < most;
    }
}
