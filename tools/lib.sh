# What the scripts of this folder and .ci/run share. Sourced, not run.
# shellcheck shell=bash
set -euo pipefail

# shellcheck disable=SC2034 # the scripts use it
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
startedAt=$SECONDS

say() { printf '%s\n' "$*"; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# duration SECONDS: "2 min 5 s"
duration() {
  if [ "$1" -ge 60 ]; then printf '%d min %d s' $(($1 / 60)) $(($1 % 60)); else printf '%d s' "$1"; fi
}
elapsed() { duration $((SECONDS - startedAt)); }

# folder_mb FOLDER...: what they take on the disk, links followed; 0 for one that is not there.
folder_mb() { { du -smcL "$@" 2>/dev/null || true; } | tail -1 | cut -f1; }

# existing PATH: it, or the nearest folder above it that is there.
existing() {
  local path=$1
  while [ ! -e "$path" ]; do path=$(dirname "$path"); done
  printf '%s' "$path"
}

# free_mb FOLDER: what is free on its file system.
free_mb() { df -Pm "$1" | awk 'NR == 2 { print $4 }'; }

# watched LOG PROGRESS PROGRAM...: runs it with its output in LOG; every few seconds, when that changed, prints what
# the function PROGRESS prints. The status is PROGRAM's.
watched() {
  local log=$1 progress=$2 last='' line child status=0 tick=0
  shift 2
  "$@" >"$log" 2>&1 </dev/null &
  child=$!
  # shellcheck disable=SC2064 # this child, not a later one
  trap "kill $child 2>/dev/null || true; exit 130" INT TERM
  while kill -0 "$child" 2>/dev/null; do
    sleep 0.2
    tick=$((tick + 1))
    if [ $((tick % 25)) -eq 0 ]; then
      line=$($progress || true)
      if [ -n "$line" ] && [ "$line" != "$last" ]; then say "    $line"; last=$line; fi
    fi
  done
  wait "$child" || status=$?
  trap - INT TERM
  return "$status"
}

# ---- building and testing

build_progress() { grep -aoE '^\[[0-9]+/[0-9]+\]' "$root/build/log" | tail -1; }

# build PRESET FOLDER [CMAKE-OPTION...] [-- TARGET...]: configures and builds in build/FOLDER; what failed is printed.
build() {
  local preset=$1 folder=$2 options=() targets=()
  shift 2
  while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1"); shift; done
  if [ $# -gt 1 ]; then shift; targets=(--target "$@"); fi
  mkdir -p "$root/build"
  if ! (cd "$root" && cmake --preset "$preset" -B "build/$folder" "${options[@]}") >"$root/build/log" 2>&1; then
    grep -aE -A12 'CMake Error|error:' "$root/build/log" >&2 || tail -20 "$root/build/log" >&2
    return 1
  fi
  if ! watched "$root/build/log" build_progress cmake --build "$root/build/$folder" "${targets[@]}"; then
    grep -aE -A20 '^FAILED|error:|No space left' "$root/build/log" | head -60 >&2 || tail -20 "$root/build/log" >&2
    return 1
  fi
}

# run_tests FOLDER [CTEST-OPTION...]: sets `passed`, `failed` and `skipped`. Fails if a test failed or none ran.
run_tests() {
  local folder=$root/build/$1 attributes status=0
  shift
  rm -f "$folder/tests.xml"
  ctest --test-dir "$folder" --output-on-failure --no-tests=error -j "$(nproc)" --output-junit tests.xml "$@" </dev/null || status=$?
  attributes=$(tr -d '\n' <"$folder/tests.xml" 2>/dev/null | grep -oE '<testsuite [^>]*>' | head -1) || true
  count_of() { grep -oE "$1=\"[0-9]+\"" <<<"$attributes" | grep -oE '[0-9]+' || echo 0; }
  failed=$(count_of failures)
  skipped=$(($(count_of skipped) + $(count_of disabled)))
  # shellcheck disable=SC2034 # the scripts use it
  passed=$(($(count_of tests) - failed - skipped))
  if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
  return "$status"
}

# tally PASSED FAILED SKIPPED: the closing line.
tally() {
  if [ "$3" -gt 0 ]; then say "$1 passed, $2 failed, $3 skipped"; else say "$1 passed, $2 failed"; fi
}
