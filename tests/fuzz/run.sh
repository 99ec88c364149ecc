#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# One fuzz target for so many seconds: tests/fuzz/run.sh NAME SECONDS. One line when nothing was found;
# else what did not hold, the bytes as base64, and how to give them to the target again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

name=$1 seconds=$2
build=build/fuzz
target=$build/fuzz_$name
corpus=$build/corpus/$name
found=$build/found
log=$build/$name.log
mkdir -p "$corpus" "$found"
rm -f "$found/$name-"*

case $name in # nobody reads longer ones
  typed | times | address) longest=64 ;;
  rows) longest=1000 ;; # each is answered four times
  *) longest=4096 ;;
esac
# RUNS=N stops after so many inputs and starts from the seeds alone: with SEED, the same inputs each time.
if [ -n "${RUNS:-}" ]; then
  corpus=$build/again/$name
  rm -rf "$corpus"
  mkdir -p "$corpus"
fi
# SEED=N walks the same way again from an empty corpus; without one each run goes its own way.
options=(-seed="${SEED:-0}" -max_total_time="$seconds" -max_len="$longest" -timeout=10 -rss_limit_mb=1500 -print_final_stats=1
  -artifact_prefix="$found/$name-")
[ -z "${RUNS:-}" ] || options+=(-runs="$RUNS")
[ ! -e "tests/fuzz/seeds/$name.dict" ] || options+=(-dict="tests/fuzz/seeds/$name.dict")
export UBSAN_OPTIONS=print_stacktrace=1
export LSAN_OPTIONS=suppressions=tests/fuzz/leaks.supp:print_suppressions=0
export ASAN_SYMBOLIZER_PATH=${ASAN_SYMBOLIZER_PATH:-$(command -v llvm-symbolizer llvm-symbolizer-14 | head -1)}

if "$target" "${options[@]}" "$corpus" "tests/fuzz/seeds/$name" >"$log" 2>&1; then
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  # A target that cannot get anywhere has proved nothing.
  if [ "${runs:-0}" -lt 20 ]; then echo "$name: only ${runs:-0} inputs in $seconds s; see $log"; exit 1; fi
  seed=$(sed -n 's/^INFO: Seed: *//p' "$log")
  echo "$name: $runs inputs in $seconds s, $(ls "$corpus" | wc -l) of them kept, seed $seed"
  exit 0
fi
echo "$name: found something, seed $(sed -n 's/^INFO: Seed: *//p' "$log")"
grep -m 3 -E 'does not hold|runtime error|ERROR: |terminate called|what\(\)' "$log" || tail -5 "$log"
grep -E '^ +#[0-9]+ .* in (saksi|one_input|\(anonymous)' "$log" | head -8 || true
for file in "$found/$name-"*; do
  [ -e "$file" ] || continue
  echo "  again: echo $(base64 -w0 "$file") | base64 -d >/tmp/$name && $target /tmp/$name"
done
exit 1
