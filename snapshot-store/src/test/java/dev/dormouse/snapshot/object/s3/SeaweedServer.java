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

/** SeaweedFS as a process of its own, if its program {@code weed} is on the PATH. */
final class SeaweedServer implements AutoCloseable {
    static final String BUCKET = "dormouse";

    private static final List<String> PORTS = List.of(
            "-admin.port",
            "-admin.port.grpc",
            "-filer.port",
            "-filer.port.grpc",
            "-master.port",
            "-master.port.grpc",
            "-s3.port.grpc",
            "-volume.port",
            "-volume.port.grpc");
    private static final int START_TRIES = 600;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

    private final Process process;
    private final URI endpoint;

    private SeaweedServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "weed"))
                .filter(program -> program.toFile().canExecute())
                .findFirst();
    }

    /** Starts it with an empty bucket. */
    static SeaweedServer start(Path program, Path directory) throws IOException {
        List<Integer> ports = freePorts(PORTS.size() + 1);
        int s3Port = ports.getLast();
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "mini",
                "-dir=" + directory,
                "-ip=127.0.0.1",
                "-ip.bind=127.0.0.1",
                "-s3.port=" + s3Port,
                "-s3.port.iceberg=0",
                "-s3.port.lance=0",
                "-admin.ui=false",
                "-webdav=false"));
        for (int i = 0; i < PORTS.size(); i++) {
            command.add(PORTS.get(i) + "=" + ports.get(i));
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("weed.log").toFile());
        builder.environment().put("AWS_ACCESS_KEY_ID", S3Fixtures.KEY.keyId());
        builder.environment().put("AWS_SECRET_ACCESS_KEY", S3Fixtures.KEY.secret());
        SeaweedServer server = new SeaweedServer(builder.start(), URI.create("http://127.0.0.1:" + s3Port));
        server.awaitBucket();
        return server;
    }

    private static List<Integer> freePorts(int count) throws IOException {
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
                        throw new IllegalStateException("SeaweedFS did not start.", e);
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
