package dev.dormouse.snapshot.object;

import java.util.concurrent.CountDownLatch;

/** A store whose next create stands still, before or after it has done its work, as if its process were stopped. */
public final class GatedStore extends ForwardingStore {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private final boolean afterwards;
    private boolean armed;

    /** @param afterwards whether the create is done before it stands still */
    public GatedStore(ObjectStore below, boolean afterwards) {
        super(below);
        this.afterwards = afterwards;
    }

    public synchronized void arm() {
        armed = true;
    }

    private synchronized boolean disarm() {
        boolean was = armed;
        armed = false;
        return was;
    }

    /** Waits until a create stands still. */
    public void awaitReached() throws InterruptedException {
        reached.await();
    }

    /** Lets it go on. */
    public void open() {
        opened.countDown();
    }

    @Override
    public Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
        if (!disarm()) {
            return below().createOnly(key, bytes);
        }
        if (afterwards) {
            Created created = below().createOnly(key, bytes);
            stand();
            return created;
        }
        stand();
        return below().createOnly(key, bytes);
    }

    private void stand() throws StoreUnavailableException {
        reached.countDown();
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted", e);
        }
    }
}
