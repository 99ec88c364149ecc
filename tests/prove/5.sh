#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Vantages on several networks, one exact ledger. A hub and three agents, each agent in a network name-space and subnet of
# its own; the site and the neutral hosts in another. Needs root. Some twenty minutes.
#   whose fault    a route that goes, packets that are dropped, a small MTU, one network or all: what is concluded
#   cut off        agents without their hub; what they recorded arrives once and alarms nobody
#   kills          KILLS=100 at random moments over hub and agents
#   recount        slots counted again from plan records by a script that is none of the product
#   journal        power cuts and failing disks at every call
# Prints every figure; exits 1 where any is wrong.
set -Eeuo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../e2e/lib.sh"
[ "$(id -u)" = 0 ] || wrong "needs root: it makes network name-spaces"
kills=${KILLS:-100}

# --- the networks: each agent reaches the site and the hub through a router of its own --------------------------------
tag=$$
names=(seluler kampus kecamatan)
spaces=()
tidy() {
  for space in "${spaces[@]}"; do ip netns del "$space" 2>/dev/null || true; done
  ip link del "br-$tag" 2>/dev/null || true
}
ip link add "br-$tag" type bridge
ip addr add 10.87.0.1/16 dev "br-$tag"
ip link set "br-$tag" up
for i in 1 2 3; do
  space=saksi-$tag-$i
  ip netns add "$space"
  spaces+=("$space")
  ip link add "v$tag-$i" type veth peer name eth0 netns "$space"
  ip link set "v$tag-$i" master "br-$tag" up
  ip -n "$space" addr add "10.87.$i.2/16" dev eth0
  ip -n "$space" link set eth0 up
  ip -n "$space" link set lo up
done
inside() { local i=$1; shift; ip netns exec "saksi-$tag-$i" "$@"; }

cut() { # cut SPACE PORT: nothing of it reaches that port of the site's machine
  inside "$1" nft -f - <<END
table ip uji {
  chain out {
    type filter hook output priority 0;
    ip daddr 10.87.0.1 tcp dport $2 drop;
  }
}
END
}
mend() { inside "$1" nft delete table ip uji; }

# --- the site, the neutral hosts and the hub: on the bridge's address ---------------------------------------------------
host=10.87.0.1
make_ca
(cd "$work" && openssl x509 -req -in site.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out site.pem \
  -extfile <(printf 'subjectAltName=DNS:localhost,IP:10.87.0.1,IP:10.87.0.9\nbasicConstraints=critical,CA:FALSE\n')) >>"$work/openssl.log" 2>&1
