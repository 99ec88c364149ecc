#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The daemon as a service manager sees it: READY=1 when its first plan rules, the watchdog fed, one line of status,
# STOPPING=1; and fed no more while it stands still. The manager is a datagram socket that writes down what it hears.
set -Eeuo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

ports 2
write_config "$work/saksi.yaml" "$work/state" "$port0" "$port1"
start manager perl -MSocket -e '
  socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or die; bind($s, pack_sockaddr_un($ARGV[0])) or die; $| = 1;
  while (defined recv($s, my $lines, 4096, 0)) { print "$lines\n"; }' "$work/notify"
until_true 10 "the manager listens" test -S "$work/notify"
heard() { grep -qF -- "$1" "$work/manager.log"; }
fed() { grep -c '^WATCHDOG=1' "$work/manager.log" || true; }

# Sixty times as fast, so that the minute until the first plan rules is a second; the watchdog's two are the world's.
clock="2026-11-24T00:00:00Z@$(date +%s)000000x60"
start hub env NOTIFY_SOCKET="$work/notify" WATCHDOG_USEC=2000000 "$saksi" serve -c "$work/saksi.yaml" --clock "$clock" --demo uji:1
hub=$started
until_true 20 "pages listen" get "http://127.0.0.1:$port0/"
until_true 20 "READY=1" heard READY=1
grep -q 'STATUS=pages listen, the store is open; waiting' "$work/manager.log" || wrong "ready before a plan could rule: $(cat "$work/manager.log")"
fact "ready once, after the pages listened"
until_true 10 "the status" heard "STATUS=1 target, "
until_true 10 "fed twice" bash -c "[ \$(grep -c '^WATCHDOG=1' '$work/manager.log') -ge 2 ]"
fact "$(grep -m1 'STATUS=1 target' "$work/manager.log"); the watchdog is fed"

kill -STOP "$hub"
before=$(fed)
sleep 3
[ "$(fed)" = "$before" ] || wrong "something fed the watchdog while the daemon stood still"
kill -CONT "$hub"
until_true 10 "fed again" bash -c "[ \$(grep -c '^WATCHDOG=1' '$work/manager.log') -gt $before ]"
fact "a daemon that stands still feeds nothing for three seconds, and goes on after them"

kill -TERM "$hub"
ended_with 0 10 "$hub" "the hub"
heard STOPPING=1 || wrong "no STOPPING=1"
[ "$(grep -c '^READY=1' "$work/manager.log")" = 1 ] || wrong "READY=1 more than once"
fact "STOPPING=1, and exit 0"

sed "s#$work/password#credential:absen-1#" "$work/saksi.yaml" >"$work/credential.yaml"
status=0
env -u CREDENTIALS_DIRECTORY "$saksi" check -c "$work/credential.yaml" >"$work/out" 2>&1 || status=$?
[ "$status" = 2 ] && [ "$(grep -c 'CREDENTIALS_DIRECTORY is not set' "$work/out")" = 3 ] || wrong "exit $status: $(cat "$work/out")"
mkdir "$work/credentials"
cp "$work/password" "$work/credentials/saksi_absen-1"
chmod 0400 "$work/credentials/saksi_absen-1"
CREDENTIALS_DIRECTORY=$work/credentials "$saksi" check -c "$work/credential.yaml" >"$work/out" 2>&1 || wrong "$(cat "$work/out")"
fact "a credential is found where the manager puts it, and missed with a sentence"
