package dev.dormouse.snapshot.object.s3;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 server that somebody else wrote, as a process of its own, with an empty bucket. */
final class S3Process implements AutoCloseable {
    static final String BUCKET = "dormouse";

    private static final int START_TRIES = 600;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    private final Process process;
    private final URI endpoint;

    private S3Process(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param directory where it runs, and where its output goes
     * @param port where it is to be
     */
    static S3Process start(List<String> command, Path directory, int port) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile());
        builder.environment().put("AWS_ACCESS_KEY_ID", S3Fixtures.KEY.keyId());
        builder.environment().put("AWS_SECRET_ACCESS_KEY", S3Fixtures.KEY.secret());
        S3Process server = new S3Process(builder.start(), URI.create("http://127.0.0.1:" + port));
        server.awaitBucket();
        return server;
    }

    /** A program on the PATH. */
    static Optional<Path> program(String name) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(program -> program.toFile().canExecute())
                .findFirst();
    }

    /** Ports that were free a moment ago, all different. */
    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    URI endpoint() {
        return endpoint;
    }

    private void awaitBucket() {
        try (S3Client client = S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .httpClientBuilder(Apache5HttpClient.builder())
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(S3Fixtures.KEY.keyId(), S3Fixtures.KEY.secret())))
                .build()) {
            for (int i = 0; ; i++) {
                try {
                    client.createBucket(request -> request.bucket(BUCKET));
                    return;
                } catch (SdkException e) {
                    if (i == START_TRIES || !process.isAlive()) {
                        close();
                        throw new IllegalStateException("The server did not start.", e);
                    }
                    LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
                }
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
