package dev.dormouse.benchmarks.load;

import dev.dormouse.snapshot.object.s3.fake.S3Fake;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A {@link FakeBucket} that was started. It ends when this is closed, and when this process ends. */
final class BucketProcess implements AutoCloseable {
    /** The bucket that is there. */
    static final String NAME = S3Fake.BUCKET;

    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final URI endpoint;

    private BucketProcess(Process process) throws IOException {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.endpoint = URI.create(line());
    }

    static BucketProcess start() throws IOException {
        return new BucketProcess(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeBucket.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    URI endpoint() {
        return endpoint;
    }

    /** From now on every answer waits so long. */
    void delay(Duration time) throws IOException {
        String ignored = ask("delay " + time.toMillis());
    }

    /** Requests up to now; bytes are not counted. */
    StoreUse use() throws IOException {
        String[] counts = ask("counts").split(" ", 2);
        return new StoreUse(Long.parseLong(counts[0]), Long.parseLong(counts[1]), 0);
    }

    private String ask(String command) throws IOException {
        in.write(command + "\n");
        in.flush();
        return line();
    }

    private String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("The bucket's process has ended.");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
        process.destroy();
    }
}
