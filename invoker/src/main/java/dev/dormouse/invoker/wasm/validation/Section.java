package dev.dormouse.invoker.wasm.validation;

import org.jspecify.annotations.Nullable;

/** The sections of a module, in the order in which they must stand (specification 5.5.2 and 5.5.16). */
public enum Section {
    TYPE(1, "type"),
    IMPORT(2, "import"),
    FUNCTION(3, "function"),
    TABLE(4, "table"),
    MEMORY(5, "memory"),
    TAG(13, "tag"),
    GLOBAL(6, "global"),
    EXPORT(7, "export"),
    START(8, "start"),
    ELEMENT(9, "element"),
    DATA_COUNT(12, "data count"),
    CODE(10, "code"),
    DATA(11, "data");

    private final int id;
    private final String title;

    Section(int id, String title) {
        this.id = id;
        this.title = title;
    }

    /** Its name for people. */
    public String title() {
        return title;
    }

    static @Nullable Section of(int id) {
        for (Section section : values()) {
            if (section.id == id) {
                return section;
            }
        }
        return null;
    }
}
