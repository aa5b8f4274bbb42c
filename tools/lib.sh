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
