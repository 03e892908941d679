package dev.dormouse.snapshot.log;

/** What is known of a slot after one tried to create it. */
enum SlotClaim {
    /** It holds one's own segment. */
    OWN,
    /** It holds another's, for good. */
    TAKEN,
    /** It was occupied and is gone: one's view of the log is far too old. */
    GONE
}
