package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.BaseImage;
import dev.dormouse.snapshot.format.DecodeLimits;

/**
 * What the store needs to know of a revision.
 *
 * @param image the base that its agents start from
 * @param limits what reading one of its agents may take
 */
public record RevisionBase(BaseImage image, DecodeLimits limits) {}
