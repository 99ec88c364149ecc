# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# What the end-to-end tests share; sourced, not run. A test says what it found with `fact`, stops at
# the first wrong thing with `wrong`, and waits with `until_true` on a condition, never on time alone.
# Whatever it starts dies with it, also when it is killed itself. Loopback and free ports only.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

house=$PWD
saksi=${SAKSI:-$house/build/dev/saksi}
work=$(mktemp -d "${TMPDIR:-/tmp}/saksi-e2e.XXXXXX")
chmod 755 "$work"
# The site is asked for by its name, where this machine knows one for itself (a bare chroot may not).
host=localhost
getent ahostsv4 localhost >/dev/null || host=127.0.0.1
facts=0
began=$SECONDS
pids=()

finish() {
  local status=$?
  trap - EXIT
  local pid
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  trap - ERR
  if declare -F tidy >/dev/null; then tidy; fi # what the test itself has made
  awk -v ours="$work/" 'index($2, ours) == 1 {print $2}' /proc/self/mounts | xargs -r umount -l
  if [ "$status" = 0 ]; then
    rm -rf "$work"
    echo "$facts facts hold, $((SECONDS - began)) s"
  else
    echo "kept: $work"
  fi
  exit "$status"
}
trap finish EXIT
trap 'exit 1' INT TERM
trap 'echo "WRONG: line $LINENO: $BASH_COMMAND"' ERR

fact() { facts=$((facts + 1)); echo "ok: $*"; }
wrong() { trap - ERR; echo "WRONG: $*"; exit 1; }
[ -x "$saksi" ] || wrong "there is no $saksi; ./dev build makes it"

# start NAME COMMAND...: in the background, its words in $work/NAME.log; its process is $started.
# It is killed when this shell ends, however that happens.
start() {
  local name=$1
  shift
  setpriv --pdeathsig KILL -- "$@" >>"$work/$name.log" 2>&1 &
  started=$!
  pids+=("$started")
}
alive() { kill -0 "$1" 2>/dev/null; }

slay() { # SIGKILL, and gone
  kill -KILL "$1"
  wait "$1" 2>/dev/null || true
}

# until_true SECONDS WHAT COMMAND...: asks ten times a second; wrong when it never came true.
until_true() {
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || wrong "waited in vain: $what"
    sleep 0.1
  done
}

# ended_with STATUS SECONDS PID WHAT: the process ends by itself, in time, with this exit code.
ended_with() {
  local status=0
  until_true "$2" "$4 ends" bash -c '! kill -0 "$1" 2>/dev/null' _ "$3"
  wait "$3" || status=$?
  [ "$status" = "$1" ] || wrong "$4 ended with $status, not $1"
}

