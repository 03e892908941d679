package dev.dormouse.snapshot.object.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileNamesTest {
    @Test
    void findsTheKeyOfAFileThatItNamed() {
        Path file = FileNames.inStore(Path.of("/data/objects/store"), "log/0003/17");

        assertThat(file).isEqualTo(Path.of("/data/objects/store/objects/log/0003/17+"));
        assertThat(FileNames.keyOf(file)).contains("log/0003/17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data/log/17+", "/data/objects/log/17", "/data/objects/Log/17+", "/objects", "/"})
    void knowsNoKeyOfAFileThatIsNoObject(String file) {
        assertThat(FileNames.keyOf(Path.of(file))).isEmpty();
    }

    @Test
    void namesNoFileForWhatIsNoKey() {
        assertThatThrownBy(() -> FileNames.inStore(Path.of("/data"), "../seal.key"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
