package dev.dormouse.invoker.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.format.EventCodec;
import dev.dormouse.snapshot.format.Nonce;
import dev.dormouse.snapshot.format.ObjectKind;
import dev.dormouse.snapshot.format.StampedEvent;
import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.s3.S3Credentials;
import dev.dormouse.snapshot.object.s3.S3ObjectStore;
import dev.dormouse.snapshot.object.s3.S3Settings;
import dev.dormouse.snapshot.object.s3.fake.S3Fake;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code dormouse inspect} on a bucket, in a process of its own, as its credentials come from the environment. */
class InspectBucketTest {
    private static final String KEY = "registry/event/17";
    private static final byte[] EVENT =
            EventCodec.encode(ObjectKind.EVENT, KEY, new StampedEvent(new Nonce(1, 2), new byte[] {1, 2, 3}));

    private S3Fake fake;

    @BeforeEach
    void keepAnObject() throws Exception {
        fake = S3Fake.start(new ManualClock());
        S3Settings settings = S3Settings.of(S3Fake.BUCKET, "here", Optional.of(fake.endpoint()))
                .withCredentials(new S3Credentials("key", "secret"));
        try (S3ObjectStore store = S3ObjectStore.open(settings, () -> 0, pause -> {}, new Random(1))) {
            assertThat(store.createOnly(KEY, EVENT)).isEqualTo(ObjectStore.Created.CREATED);
        }
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    /** What a command line came to. */
    private record Ended(int code, String out) {}

    private Ended inspect(String store, String key) throws Exception {
        List<String> command = new ArrayList<>(RuntimeProcess.SELF);
        command.addAll(List.of(
                "inspect", "--store", store, "--store-endpoint", fake.endpoint().toString(), key));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Ended(process.waitFor(), out);
    }

    @Test
    void saysWhatIsInAnObjectOfABucket() throws Exception {
        Ended ended = inspect("s3://" + S3Fake.BUCKET + "/here", KEY);

        assertThat(ended.out()).contains(KEY + ": EVENT (format version 1), 71 bytes", "All checksums fit.");
        assertThat(ended.code()).isZero();
    }

    @Test
    void saysThatThereIsNoSuchObject() throws Exception {
        Ended ended = inspect("s3://" + S3Fake.BUCKET + "/elsewhere", KEY);

        assertThat(ended.out()).contains("There is no object " + KEY + " in s3://" + S3Fake.BUCKET + "/elsewhere");
        assertThat(ended.code()).isEqualTo(1);
    }
}
