package dev.dormouse.snapshot.object.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** S3Proxy on a directory, from the jars that .build/s3proxy/pom.xml names. */
class S3ProxyContractTest extends ForeignServerContract {
    @Override
    S3Process start(Path directory) throws Exception {
        Path jars = Path.of(System.getProperty("dormouse.root", ""), "target", "s3proxy");
        assumeTrue(Files.isDirectory(jars), "S3Proxy is not here: see .ci/run for how it comes to target/s3proxy");
        int port = S3Process.freePorts(1).getFirst();
        Path objects = Files.createDirectory(directory.resolve("objects"));
        Path settings = Files.writeString(directory.resolve("s3proxy.conf"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem
                jclouds.filesystem.basedir=%s
                """.formatted(
                        port, S3Fixtures.KEY.keyId(), S3Fixtures.KEY.secret(), objects));
        Path logging = Files.writeString(
                directory.resolve("logback.xml"), "<configuration><root level=\"OFF\"/></configuration>");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                jars + "/*",
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString());
        return S3Process.start(command, directory, port);
    }
}
