#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# docs/pictures/: the pages of the README and of the guides. The demo plays the morning; then the pages are shown with
# the clock standing still, so the moment is always the same one: Hari ini on a phone at 07.40, and in the evening what
# HR and an employee look at.
set -Eeuo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/e2e/lib.sh"

shoot() { # shoot NAME PATH WIDTH HEIGHT
  local picture=docs/pictures/$1.png size
  node tests/browser/picture.mjs "http://127.0.0.1:$port0$2" "$3" "$4" "$work/$1.png"
  size=$(stat -c %s "$work/$1.png")
  [ "$size" -lt 150000 ] || wrong "$1.png has $size bytes; at most 150000 belong into the repository"
  mv "$work/$1.png" "$picture"
  fact "$picture: $size bytes"
}
show() { # show DEMO TIME: the pages of that demo's store, as they are at that time (UTC)
  start pages "$saksi" serve -c "$work/$1/saksi.yaml" --clock "$2" --demo 2023-01-02:1 --pages-only
  until_true 30 "the pages answer" get "http://127.0.0.1:$port0/"
}

ports 1
"$saksi" demo --json --until 07:40 --directory "$work/demo" --port "$port0" >"$work/verdict" || true # ends in mid-outage
show demo 2023-01-02T00:40:20Z
get "http://127.0.0.1:$port0/" >"$work/today.html"
grep -q "Gangguan umum sejak" "$work/today.html" || wrong "the page at 07.40 does not show the outage; $(cat "$work/verdict")"
shoot hari-ini / 420 1100
slay "$started"

"$saksi" demo --json --directory "$work/whole" --port "$port0" >"$work/verdict" || wrong "$(cat "$work/verdict")"
show whole 2023-01-02T02:00:20Z
number=$(get "http://127.0.0.1:$port0/api/v1/incidents?target=disdik" | grep -o 'K-20230102-DISDIK-1' | head -1)
shoot cek "/cek?tgl=2/1/2023&opd=disdik&jam=07.52" 420 1100
shoot rekonsiliasi /rekonsiliasi 420 900
shoot kejadian "/gangguan/$number" 420 1400
shoot lembar "/gangguan/$number/lembar" 640 900
