#!/bin/sh
# Compares the JVM's collectors, G1, generational ZGC and Parallel, and two sizes of heap: throughput, p50, p99, p99.9 and
# processor time of functions and of durable messages, interleaved, two rounds, a process for each. About ten minutes
# with the usual SECONDS_EACH=10; the table goes to stdout. Needs a JDK 25: JAVA25_HOME, else JAVA_HOME.
exec "$(dirname "$0")/run.sh" collectors
