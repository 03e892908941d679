#!/bin/sh
# Builds the benchmarks into jmh-benchmarks/target/lib, without tests and checks. The other scripts here call it; with
# BENCHMARKS_BUILT=1 in the environment it does nothing, for several runs of one build.
set -eu
[ "${BENCHMARKS_BUILT:-}" = 1 ] && exit 0
root=$(cd "$(dirname "$0")/../.." && pwd -P)
cd "$root"
exec mvn -q -B -pl jmh-benchmarks -am -Pbenchmarks -DskipTests -Dspotless.check.skip=true -Dforbiddenapis.skip=true \
    -Denforcer.skip=true package
