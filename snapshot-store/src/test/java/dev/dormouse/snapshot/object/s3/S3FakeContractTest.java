package dev.dormouse.snapshot.object.s3;

import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.ObjectStoreContract;
import dev.dormouse.snapshot.object.s3.fake.S3Fake;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** The contract, through the real client, on the fake: which is thereby shown to be fit for the other tests. */
class S3FakeContractTest extends ObjectStoreContract {
    private @Nullable S3Fake fake;

    @Override
    protected ObjectStore open() throws Exception {
        fake = S3Fake.start(new ManualClock());
        return S3Fixtures.open(S3Fixtures.settings(fake, S3Fixtures.PATIENT));
    }

    @Override
    protected int racedKeys() {
        return 50;
    }

    @AfterEach
    void stopServer() {
        if (fake != null) {
            fake.close();
        }
    }
}