# ports N: so many free ports of 127.0.0.1, all different; in $port0, $port1, ...
ports() {
  local found i
  found=$(node -e '
    const net = require("net"), held = [];
    const more = () => {
      if (held.length === Number(process.argv[1])) {
        console.log(held.map((s) => s.address().port).join(" "));
        held.forEach((s) => s.close());
      } else held.push(net.createServer().listen(0, "127.0.0.1", more));
    };
    more();' "$1")
  read -ra found <<<"$found"
  for i in "${!found[@]}"; do printf -v "port$i" '%s' "${found[$i]}"; done
}

get() { curl -sS --fail --max-time 10 "$@"; }  # the body of a 2xx, or a failure
says() { local want=$1; shift; grep -qF -- "$want" <<<"$("$@" 2>&1)"; }

# make_ca: $work/ca.pem, and with it $work/site.pem and site.key for localhost.
make_ca() {
  (
    cd "$work"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=Saksi e2e CA" \
      -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign -keyout ca.key -out ca.pem
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=localhost" -keyout site.key -out site.csr
    openssl x509 -req -in site.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -out site.pem -extfile <(
      echo "subjectAltName=DNS:localhost,IP:127.0.0.1"
      echo "basicConstraints=critical,CA:FALSE"
      echo "extendedKeyUsage=serverAuth"
    )
  ) >"$work/openssl.log" 2>&1 || wrong "openssl: $(tail -3 "$work/openssl.log")"
}

# start_nginx NAME PORT BLOCKS: an nginx of its own, ready when it listens on PORT.
start_nginx() {
  local name=$1 port=$2 dir=$work/$1
  mkdir -p "$dir"
  cat >"$dir/nginx.conf" <<END
daemon off;
master_process off;
pid $dir/pid;
error_log $dir/error.log info;
events {}
http {
  access_log $dir/access.log;
  client_body_temp_path $dir/body;
  proxy_temp_path $dir/proxy;
  fastcgi_temp_path $dir/fastcgi;
  uwsgi_temp_path $dir/uwsgi;
  scgi_temp_path $dir/scgi;
  ssl_certificate $work/site.pem;
  ssl_certificate_key $work/site.key;
$3
}
END
  start "$name" "$(PATH=$PATH:/usr/sbin command -v nginx)" -p "$dir" -c "$dir/nginx.conf" -e "$dir/error.log"
  until_true 10 "nginx $name listens" bash -c "exec 3<>/dev/tcp/127.0.0.1/$port"
}

# start_office: the login web (plain HTTP on $office), its back door ($backstage), nginx with TLS
# before it ($front) and the neutral hosts' nginx ($neutral). The process of the front is $front_pid.
start_office() {
  make_ca
  ports 4
  office=$port0 backstage=$port1 front=$port2 neutral=$port3
  start office node tests/e2e/office.mjs "$office" "$backstage"
  office_pid=$started
  until_true 10 "the office web answers" get "http://127.0.0.1:$office/login"
  start_nginx neutral "$neutral" "  server { listen 127.0.0.1:$neutral ssl; return 204; }"
  start_front
}
start_front() {
  start_nginx front "$front" "  server {
    listen 127.0.0.1:$front ssl;
    proxy_read_timeout 60s;
    location / { proxy_pass http://127.0.0.1:$office; proxy_set_header Host \$host; }
  }"
  front_pid=$started
}

# write_config FILE DIRECTORY PAGES OPERATIONS [ALERTS]: a hub that looks at the office from three
# networks, every ten seconds at any hour.
write_config() {
  (umask 077; echo rahasia-uji >"$work/password")
  cat >"$1" <<END
backends:
  - {id: hosting, requests_per_second: 20, burst: 40, consent: "end-to-end test", allow_private: true, ca_file: $work/ca.pem}
targets:
  - {id: disdik, agency: Dinas Pendidikan, short_name: DISDIK, backend: hosting,
     url: "https://$host:${front:-1}", journey: masuk, calendar: kantor}
vantages:
  - {id: serat, owner: Inspektorat, group: isp-serat, isp: Serat, place: Kota, source_address: "127.0.0.11",
     accounts: [{backend: hosting, user: UJI-SAKSI-01, password_file: $work/password}]}
  - {id: seluler, owner: Diskominfo, group: isp-seluler, isp: Seluler, place: Desa, source_address: "127.0.0.12",
     accounts: [{backend: hosting, user: UJI-SAKSI-02, password_file: $work/password}]}
  - {id: kampus, owner: Universitas, group: isp-kampus, isp: Kampus, place: Kampus, source_address: "127.0.0.13",
     accounts: [{backend: hosting, user: UJI-SAKSI-03, password_file: $work/password}]}
controls:
  - {id: kontrol-a, url: "https://127.0.0.1:${neutral:-1}/", ca_file: $work/ca.pem, allow_private: true}
  - {id: kontrol-b, url: "https://$host:${neutral:-1}/", ca_file: $work/ca.pem, allow_private: true}
  - {id: kontrol-c, url: "tls://$host:${neutral:-1}", ca_file: $work/ca.pem, allow_private: true}
journeys:
  - id: masuk
    mode: dry
    slow: 3s
    late: 5s
    timeout: 8s
    steps:
      - {id: beranda, path: /login, expect: ["Nomor Induk Pegawai"], forbidden: [SQLSTATE]}
      - {id: login, kind: login, fields: {nip: "\${user}", password: "\${password}"}, expect: [Beranda, Keluar],
         probe_problem: ["NIP atau kata sandi salah"]}
      - {id: formulir, path: /absensi/masuk, expect: ["Presensi Masuk"]}
      - {id: data, kind: data, path: /api/absensi/hari-ini, requires_json: [nama, tanggal]}
      - {id: unggah, kind: upload, fields: {keterangan: UJI SAKSI}}
calendars:
  - id: kantor
    check_in: [{days: mon-sun, opening: "06:30", limit: "07:30", close: "08:30"}]
    peak: [{days: mon-sun, from: "07:00", to: "08:30"}]
schedule: {seed: e2e, peak: 10s, day: 10s, quiet: 10s}
judge: {confirm_after: 1s, hold: 10s, reopen: 10s}
web:
  operated_by: Inspektorat Kabupaten Contoh
  contact: saksi@kabcontoh.example
  pages: {port: $3}
  operations: {port: $4}
storage: {directory: $2}
${5:-}
END
}
