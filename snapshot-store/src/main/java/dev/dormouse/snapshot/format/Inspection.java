package dev.dormouse.snapshot.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What a stored object says of itself, as far as it can be read. Immutable.
 *
 * @param key under which it stands
 * @param bytes its length as it is stored
 * @param seal its envelope; empty if it has none
 * @param content what is in it, for people: a kind of container such as {@code SNAPSHOT}, or what else it seems to be
 * @param version of the container; 0 if it is none
 * @param sections those that were verified, in their order
 * @param damage what is wrong; empty if nothing was found
 */
public record Inspection(
        String key,
        int bytes,
        Optional<Seal> seal,
        String content,
        int version,
        List<Part> sections,
        List<Damage> damage) {
    public Inspection {
        sections = List.copyOf(sections);
        damage = List.copyOf(damage);
    }

    /**
     * An envelope.
     *
     * @param mode {@code authenticated} or {@code encrypted}
     * @param version of the envelope
     * @param secretId which secret made it, in hexadecimal digits
     * @param opened whether its tag was verified; where it was not, what is said of the content is hearsay
     */
    public record Seal(String mode, int version, String secretId, boolean opened) {}

    /**
     * A section whose checksum fits.
     *
     * @param ordinal its number, from 0
     * @param offset where its header begins, in the content
     * @param type its name
     * @param version of its layout
     * @param compressed whether it is a zstd frame
     * @param storedBytes its length as it stands there, without its header
     * @param decodedBytes its length when decompressed
     * @param facts what it says, by name, in an order fit to read
     */
    public record Part(
            int ordinal,
            int offset,
            String type,
            int version,
            boolean compressed,
            int storedBytes,
            int decodedBytes,
            SequencedMap<String, String> facts) {
        public Part {
            facts = new LinkedHashMap<>(facts);
        }

        /** What the section says: to read, never to write. */
        @Override
        public SequencedMap<String, String> facts() {
            return facts;
        }
    }

    /**
     * Something that is wrong.
     *
     * @param offset at which byte of the content the damaged part begins
     * @param rule which rule is broken, and by what
     */
    public record Damage(int offset, String rule) {}

    /** Whether nothing is wrong, as far as could be seen. */
    public boolean isSound() {
        return damage.isEmpty();
    }

    /** Collects an inspection while it is made. Used by one thread. */
    static final class Notes {
        private final String key;
        private final int bytes;
        private final List<Part> sections = new ArrayList<>();
        private final List<Damage> damage = new ArrayList<>();
        private Optional<Seal> seal = Optional.empty();
        private String content = "unknown";
        private int version;

        Notes(String key, int bytes) {
            this.key = key;
            this.bytes = bytes;
        }

        void sealed(Seal found) {
            seal = Optional.of(found);
        }

        void is(String what) {
            content = what;
        }

        void is(String what, int containerVersion) {
            content = what;
            version = containerVersion;
        }

        void section(Section section, int ordinal, int offset, String type, Map<String, String> facts) {
            sections.add(new Part(
                    ordinal,
                    offset,
                    type,
                    section.version(),
                    section.compressed(),
                    section.storedLength(),
                    section.decodedLength(),
                    new LinkedHashMap<>(facts)));
        }

        void damaged(int offset, Exception why) {
            damaged(offset, String.valueOf(why.getMessage()));
        }

        void damaged(int offset, String rule) {
            damage.add(new Damage(offset, rule));
        }

        Inspection done() {
            return new Inspection(key, bytes, seal, content, version, sections, damage);
        }
    }
}
