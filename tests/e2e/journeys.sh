#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The reader's five examples (config/journeys), each against a web of its make: by `saksi probe`, as it is
# written; with a wrong password; before the opening; and by five daemons at once, whose stores must say ok. The
# walk-through of docs/journeys.md begins with `init`, and so does this. No check-in may reach any of the webs, and
# no secret may stand in anything that was printed, saved or stored.
set -Eeuo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

make_ca
ports 7
web1=$port0 web2=$port1 web3=$port2 web4=$port3 web5=$port4 neutral=$port5 backstage=$port6
names=(laravel-blade ci3 laravel-api json-success pipe-text)
webs=("$web1" "$web2" "$web3" "$web4" "$web5")
start webs node tests/e2e/webs.mjs "$work/site.pem" "$work/site.key" "${webs[@]}" "$neutral" "$backstage"
until_true 10 "the webs answer" get "http://127.0.0.1:$backstage/"
secret='rahasia & "uji"'
(umask 077; echo "$secret" >"$work/password"; echo salah-sekali >"$work/wrong")

# An example with its made-up addresses replaced by ours; everything else is as the reader finds it.
ours() { # ours NAME PORT PAGES OPERATIONS
  sed -e "s#https://disdik.presensi.kabcontoh.example#https://$host:$2#" \
    -e "s#consent:#allow_private: true\n    ca_file: $work/ca.pem\n    consent:#" \
    -e "s#credential:uji-saksi-01#$work/password#" \
    -e "s#url: \"https://kontrol-.\.example/\"#url: \"https://$host:$neutral/\", ca_file: $work/ca.pem, allow_private: true#" \
    -e "s#^web: {#web: {pages: {port: $3}, operations: {port: $4}, #" \
    -e "s#/var/lib/saksi#$work/state-$1#" "config/journeys/$1.yaml"
  echo 'schedule: {seed: e2e, peak: 10s, day: 10s, quiet: 10s}'
}
js() { node -e 'const d = JSON.parse(require("fs").readFileSync(0)); console.log(eval(process.argv[1]))' "$1"; }

# --- the daemons first: the plan of a new store rules a minute after its start
ports 10
for i in 0 1 2 3 4; do
  name=${names[$i]} pages=port$((2 * i)) operations=port$((2 * i + 1))
  "$saksi" check -c "config/journeys/$name.yaml" >"$work/check" 2>&1 || grep -q "credential" "$work/check" ||
    wrong "config/journeys/$name.yaml as it is: $(cat "$work/check")"
  ours "$name" "${webs[$i]}" "${!pages}" "${!operations}" >"$work/$name.yaml"
  "$saksi" check -c "$work/$name.yaml" >"$work/check" 2>&1 || wrong "$name: $(cat "$work/check")"
  start "hub-$name" "$saksi" serve -c "$work/$name.yaml"
done

# --- init, the beginning of the walk-through
"$saksi" init "https://$host:$web1/login" -o "$work/init.yaml" --agency "Dinas Pendidikan" --short-name DISDIK \
  --zone Asia/Jakarta --opening 06:30 --limit 07:30 --owner Diskominfo --contact saksi@kabcontoh.example --network Serat \
  --control "https://$host:$neutral/" --control "https://127.0.0.1:$neutral/" --control "tls://$host:$neutral" \
  --account UJI-SAKSI-01 --password-file "$work/password" --consent "Surat 045/001/2026" --after-login Keluar \
  --allow-private --ca-file "$work/ca.pem" >"$work/init.log" 2>&1 || wrong "init: $(cat "$work/init.log")"
"$saksi" probe disdik -c "$work/init.yaml" >"$work/init.log" 2>&1 || wrong "what init wrote: $(cat "$work/init.log")"
fact "init writes a journey that logs in: $(grep '^ok' "$work/init.log")"

# --- each by hand
probe() { # probe NAME [OPTION...]: its class and step, as JSON says
  local name=$1
  shift
  "$saksi" probe disdik -c "$work/$name.yaml" --json "$@" 2>>"$work/probe.log" >"$work/probe.json" || true
  js 'd.class + (d.step && " at " + d.step)' <"$work/probe.json"
}
began_probes=$SECONDS
for name in "${names[@]}"; do
  "$saksi" probe disdik -c "$work/$name.yaml" --save "$work/$name.report.md" >"$work/$name.picture" 2>>"$work/probe.log" ||
    wrong "$name: $(cat "$work/$name.picture")"
  ! awk 'length($0) > 80' "$work/$name.picture" | grep . || wrong "$name: wider than 80 columns"
  [ "$(stat -c %a "$work/$name.report.md")" = 600 ] || wrong "$name: others may read the report"
  is=$(probe "$name")
  [ "$is" = ok ] || wrong "$name: $is"
  js 'if (d.kind !== "sample" || d.origin !== "by_hand" || d.extra.format !== "probe-1") throw d' <"$work/probe.json" >/dev/null
  cp "$work/probe.json" "$work/$name.json"
  sed -i "s#$work/password#$work/wrong#" "$work/$name.yaml"
  is=$(probe "$name")
  [ "$is" = "auth_rejected at login" ] || wrong "$name with a wrong password: $is: $(cat "$work/probe.json")"
  sed -i "s#$work/wrong#$work/password#" "$work/$name.yaml"
done
fact "five journeys are ok by hand, and auth_rejected with a wrong password"
get "http://127.0.0.1:$backstage/close" >/dev/null
for name in "${names[@]}"; do
  is=$(probe "$name")
  [[ $is == "not_open at "* ]] || wrong "$name before the opening: $is: $(cat "$work/probe.json")"
done
get "http://127.0.0.1:$backstage/open" >/dev/null
fact "before the opening each says not_open; $((SECONDS - began_probes)) s for twenty runs"

# --- and by the daemons
stored() { # stored NAME: its samples are in a file, and there is one
  "$saksi" samples export -c "$work/$1.yaml" | tail -n +2 >"$work/$1.samples"
  [ -s "$work/$1.samples" ]
}
for name in "${names[@]}"; do
  until_true 100 "the store of $name has a sample" stored "$name"
  ! grep -v '"class":"ok"' "$work/$name.samples" || wrong "$name: a sample that is not ok"
done
fact "five daemons: $(cat "$work"/*.samples | wc -l) samples, all of them ok"

# --- what must not have happened
seen=$(get "http://127.0.0.1:$backstage/seen")
for upload in "1 POST /absen/masuk" "2 POST /presensi/simpan" "3 POST /api/v1/presensi" "4 POST /api/presensi" "5 POST /presensi/store"; do
  [[ $seen != *"$upload"* ]] || wrong "a check-in was sent: $upload"
done
for one in "2 POST /auth/masuk" "4 GET /assets/app.js" "3 POST /api/v1/lokasi" "5 POST /presensi/cek"; do
  [[ $seen == *"\"$one\""* ]] || wrong "never asked: $one in $seen"
done
fact "nothing was sent after the form"
for pid in "${pids[@]:1}"; do kill -TERM "$pid"; done # the daemons: the log on disk is whole when they have ended
for pid in "${pids[@]:1}"; do ended_with 0 20 "$pid" "a daemon"; done
for part in 'rahasia & ' 'rahasia%20' 'rahasia+%26' 'rahasia &amp;' 'cmFoYXNpYSAm'; do
  ! grep -rlaF --exclude=password -e "$part" "$work" || wrong "the password is in a file or a store"
done
! grep -rlaF -e kenari "$work" || wrong "a token or a session of the webs was told"
fact "neither the password nor a token is in what was printed, saved or stored"
