#!/bin/sh
# Installs the pinned version of wasmtime for Python, once, below the user's cache, and prints the Python that has it.
set -eu
version=50.0.1
home=${XDG_CACHE_HOME:-$HOME/.cache}/dormouse-benchmarks/wasmtime-$version
if [ ! -f "$home/installed" ]; then
  python3 -m venv "$home" >&2
  "$home/bin/pip" install --quiet --disable-pip-version-check "wasmtime==$version" >&2
  : >"$home/installed"
fi
echo "$home/bin/python"
