package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.format.Inspection.Notes;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads any stored object and says what is in it, for people who look for damage: it goes as far as the bytes allow and
 * says where they stop to make sense, where decoders stop at the first doubt. Nothing here is on the way of an agent.
 *
 * <p>Thread-safe. Reading is bounded like all decoding: no section is decompressed beyond {@value #MAX_DECODED_BYTES}
 * bytes.
 */
public final class ObjectInspector {
    private static final int MAX_DECODED_BYTES = 256 << 20;
    private static final int WASM_MAGIC = 0x6D73_6100;

    private final Function<SealedObjects.Mode, Optional<SealedObjects>> seals;

    /** @param seals what opens envelopes of a mode; empty where nobody can */
    public ObjectInspector(Function<SealedObjects.Mode, Optional<SealedObjects>> seals) {
        this.seals = seals;
    }

    /**
     * Looks at an object.
     *
     * @param key under which it was found
     */
    public Inspection inspect(String key, byte[] bytes) {
        Notes notes = new Notes(key, bytes.length);
        Optional<SealedObjects.Envelope> envelope = SealedObjects.envelope(bytes);
        if (envelope.isEmpty()) {
            inspectContent(notes, key, ObjectBytes.of(bytes));
        } else {
            inspectSealed(notes, key, bytes, envelope.get());
        }
        return notes.done();
    }

    private void inspectSealed(Notes notes, String key, byte[] bytes, SealedObjects.Envelope envelope) {
        Optional<SealedObjects> seal = envelope.mode().flatMap(seals);
        boolean opened = false;
        if (seal.isPresent()) {
            try {
                ObjectBytes content = seal.get().open(key, bytes);
                opened = true;
                inspectContent(notes, key, content);
            } catch (CorruptObjectException e) {
                notes.damaged(0, e);
            }
        } else if (envelope.mode().isEmpty()) {
            notes.damaged(0, "The envelope has a version or a mode that this release does not know.");
        }
        String mode = envelope.mode()
                .map(known -> known == SealedObjects.Mode.ENCRYPTED ? "encrypted" : "authenticated")
                .orElse("unknown");
        notes.sealed(new Inspection.Seal(mode, envelope.version(), envelope.secretId(), opened));
    }

    private static void inspectContent(Notes notes, String key, ObjectBytes content) {
        ByteReader reader = content.reader();
        try {
            if (reader.u64() == Layout.MAGIC) {
                inspectContainer(notes, key, content);
                return;
            }
        } catch (CorruptObjectException e) {
            // Too short for a container; perhaps it need not be one.
        }
        Optional<String> other = otherThanContainer(key, content);
        other.ifPresent(notes::is);
        if (other.isEmpty()) {
            notes.damaged(0, "It does not begin with DORMOUSE, as every object under such a key does.");
        }
    }

    /** What is under a key whose objects are not containers. */
    private static Optional<String> otherThanContainer(String key, ObjectBytes content) {
        String folder = key.substring(0, Math.max(0, key.indexOf('/')));
        return switch (folder) {
            case "modules" -> Optional.of(beginsAsWasm(content) ? "Wasm module" : "script");
            case "compiled" -> Optional.of("compiled module");
            case "store" -> Optional.of("text");
            default -> Optional.empty();
        };
    }

    private static boolean beginsAsWasm(ObjectBytes content) {
        return content.length() >= Integer.BYTES
                && (int) ByteWriter.INT.get(content.array(), content.offset()) == WASM_MAGIC;
    }

    private static void inspectContainer(Notes notes, String key, ObjectBytes bytes) {
        try {
            Header header = Header.read(bytes);
            notes.is(ObjectKind.nameOf(header.kind()), header.version());
            header.verify(key, bytes);
            inspectSections(notes, bytes, header);
        } catch (CorruptObjectException e) {
            notes.damaged(0, "Header: " + e.getMessage());
        }
    }

    private static void inspectSections(Notes notes, ObjectBytes bytes, Header header) throws CorruptObjectException {
        ByteReader reader = bytes.reader();
        reader.skip(Layout.HEADER_BYTES);
        int checksum = header.checksum();
        for (int ordinal = 0; ordinal < header.sections(); ordinal++) {
            int at = bytes.length() - reader.remaining();
            try {
                Section section = Section.verify(reader, ordinal, checksum);
                checksum = section.checksum();
                describe(notes, bytes.array(), section, ordinal, at);
            } catch (CorruptObjectException e) {
                // Each checksum covers the one before: beyond the first that fails nothing can be verified.
                notes.damaged(at, e);
                return;
            }
        }
        if (reader.remaining() != 0) {
            notes.damaged(
                    bytes.length() - reader.remaining(),
                    reader.remaining() + " bytes follow the last of the " + header.sections() + " sections.");
        }
    }

    private static void describe(Notes notes, byte[] bytes, Section section, int ordinal, int at) {
        SectionType type = section.type();
        String name = type == null ? "unknown" : type.name();
        Map<String, String> facts = Map.of();
        if (type != null && section.decodedLength() > MAX_DECODED_BYTES) {
            facts = Map.of("note", "too large to be looked into");
        } else if (type != null) {
            try {
                facts = SectionFacts.of(type, section.decode(bytes));
            } catch (CorruptObjectException e) {
                notes.damaged(at, "Section " + ordinal + " (" + name + ") has its checksum, but: " + e.getMessage());
            }
        }
        notes.section(section, ordinal, at, name, facts);
    }
}
