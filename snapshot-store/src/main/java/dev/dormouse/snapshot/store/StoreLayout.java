package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.Excerpt;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is fixed when a store is first used: one small object in plain text, read at each start. */
final class StoreLayout {
    static final String KEY = "store/layout";

    private static final Pattern TEXT = Pattern.compile("dormouse store version 1, ([1-9][0-9]{0,3}) partitions\n");

    private StoreLayout() {}

    /**
     * The number of partitions of the store.
     *
     * @param ifNew the number that it gets if it has none
     */
    static int partitions(ObjectStore store, int ifNew) throws IOException {
        String wanted = "dormouse store version 1, " + ifNew + " partitions\n";
        var found = store.get(KEY);
        if (found.isEmpty()) {
            store.createOnly(KEY, wanted.getBytes(StandardCharsets.US_ASCII));
            found = store.get(KEY);
        }
        String text = new String(found.orElse(new byte[0]), StandardCharsets.US_ASCII);
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new StoreRefusedException("The object " + KEY + " says '" + Excerpt.of(text)
                    + "', which this release does not understand. Use the release that wrote the store, or another"
                    + " directory or prefix.");
        }
        return Integer.parseInt(matcher.group(1));
    }
}
