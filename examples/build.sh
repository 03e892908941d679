#!/usr/bin/env bash
# Builds the examples' .wasm files from their sources and writes SHA256SUMS.
#
#   examples/build.sh [--check] [NAME...]
#
# Without names: all whose compiler is at hand; what is missing is said, and what is there stays as it is.
# --check writes nothing: the exit code is 1 when a build differs from what is committed. The builds are
# deterministic for the compiler versions that examples/README.md names, not across versions.
# Compilers are looked for on PATH and in examples/.tools, where .ci/guests puts those that can be had.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
PATH="$PATH:$here/.tools/bin"

examples=(csv-stats greeter markdown qr-code wc)
check=false
named=()
missing=()
differing=()

# --- One function for each language: it builds $name into $2, or says in $lack what it needs and returns 3. ---

build_go() { # folder output
  command -v go >/dev/null || { lack="Go 1.26 or later (go)"; return 3; }
  (cd "$1" && GOOS=wasip1 GOARCH=wasm GOFLAGS='' go build -trimpath -buildvcs=false -buildmode=c-shared \
      -ldflags='-s -w -buildid=' -o "$2" .)
}

# pinned.lock is a Cargo.lock without the lines that name the registry: those are taken from one that cargo makes here.
pin_crates() { # folder cargo
  local source
  (cd "$1" && rm -f Cargo.lock && "$2" generate-lockfile --quiet)
  source=$(grep -m 1 '^source = ' "$1/Cargo.lock")
  awk -v source="$source" '/^checksum = / { print source } { print }' "$1/pinned.lock" >"$scratch/Cargo.lock"
  cp "$scratch/Cargo.lock" "$1/Cargo.lock"
}

build_rust() { # folder output
  local cargo=cargo options=() flags='' folder
  if [[ -d "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/wasm32-unknown-unknown" ]]; then
    :
  elif [[ -d /usr/lib/rustlib/src && -x /usr/bin/cargo ]] && command -v wasm-ld-19 >/dev/null; then
    # Debian's rustc-web, cargo-web, rust-web-src and lld-19 bring the sources of the standard library
    cargo=/usr/bin/cargo
    options=(-Zbuild-std=std,panic_abort)
    export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19
  else
    lack="Rust with its wasm32-unknown-unknown target (rustup target add wasm32-unknown-unknown)"
    return 3
  fi
  # panic messages carry the paths of sources: not those of this machine
  for folder in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do
    flags+=" --remap-path-prefix=${folder%/}=/crates"
  done
  flags+=" --remap-path-prefix=$1=/src"
  pin_crates "$1" "$cargo"
  (cd "$1" && RUSTFLAGS="$flags" CARGO_TARGET_DIR="$scratch/rust" \
      "$cargo" build --quiet --release --locked --target wasm32-unknown-unknown "${options[@]}")
  cp "$scratch/rust/wasm32-unknown-unknown/release/$(basename "$1" | tr - _).wasm" "$2"
}

zig_cc() {
  if command -v zig >/dev/null; then
    zig cc "$@"
  else
    python3 -m ziglang cc "$@"
  fi
}

build_c() { # folder output [option...]
  command -v zig >/dev/null || python3 -c 'import ziglang' 2>/dev/null \
      || { lack="Zig 0.17 (zig, or the Python package ziglang)"; return 3; }
  local folder=$1 output=$2
  shift 2
  (cd "$folder" && zig_cc -target wasm32-wasi -Oz -s -Wall -Wextra -Werror \
      -Wl,-z,stack-size=262144 "$@" -o "$output" ./*.c)
}

build_assemblyscript() { # folder output
  command -v npm >/dev/null || { lack="Node.js with npm"; return 3; }
  (cd "$1" && npm install --silent --no-audit --no-fund --no-package-lock 2>"$scratch/npm.log") \
      || { cat "$scratch/npm.log" >&2; lack="the packages assemblyscript and @extism/as-pdk (npm install failed)"; return 3; }
  (cd "$1" && node_modules/.bin/asc index.ts --use abort=index/fail -O3 --shrinkLevel 1 --noAssert --outFile "$2")
}

# --- Which example is built how. ---

build() { # name output
  case $1 in
    csv-stats) build_rust "$here/csv-stats" "$2" ;;
    greeter) build_assemblyscript "$here/greeter" "$2" ;;
    markdown) build_go "$here/markdown" "$2" ;;
    qr-code) build_c "$here/qr-code" "$2" -mexec-model=reactor ;;
    wc) build_c "$here/wc" "$2" ;;
    *) echo "examples/build.sh: there is no example \"$1\"; there are: ${examples[*]}" >&2; exit 2 ;;
  esac
}

for argument in "$@"; do
  case $argument in
    --check) check=true ;;
    -h | --help) sed -n '2,/^set/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    -*) echo "examples/build.sh: unknown option $argument; see --help" >&2; exit 2 ;;
    *) named+=("$argument") ;;
  esac
done

for name in "${named[@]:-${examples[@]}}"; do
  built="$scratch/$name.wasm"
  committed="$here/$name/$name.wasm"
  echo "$name: building" >&2
  code=0
  build "$name" "$built" || code=$?
  if ((code == 3)); then
    missing+=("$name: not built, it needs $lack")
    continue
  elif ((code != 0)); then
    echo "$name: the build failed" >&2
    exit 1
  fi
  if $check; then
    cmp -s "$built" "$committed" || differing+=("$name: the build differs from the committed $name.wasm")
  else
    install -m 644 "$built" "$committed"
  fi
  echo "$name: $(wc -c <"$built" | tr -d ' ') bytes" >&2
done

if ! $check; then
  (cd "$here" && LC_ALL=C sha256sum -- */*.wasm >SHA256SUMS)
fi
for line in "${missing[@]}" "${differing[@]}"; do
  echo "$line" >&2
done
if ((${#differing[@]} > 0)) || ((${#named[@]} > 0 && ${#missing[@]} > 0)); then
  exit 1
fi
