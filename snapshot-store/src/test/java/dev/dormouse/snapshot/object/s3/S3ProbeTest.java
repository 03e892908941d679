package dev.dormouse.snapshot.object.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.StoreRefusedException;
import dev.dormouse.snapshot.object.probe.CreateOnlyProbe;
import dev.dormouse.snapshot.object.probe.ProbeSettings;
import dev.dormouse.snapshot.object.s3.fake.Fault;
import dev.dormouse.snapshot.object.s3.fake.S3Fake;
import dev.dormouse.snapshot.object.s3.fake.S3Operation;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The start-up probe through the real client. */
class S3ProbeTest {
    private static final ProbeSettings SETTINGS = new ProbeSettings(8, 50, 20, Duration.ofMinutes(1));

    private S3Fake fake;
    private S3ObjectStore store;

    @BeforeEach
    void open() throws Exception {
        fake = S3Fake.start(new ManualClock());
        store = S3Fixtures.open(S3Fixtures.settings(fake, S3Fixtures.PATIENT));
    }

    @AfterEach
    void close() {
        store.close();
        fake.close();
    }

    @Test
    void letsAServerPassThatKeepsConditions() throws Exception {
        assertThat(probe().check()).isEqualTo(50);
    }

    @Test
    void refusesAServerThatIgnoresConditions() {
        fake.ignoreConditions();

        assertThatThrownBy(() -> probe().check())
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("a create with If-None-Match succeeded though the object was there");
    }

    @Test
    void isNotMisledByAnswersThatAreLost() throws Exception {
        fake.fail(S3Operation.PUT::equals, new Fault.LostAnswer(), 0.05, S3Fixtures.random(3));

        assertThat(probe().check()).isBetween(20, 50);
    }

    private CreateOnlyProbe probe() {
        return new CreateOnlyProbe(store, "s3://dormouse", SETTINGS, S3Fixtures.stoppedTicker(), S3Fixtures.random(2));
    }
}
