#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# README's first probe, as a newcomer does it: its my.yaml, with the three things put in that it asks for (the
# address of the site, a text that the page shows, three neutral hosts), and its three commands. The site is the
# login web behind nginx; only that it is on this machine must be added.
set -Eeuo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

start_office
ports 2
my=$work/my.yaml
here="allow_private: true, ca_file: $work/ca.pem"
sed -n '/^```yaml/,/^```/p' README.md | sed -e '/^```/d' \
  -e "s#https://presensi.kabcontoh.example#https://$host:$front#" \
  -e "s#^  - id: hosting .*#  - {id: hosting, $here}#" \
  -e "s#\"https://kontrol-[ab].example/\"#\"https://$host:$neutral/\", $here#" \
  -e "s#\"tls://kontrol-c.example:443\"#\"tls://$host:$neutral\", $here#" >"$my"
grep -q "$host:$front" "$my" && [ "$(grep -c "$host:$neutral" "$my")" = 3 ] || wrong "README's my.yaml has changed: $(cat "$my")"

# The commands as they stand there, but for the program's place and the ports of the last one.
mapfile -t commands < <(sed -n '/^```yaml/,/Where to go next/p' README.md | sed -n 's/^    build\/dev\/saksi \([^#]*[^# ]\) *#.*/\1/p')
[ "${#commands[@]}" = 3 ] || wrong "README has ${#commands[@]} commands after my.yaml, not 3"
cd "$work"
# shellcheck disable=SC2086
"$saksi" ${commands[0]} >check.out 2>&1 || wrong "saksi ${commands[0]}: $(cat check.out)"
grep -q "no mistakes" check.out && grep -q "one network: an outage cannot be confirmed" check.out || wrong "$(cat check.out)"
fact "saksi ${commands[0]}: $(grep -m1 'requests/s' check.out)"
! grep -q . "$work/front/access.log" || wrong "check sent something"
# shellcheck disable=SC2086
"$saksi" ${commands[1]} >probe.out 2>&1 || wrong "saksi ${commands[1]}: $(cat probe.out)"
grep -q "GET /login" "$work/front/access.log" || wrong "probe did not ask for /login"
[ ! -e state ] || wrong "probe recorded something"
fact "saksi ${commands[1]}: $(head -1 probe.out)"

# 8080 and 9464 may be taken here.
sed -i "s#^web:#web:\n  pages: {port: $port0}\n  operations: {port: $port1}#" "$my"
# shellcheck disable=SC2086
start hub "$saksi" ${commands[2]}
hub=$started
until_true 20 "the page answers" get "http://127.0.0.1:$port0/"
get "http://127.0.0.1:$port1/metrics" | grep -q '^saksi_store_ok 1' || wrong "no metrics on the second port"
[ -e state/saksi.db ] || wrong "the store is not beside the file"
kill -TERM "$hub"
ended_with 0 5 "$hub" "the newcomer's hub"
"$saksi" verify --store state >/dev/null || wrong "the newcomer's store"
fact "saksi ${commands[2]}: pages, metrics and a sound store beside the file"
