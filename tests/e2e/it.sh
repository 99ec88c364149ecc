#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The first day of the IT staff: a login address and one test account, one uplink. init writes the configuration,
# check rehearses it, probe looks once, serve watches; and when the site hangs, one network alone never says that it
# is out. $SAKSI may be a program on another machine's disk (tests/package.sh: a bare Debian 12).
set -Eeuo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

start_office
ports 2
my=$work/saksi.yaml
(umask 077; echo rahasia-uji >"$work/password")

answers=(--agency "Dinas Pendidikan" --short-name DISDIK --zone Asia/Jakarta --opening 06:30 --limit 07:30 --days mon-sun
  --owner "Diskominfo Kabupaten Contoh" --contact saksi@kabcontoh.example --network "Serat Contoh" --account UJI-SAKSI-01
  --password-file "$work/password" --consent "surat 12/KOMINFO/2026" --after-login Beranda
  --control "https://$host:$neutral/" --control "https://127.0.0.1:$neutral/" --control "tls://$host:$neutral"
  --ca-file "$work/ca.pem" --allow-private --directory "$work/state" --output "$my")
"$saksi" init "https://$host:$front/login" "${answers[@]}" >"$work/init.out" 2>&1 || wrong "init: $(cat "$work/init.out")"
grep -q 'account in "nip", password in "password", 1 hidden fields, token: _token' "$work/init.out" || wrong "$(cat "$work/init.out")"
[ "$(grep -c . "$work/front/access.log")" = 1 ] || wrong "init asked for more than the login page: $(cat "$work/front/access.log")"
fact "init: one GET; form, fields and token found, $(grep -c . "$my") lines of configuration written"

"$saksi" check --config "$my" >"$work/check.out" 2>&1 || wrong "check: $(cat "$work/check.out")"
grep -q "no mistakes" "$work/check.out" || wrong "$(cat "$work/check.out")"
rate=$(sed -n 's/^  backend .*: \([0-9.]* requests\/s planned\).*/\1/p' "$work/check.out")
[ -n "$rate" ] || wrong "check names no request rate: $(cat "$work/check.out")"
grep -q "one network: an outage cannot be confirmed. Add a vantage on another network group" "$work/check.out" || wrong "no word of one network"
[ "$(grep -c . "$work/front/access.log")" = 1 ] || wrong "check sent something"
fact "check: no mistakes, $rate, sends nothing, says what one network means and how to add a second"

target=$(sed -n 's/^  - id: \(disdik\).*/\1/p' "$my" | head -1)
"$saksi" probe "${target:-disdik}" --config "$my" >"$work/probe.out" 2>&1 || wrong "probe: $(cat "$work/probe.out")"
grep -q "ok" "$work/probe.out" || wrong "$(cat "$work/probe.out")"
cat "$work/probe.out"
fact "probe: a waterfall of $(grep -c '|.*#' "$work/probe.out") requests; class ok"

# The ports may be taken here; and the test has no time for a quiet night.
sed -i -e "s/port: 8080}/port: $port0}/" -e "s/port: 9464}/port: $port1}/" \
  -e 's/peak: 30s, day: 2m, quiet: 15m/peak: 10s, day: 10s, quiet: 10s/' "$my"
grep -q "port: $port0}" "$my" && grep -q 'quiet: 10s' "$my" || wrong "init writes another file: $(cat "$my")"
"$saksi" check --config "$my" >/dev/null 2>&1 || wrong "$("$saksi" check --config "$my" 2>&1)"
start hub "$saksi" serve --config "$my"
hub=$started
page() { get "http://127.0.0.1:$port0/"; }
metric() { get "http://127.0.0.1:$port1/metrics" | grep -F -- "$1"; }
until_true 30 "the page answers" page
says "Hanya satu jaringan yang memantau" page || wrong "the page does not say that one network looks"
says "misalnya modem seluler" page || wrong "the page does not say how to add a second"
[ "$(metric 'saksi_network_groups 1')" ] || wrong "no saksi_network_groups"
fact "serve: the live page and /metrics say that one network cannot confirm, and how to add a second"
until_true 120 "the first plan rules and a run has worked" says "saksi_journey_success{" metric 'vantage="serat-contoh"} 1'

get "http://127.0.0.1:$backstage/hang/on" >/dev/null
until_true 120 "the failure is on the page" says "Satu jaringan: belum dapat dipastikan" page
shown=$(page)
! grep -q "Gangguan umum" <<<"$shown" || wrong "one network alone says that the site is out"
[ "$(metric 'severity="critical"} 0')" ] && [ "$(metric 'severity="warning"} 1')" ] || wrong "$(metric saksi_incident_active)"
[ -z "$("$saksi" incidents --store "$work/state" | grep K- || true)" ] || wrong "an incident from one network"
fact "the site hangs: shown as failing, never as an outage; no incident, no alert"
if [ -n "${E2E_PICTURES:-}" ]; then node tests/browser/picture.mjs "http://127.0.0.1:$port0/" 360 1400 "$E2E_PICTURES/it.png"; fi
kill -TERM "$hub"
ended_with 0 10 "$hub" "the hub"
echo "from the login address to the live page: $((SECONDS - began)) s of the fifteen minutes"
