package dev.dormouse.invoker.wasm.validation;

/** Parts of WebAssembly beyond its first version, and whether this runtime runs them. */
public enum Feature {
    MUTABLE_GLOBALS("exported mutable globals"),
    SIGN_EXTENSION("sign extension"),
    SATURATING_CONVERSIONS("saturating conversions"),
    MULTI_VALUE("multiple results"),
    BULK_MEMORY("bulk memory"),
    REFERENCE_TYPES("reference types"),
    TAIL_CALLS("tail calls"),
    EXTENDED_CONSTANTS("extended constant expressions"),
    EXCEPTIONS("exceptions"),

    EXCEPTION_REFERENCES("exception references", "Build without exceptions, or let only catch and catch_all be used."),
    LEGACY_EXCEPTIONS("legacy exceptions", "Build without exceptions (-fno-exceptions, panic=abort)."),
    SIMD("SIMD", "Build without it (-mno-simd128, -C target-feature=-simd128)."),
    RELAXED_SIMD("relaxed SIMD", "Build without it (-mno-relaxed-simd)."),
    THREADS("threads and shared memory", "Build for one thread (-mno-atomics, without -pthread)."),
    GARBAGE_COLLECTION("garbage collection", "Compile the language to linear memory instead, if its compiler can."),
    TYPED_REFERENCES("typed function references", "Build without them (-mno-gc, --disable-gc in wasm-opt)."),
    MEMORY64("64-bit memory", "Build for wasm32."),
    MULTI_MEMORY("more than one memory", "Link everything against one memory (wasm-opt --multi-memory-lowering)."),
    WIDE_ARITHMETIC("wide arithmetic", "Build without it (-mno-wide-arithmetic)."),
    STACK_SWITCHING("stack switching", "Build without it."),
    CUSTOM_PAGE_SIZES("custom page sizes", "Build with pages of 64 KiB."),
    IMPORTED_STATE(
            "imported memories, tables, globals and tags",
            "Import functions only: let the module define its own (no --import-memory, --import-table, -shared).");

    private final String title;
    private final String remedy;

    Feature(String title) {
        this(title, "");
    }

    Feature(String title, String remedy) {
        this.title = title;
        this.remedy = remedy;
    }

    /** Whether modules may use it. */
    public boolean isAccepted() {
        return remedy.isEmpty();
    }

    /** Its name for people. */
    public String title() {
        return title;
    }

    /** What an author does whose module uses it; empty if it is accepted. */
    String remedy() {
        return remedy;
    }
}
