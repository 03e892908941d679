package dev.dormouse.invoker.registry;

/**
 * A revision was not recorded, because one of its objects may have been deleted by now: it was made long ago, or the last
 * function that had it in common was deleted meanwhile. Make the revision again.
 */
public final class CondemnedObjectException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CondemnedObjectException(String key) {
        super("The object " + key + " may have been deleted meanwhile.");
    }
}
