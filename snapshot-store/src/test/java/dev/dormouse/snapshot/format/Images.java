package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.GlobalImage;
import dev.dormouse.snapshot.GranuleTable;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.TableImage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Images for tests, each change a new image that shares what it does not touch. */
public final class Images {
    public static final ImageStamp STAMP = new ImageStamp(new ModuleDigest("ab".repeat(32)), "test-1");
    public static final DecodeLimits LIMITS = new DecodeLimits(64, 1 << 20);

    private Images() {}

    /** Some pages with a few granules of text-like and random content, and a bit of everything else. */
    public static InstanceImage base(int pages, long seed) {
        Random random = new Random(seed);
        byte[][] granules = new byte[pages * GranuleTable.GRANULES_PER_PAGE][];
        Arrays.fill(granules, GranuleTable.zero());
        byte[] repeated = granule(random);
        for (int i = 0; i < granules.length; i += 3) {
            granules[i] = i % 2 == 0 ? repeated.clone() : granule(random);
        }
        return new InstanceImage(
                GranuleTable.own(granules),
                List.of(new GlobalImage(seed), new GlobalImage(-1), new GlobalImage(TableImage.NULL)),
                List.of(TableImage.own(new int[] {3, 1, TableImage.NULL, 7}), TableImage.own(new int[0])),
                bits(1, 9),
                bits(0, 64),
                Map.of("name", utf8("dormouse"), "", new byte[0]));
    }

    public static byte[] granule(Random random) {
        byte[] granule = new byte[GranuleTable.GRANULE_BYTES];
        random.nextBytes(granule);
        return granule;
    }

    public static InstanceImage withGranule(InstanceImage image, int index, byte[] granule) {
        byte[][] granules = image.memory().pointers(image.memory().size());
        granules[index] = granule;
        return withMemory(image, granules);
    }

    /** As {@code image}, with one byte changed in a granule. */
    public static InstanceImage withByte(InstanceImage image, int address, int value) {
        int index = address >>> GranuleTable.GRANULE_SHIFT;
        byte[] granule = image.memory().granule(index).clone();
        granule[address & (GranuleTable.GRANULE_BYTES - 1)] = (byte) value;
        return withGranule(image, index, granule);
    }

    public static InstanceImage withPages(InstanceImage image, int pages) {
        int size = pages * GranuleTable.GRANULES_PER_PAGE;
        byte[][] granules = image.memory().pointers(size);
        for (int i = image.memory().size(); i < size; i++) {
            granules[i] = GranuleTable.zero();
        }
        return withMemory(image, granules);
    }

    private static InstanceImage withMemory(InstanceImage image, byte[][] granules) {
        return new InstanceImage(
                GranuleTable.own(granules),
                image.globals(),
                image.tables(),
                image.droppedElements(),
                image.droppedData(),
                image.variables());
    }

    public static InstanceImage withVariable(InstanceImage image, String name, String value) {
        Map<String, byte[]> variables = new HashMap<>(image.variables());
        variables.put(name, utf8(value));
        return new InstanceImage(
                image.memory(),
                image.globals(),
                image.tables(),
                image.droppedElements(),
                image.droppedData(),
                variables);
    }

    public static InstanceImage withOthersChanged(InstanceImage image) {
        return new InstanceImage(
                image.memory(),
                List.of(new GlobalImage(99)),
                List.of(image.tables().getFirst(), TableImage.own(new int[] {5, 5, 5})),
                bits(2),
                bits(),
                Map.of("other", utf8("x")));
    }

    /** Whether both hold the same bytes everywhere. */
    public static boolean same(InstanceImage one, InstanceImage other) {
        return same(one.memory(), other.memory())
                && one.globals().equals(other.globals())
                && sameTables(one.tables(), other.tables())
                && one.droppedElements().equals(other.droppedElements())
                && one.droppedData().equals(other.droppedData())
                && sameVariables(one.variables(), other.variables());
    }

    private static boolean same(GranuleTable one, GranuleTable other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same = Arrays.equals(one.granule(i), other.granule(i));
        }
        return same;
    }

    private static boolean sameTables(List<TableImage> one, List<TableImage> other) {
        boolean same = one.size() == other.size();
        for (int i = 0; same && i < one.size(); i++) {
            same = Arrays.equals(one.get(i).shared(), other.get(i).shared());
        }
        return same;
    }

    private static boolean sameVariables(Map<String, byte[]> one, Map<String, byte[]> other) {
        return one.keySet().equals(other.keySet())
                && one.keySet().stream().allMatch(name -> Arrays.equals(one.get(name), other.get(name)));
    }

    public static BitSet bits(int... set) {
        BitSet bits = new BitSet();
        for (int bit : set) {
            bits.set(bit);
        }
        return bits;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
