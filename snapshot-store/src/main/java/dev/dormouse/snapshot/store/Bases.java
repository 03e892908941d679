package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.RevisionId;
import java.io.IOException;

/** Where the store gets the bases of revisions from. Thread-safe; may block. */
@FunctionalInterface
public interface Bases {
    /**
     * The base of a revision.
     *
     * @throws IOException if it cannot be had, or is not the one with this id
     */
    RevisionBase base(RevisionId revision, BaseId base) throws IOException;
}
