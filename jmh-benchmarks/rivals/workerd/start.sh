#!/bin/sh
# Serves counter.capnp or function.capnp: start.sh CACHE NAME DIRECTORY PORT
set -eu
cache=$1 name=$2 directory=$3 port=$4
mkdir -p "$directory"
set -- "$cache"/workerd/node_modules/@cloudflare/workerd-*/bin/workerd
if [ "$name" = counter ]; then
  exec "$1" serve "$cache/workerd/counter.capnp" "--socket-addr=http=127.0.0.1:$port" "--directory-path=state=$directory"
fi
exec "$1" serve "$cache/workerd/$name.capnp" "--socket-addr=http=127.0.0.1:$port"
