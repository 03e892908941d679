#!/bin/sh
# Requests per second of a small function, a fresh instance each, beside a plain Helidon handler that returns a constant:
# same machine, same run, A B A B. Needs wrk and two servers that are up already:
#
#   functions-beside-helidon.sh URL_OF_A URL_OF_B [rounds] [seconds] [connections]
set -eu
a=$1 b=$2 rounds=${3:-4} seconds=${4:-10} connections=${5:-16}
here=$(dirname "$0")

run() {
  wrk -t2 -c"$connections" -d"${seconds}s" --latency -s "$here/post.lua" "$1/fn/greeter" \
    | awk -v name="$2" '/ 50%/ {p50 = $2} / 99%/ {p99 = $2} /Requests\/sec/ {rps = $2} /Non-2xx/ {bad = $0}
        END {printf "%-10s %10s req/s   p50 %-10s p99 %-10s %s\n", name, rps, p50, p99, bad}'
}

for round in $(seq "$rounds"); do
  run "$a" dormouse
  run "$b" helidon
done
