#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What a run sees of an attendance web, and what a hostile one can do to it. Some twenty minutes.
#   faults      N1 to N14 over real sockets and TLS, in real time: class, time, memory, who was held up
#   half pages  a thousand half pages and a thousand whole ones: how many are seen, how many mistaken
#   fuzz        each parser of foreign bytes for a minute
# Prints every figure; exits 1 where any is wrong.
#   SEED=1      the half pages of that seed, else others each time
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
status=0
part() { # part NAME COMMAND...
  local name=$1 began=$SECONDS
  shift
  echo "== $name"
  if "$@"; then echo "-- $name: right, $((SECONDS - began)) s"; else echo "-- $name: WRONG, $((SECONDS - began)) s"; status=1; fi
}
quiet() { # a test binary without its own noise: what it prints, and what failed
  "$@" --gtest_brief=1 | grep -v '^Running main\|^\[==========\]\|^Note: '
}

part "faults N1 to N14, in real time" quiet env SAKSI_SPEED=1 build/dev/test_probes --gtest_filter='Hostile*'
part "half pages" quiet env SAKSI_HALF_PAGES=1000 SAKSI_SEED="${SEED:-$RANDOM}" build/dev/test_app --gtest_filter='HalfPages.*'

part "fuzz, a minute for each parser of foreign bytes" ./dev fuzz "${FUZZ_SECONDS:-60}"
# Times and speed are those of the program that is shipped, on a machine that does nothing else: ./dev prove timing and
# ./dev bench.
exit "$status"
