/**
 * Objects in a bucket of Amazon S3 or of a server that speaks its protocol. The only package that sees the AWS SDK.
 *
 * <p>Start at {@link dev.dormouse.snapshot.object.s3.S3ObjectStore}. Why it sends what it sends is in
 * docs/design/0004-s3-store.md; whether a server keeps its promises is what
 * {@link dev.dormouse.snapshot.object.probe.CreateOnlyProbe} finds out.
 */
@NullMarked
package dev.dormouse.snapshot.object.s3;

import org.jspecify.annotations.NullMarked;
