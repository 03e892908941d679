/**
 * A small S3 server in memory that can be told to fail in every way that the real ones do.
 *
 * <p>Start at {@link dev.dormouse.snapshot.object.s3.fake.S3Fake}. It passes the contract suite itself.
 */
@NullMarked
package dev.dormouse.snapshot.object.s3.fake;

import org.jspecify.annotations.NullMarked;
