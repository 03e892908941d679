package dev.dormouse.invoker.wasm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Scanner;
import java.util.stream.Stream;

/** Looks around in the place where compilers run and says on stdout what it finds. */
final class JailInspection {
    private static final int SECONDS_1 = 1_000;
    private static final List<String> CAPABILITIES = List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb");

    private JailInspection() {}

    /** Stdin says at which port of this machine somebody listens, then in which directory the runtime can write. */
    public static void main(String[] arguments) throws IOException {
        try (var in = new Scanner(System.in, StandardCharsets.UTF_8)) {
            int port = Integer.parseInt(in.nextLine());
            Path secrets = Path.of(in.nextLine());
            say("environment", System.getenv().size());
            say("working directory", Path.of("").toAbsolutePath());
            say("interfaces that are up", interfacesUp());
            say("connects", connects(port));
            say("sees the secret", Files.exists(secrets));
            say("can write", writable(secrets));
            say("processes", processes());
            say("privileges", privileges());
            say("new privileges", line(Path.of("/proc/self/status"), "NoNewPrivs"));
            for (String limit : List.of("Max cpu time", "Max file size", "Max data size", "Max open files")) {
                say(limit, line(Path.of("/proc/self/limits"), limit));
            }
        }
    }

    private static void say(String what, Object value) {
        System.out.println(what + ": " + value);
    }

    private static long interfacesUp() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(JailInspection::isUp)
                    .count();
        } catch (SocketException e) {
            // What Java says where there is not even one.
            return 0;
        }
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean connects(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), SECONDS_1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean writable(Path secrets) {
        Path classes = Path.of(beforeFirst(":", System.getProperty("java.class.path")));
        return Stream.of(secrets, classes, classes.getParent(), Path.of("/"), Path.of("/tmp"), Path.of("/proc"))
                .filter(Objects::nonNull)
                .anyMatch(JailInspection::takesAFile);
    }

    private static boolean takesAFile(Path directory) {
        try {
            Path file = Files.createTempFile(directory, "jail", "");
            Files.delete(file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static long processes() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(each -> each.getFileName().toString().matches("\\d+"))
                    .count();
        }
    }

    private static boolean privileges() throws IOException {
        for (String capability : CAPABILITIES) {
            if (!line(Path.of("/proc/self/status"), capability).matches("0+")) {
                return true;
            }
        }
        return false;
    }

    private static String beforeFirst(String separator, String text) {
        return text.replaceFirst(separator + ".*", "");
    }

    private static String line(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> beforeFirst(
                        "\\s", line.substring(name.length()).replace(":", "").strip()))
                .findFirst()
                .orElse("?");
    }
}
