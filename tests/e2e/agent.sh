#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Two remote agents and their hub, as three processes: invited, joined, cut off, killed and revoked. What they recorded
# meanwhile arrives once, the ledger closes, and late records alarm nobody.
set -Eeuo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

start_office
ports 3
pages=$port0 operations=$port1 door=$port2 config=$work/saksi.yaml state=$work/state
write_config "$config" "$state" "$pages" "$operations"
sed -i -e "s/  operations: {port: $operations}/&\n  agents: {port: $door}/" \
  -e 's/  - {id: seluler,/& agent: true,/' -e 's/  - {id: kampus,/& agent: true,/' "$config"
"$saksi" check -c "$config" >"$work/check" || wrong "$(cat "$work/check")"

start_hub() {
  start hub "$saksi" serve -c "$config"
  hub=$started
  until_true 20 "the hub answers" get "http://127.0.0.1:$operations/healthz"
}
start_agent() { # start_agent VANTAGE: its process is ${agent[VANTAGE]}
  start "agent-$1" "$saksi" agent --store "$work/$1" --files "$work"
  agent[$1]=$started
}
declare -A agent=()
agents() { "$saksi" agents -c "$config"; }
samples() { # samples VANTAGE: how many the hub shows
  get "http://127.0.0.1:$pages/api/v1/samples?vantage=$1&limit=1000" | node -e '
    console.log(JSON.parse(require("fs").readFileSync(0)).samples.length)'
}
has() { [ "$(samples "$1")" -ge "$2" ]; }

start_hub
says "seluler          has no agent yet" agents || wrong "$(agents)"

# --- invited and joined ---------------------------------------------------------------------------
for vantage in seluler kampus; do
  "$saksi" agents invite "$vantage" --url "https://127.0.0.1:$door" -c "$config" >"$work/$vantage.invitation" 2>/dev/null
  "$saksi" agent join "$work/$vantage.invitation" --store "$work/$vantage" >"$work/joined" || wrong "$(cat "$work/joined")"
done
says "was used" "$saksi" agent join "$work/kampus.invitation" --store "$work/thief" && fact "an invitation is used once"
"$saksi" agents invite kampus --url "https://127.0.0.1:$door" -c "$config" 2>/dev/null |
  awk '{sub(/./, ($4 ~ /^0/ ? "1" : "0"), $4); print}' >"$work/false.invitation"
says "another key than the one that was pinned" "$saksi" agent join "$work/false.invitation" --store "$work/thief" ||
  wrong "a hub with another key was believed"
fact "a hub that shows another key than the invitation's is told nothing"
says "no vantage of this configuration with agent: true" "$saksi" agents invite serat --url "https://x" -c "$config" ||
  wrong "a vantage of the hub itself was invited"

for vantage in seluler kampus; do start_agent "$vantage"; done
until_true 100 "three samples of each agent" bash -c "$(declare -f samples has get); pages=$pages; has seluler 3 && has kampus 3"
fact "both agents follow their plans: $(agents | awk '{print $1 " has " $5 " records"}' | paste -sd ';')"

# --- a real outage is seen by all of them, and told of once ------------------------------------------
kill -KILL "$front_pid"
incident() { get "http://127.0.0.1:$pages/api/v1/incidents" | node -e '
  const all = JSON.parse(require("fs").readFileSync(0)).incidents;
  process.exit(all.length >= 1 ? 0 : 1)'; }
until_true 90 "an incident" incident
start_front
groups=$(get "http://127.0.0.1:$pages/api/v1/incidents" | node -e '
  console.log(JSON.parse(require("fs").readFileSync(0)).incidents[0].groups?.join("+") ?? "?")')
fact "the site is gone: an incident is opened, seen from $groups"

# --- the hub is gone; the agents go on --------------------------------------------------------------
before=$(samples seluler)
slay "$hub"
for vantage in seluler kampus; do
  size=$(cat "$work/$vantage"/journal/*.saksi | wc -c)
  until_true 40 "agent $vantage records without its hub" bash -c "[ \$(cat $work/$vantage/journal/*.saksi | wc -c) -gt $((size + 1500)) ]"
done
start_hub
until_true 60 "what was recorded meanwhile arrives" has seluler $((before + 2))
fact "the hub was gone: the agents probed on, and what they recorded arrived"

# --- agents are killed -------------------------------------------------------------------------------
for round in 1 2 3; do
  for vantage in seluler kampus; do
    sleep "0.$((RANDOM % 10))" # on the real clock: a kill at no particular moment
    slay "${agent[$vantage]}"
    start_agent "$vantage"
  done
done
count=$(samples kampus)
until_true 100 "samples after the kills" has kampus $((count + 2))

# --- a stop at the hub is a stop for its agents ------------------------------------------------------
"$saksi" stop hosting -c "$config" --reason "uji" >/dev/null
stopped() { get "http://127.0.0.1:$operations/metrics" | grep -q 'saksi_gaps_total{.*reason="skipped_stopped".*vantage="kampus"\|saksi_gaps_total{.*vantage="kampus".*reason="skipped_stopped"'; }
until_true 60 "a stopped slot of an agent" stopped
"$saksi" go hosting -c "$config" >/dev/null
fact "saksi stop at the hub stops its agents"

# --- revoked ------------------------------------------------------------------------------------------
"$saksi" agents revoke kampus -c "$config" --reason "uji" >/dev/null
until_true 60 "the revoked agent ends its probing" grep -q "probing ends" "$work/agent-kampus.log"
says "revoked" agents || wrong "$(agents)"
fact "a revoked agent is told so, and probes no more"

for process in "${agent[seluler]}" "${agent[kampus]}"; do kill -TERM "$process"; done
for vantage in seluler kampus; do ended_with 0 15 "${agent[$vantage]}" "agent $vantage"; done
kill -TERM "$hub"
ended_with 0 15 "$hub" "the hub"
"$saksi" verify -c "$config" >"$work/verified" || wrong "$(cat "$work/verified")"
"$saksi" ledger -c "$config" >"$work/ledger" || wrong "$(cat "$work/ledger")"
fact "$(tail -1 "$work/verified"); $(head -1 "$work/ledger")"
