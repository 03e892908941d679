package dev.dormouse.snapshot.log.model;

/** A rule taken away. */
enum Mutation {
    /** The protocol as it is. */
    NONE,
    /** A commit is repeated at the new end although somebody else's commit of its agent stands below. */
    REPEAT_WITHOUT_GENERATION_CHECK,
    /** The answer leaves when the create is sent. */
    ANSWER_BEFORE_CREATED,
    /** Slots are deleted as soon as a checkpoint covers them. */
    DELETE_AT_ONCE,
    /** A create that succeeded is believed, however long ago the writer last saw the log's true end. */
    BELIEVE_OLD_VIEW_ON_CREATE,
    /** What a slot holds is believed, however long ago the writer last saw the log's true end. */
    BELIEVE_OLD_VIEW_ON_READ,
    /** When the answer is lost, the same commits go into the next slot. */
    MOVE_ON_WHEN_UNSURE,
    /** When the answer is lost, the create counts as done. */
    BELIEVE_WHEN_UNSURE,
    /** An occupied slot counts as one's own without reading it. */
    TAKE_OCCUPIED_AS_OWN,
    /** A message is run again without looking whether it is in the log. */
    FORGET_IDEMPOTENCY,
    /** The store ignores the condition of a create. */
    OVERWRITING_STORE
}
