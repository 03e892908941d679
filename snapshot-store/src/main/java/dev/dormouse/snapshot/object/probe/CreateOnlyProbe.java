package dev.dormouse.snapshot.object.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.ObjectStore.Created;
import dev.dormouse.snapshot.object.StoreRefusedException;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Refuses a store that says yes to two writers of one object. Several servers that take {@code If-None-Match} do so
 * when writers meet, some of them in one race of a hundred only, and everything above relies on it.
 *
 * <p>The checks: an object that was created can be read and is listed at once; a second create is refused and changes
 * nothing; of writers that set off together for one key, over many keys, exactly one is told that it created it, and it
 * is that one's bytes which are there. The last is a matter of chance: it makes a bad server likely to be found.
 *
 * <p>A store that has passed carries an object that says so, and is not asked again.
 */
public final class CreateOnlyProbe {
    /** Says that the store has passed. The number changes when the checks do. */
    static final String PASSED = "store/create-only-probe-1";

    private static final int FIRST = 100;
    private static final int SECOND = 101;

    private final ObjectStore store;
    private final String place;
    private final ProbeSettings settings;
    private final Ticker ticker;
    private final RandomGenerator random;

    /**
     * @param place of the store, as a person writes it
     * @param ticker bounds the time that it takes
     * @param random draws the keys, so that nobody else's probe meets them
     */
    public CreateOnlyProbe(
            ObjectStore store, String place, ProbeSettings settings, Ticker ticker, RandomGenerator random) {
        this.store = store;
        this.place = place;
        this.settings = settings;
        this.ticker = ticker;
        this.random = random;
    }

    /**
     * Checks the store unless it has passed before.
     *
     * @return how many keys were raced for; 0 if it had passed before
     * @throws StoreRefusedException if a check failed; the sentence says which
     * @throws StoreUnavailableException if the store answers too little for a judgement
     */
    public int check() throws StoreRefusedException, StoreUnavailableException {
        if (store.get(PASSED).isPresent()) {
            return 0;
        }
        byte[] name = new byte[8];
        random.nextBytes(name);
        String folder = "probe/" + HexFormat.of().formatHex(name) + "/";
        List<String> used = new ArrayList<>();
        try {
            createTwice(folder + "twice", used);
            int raced = race(folder, used);
            store.createOnly(PASSED, ("raced keys: " + raced + "\n").getBytes(UTF_8));
            return raced;
        } finally {
            remove(used);
        }
    }

    private void createTwice(String key, List<String> used) throws StoreRefusedException, StoreUnavailableException {
        used.add(key);
        byte[] first = Race.content(FIRST);
        if (store.createOnly(key, first) != Created.CREATED) {
            throw refused("it says that a new object was there before");
        }
        if (store.createOnly(key, Race.content(SECOND)) != Created.OCCUPIED) {
            throw refused("a create with If-None-Match succeeded though the object was there");
        }
        Optional<byte[]> read = store.get(key);
        if (read.isEmpty()) {
            throw refused("an object that was just created could not be read");
        }
        if (!Arrays.equals(read.get(), first)) {
            throw refused("an object was overwritten by a create with If-None-Match");
        }
        if (store.list(key, "").stream().map(Listed::key).noneMatch(key::equals)) {
            throw refused("an object that was just created is not in a list");
        }
    }

    private int race(String folder, List<String> used) throws StoreRefusedException, StoreUnavailableException {
        long began = ticker.nanos();
        int judged = 0;
        try (Race race = new Race(store, settings.writers())) {
            for (int i = 0; i < settings.keys() && goesOn(i, began); i++) {
                String key = folder + i;
                used.add(key);
                judged += judge(key, race.run(key));
            }
        }
        if (judged < settings.leastKeys()) {
            throw new StoreUnavailableException("Whether the store " + place + " can be used is not known: only "
                    + judged + " of its answers to " + used.size() + " races were complete. Look whether the server"
                    + " runs well, then start again.");
        }
        return judged;
    }

    private boolean goesOn(int begun, long began) {
        return begun < settings.leastKeys()
                || ticker.nanos() - began < settings.time().toNanos();
    }

    /** Gives 1 if the race says that all is well, 0 if it says nothing. */
    private int judge(String key, Race.Finish finish) throws StoreRefusedException, StoreUnavailableException {
        int winners = finish.winners().size();
        if (winners > 1) {
            throw refused(winners + " of " + settings.writers() + " writers that created one object at the same moment"
                    + " were all told that they had, so creates with If-None-Match are not atomic there");
        }
        if (finish.unknown() > 0) {
            return 0;
        }
        if (winners == 0) {
            throw refused("none of " + settings.writers() + " writers that created one object at the same moment"
                    + " succeeded");
        }
        Optional<byte[]> read = store.get(key);
        boolean ofTheWinner = read.isPresent()
                && Arrays.equals(read.get(), Race.content(finish.winners().getFirst()));
        if (!ofTheWinner) {
            throw refused("after writers created one object at the same moment, the bytes of another than the one that"
                    + " was told so are there");
        }
        return 1;
    }

    private void remove(List<String> used) {
        for (String key : used) {
            try {
                store.delete(key);
            } catch (StoreUnavailableException e) {
                return; // some small objects stay below probe/, which nobody reads
            }
        }
    }

    private StoreRefusedException refused(String found) {
        return new StoreRefusedException("The store " + place + " cannot be used: " + found + ". Agents would lose"
                + " messages on it. Use a server with atomic conditional writes, such as Amazon S3, MinIO or SeaweedFS,"
                + " or a directory.");
    }
}
