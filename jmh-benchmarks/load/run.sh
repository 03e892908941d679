#!/bin/sh
# Load runs against a runtime of this checkout, which is built first: run.sh [names], without names all of them:
#
#   messages      durable messages beside the same without durability, 16 clients and 1; what is written per message
#   bucket        requests to a bucket per message at 1, 16 and 256 clients, and per wake-up
#   wake-ups      1,000 suspended agents woken at once from disk
#   density       10,000 agents in a heap of 1 GiB
#   known-agents  starts on a store of 200,000 agents
#   cold-start    starts after a kill, with 1 and with 100 functions
#   first-calls   first calls of examples a second after their deploy and after a restart, five fresh processes
#   other-work    a suspended agent's message after other work has pushed its code and data out of caches
#   guests        guests' speed by calls since deploy, beside Node and wasmtime
#   collectors    collectors and sizes of heap
#   open-loop     functions and durable messages that arrive whether the runtime is ready or not
#   soak          a thousand deploys beside work; fails if heap, classes, threads or descriptors grow
#   functions     a function with a fresh instance per request beside plain Helidon
#
# Tables go to stdout, progress to stderr. Needs a JDK 25: JAVA25_HOME, else JAVA_HOME.
# Environment: SECONDS_EACH  length of a window, and of the warm-up before it (default 10)
#              RESULTS       file that each table is appended to, as a line of JSON (default: none)
#              TMPDIR        where data directories are made: the file system that is measured
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
"$here/build.sh" >&2
java=${JAVA25_HOME:-${JAVA_HOME:?point JAVA25_HOME to a JDK 25}}/bin/java
"$here/../../dormouse" version >&2
exec "$java" ${RESULTS:+-Dresults="$RESULTS"} -Xmx1g -Dseconds="${SECONDS_EACH:-10}" -Djava.io.tmpdir="${TMPDIR:-/tmp}" \
    --enable-native-access=ALL-UNNAMED -cp "$here/../target/lib/*" \
    dev.dormouse.benchmarks.load.LoadRuns "$here/../../dormouse" "$@"