ip addr add 10.87.0.9/16 dev "br-$tag" # the neutral hosts stand elsewhere
ports 7
office=$port0 backstage=$port1 front=$port2 neutral=$port3 pages=$port4 operations=$port5 door=$port6
start office node tests/e2e/office.mjs "$office" "$backstage"
until_true 10 "the office web answers" get "http://127.0.0.1:$office/login"
start_nginx neutral "$neutral" "  server { listen 10.87.0.9:$neutral ssl; listen 127.0.0.1:$neutral ssl; return 204; }"
start_site() {
  start_nginx front "$front" "  server { listen 10.87.0.1:$front ssl; listen 127.0.0.1:$front ssl;
    location / { proxy_pass http://127.0.0.1:$office; proxy_set_header Host \$host; } }"
  front_pid=$started
}
start_site
config=$work/saksi.yaml
write_config "$config" "$work/hub" "$pages" "$operations"
python3 - "$config" "$door" "$neutral" <<'END'
import re, sys
path, door, neutral = sys.argv[1:]
text = open(path).read()
text = text.replace('source_address: "127.0.0.11",', '').replace('source_address: "127.0.0.12",', '').replace('source_address: "127.0.0.13",', '')
text = re.sub(r"  - \{id: (seluler|kampus),", r"  - {id: \1, agent: true,", text)
text = re.sub(r"(  - \{id: kampus,.*\n.*\n)", r"\1" + "  - {id: kecamatan, agent: true, owner: Camat, group: isp-kecamatan, isp: Radio, place: Kecamatan,\n"
  r"     accounts: [{backend: hosting, user: UJI-SAKSI-03, password_file: " + path.rsplit("/", 1)[0] + "/password}]}\n", text)
text = re.sub(r"(https|tls)://[^:/ ]+:" + neutral, r"\1://10.87.0.9:" + neutral, text)
text = re.sub(r"(  operations: \{port: \d+\})", r"\1" + f"\n  agents: {{address: 10.87.0.1, port: {door}}}", text)
open(path, "w").write(text)
END
"$saksi" check -c "$config" >"$work/check" || wrong "$(cat "$work/check")"
declare -A agent=() place=([seluler]=1 [kampus]=2 [kecamatan]=3)
start_hub() {
  start hub "$saksi" serve -c "$config"
  hub=$started
  until_true 30 "the hub answers" get "http://127.0.0.1:$operations/healthz"
}
start_agent() {
  start "agent-$1" ip netns exec "saksi-$tag-${place[$1]}" "$saksi" agent --store "$work/$1" --files "$work"
  agent[$1]=$started
}
slay_agent() { slay "${agent[$1]}"; } # every command before it has become it
start_hub
for name in "${names[@]}"; do
  "$saksi" agents invite "$name" --url "https://10.87.0.1:$door" -c "$config" >"$work/$name.line" 2>/dev/null
  inside "${place[$name]}" "$saksi" agent join "$work/$name.line" --store "$work/$name" >"$work/joined" 2>&1 || wrong "$(cat "$work/joined")"
  start_agent "$name"
done
api() { get "http://127.0.0.1:$pages/api/v1/$1"; }
js() { node -e 'const d = JSON.parse(require("fs").readFileSync(0)); console.log(eval(process.argv[1]))' "$1"; }
samples() { api "samples?vantage=$1&limit=1000" | js 'd.samples.length'; }
has() { [ "$(samples "$1")" -ge "$2" ]; }
latest() { api "samples?vantage=$1&limit=1000" | js '(s => s.class + (s.controls.every((c) => !c.ok) ? " controls lost" : ""))(d.samples.at(-1))'; }
incidents() { api incidents | js 'd.incidents.length'; }
for name in "${names[@]}"; do until_true 120 "samples of $name" has "$name" 3; done
fact "a hub and three agents on four networks: $("$saksi" agents -c "$config" | awk '{printf "%s %s records; ", $1, $5}')"

# --- whose fault ---------------------------------------------------------------------------------------------------------
saw() { [[ "$(latest "$1")" == $2 ]]; }
inside 1 ip link set eth0 down
sleep 35 # on the real clock: three slots without a link
inside 1 ip link set eth0 up
until_true 90 "seluler says that its own network was gone" bash -c "$(declare -f get api js); pages=$pages; api 'samples?vantage=seluler&limit=1000' | js 'd.samples.some((s) => s.controls.length && s.controls.every((c) => !c.ok))' | grep -q true"
[ "$(incidents)" = 0 ] || wrong "a vantage's own trouble became an incident: $(api incidents)"
fact "a vantage whose link is down: its controls fail, nobody is blamed"

cut 2 "$front"
until_true 90 "kampus fails alone" saw kampus "tcp_timeout"
until_true 60 "and is named alone" bash -c "$(declare -f get); get http://127.0.0.1:$operations/metrics | grep -q 'saksi_target_state{site=\"disdik\",state=\"one_network\"} 1'"
[ "$(incidents)" = 0 ] || wrong "one network's trouble became an incident"
mend 2
fact "packets to the site dropped on one network: tcp_timeout there, state one_network, no incident"

inside 3 ip link set eth0 mtu 576
until_true 60 "kecamatan works over a small MTU" saw kecamatan ok
inside 3 ip link set eth0 mtu 1500
fact "an MTU of 576 bytes on one network harms nothing"

kill -KILL "$front_pid"
until_true 120 "an incident" bash -c "$(declare -f get api js incidents); pages=$pages; [ \$(incidents) = 1 ]"
until_true 60 "seen from all networks" bash -c "$(declare -f get api js); pages=$pages; api incidents | js 'd.incidents[0].groups?.length ?? d.incidents[0].outage?.groups?.length' | grep -q '[34]'"
start_site
until_true 400 "it closes" bash -c "$(declare -f get api js); pages=$pages; api incidents | js 'd.incidents[0].closed !== null' | grep -q true"
fact "the site is gone: one incident, from all networks"

# --- cut off -------------------------------------------------------------------------------------------------------------
cut 3 "$door"
before=$(samples kecamatan)
sleep 90 # on the real clock: nine slots
[ "$(samples kecamatan)" -le $((before + 1)) ] || wrong "kecamatan was not cut off"
mend 3
until_true 90 "its records arrive" has kecamatan $((before + 8))
[ "$(incidents)" = 1 ] || wrong "late records opened an incident"
fact "90 s without the hub: $(($(samples kecamatan) - before)) samples arrived, no message, no incident"

# --- kills ----------------------------------------------------------------------------------------------------------------
for ((kill = 1; kill <= kills; ++kill)); do
  sleep "$((RANDOM % 3)).$((RANDOM % 10))" # on the real clock: no particular moment
  case $((RANDOM % 4)) in
    0) slay "$hub"; start_hub ;;
    *) name=${names[RANDOM % 3]}; slay_agent "$name"; start_agent "$name" ;;
  esac
done
for name in "${names[@]}"; do
  count=$(samples "$name")
  until_true 120 "$name goes on after the kills" bash -c "$(declare -f get api js samples has); pages=$pages; [ \$(samples $name) -ge 1000 ] || has $name $((count + 2))"
done
for name in "${names[@]}"; do kill -TERM "${agent[$name]}"; done # last words are delivered at the next start, or now
for name in "${names[@]}"; do ended_with 0 15 "${agent[$name]}" "agent $name"; done
kill -TERM "$hub"
ended_with 0 15 "$hub" "the hub"
"$saksi" verify -c "$config" >"$work/verified" || wrong "$(tail -5 "$work/verified")"
"$saksi" ledger -c "$config" >"$work/ledger" || wrong "$(cat "$work/ledger")"
fact "$kills kills: $(tail -1 "$work/verified")"
files=()
for name in serat "${names[@]}"; do
  "$saksi" records export -c "$config" --vantage "$name" >"$work/$name.records" 2>/dev/null
  files+=("$work/$name.records")
done
python3 tests/prove/recount.py "${files[@]}" >"$work/recount" || wrong "$(cat "$work/recount")"
fact "recount: $(sed 's#.*/##' "$work/recount" | paste -sd ';')"

build/dev/test_vantage --gtest_brief=1 >"$work/journal" 2>&1 || wrong "$(tail -20 "$work/journal")"
fact "journal over power cuts and failing disks: $(tail -1 "$work/journal")"
