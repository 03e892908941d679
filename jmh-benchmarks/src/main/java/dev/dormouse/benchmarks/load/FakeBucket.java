package dev.dormouse.benchmarks.load;

import dev.dormouse.benchmarks.CompositionRoot;
import dev.dormouse.snapshot.object.s3.fake.S3Fake;
import dev.dormouse.snapshot.object.s3.fake.S3Operation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/**
 * An S3 server in the memory of a process of its own. It prints its address, then obeys its standard input: {@code
 * counts} prints how many requests of each operation came, {@code delay N} lets each answer wait for N milliseconds. At
 * the end of the input it ends.
 */
@CompositionRoot
public final class FakeBucket {
    private FakeBucket() {}

    /** Runs until the end of the input. */
    public static void main(String[] arguments) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (S3Fake fake = S3Fake.start(InstantSource.system())) {
            System.out.println(fake.endpoint());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(obey(fake, line));
            }
        }
    }

    private static String obey(S3Fake fake, String line) {
        if (line.startsWith("delay ")) {
            fake.delay(Duration.ofMillis(Long.parseLong(line.substring("delay ".length()))));
            return line;
        }
        return fake.count(S3Operation.PUT) + " " + fake.count(S3Operation.GET);
    }
}
