#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Several uplinks of one machine, in network name-spaces of the test's own: two cables of the box itself, a third one in
# a name-space of its own, and a proxy. By which way each vantage leaves is read in the site's and the name server's logs.
# A cable whose carrier goes makes gaps with a name and no outage, and the others go on.
set -Eeuo pipefail
if [ -z "${SAKSI_OWN_NET:-}" ]; then # everything below happens in a network of our own
  as=(); [ "$(id -u)" = 0 ] || as=(--user --map-root-user)
  SAKSI_OWN_NET=1 exec unshare "${as[@]}" --net -- bash "$0" "$@"
fi
PATH=$PATH:/usr/sbin:/sbin
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
js() { node -e 'const d = JSON.parse(require("fs").readFileSync(0)); console.log(eval(process.argv[1]))' "$1"; }

site=10.9.9.9 controls=10.9.9.10 names=10.9.9.53
ip link set lo up
space() { # space NAME: a network of its own, which lives as long as the process $started
  start "$1" unshare --net sleep 1000
  until_true 5 "$1 has its network" other_network "$started"
}
other_network() { [ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]; }
space far
far_pid=$started
space phone
phone_pid=$started
at_far() { nsenter -t "$far_pid" -n -- "$@"; }
at_far ip link set lo up
for address in $site $controls $names; do at_far ip addr add "$address/32" dev lo; done
# cable NUMBER PID METRIC: wanN with 10.9.N.2 in the network of PID, and its far end with 10.9.N.1.
cable() {
  ip link add "wan$1" netns "$2" type veth peer name "far$1" netns "$far_pid"
  at_far ip addr add "10.9.$1.1/24" dev "far$1"
  at_far ip link set "far$1" up
  nsenter -t "$2" -n -- ip addr add "10.9.$1.2/24" dev "wan$1"
  nsenter -t "$2" -n -- ip link set "wan$1" up
  nsenter -t "$2" -n -- ip route add default via "10.9.$1.1" dev "wan$1" metric "$3"
}
cable 1 $$ 100
cable 2 $$ 200 # the routes alone would never take it
cable 3 "$phone_pid" 100

make_ca
(
  cd "$work"
  openssl x509 -req -in site.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out site.pem \
    -extfile <(echo "subjectAltName=DNS:presensi.uji,DNS:kontrol-a.uji,DNS:kontrol-b.uji,DNS:kontrol-c.uji")
) >>"$work/openssl.log" 2>&1 || wrong "openssl: $(tail -3 "$work/openssl.log")"
mkdir "$work/nginx"
cat >"$work/nginx.conf" <<END
daemon off;
master_process off;
pid $work/nginx/pid;
error_log $work/nginx/error.log info;
events {}
http {
  log_format who '\$remote_addr \$http_x_saksi_probe';
  access_log $work/asked who;
  client_body_temp_path $work/nginx/body; proxy_temp_path $work/nginx/proxy; fastcgi_temp_path $work/nginx/fastcgi;
  uwsgi_temp_path $work/nginx/uwsgi; scgi_temp_path $work/nginx/scgi;
  ssl_certificate $work/site.pem;
  ssl_certificate_key $work/site.key;
  server { listen $site:443 ssl; default_type text/html;
    location / { return 200 '<!doctype html><html><title>Masuk</title><p>Nomor Induk Pegawai</p></html>'; } }
  server { listen $controls:443 ssl; access_log $work/controls who; return 204; }
}
END
start nginx nsenter -t "$far_pid" -n -- "$(command -v nginx)" -p "$work/nginx" -c "$work/nginx.conf" -e "$work/nginx/error.log"
until_true 10 "the site listens" bash -c "exec 3<>/dev/tcp/$site/443"
touch "$work/looked_up"
start dns nsenter -t "$far_pid" -n -- node tests/e2e/uplinks.mjs dns $names $site $controls "$work/looked_up"
until_true 10 "the name server listens" grep -q listens "$work/dns.log"
ports 3
pages=$port0 operations=$port1 proxy=$port2 config=$work/saksi.yaml
start proxy node tests/e2e/uplinks.mjs proxy "$proxy" $site $controls
proxy_pid=$started
until_true 10 "the proxy listens" grep -q listens "$work/proxy.log"

control() { echo "  - {id: kontrol-$1, url: \"$2\", ca_file: $work/ca.pem, allow_private: true}"; }
cat >"$config" <<END
backends: [{id: hosting, requests_per_second: 20, burst: 40, allow_private: true, ca_file: $work/ca.pem}]
targets:
  - {id: disdik, agency: Dinas Pendidikan, short_name: DISDIK, backend: hosting, url: "https://presensi.uji", journey: halaman, calendar: kantor}
vantages:
  - {id: serat, owner: Inspektorat, group: isp-serat, interface: wan1, dns_servers: [$names]}
  - {id: modem, owner: Diskominfo, group: isp-modem, interface: wan2, dns_servers: [$names]}
  - {id: ponsel, owner: Kecamatan, group: isp-ponsel, namespace: /proc/$phone_pid/ns/net, dns_servers: [$names], family: 4}
  - {id: kantor, owner: Universitas, group: isp-kantor, proxy: "http://127.0.0.1:$proxy", agency: Universitas}
