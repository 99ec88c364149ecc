#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# On call: forty agencies on one host, whose storage hangs at 07.12. One Telegram message within a minute of the demo's
# clock, however many agencies; one when it is over. The same morning with one sick ISP instead: no outage is told.
set -Eeuo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
speed=${SPEED:-6}
js() { node -e 'const d = JSON.parse(require("fs").readFileSync(0)); console.log(eval(process.argv[1]))' "$1"; }

play() { # play DAY: the morning, with a mock Bot API; what it heard is in $work/DAY.seen
  local day=$1 status=0
  ports 2
  start "telegram-$day" node tests/e2e/telegram.mjs "$port1" "http://127.0.0.1:$port0"
  until_true 10 "the Bot API answers" get "http://127.0.0.1:$port1/seen"
  [ "$day" != hang ] || acknowledge "http://127.0.0.1:$port1/seen" &
  "$saksi" demo --json --day "$day" --speed "$speed" --directory "$work/$day" --port "$port0" \
    --telegram-api "http://127.0.0.1:$port1" >"$work/$day.json" 2>"$work/$day.log" || status=$?
  get "http://127.0.0.1:$port1/seen" >"$work/$day.seen"
  echo "$status" >"$work/$day.status"
}
# By the link of the message: asked for first, as a preview of links would, which does nothing.
acknowledge() {
  until_true 200 "the message of the outage" says "[GANGGUAN]" get "$1"
  local link number token metrics
  link=$(get "$1" | js 'd.seen.find((m) => m.text.includes("[GANGGUAN]")).text.match(/http\S+akui\S+/)[0]')
  number=$(sed 's#.*/akui/\([^?]*\)?.*#\1#' <<<"$link") token=$(sed 's#.*[?&]t=\([^&]*\).*#\1#' <<<"$link")
  metrics=$(sed 's#/akui/.*#/metrics#' <<<"$link")
  get "$link" >"$work/ack.page"
  sleep 1
  get "$metrics" >"$work/ack.metrics"
  if grep -q '^saksi_incidents_unacknowledged [1-9]' "$work/ack.metrics"; then echo "fetching did nothing" >"$work/ack.said"; fi
  get --data-urlencode "t=$token" --data-urlencode "nama=piket" "${link%%\?*}" >"$work/ack.answer"
  echo "$number" >>"$work/ack.said"
}
ended() { # ended DAY: it is over, and the demo found itself right
  [ "$(cat "$work/$1.status")" = 0 ] || wrong "the demo of $1: $(js 'd.wrong.join("; ")' <"$work/$1.json") $(cat "$work/$1.log")"
}
heard() { js "d.seen.filter((m) => m.text.includes('$2')).length" <"$work/$1.seen"; }

play isp &
other=$!
play hang
wait "$other"
ended hang
first=$(js 'JSON.stringify(d.seen.find((m) => m.text.includes("[GANGGUAN]")) ?? {at: "never", text: ""})' <"$work/hang.seen")
[ "$(heard hang '[GANGGUAN]')" = 1 ] || wrong "$(heard hang '[GANGGUAN]') messages of the outage: $(cat "$work/hang.seen")"
[ "$(heard hang '[PULIH]')" = 1 ] || wrong "$(heard hang '[PULIH]') messages of its end: $(cat "$work/hang.seen")"
[ "$(js 'd.refusals > 0' <"$work/hang.seen")" = true ] || wrong "the Bot API never said 429"
after=$(js '(Date.parse(d.at) - Date.parse("2023-01-10T00:12:00Z")) / 1000' <<<"$first")
# The receiver asked for one second of the world outside, which is $speed of the demo's.
after=$(awk -v s="$after" -v speed="$speed" 'BEGIN {print s - (speed - 1)}')
awk -v s="$after" 'BEGIN {exit !(s > 0 && s <= 60)}' || wrong "told $after s after the host began to hang"
js 'd.text' <<<"$first" >"$work/message"
[ "$(js 'd.early' <"$work/hang.seen")" = 0 ] || wrong "retry_after was not kept: $(cat "$work/hang.seen")"
for want in "[23] dari 3 titik pantau" "Telkom\|telkom" "Tahap: " "pukul 07.30 WIB, 1[78] menit lagi" "Langkah pertama: " "K-20230110-"; do
  grep -q -- "$want" "$work/message" || echo "not in the message: $want" >>"$work/lacking"
done
[ ! -e "$work/lacking" ] || wrong "$(cat "$work/lacking" "$work/message")"
sed 's/^/  | /' "$work/message"
grep -q "fetching did nothing" "$work/ack.said" || wrong "following the link acknowledged: $(cat "$work/ack.said")"
number=$(tail -1 "$work/ack.said")
"$saksi" incidents --store "$work/hang/state" --json >"$work/incidents.json"
grep -q "$number" "$work/incidents.json" || wrong "no incident $number"
[ "$(heard hang '[MASIH GANGGUAN]')" = 0 ] || wrong "reminded though it was acknowledged: $(cat "$work/hang.seen")"
fact "$number acknowledged by its link's button; no reminder after it, though they come every three minutes"
fact "40 agencies hang at 07.12: one message after $after s of the demo's clock (the first try was answered 429), one PULIH"

ended isp
[ "$(heard isp '[GANGGUAN]')" = 0 ] || wrong "a sick ISP was told as an outage: $(cat "$work/isp.seen")"
failed=$("$saksi" samples export -c "$work/isp/saksi.yaml" | grep '"vantage":"xl"' | grep -c '"class":"\(tcp\|http\|dns\|tls\|late\)' || true)
[ "$failed" -gt 10 ] || wrong "the sick ISP was not sick: $failed failed samples"
[ "$(heard isp '[SATU JARINGAN]')" = 1 ] || wrong "$(heard isp '[SATU JARINGAN]') messages of one network: $(cat "$work/isp.seen")"
[ "$(js 'd.incidents.length' <"$work/isp.json")" = 0 ] || wrong "a sick ISP became an incident"
fact "one ISP broken instead: $failed runs fail over it, no outage told; $(js 'd.seen.length' <"$work/isp.seen") messages in all"
