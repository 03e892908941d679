#!/bin/sh
# What 'dormouse bench [resume|http|agents|density]' runs; without names, all four. Writes docs/benchmarks/results.md,
# the tables as they were printed, and docs/benchmarks/results.json, the same and JMH's own results, with machine, date
# and versions. Needs a JDK 25: JAVA25_HOME, else JAVA_HOME. About half an hour for all.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
sets=${*:-resume http agents density}
java=${JAVA25_HOME:-${JAVA_HOME:?point JAVA25_HOME to a JDK 25}}/bin/java
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
: >"$work/tables"
: >"$work/lines"

# What stands at the top of the results, one "key=value" a line.
describe() {
  echo "date=$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  echo "commit=$(git -C "$root" rev-parse HEAD 2>/dev/null || echo unknown)"
  echo "processors=$(getconf _NPROCESSORS_ONLN)"
  echo "processor=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)"
  echo "memory MiB=$(awk '/^MemTotal/ {print int($2 / 1024)}' /proc/meminfo 2>/dev/null)"
  echo "system=$(uname -sr)"
  echo "file system=$(df -PT "${TMPDIR:-/tmp}" 2>/dev/null | awk 'NR == 2 {print $2}')"
  echo "load before=$(cut -d' ' -f1 /proc/loadavg 2>/dev/null)"
  echo "java=$("$java" -version 2>&1 | sed -n 2p)"
}

# JMH's table is text in columns; its file is joined to the results.
measure_below_http() {
  printf '## resume\n\n' >>"$work/tables"
  RESULTS=$work/jmh.json "$here/jmh.sh" 'HowLongDoesAResume|WhatDoesACommitCost' | tee "$work/jmh.txt" >&2
  [ -s "$work/jmh.json" ] || exit 1
  { sed -n '/^Benchmark /,$p' "$work/jmh.txt" | sed 's/^/    /'; printf '\n'; } >>"$work/tables"
}

measure_from_outside() {
  RESULTS=$work/lines "$here/run.sh" "$@" >"$work/part"
  tee -a "$work/tables" <"$work/part"
}

"$here/build.sh"
BENCHMARKS_BUILT=1
export BENCHMARKS_BUILT
describe >"$work/about"
for part in $sets; do
  case $part in
    resume) measure_below_http ;;
    http) measure_from_outside functions cold-start ;;
    agents) measure_from_outside messages bucket wake-ups ;;
    density) measure_from_outside density known-agents ;;
    *)
      echo "bench: sets are resume, http, agents and density; not '$part'" >&2
      exit 2 ;;
  esac
done

out=$root/docs/benchmarks
{
  printf '# Results\n\nWritten by `dormouse bench %s`; [README.md](README.md) says what the figures mean.\n\n' "$sets"
  sed 's/\([^=]*\)=\(.*\)/- \1: \2/' "$work/about"
  printf '\n'
  cat "$work/tables"
} >"$out/results.md"
{
  printf '{\n"about": {'
  sed 's/["\\]//g; s/\([^=]*\)=\(.*\)/"\1": "\2"/' "$work/about" | paste -sd, -
  printf '},\n"load": ['
  paste -sd, "$work/lines"
  printf '],\n"jmh": '
  if [ -s "$work/jmh.json" ]; then cat "$work/jmh.json"; else echo '[]'; fi
  printf '}\n'
} >"$out/results.json"
echo "bench: wrote $out/results.md and results.json" >&2
