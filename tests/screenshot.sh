#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# docs/pictures/hari-ini.png: the page Hari ini on a phone, at 07.40 of the demo's morning. The demo plays until
# then; afterwards the pages are shown with the clock standing still, so the moment is always the same one.
set -Eeuo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/e2e/lib.sh"

picture=docs/pictures/hari-ini.png
ports 1
"$saksi" demo --json --until 07:40 --directory "$work/demo" --port "$port0" >"$work/verdict" || true # ends in mid-outage
start pages "$saksi" serve -c "$work/demo/saksi.yaml" --clock 2023-01-02T00:40:20Z --demo 2023-01-02:1 --pages-only
until_true 30 "the pages answer" get "http://127.0.0.1:$port0/"
get "http://127.0.0.1:$port0/" >"$work/today.html"
grep -q "Gangguan umum sejak" "$work/today.html" || wrong "the page at 07.40 does not show the outage; $(cat "$work/verdict")"
node tests/browser/picture.mjs "http://127.0.0.1:$port0/" 420 1100 "$work/picture.png"
size=$(stat -c %s "$work/picture.png")
[ "$size" -lt 150000 ] || wrong "the picture has $size bytes; at most 150000 belong into the repository"
mv "$work/picture.png" "$picture"
fact "$picture: $size bytes"
