#!/bin/sh
# The server and its handler: start.sh CACHE DIRECTORY INGRESS_PORT ADMIN_PORT NODE_PORT HANDLER_PORT
set -eu
cache=$1 directory=$2
export RESTATE_DISABLE_TELEMETRY=true RESTATE_LOGGING=ERROR RUST_LOG=error RESTATE_LISTEN_MODE=tcp RESTATE_LOG_DISABLE_ANSI_CODES=true
export RESTATE_INGRESS__BIND_ADDRESS="127.0.0.1:$3" RESTATE_ADMIN__BIND_ADDRESS="127.0.0.1:$4"
export RESTATE_BIND_ADDRESS="127.0.0.1:$5"
node "$cache/restate/counter.mjs" "$6" &
set -- "$cache"/restate/node_modules/@restatedev/restate-server-*/bin/restate-server
exec "$1" --no-logo --base-dir "$directory" --node-name one
