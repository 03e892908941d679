#!/bin/sh
# What 'dormouse bench [resume|cold|http|agents|density|guests|rivals]' runs; without names, the first six: 'rivals'
# installs packages, so it has to be asked for. After each set it writes
# docs/benchmarks/results.json (what was measured, by set, with machine, date and versions; sets that did not run stay as
# they were), and from that results.md and the plots. Needs a JDK 25: JAVA25_HOME, else JAVA_HOME.
# 'dormouse bench plots' measures nothing and writes page and plots anew.
# Environment: SECONDS_EACH  length of a window of a load run, and of the warm-up before it (default 5)
#              RESULTS_DIRECTORY  where the results go instead
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
sets=${*:-resume cold http agents density guests}
java=${JAVA25_HOME:-${JAVA_HOME:?point JAVA25_HOME to a JDK 25}}/bin/java
out=${RESULTS_DIRECTORY:-$root/docs/benchmarks}
SECONDS_EACH=${SECONDS_EACH:-5}
export SECONDS_EACH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP

# What stands above the results of a set, one "key=value" a line.
describe() {
  echo "measured=$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  echo "commit=$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)"
  echo "machine=$(getconf _NPROCESSORS_ONLN) processors ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)), $(awk '/^MemTotal/ {print int($2 / 1024)}' /proc/meminfo 2>/dev/null) MiB, $(uname -s) $(uname -r | cut -d- -f1), $(df -PT "${TMPDIR:-/tmp}" 2>/dev/null | awk 'NR == 2 {print $2}')"
  echo "java=$("$java" -version 2>&1 | sed -n 2p)"
  echo "load before=$(cut -d' ' -f1 /proc/loadavg 2>/dev/null)"
}

below_http() {
  RESULTS=$work/set/jmh.json "$here/jmh.sh" "$@" >&2
  [ -s "$work/set/jmh.json" ] || exit 1
}

from_outside() {
  RESULTS=$work/set/lines "$here/run.sh" "$@"
}

measure() {
  case $1 in
    resume) below_http 'HowLongDoesAResume|WhatDoesACommitCost|WhatDoesAFreshInstanceCost' ;;
    cold) from_outside cold-start first-calls other-work ;;
    http) from_outside functions ;;
    agents) from_outside messages bucket wake-ups ;;
    density) from_outside density known-agents ;;
    guests)
      below_http 'HowFastIsGuestCode|WhatDoesAnInvocationCostBelowHttp'
      from_outside guests ;;
    rivals) RESULTS=$work/set/lines "$here/../rivals/run.sh" ;;
  esac
}

write() {
  "$java" -cp "$here/../target/lib/*" dev.dormouse.benchmarks.report.WriteResults "$out" "$@"
}

if [ "$sets" = plots ]; then
  "$here/build.sh"
  write
  exit 0
fi
for set in $sets; do
  case $set in
    resume | cold | http | agents | density | guests | rivals) ;;
    *)
      echo "bench: sets are resume, cold, http, agents, density, guests and rivals; not '$set'" >&2
      exit 2 ;;
  esac
done

"$here/build.sh"
BENCHMARKS_BUILT=1
export BENCHMARKS_BUILT
for set in $sets; do
  echo "bench: $set, from $(date -u +%H:%M:%S) on" >&2
  rm -rf "$work/set"
  mkdir "$work/set"
  describe >"$work/set/about"
  began=$(date +%s)
  measure "$set"
  echo "took=$(($(date +%s) - began)) s" >>"$work/set/about"
  write "$set" "$work/set"
  echo "bench: $set took $(($(date +%s) - began)) s; wrote $out/results.md and results.json" >&2
done
