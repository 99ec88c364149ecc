#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The whole morning of 2 January 2023, twenty times as fast, with the hub killed in the middle of the outage; its
# pages in a real browser while it is out and when all is over; and its store questioned afterwards.
# SAKSI_SHOTS=DIR keeps pictures of the pages.
set -Eeuo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ports 1
pages=http://127.0.0.1:$port0
demo=$work/demo shots=${SAKSI_SHOTS:-}
setpriv --pdeathsig KILL -- "$saksi" demo --json --seed 2 --kill 07:41 --directory "$demo" --port "$port0" \
  >"$work/verdict" 2>"$work/demo.log" &
demo_pid=$!
pids+=("$demo_pid")

js() { node -e 'const d = JSON.parse(require("fs").readFileSync(0)); console.log(eval(process.argv[1]))' "$1"; }
# Local time of the demo's clock, while there is one; and whether an incident is open.
during_the_outage() {
  alive "$demo_pid" || wrong "the demo ended before its outage: $(cat "$work/demo.log" "$work/verdict")"
  [ "$(get "$pages/api/v1/incidents" | js 'd.at >= "2023-01-02T00:41:20" && d.incidents.some((i) => i.closed === null)')" = true ]
}
browse() { # browse NAME URL...: what only a browser can tell; nothing may fail
  local name=$1
  shift
  nice node tests/browser/check.mjs ${shots:+--shots "$shots/$name"} "$@" >"$work/$name.browser" 2>&1 ||
    wrong "$name: $(grep -v '^ok' "$work/$name.browser")"
  fact "$name: $(tail -1 "$work/$name.browser") in Chromium"
}
number_of() { get "$pages/api/v1/incidents?target=disdik" | js 'd.incidents[0].number'; }

until_true 260 "the outage, some twenty seconds after the hub was killed" during_the_outage
number=$(number_of)
get "$pages/" >"$work/today.html"
grep -q "Gangguan umum sejak" "$work/today.html" || wrong "today's page does not say that it is out"
grep -qF "/gangguan/$number" "$work/today.html" || wrong "today's page does not name $number"
fact "at $(get "$pages/api/v1/incidents" | js 'd.at') $number is open and on today's page"
prometheus=http://$(grep -o 'address=127[^ ]*' "$demo/prometheus.log" | head -1 | cut -d= -f2)
node tests/dashboards/check.mjs --prometheus "$prometheus" --range 120 >"$work/dashboards" || wrong "$(cat "$work/dashboards")"
fact "Grafana's questions to the demo's Prometheus: $(head -1 "$work/dashboards")"
browse outage "$pages/?segar=0" "$pages/gangguan" "$pages/gangguan/$number"

ended_with 0 240 "$demo_pid" "the morning ($(head -c 600 "$work/demo.log"))"
[ "$(js 'd.right && d.ledger_closed && d.verified && d.replay_same && d.wrong.length === 0' <"$work/verdict")" = true ] ||
  wrong "the verdict: $(cat "$work/verdict")"
[ "$(js 'd.incidents.length > 0 && d.truth.length > 0 && d.planned > 1000 && d.samples > 1000' <"$work/verdict")" = true ] ||
  wrong "the morning was empty: $(cat "$work/verdict")"
fact "the morning was told rightly: $(js '`${d.incidents.length} incidents, ${d.samples} samples of ${d.planned} slots, ${JSON.stringify(d.notifications)}`' <"$work/verdict")"

# --- nine o'clock ------------------------------------------------------------------------------
start after "$saksi" serve -c "$demo/saksi.yaml" --clock 2023-01-02T01:20:30Z --demo 2023-01-02:2 --pages-only
until_true 30 "the pages of the evening" get "$pages/api/v1/incidents"
get "$pages/" >"$work/today.html"
while IFS= read -r number; do
  grep -qF "/gangguan/$number" "$work/today.html" || wrong "after the morning today's page does not name $number"
done < <(js 'd.incidents.filter((i) => !i.withdrawn).map((i) => i.number).join("\n")' <"$work/verdict")
grep -q "sempat ada gangguan" "$work/today.html" || wrong "after the morning today's page does not speak of the outage"
fact "when it is over, today's page still names every outage of the day"
number=$(number_of)
browse over "$pages/" "$pages/gangguan" "$pages/gangguan/$number" "$pages/rekonsiliasi" "$pages/cek" \
  "$pages/cek?tgl=2/1/2023&opd=disdik&jam=07.52" "$pages/cek?tgl=2/1/2023&opd=disdik&tanpa=1&lang=en" \
  "$pages/cek?tgl=31/2/2023&opd=&jam=pagi"

# --- the store ---------------------------------------------------------------------------------
"$saksi" verify --store "$demo/state" >"$work/verify" || wrong "$(cat "$work/verify")"
"$saksi" ledger --store "$demo/state" >"$work/ledger" || wrong "$(cat "$work/ledger")"
"$saksi" samples export -c "$demo/saksi.yaml" >"$work/export.jsonl"
"$saksi" replay "$work/export.jsonl" --against "$demo/state" >"$work/replay" 2>&1 || wrong "$(cat "$work/replay")"
fact "$(head -1 "$work/verify"); $(tail -1 "$work/ledger"); $(head -1 "$work/replay"), $(tail -1 "$work/replay")"
