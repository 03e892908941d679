package dev.dormouse.invoker.registry.model;

/** A rule that is taken away. */
enum Mutation {
    NONE,
    /** Whatever no revision names is deleted, however new. */
    DELETE_WITHOUT_SEASONS,
    /** An object is deleted one season earlier than deploys count on. */
    DELETE_A_SEASON_EARLY,
    /** A deploy names what it kept, however long ago that was. */
    NAME_WITHOUT_LOOKING,
    /** A deploy looks at what it kept before its first append only, not again when another was first. */
    LOOK_ONLY_ONCE,
    /** What was ever named may be named again, though all functions that did are deleted. */
    FORGET_DELETES,
    /** A deploy takes an object that it finds in the store for one that stays. */
    TAKE_WHAT_IS_FOUND,
    /** A deploy is recorded while its object is still on its way. */
    RECORD_BEFORE_CREATED,
    /** What was deleted is created anew under the same key. */
    SAME_KEY_AGAIN,
    /** An event is appended wherever the log ends, not where the deciding process had read to. */
    APPEND_ANYWHERE,
    /** A collector takes the season from the log as it is, and the names from what it read before. */
    NEW_SEASON_WITH_OLD_NAMES
}
