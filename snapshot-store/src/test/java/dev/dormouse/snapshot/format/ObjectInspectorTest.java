package dev.dormouse.snapshot.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.format.Inspection.Damage;
import dev.dormouse.snapshot.format.Inspection.Part;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectInspectorTest {
    private static final ObjectInspector WITHOUT_SECRET = new ObjectInspector(mode -> Optional.empty());
    private static final ObjectInspector WITH_SECRET =
            new ObjectInspector(mode -> Optional.of(new SealedObjects(new byte[32], mode, new SecureRandom())));

    static List<StoredKind> kinds() {
        return StoredKind.all();
    }

    private static StoredKind kind(String name) {
        return StoredKind.all().stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Inspection golden(String name) throws IOException {
        try (InputStream in = ObjectInspectorTest.class.getResourceAsStream("/golden/v1/" + name)) {
            return WITHOUT_SECRET.inspect(
                    kind(name).key(), Objects.requireNonNull(in).readAllBytes());
        }
    }

    private static Part part(Inspection inspection, String type) {
        return inspection.sections().stream()
                .filter(section -> section.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static String types(Inspection inspection) {
        return inspection.sections().stream().map(Part::type).collect(Collectors.joining(" "));
    }

    @Test
    void saysWhoseStateASnapshotIsAndHowMuchOfIt() throws Exception {
        Inspection snapshot = golden("snapshot");

        assertThat(snapshot.damage()).isEmpty();
        assertThat(snapshot.content()).isEqualTo("SNAPSHOT");
        assertThat(snapshot.version()).isEqualTo(1);
        assertThat(types(snapshot)).isEqualTo("SNAPSHOT_HEAD MEMORY GRANULES GLOBALS TABLES DROPPED VARIABLES ANSWERS");
        assertThat(part(snapshot, "SNAPSHOT_HEAD").facts())
                .containsEntry("agent", "counter/anna")
                .containsEntry("generation", "7")
                .containsEntry("revision", "counter@2")
                .containsEntry("newest commit at", "90");
        assertThat(part(snapshot, "MEMORY").facts())
                .containsEntry("changed granules", "2")
                .containsEntry("of them as exclusive or", "1")
                .containsEntry("distinct contents", "2");
        assertThat(part(snapshot, "GRANULES").facts()).containsEntry("granules", "2");
        assertThat(part(snapshot, "ANSWERS").facts()).containsEntry("answers", "1");
    }

    @Test
    void tellsEachRecordOfASegment() throws Exception {
        Inspection segment = golden("segment");

        assertThat(segment.damage()).isEmpty();
        assertThat(part(segment, "SEGMENT_HEAD").facts())
                .containsEntry("partition", "3")
                .containsEntry("position", "17");
        assertThat(segment.sections().stream()
                        .filter(section -> section.type().equals("RECORD"))
                        .map(section -> section.facts().get("agent") + " "
                                + section.facts().get("record")))
                .containsExactly("counter/anna change", "counter/berta deletion", "counter/anna packing");
        assertThat(part(segment, "RECORD").facts())
                .containsEntry("generation", "7")
                .containsEntry("commit before at", "5")
                .containsEntry("committed", "1970-01-01T00:00:01Z");
    }

    @ParameterizedTest
    @CsvSource({"base,BASE,STAMP", "index,INDEX,INDEX_HEAD", "event,EVENT,EVENT"})
    void knowsEveryKind(String name, String content, String first) throws Exception {
        Inspection inspection = golden(name);

        assertThat(inspection.damage()).isEmpty();
        assertThat(inspection.content()).isEqualTo(content);
        assertThat(types(inspection)).startsWith(first);
    }

    @Test
    void countsTheAgentsOfAnIndex() throws Exception {
        assertThat(part(golden("index"), "INDEX_ENTRIES").facts()).containsEntry("agents", "100");
    }

    @ParameterizedTest
    @CsvSource({"sealed,authenticated", "encrypted,encrypted"})
    void saysThatAnObjectIsSealedAndBelievesNothingOfIt(String name, String mode) throws Exception {
        Inspection sealed = golden(name);

        assertThat(sealed.seal()).hasValueSatisfying(seal -> {
            assertThat(seal.mode()).isEqualTo(mode);
            assertThat(seal.secretId()).hasSize(16);
            assertThat(seal.opened()).isFalse();
        });
        assertThat(sealed.sections()).isEmpty();
        assertThat(sealed.isSound()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTHENTICATED", "ENCRYPTED"})
    void opensAnEnvelopeWithTheSecret(SealedObjects.Mode mode) {
        StoredKind base = kind("base");
        byte[] sealed = new SealedObjects(new byte[32], mode, new SecureRandom()).seal(base.key(), base.bytes());

        Inspection inspection = WITH_SECRET.inspect(base.key(), sealed);

        assertThat(inspection.seal().map(Inspection.Seal::opened)).contains(true);
        assertThat(inspection.content()).isEqualTo("BASE");
        assertThat(inspection.damage()).isEmpty();
        sealed[40] ^= 1;
        assertThat(WITH_SECRET.inspect(base.key(), sealed).damage())
                .singleElement()
                .satisfies(damage -> assertThat(damage.rule()).contains("its tag does not fit"));
    }

    @ParameterizedTest
    @CsvSource({
        "modules/ab,'\0asm\1\0\0\0',Wasm module",
        "modules/ab,export default {},script",
        "store/layout,dormouse store 1,text"
    })
    void knowsWhatIsNotAContainer(String key, String content, String said) {
        Inspection inspection =
                WITHOUT_SECRET.inspect(key, content.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));

        assertThat(inspection.content()).isEqualTo(said);
        assertThat(inspection.isSound()).isTrue();
    }

    @Test
    void pointsAtTheSectionThatIsDamagedAndShowsThoseBefore() {
        StoredKind snapshot = kind("snapshot");
        byte[] bytes = snapshot.bytes();
        Part memory = part(WITHOUT_SECRET.inspect(snapshot.key(), bytes), "MEMORY");
        bytes[memory.offset() + Layout.SECTION_HEADER_BYTES] ^= 1;

        Inspection inspection = WITHOUT_SECRET.inspect(snapshot.key(), bytes);

        assertThat(inspection.damage())
                .containsExactly(new Damage(memory.offset(), "Section 1 does not have its checksum."));
        assertThat(types(inspection)).isEqualTo("SNAPSHOT_HEAD");
    }

    @Test
    void saysWhatAHeaderClaimsEvenWhereItIsNotToBeBelieved() {
        StoredKind snapshot = kind("snapshot");

        Inspection moved = WITHOUT_SECRET.inspect("snapshot/2", snapshot.bytes());

        assertThat(moved.content()).isEqualTo("SNAPSHOT");
        assertThat(moved.damage())
                .containsExactly(new Damage(0, "Header: Its header and its key do not have the header's checksum."));
    }

    @Test
    void pointsBehindTheLastSection() {
        StoredKind event = kind("event");
        byte[] bytes = event.bytes();
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);
        java.nio.ByteBuffer.wrap(longer).order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(16, longer.length);
        Mutations.fixChecksums(event.key(), longer);

        assertThat(WITHOUT_SECRET.inspect(event.key(), longer).damage())
                .containsExactly(new Damage(bytes.length, "3 bytes follow the last of the 1 sections."));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void findsSomethingWrongWhereverADecoderDoes(StoredKind kind) {
        byte[] bytes = kind.bytes();
        for (int i = 0; i < 64; i++) {
            int at = (int) ((long) i * (bytes.length - 1) / 63);
            byte[] damaged = bytes.clone();
            damaged[at] ^= 4;

            assertThat(WITH_SECRET.inspect(kind.key(), damaged).damage())
                    .as("byte %s", at)
                    .isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void survivesWhateverStandsInTheSections(StoredKind kind) {
        long seed = 20_260_102;
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            byte[] damaged = Mutations.mutate(kind.key(), kind.bytes(), random);

            assertThat(WITH_SECRET.inspect(kind.key(), damaged))
                    .as("seed %s, round %s", seed, round)
                    .isNotNull();
        }
    }
}