controls:
$(control a https://kontrol-a.uji/)
$(control b https://kontrol-b.uji/)
$(control c tls://kontrol-c.uji:443)
journeys:
  - {id: halaman, mode: anonymous, steps: [{id: masuk, path: /login, expect: ["Nomor Induk Pegawai"]}]}
calendars:
  - id: kantor
    check_in: [{days: mon-sun, opening: "06:30", limit: "07:30", close: "08:30"}]
schedule: {seed: e2e, peak: 10s, day: 10s, quiet: 10s}
judge: {confirm_after: 1s, hold: 10s, reopen: 10s}
web: {operated_by: Inspektorat, contact: saksi@kabcontoh.example, pages: {port: $pages}, operations: {port: $operations}}
storage: {directory: $work/state}
END
"$saksi" check -c "$config" >"$work/check" 2>&1 || true
for words in "interface wan1" "namespace /proc/$phone_pid/ns/net, IPv4 alone" "proxy http://127.0.0.1:$proxy, at Universitas"; do
  grep -qF "$words" "$work/check" || wrong "check does not say \"$words\": $(cat "$work/check")"
done

start hub "$saksi" serve -c "$config"
until_true 90 "the hub answers" get "http://127.0.0.1:$operations/healthz"
asked() { grep -c "^[0-9.]* $1;" "$work/asked" || true; }
all_asked() { local one; for one in serat modem ponsel kantor; do [ "$(asked "$one")" -ge "$1" ] || return 1; done; }
until_true 120 "each vantage has looked twice" all_asked 2

# --- by which way --------------------------------------------------------------------------------
left() { grep "^[0-9.]* $1;" "$work/asked" | cut -d' ' -f1 | sort -u | tr '\n' ' '; }
for pair in serat=10.9.1.2 modem=10.9.2.2 ponsel=10.9.3.2 kantor=10.9.1.2; do
  [ "$(left "${pair%=*}")" = "${pair#*=} " ] || wrong "${pair%=*} came from $(left "${pair%=*}")"
done
for address in 10.9.1.2 10.9.2.2 10.9.3.2; do
  grep -q "^$address presensi.uji. 1$" "$work/looked_up" || wrong "nobody at $address looked the site up"
  grep -q "^$address " "$work/controls" || wrong "nobody at $address asked a control"
done
if grep -q "^10.9.3.2 .* 28$" "$work/looked_up"; then wrong "a vantage of IPv4 alone asked for an IPv6 address"; fi
fact "pages, controls and look-ups leave by wan1, by wan2 that no route prefers, and inside a name-space"

samples() { "$saksi" samples export -c "$config" | node -e '
  const all = require("fs").readFileSync(0, "utf8").trim().split("\n").map((line) => JSON.parse(line)).filter((s) => s.vantage);
  console.log(JSON.stringify(all))' | js "$1"; }
[ "$(samples 'd.filter((s) => s.vantage === "kantor").every((s) => s.steps[0].proxied === true && s.steps[0].address === "127.0.0.1:'"$proxy"'")')" = true ] ||
  wrong "kantor: $(samples 'JSON.stringify(d.filter((s) => s.vantage === "kantor"))')"
[ "$(samples 'd.some((s) => s.vantage !== "kantor" && s.steps[0].proxied)')" = false ] || wrong "a sample says proxied that is not"
[ "$(samples 'd.every((s) => s.class === "ok")')" = true ] || wrong "$(samples 'JSON.stringify(d.filter((s) => s.class !== "ok"))')"
says "through 127.0.0.1:$proxy, whose dns, tcp and wait these are" "$saksi" probe disdik -c "$config" --vantage kantor ||
  wrong "probe does not name the proxy: $("$saksi" probe disdik -c "$config" --vantage kantor 2>&1)"
fact "what went through the proxy says so in its record and in the picture of a run"

# --- an uplink goes ------------------------------------------------------------------------------
gaps() { get "http://127.0.0.1:$operations/metrics" | grep 'saksi_gaps_total{.*vantage="modem".*skipped_no_uplink\|saksi_gaps_total{.*skipped_no_uplink.*vantage="modem"' | awk '{print $NF}'; }
at_far ip link set far2 down
before=$(asked serat)
gone() { [ "$(gaps | cut -d. -f1)" -ge 3 ]; }
until_true 60 "three slots of modem are skipped_no_uplink" gone
[ "$(asked serat)" -ge $((before + 2)) ] || wrong "serat did not go on"
[ "$(grep -c "vantage modem: no uplink: interface wan2 has no carrier" "$work/hub.log")" = 1 ] || wrong "$(cat "$work/hub.log")"
says "has no uplink: interface wan2 has no carrier" "$saksi" probe disdik -c "$config" --vantage modem || wrong "probe by hand"
slay "$proxy_pid" # and the proxy: its vantage knows nothing of the site then
unfit() { [ "$(samples 'd.filter((s) => s.vantage === "kantor" && s.class === "invalid_vantage").length')" -ge 2 ]; }
until_true 60 "two runs without the proxy are invalid_vantage" unfit
incidents=$(get "http://127.0.0.1:$pages/api/v1/incidents")
[ "$(js 'JSON.stringify(d).includes("DISDIK")' <<<"$incidents")" = false ] || wrong "an outage was told: $incidents"
fact "a cable without carrier: $(gaps) slots skipped_no_uplink, a proxy gone: invalid_vantage; no outage, the others go on"

before=$(asked modem)
at_far ip link set far2 up
back() { [ "$(asked modem)" -ge $((before + 2)) ]; }
until_true 60 "modem looks again" back
[ "$(grep -c "vantage modem: its uplink is back" "$work/hub.log")" = 1 ] || wrong "$(cat "$work/hub.log")"
fact "the cable is back, and so is its vantage; the log says each once"
