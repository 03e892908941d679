#!/bin/sh
# Builds the benchmarks into jmh-benchmarks/target/lib, without tests and checks. The other scripts here call it.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd -P)
cd "$root"
exec mvn -q -B -pl jmh-benchmarks -am -Pbenchmarks -DskipTests -Dspotless.check.skip=true -Dforbiddenapis.skip=true \
    -Denforcer.skip=true package
