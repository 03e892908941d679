#!/bin/sh
# Builds the JavaScript engine, quickjs.wasm, and prints its SHA-256. The same sources give the same bytes.
#
#   ./build.sh [OUTPUT]     OUTPUT defaults to the place in the invoker's resources
#
# Needs python3 with venv and pip, and cargo, which fetch the compiler and QuickJS-NG into ./build (kept).
set -eu

ZIG_VERSION=0.17.1
QUICKJS_CRATE=rquickjs-sys
QUICKJS_VERSION=0.14.0

here=$(cd "$(dirname "$0")" && pwd)
build="$here/build"
output="${1:-$here/../../invoker/src/main/resources/dev/dormouse/invoker/js/quickjs.wasm}"
mkdir -p "$build"
mkdir -p "$(dirname "$output")"
output=$(cd "$(dirname "$output")" && pwd)/$(basename "$output")

if [ ! -x "$build/venv/bin/python" ]; then
    python3 -m venv "$build/venv"
fi
if ! "$build/venv/bin/python" -m pip show -q "ziglang" 2>/dev/null; then
    "$build/venv/bin/python" -m pip install -q "ziglang==$ZIG_VERSION"
fi
zig() { "$build/venv/bin/python" -m ziglang "$@"; }

quickjs="$build/crate/vendor/$QUICKJS_CRATE/quickjs"
if [ ! -d "$quickjs" ]; then
    mkdir -p "$build/crate/src"
    : >"$build/crate/src/lib.rs"
    printf '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\n%s = "=%s"\n[workspace]\n' \
        "$QUICKJS_CRATE" "$QUICKJS_VERSION" >"$build/crate/Cargo.toml"
    (cd "$build/crate" && cargo vendor >/dev/null 2>&1)
fi

# Paths in the command lines are relative, so that none of them gets into the module.
cd "$build"
quickjs="crate/vendor/$QUICKJS_CRATE/quickjs"
libraries="$quickjs/libregexp.c $quickjs/libunicode.c $quickjs/dtoa.c"

# shellcheck disable=SC2086
zig cc -O1 -w -DNDEBUG -D_GNU_SOURCE -I"$quickjs" ../tools/compile.c "$quickjs/quickjs.c" $libraries -lm -o compile
./compile ../prelude ../training/training.js >bytecode.c

venv/bin/python ../tools/adapt.py "$quickjs/quickjs.c" >quickjs.c

# QuickJS-NG's own choices for WASI are those that it makes for Emscripten. Without inlining and unrolling the functions
# stay small enough for the JVM's compilers, which do both themselves where it pays.
# shellcheck disable=SC2086
zig cc -target wasm32-wasi -mexec-model=reactor -O2 -fno-inline-functions -fno-unroll-loops -w \
    -DNDEBUG -D_GNU_SOURCE -DEMSCRIPTEN=1 -DFE_DOWNWARD=0 -DFE_UPWARD=0 \
    -I. -I"$quickjs" -I../engine ../engine/vm.c $libraries \
    ../engine/utf8.c ../engine/random.c ../engine/bridge.c ../engine/script.c ../engine/exports.c bytecode.c \
    -Wl,-z,stack-size=1048576 -Wl,--strip-all \
    -o quickjs.wasm

cp quickjs.wasm "$output"
(cd "$(dirname "$output")" && sha256sum "$(basename "$output")" | tee "$(basename "$output").sha256")
