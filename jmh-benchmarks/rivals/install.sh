#!/bin/sh
# Puts the rivals, pinned, into a folder, with the scripts that they run: install.sh CACHE. What is there already stays.
# CACHE/ready has a file for each that can take part, with its version; whoever cannot be had is named on stderr and is
# left out. Nothing is installed outside CACHE.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
mkdir -p "$1/ready"
cache=$(cd "$1" && pwd -P)
log=$cache/install.log
limit=300

workerd=1.20261117.1
restate_server=1.7.12
restate_sdk=1.17.2
dbos_sdk=5.3.0

say() {
  echo "rivals: $*" >&2
}

# Packages of npm into $cache/$1, without what they would run while they are installed.
npm_packages() {
  folder=$cache/$1
  shift
  mkdir -p "$folder"
  [ -f "$folder/package.json" ] || echo '{"private": true}' >"$folder/package.json"
  timeout "$limit" npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --no-package-lock "$@" >>"$log" 2>&1
}

# install NAME "VERSIONS" FUNCTION: the function installs, the file says that it is done.
install() {
  name=$1 versions=$2 by=$3
  [ "$(cat "$cache/ready/$name" 2>/dev/null)" = "$versions" ] && return 0
  rm -f "$cache/ready/$name"
  say "installing $versions"
  if "$by"; then
    echo "$versions" >"$cache/ready/$name"
  else
    say "$name is left out: $versions could not be installed here ($log)"
  fi
}

workerd() {
  npm_packages workerd "workerd@$workerd" && ls "$cache"/workerd/node_modules/@cloudflare/workerd-*/bin/workerd >>"$log" 2>&1
}

restate() {
  npm_packages restate "@restatedev/restate-server@$restate_server" "@restatedev/restate-sdk@$restate_sdk" \
      && ls "$cache"/restate/node_modules/@restatedev/restate-server-*/bin/restate-server >>"$log" 2>&1
}

dbos() {
  npm_packages dbos "@dbos-inc/dbos-sdk@$dbos_sdk"
}

# Prints the folder of PostgreSQL's programs.
postgresql() {
  for folder in /usr/lib/postgresql/*/bin "$(dirname "$(command -v postgres 2>/dev/null || echo /nowhere/postgres)")"; do
    if [ -x "$folder/postgres" ] && [ -x "$folder/initdb" ] && [ -x "$folder/pg_isready" ]; then
      echo "$folder"
      return 0
    fi
  done
  return 1
}

: >"$log"
if command -v node >/dev/null && command -v npm >/dev/null; then
  node_version=$(node --version)
  install restate "Restate $restate_server, its SDK $restate_sdk on Node $node_version" restate
  if programs=$(postgresql); then
    mkdir -p "$cache/dbos"
    echo "$programs" >"$cache/dbos/programs"
    install dbos "DBOS $dbos_sdk on Node $node_version, $("$programs/postgres" --version)" dbos
  else
    rm -f "$cache/ready/dbos"
    say "DBOS is left out: there is no PostgreSQL (Debian: apt install postgresql)"
  fi
  install workerd "workerd $workerd" workerd
else
  rm -f "$cache/ready/restate" "$cache/ready/dbos" "$cache/ready/workerd"
  say "workerd, Restate and DBOS are left out: there is no Node with npm (Debian: apt install nodejs npm)"
fi
for name in workerd restate dbos; do
  if [ -f "$cache/ready/$name" ]; then
    cp "$here/$name"/* "$cache/$name/"
  fi
done
if [ -d "$cache/workerd" ]; then
  cp "$here/../src/main/resources/dev/dormouse/benchmarks/load/tally.wasm" "$cache/workerd/"
fi
