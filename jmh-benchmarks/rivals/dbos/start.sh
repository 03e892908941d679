#!/bin/sh
# A PostgreSQL of its own with the settings that it comes with, and the workflow: start.sh CACHE DIRECTORY PORT DATABASE_PORT
set -eu
cache=$1 data=$2/postgresql port=$3 database=$4
programs=$(cat "$cache/dbos/programs")

# PostgreSQL refuses to be root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then
    exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"
  fi
  exec "$@"
}

if [ ! -d "$data" ]; then
  mkdir -p "$data"
  if [ "$(id -u)" = 0 ]; then
    chmod a+x "$2"
    chown postgres "$data"
  fi
  chmod 700 "$data"
  (as_postgres "$programs/initdb" -D "$data" -A trust -U benchmark -E UTF8 --locale=C)
fi
(as_postgres "$programs/postgres" -D "$data" -p "$database" -c listen_addresses=127.0.0.1 -c unix_socket_directories=) &
left=600
until "$programs/pg_isready" -q -U benchmark -d postgres -h 127.0.0.1 -p "$database"; do
  left=$((left - 1))
  [ "$left" -gt 0 ] && kill -0 $! || exit 1
  sleep 0.1
done
exec node "$cache/dbos/counter.mjs" "$port" "postgresql://benchmark@127.0.0.1:$database/postgres"
