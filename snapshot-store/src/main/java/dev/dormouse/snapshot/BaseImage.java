package dev.dormouse.snapshot;

/**
 * The image that a revision's instances start from, with its identity.
 *
 * @param id the identity of its stored form
 * @param image its content
 */
public record BaseImage(BaseId id, InstanceImage image) {}
