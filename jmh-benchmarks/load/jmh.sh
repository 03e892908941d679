#!/bin/sh
# Runs JMH benchmarks: jmh.sh [JMH options] [regular expression of names], for example
#
#   jmh.sh HowLongDoesAResumeFromAStoreTake
#   jmh.sh -p tier=DISK -prof gc HowLongDoesAResumeFromAStoreTake
#
# The results also go to jmh-benchmarks/target/jmh.json, or to RESULTS. Needs a JDK 25: JAVA25_HOME, else JAVA_HOME.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
"$here/build.sh"
cd "$here/.."
java=${JAVA25_HOME:-${JAVA_HOME:?point JAVA25_HOME to a JDK 25}}/bin/java
exec "$java" -cp 'target/lib/*' --enable-native-access=ALL-UNNAMED org.openjdk.jmh.Main -rf json -rff "${RESULTS:-target/jmh.json}" "$@"
