package dev.dormouse.invoker.artifact;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.registry.ModuleStore;
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
 * later start of the same engine; {@code bases/{random}} sealed, one for each revision. A deploy that fails after
 * it kept a base leaves that one object behind; nothing refers to it.
 */
public final class ArtifactStore implements ModuleStore {
    /** Equal granules of this many recently read ones are one in the heap: all scripts share one engine's memory. */
    private static final int INTERNED_GRANULES = 1 << 16;

    private final ObjectStore store;
    private final SealedObjects seal;
    private final RandomGenerator random;
    private final GranuleInterner interner = new GranuleInterner(INTERNED_GRANULES);

    /**
     * @param store where the objects are
     * @param seal of compiled modules and bases
     * @param random draws the keys of bases
     */
    public ArtifactStore(ObjectStore store, SealedObjects seal, RandomGenerator random) {
        this.store = store;
        this.seal = seal;
        this.random = random;
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
        return store(digest, module);
    }

    /**
     * Keeps a module or a script under its own digest.
     *
     * @throws Refused {@code STORE_UNAVAILABLE} if the store gives no answer
     */
    public ModuleDigest keep(byte[] module) {
        ModuleDigest digest = ModuleDigest.of(module);
        boolean ignored = store(digest, module);
        return digest;
    }

    private boolean store(ModuleDigest digest, byte[] module) {
        try {
            return store.createOnly(moduleKey(digest), module) == ObjectStore.Created.CREATED;
        } catch (StoreUnavailableException e) {
            throw Refused.unavailable(e);
        }
    }

    /** A module as uploaded. */
    public Optional<byte[]> module(ModuleDigest digest) throws StoreUnavailableException {
        return store.get(moduleKey(digest));
    }

    /**
     * What compiling a module gave, if this version of the engine has compiled it.
     *
     * @throws CorruptObjectException if what is there was not made by this installation, or is damaged
     */
    public Optional<ModuleArtifact> compiled(ModuleDigest digest)
            throws StoreUnavailableException, CorruptObjectException {
        String key = compiledKey(digest);
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
    public void keepCompiled(ModuleDigest digest, ModuleArtifact artifact) throws StoreUnavailableException {
        String key = compiledKey(digest);
        store.createOnly(key, seal.seal(key, artifact.toBytes()));
    }

    /** Removes what compiling gave, for example because it is damaged. */
    public void dropCompiled(ModuleDigest digest) throws StoreUnavailableException {
        store.delete(compiledKey(digest));
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
        String key = "bases/" + HexFormat.of().formatHex(name);
        byte[] encoded = BaseCodec.encode(key, stamp(code), image);
        store.createOnly(key, seal.seal(key, encoded));
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

    private static String moduleKey(ModuleDigest digest) {
        return "modules/" + digest;
    }

    private static String compiledKey(ModuleDigest digest) {
        return "compiled/" + ModuleArtifact.VERSION.replace('+', '_') + "/" + digest;
    }
}
