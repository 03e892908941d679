#!/bin/sh
# Dormouse beside its rivals, in one run on one machine: run.sh [jobs], without names all of them:
#
#   function   a small Wasm function: workerd, plain Helidon
#   counter    "add one to a random one of 1,000 counters", durable before the answer: workerd, Restate, DBOS
#   waking     a counter that is not in memory, and from the start of the processes to the first answer
#   idle       memory and processor time with 10,000 counters that nobody asks
#
# The rivals are installed first, pinned, into a folder below target; who cannot be had is left out. Tables go to stdout,
# progress to stderr. docs/benchmarks/rivals.md says what is compared. Needs a JDK 25: JAVA25_HOME, else JAVA_HOME.
# Environment: SECONDS_EACH  length of a window (default 5)
#              RESULTS       file that each table is appended to, as a line of JSON (default: none)
#              RIVALS_CACHE  where the rivals are installed (default: jmh-benchmarks/target/rivals)
#              TMPDIR        where data directories are made: the file system that is measured
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
cache=${RIVALS_CACHE:-$here/../target/rivals}
"$here/../load/build.sh" >&2
"$here/install.sh" "$cache"
java=${JAVA25_HOME:-${JAVA_HOME:?point JAVA25_HOME to a JDK 25}}/bin/java
"$here/../../dormouse" version >&2
exec "$java" ${RESULTS:+-Dresults="$RESULTS"} -Xmx1g -Dseconds="${SECONDS_EACH:-5}" -Djava.io.tmpdir="${TMPDIR:-/tmp}" \
    --enable-native-access=ALL-UNNAMED -cp "$here/../target/lib/*" \
    dev.dormouse.benchmarks.rivals.Rivals "$here/../../dormouse" "$cache" "$@"
