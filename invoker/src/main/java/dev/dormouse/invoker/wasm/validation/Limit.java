package dev.dormouse.invoker.wasm.validation;

/** One bound on what a module may hold. {@code docs/module-limits.md} says why each has the value it has. */
public enum Limit {
    MODULE_BYTES("moduleBytes", 64 << 20, "bytes in a module"),
    NAME_BYTES("nameBytes", 4_096, "bytes in a name"),
    TYPES("types", 20_000, "types in a module"),
    PARAMETERS("parameters", 128, "parameters of a function type"),
    RESULTS("results", 128, "results of a function type"),
    IMPORTS("imports", 1_000, "imports of a module"),
    FUNCTIONS("functions", 100_000, "functions in a module, imported ones included"),
    TABLES("tables", 16, "tables in a module"),
    TABLE_ENTRIES("tableEntries", 1_000_000, "entries that all tables together begin with"),
    MEMORY_PAGES("memoryPages", 16_384, "pages of 64 KiB that a memory begins with"),
    TAGS("tags", 1_000, "exception tags in a module"),
    GLOBALS("globals", 10_000, "globals in a module"),
    CONSTANT_INSTRUCTIONS("constantInstructions", 100, "instructions in a constant expression"),
    EXPORTS("exports", 10_000, "exports of a module"),
    ELEMENT_SEGMENTS("elementSegments", 10_000, "element segments in a module"),
    ELEMENTS("elements", 1_000_000, "entries of all element segments together"),
    DATA_SEGMENTS("dataSegments", 100_000, "data segments in a module"),
    BODY_BYTES("bodyBytes", 1 << 20, "bytes in the body of a function"),
    LOCALS("locals", 10_000, "locals of a function, parameters included"),
    TOTAL_LOCALS("totalLocals", 2_000_000, "locals of all functions together"),
    NESTING("nesting", 4_096, "blocks inside each other"),
    OPERANDS("operands", 10_000, "operands on the stack of a function"),
    BRANCH_TARGETS("branchTargets", 65_520, "targets of a br_table"),
    TOTAL_BRANCH_TARGETS("totalBranchTargets", 2_000_000, "targets of all br_tables together"),
    STEPS_PER_BYTE("stepsPerByte", 16, "types moved by calls and branches, for each byte of the code section");

    private final String key;
    private final int defaultValue;
    private final String subject;

    Limit(String key, int defaultValue, String subject) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.subject = subject;
    }

    /** The setting's name. */
    public String key() {
        return key;
    }

    /** The value unless an operator says otherwise. */
    public int defaultValue() {
        return defaultValue;
    }

    /** What is counted, as a noun in the plural. */
    public String subject() {
        return subject;
    }
}
