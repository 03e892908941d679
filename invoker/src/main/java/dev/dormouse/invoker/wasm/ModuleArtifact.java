package dev.dormouse.invoker.wasm;

import java.util.Map;

/**
 * What compiling a module gives: its classes, already rewritten for fuel, its skeleton, and facts about it.
 *
 * <p>Immutable. {@link #toBytes()} is for caches: whoever can write there runs code in this process, so keep artifacts
 * under a digest or a MAC and check it before {@link #parse}.
 */
public final class ModuleArtifact {
    /**
     * Changes whenever the same module would give other classes: part of every cache key.
     */
    public static final String VERSION = "endive-" + run.endive.wasm.Version.version() + "+rewrite-4";

    private final ModuleFacts facts;
    private final Skeleton skeleton;
    private final String mainClass;
    private final Map<String, byte[]> classes;

    /**
     * @param facts facts about the module
     * @param skeleton the module without its code
     * @param mainClass name of the class that is the engine's machine
     * @param classes classes by name; the arrays are not written any more
     */
    ModuleArtifact(ModuleFacts facts, Skeleton skeleton, String mainClass, Map<String, byte[]> classes) {
        this.facts = facts;
        this.skeleton = skeleton;
        this.mainClass = mainClass;
        this.classes = Map.copyOf(classes);
    }

    /** Facts about the module. */
    public ModuleFacts facts() {
        return facts;
    }

    Skeleton skeleton() {
        return skeleton;
    }

    String mainClass() {
        return mainClass;
    }

    Map<String, byte[]> classes() {
        return classes;
    }

    /** The artifact as bytes, to be read by {@link #parse}. */
    public byte[] toBytes() {
        return ArtifactFormat.write(this);
    }

    /**
     * Reads an artifact.
     *
     * @throws IllegalArgumentException if the bytes are none, are damaged, or are of another {@link #VERSION}
     */
    public static ModuleArtifact parse(byte[] bytes) {
        return ArtifactFormat.read(bytes);
    }
}
