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
nice node tests/browser/slow.mjs "$pages/" 5 "Bukan hanya HP Anda" "$number" "Isi daftar hadir manual" >"$work/slow" 2>&1 ||
  wrong "an employee's telephone: $(cat "$work/slow")"
fact "an employee at $(get "$pages/api/v1/incidents" | js 'd.at') reads it in $(cat "$work/slow")"
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

weights=
weigh() { # weigh PATH MOST: bytes over the wire, cold and gzipped
  local bytes
  bytes=$(curl -sS --compressed --max-time 20 -o /dev/null -w '%{size_download}' "$pages$1")
  [ "$bytes" -gt 500 ] && [ "$bytes" -le "$2" ] || wrong "$1 weighs $bytes bytes; at most $2"
  weights+=" ${1%%\?*} $bytes"
}
weigh / 14336
weigh /gangguan 20480
weigh "/gangguan/$number" 25600
weigh "/gangguan/$number/lembar" 25600
weigh "/cek?tgl=2/1/2023&opd=disdik&jam=07.52" 15360
weigh /rekonsiliasi 20480
weigh /v 10240
fact "bytes, cold and gzipped:$weights"

# --- the month's end: what the employee asks is what HR gets ---------------------------------------
printf 'Tanggal;OPD;Jam Masuk\n2/1/2023;DISDIK;07.52\n' >"$work/row.csv"
"$saksi" reconcile "$work/row.csv" -c "$demo/saksi.yaml" >"$work/answered.csv" || wrong "reconcile: $(cat "$work/answered.csv")"
get "$pages/api/v1/verdict?date=2023-01-02&target=disdik&recorded=07:52" >"$work/verdict.json"
get "$pages/cek?tgl=2/1/2023&opd=disdik&jam=07.52" >"$work/cek.html"
late=$(js 'd.late_minutes' <"$work/verdict.json") explained=$(js 'd.explained_minutes' <"$work/verdict.json")
grep -q "^2/1/2023;DISDIK;07.52;[^;]*;$late;$explained;" "$work/answered.csv" || wrong "HR's row: $(cat "$work/answered.csv"); the page: $late, $explained"
grep -q "$explained dari $late menit" "$work/cek.html" || wrong "the page says other numbers than $explained of $late"
fact "07.52 of 2 January: $explained of $late minutes explained, on the page, in the API and in HR's row"
# The upload is built and held back all morning: nobody may say that the service worked.
for page in / /gangguan "/gangguan/$number" "/cek?tgl=2/1/2023&opd=disdik&jam=07.52" "/cek?tgl=2/1/2023&opd=disdik&jam=06.50"; do
  get "$pages$page" >"$work/page.html"
  ! grep -Eiq 'layanan (presensi )?(berfungsi|normal)|presensi (dapat|bisa) (dipakai|digunakan)' "$work/page.html" ||
    wrong "$page says that the service worked: $(grep -Eio '.{60}(layanan (presensi )?(berfungsi|normal)|presensi (dapat|bisa) (dipakai|digunakan)).{40}' "$work/page.html")"
done
fact "with the upload untested no page says that the service worked"

# --- the store ---------------------------------------------------------------------------------
"$saksi" verify --store "$demo/state" >"$work/verify" || wrong "$(cat "$work/verify")"
"$saksi" ledger --store "$demo/state" >"$work/ledger" || wrong "$(cat "$work/ledger")"
"$saksi" samples export -c "$demo/saksi.yaml" >"$work/export.jsonl"
"$saksi" replay "$work/export.jsonl" --against "$demo/state" >"$work/replay" 2>&1 || wrong "$(cat "$work/replay")"
fact "$(head -1 "$work/verify"); $(tail -1 "$work/ledger"); $(head -1 "$work/replay"), $(tail -1 "$work/replay")"
