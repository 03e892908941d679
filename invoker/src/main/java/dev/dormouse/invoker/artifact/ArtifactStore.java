package dev.dormouse.invoker.artifact;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.registry.DurableRegistry;
import dev.dormouse.invoker.registry.ModuleRef;
import dev.dormouse.invoker.registry.ModuleStore;
import dev.dormouse.invoker.registry.Seasons;
import dev.dormouse.invoker.wasm.Instance;
import dev.dormouse.invoker.wasm.ModuleArtifact;
import dev.dormouse.snapshot.BaseImage;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.format.BaseCodec;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.format.DecodeLimits;
import dev.dormouse.snapshot.format.GranuleInterner;
import dev.dormouse.snapshot.format.ImageStamp;
import dev.dormouse.snapshot.format.ObjectBytes;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Keeps what revisions are made of. Thread-safe; calls block.
 *
 * <p>Objects: {@code modules/{digest}} as uploaded; {@code compiled/{version}/{digest}} sealed, found again by every
 * later start of the same engine; {@code bases/{random}} sealed, one for each revision. All keys end in the
 * {@linkplain Seasons season} in which they were made. What no revision names is deleted some seasons later, see
 * {@link Collector}.
 */
public final class ArtifactStore implements ModuleStore {
    /** Equal granules of this many recently read ones are one in the heap: all scripts share one engine's memory. */
    private static final int INTERNED_GRANULES = 1 << 16;

    private final ObjectStore store;
    private final SealedObjects seal;
    private final DurableRegistry registry;
    private final RandomGenerator random;
    private final Runnable created;
    private final GranuleInterner interner = new GranuleInterner(INTERNED_GRANULES);

    /**
     * @param store where the objects are
     * @param seal of compiled modules and bases
     * @param registry knows what is named, and which season it is
     * @param random draws the keys of bases
     * @param created called after something was created, which may or may not be named later
     */
    public ArtifactStore(
            ObjectStore store, SealedObjects seal, DurableRegistry registry, RandomGenerator random, Runnable created) {
        this.store = store;
        this.seal = seal;
        this.registry = registry;
        this.random = random;
        this.created = created;
    }

    @Override
    public boolean put(ModuleDigest digest, byte[] module) {
        ModuleDigest actual = ModuleDigest.of(module);
        if (!actual.equals(digest)) {
            throw new Refused(
                    Refused.Kind.BAD_INPUT,
                    "A module is uploaded under its own SHA-256; this one is " + actual + ", the request says " + digest
                            + ". Upload it under the first, or look what changed it on its way.");
        }
        return keep(ref(digest), module);
    }

    /**
     * Where a module or a script is to be kept: where a revision names it, else where nobody has kept it in a season
     * before this one. A revision may name that once it is kept, if it is recorded in this season or the next.
     */
    public ModuleRef ref(ModuleDigest digest) {
        return registry.kept(digest).orElseGet(() -> new ModuleRef(digest, registry.season()));
    }

    /**
     * Keeps a module or a script.
     *
     * @return whether it was not there before
     * @throws Refused {@code STORE_UNAVAILABLE} if the store gives no answer
     */
    public boolean keep(ModuleRef ref, byte[] module) {
        try {
            return create(ref.key(), module);
        } catch (StoreUnavailableException e) {
            throw Refused.unavailable(e);
        }
    }

    private boolean create(String key, byte[] bytes) throws StoreUnavailableException {
        created.run();
        return store.createOnly(key, bytes) == ObjectStore.Created.CREATED;
    }

    /** Where a module is kept that a revision names. */
    public Optional<ModuleRef> named(ModuleDigest digest) {
        return registry.kept(digest);
    }

    /**
     * A module as uploaded, and where it is kept.
     *
     * @param ref a revision may name that, as {@link #ref} says it
     * @param bytes read by all, written by nobody
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody, written by nobody
    public record KeptModule(ModuleRef ref, byte[] bytes) {}

    /** A module that a revision names, or that was uploaded in this season or the one before. */
    public Optional<KeptModule> find(ModuleDigest digest) throws StoreUnavailableException {
        Optional<ModuleRef> named = registry.kept(digest);
        if (named.isPresent()) {
            return find(named.get());
        }
        long season = registry.season();
        Optional<KeptModule> here = find(new ModuleRef(digest, season));
        return here.isPresent() || season == 0 ? here : find(new ModuleRef(digest, season - 1));
    }

    private Optional<KeptModule> find(ModuleRef ref) throws StoreUnavailableException {
        return module(ref).map(bytes -> new KeptModule(ref, bytes));
    }

    /** A module as uploaded. */
    public Optional<byte[]> module(ModuleRef module) throws StoreUnavailableException {
        return store.get(module.key());
    }

    /**
     * What compiling a module gave, if this version of the engine has compiled it.
     *
     * @throws CorruptObjectException if what is there was not made by this installation, or is damaged
     */
    public Optional<ModuleArtifact> compiled(ModuleRef module)
            throws StoreUnavailableException, CorruptObjectException {
        String key = compiledKey(module);
        Optional<byte[]> sealed = store.get(key);
        if (sealed.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = seal.open(key, sealed.get()).toArray();
        try {
            return Optional.of(ModuleArtifact.parse(bytes));
        } catch (IllegalArgumentException e) {
            throw new CorruptObjectException("The object " + key + " is sealed but cannot be read: " + e.getMessage());
        }
    }

    /** Keeps what compiling gave. If it is there already, that one stays. */
    public void keepCompiled(ModuleRef module, ModuleArtifact artifact) throws StoreUnavailableException {
        String key = compiledKey(module);
        boolean ignored = create(key, seal.seal(key, artifact.toBytes()));
    }

    /** Removes what compiling gave, for example because it is damaged. */
    public void dropCompiled(ModuleRef module) throws StoreUnavailableException {
        store.delete(compiledKey(module));
    }

    /**
     * Keeps a base snapshot.
     *
     * @param code the module that it was taken from
     * @return the base as every later start will read it
     */
    public KeptBase keepBase(ModuleDigest code, InstanceImage image) throws StoreUnavailableException {
        byte[] name = new byte[16];
        random.nextBytes(name);
        String key = "bases/" + Seasons.stamped(HexFormat.of().formatHex(name), registry.season());
        byte[] encoded = BaseCodec.encode(key, stamp(code), image);
        boolean ignored = create(key, seal.seal(key, encoded));
        return new KeptBase(key, new BaseImage(BaseCodec.idOf(ObjectBytes.of(encoded)), image));
    }

    /**
     * A base that is in the store.
     *
     * @param key its object key
     * @param base what it holds
     */
    public record KeptBase(String key, BaseImage base) {}

    /**
     * A base snapshot.
     *
     * @param key as {@link #keepBase} gave it
     * @param code the module that it was taken from
     * @param limits what reading it may take
     * @throws CorruptObjectException if it is not there, was not made by this installation, or is damaged
     */
    public BaseImage base(String key, ModuleDigest code, DecodeLimits limits)
            throws StoreUnavailableException, CorruptObjectException {
        byte[] sealed = store.get(key)
                .orElseThrow(() -> new CorruptObjectException("The base snapshot " + key + " is not in the store."));
        return BaseCodec.decode(key, seal.open(key, sealed), stamp(code), limits, interner);
    }

    private static ImageStamp stamp(ModuleDigest code) {
        return new ImageStamp(code, Instance.IMAGE_LAYOUT);
    }

    private static String compiledKey(ModuleRef module) {
        return "compiled/" + ModuleArtifact.VERSION.replace('+', '_') + "/" + module.name();
    }
}
