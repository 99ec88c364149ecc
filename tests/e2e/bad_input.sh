#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# What an operator can get wrong before the first request is sent: each is answered by one line on
# standard error that says what, where and what to do, with the exit code of the manual, and damages
# nothing. Log lines below an error ("<6>...") are not counted; they say what was done before it.
#
# A full and a read-only file system need a mount of our own: root gets one that dies with this shell.
# Without, the limit of a file's size stands for the full disk, and a mode for the read-only one.
set -Eeuo pipefail
if [ "$(id -u)" = 0 ] && [ -z "${SAKSI_E2E_MOUNTS:-}" ] && unshare --mount true 2>/dev/null; then
  exec unshare --mount --propagation private env SAKSI_E2E_MOUNTS=1 bash "$0" "$@"
fi
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
mounts=${SAKSI_E2E_MOUNTS:-}

ports 2
pages=$port0 operations=$port1
: >"$work/ca.pem"
config=$work/saksi.yaml state=$work/state
make_ca
write_config "$config" "$state" "$pages" "$operations"

# A small disk for the last test. Its hub is started now, because the first plan of a store takes effect a minute
# after its start, and only then is there something to write.
ports 2
full=$work/full small=$work/small.yaml
mkdir "$full"
write_config "$small" "$full/state" "$port0" "$port1"
if [ -n "$mounts" ]; then
  mount -t tmpfs -o size=4m saksi-e2e "$full"
  start full "$saksi" serve -c "$small"
else
  # With SIGXFSZ ignored the limit is an error and not a death.
  start full bash -c 'trap "" XFSZ; ulimit -f 200; exec "$@"' _ "$saksi" serve -c "$small"
fi
full_hub=$started
until_true 15 "the hub on the small disk answers" get "http://127.0.0.1:$port1/healthz"

# refused STATUS WHAT WORDS...: what ran last ended so, in one line that has all the words.
refused() { # reads $status and $work/err
  local want=$1 what=$2 lines word
  shift 2
  lines=$(grep -v '^<[4567]>' "$work/err" || true)
  [ "$status" = "$want" ] || wrong "$what: exit $status, not $want: $lines"
  [ "$(grep -c . <<<"$lines")" = 1 ] || wrong "$what: not one line but: $lines"
  for word in "$@"; do
    [[ $lines == *"$word"* ]] || wrong "$what: \"$word\" is not said in: $lines"
  done
  fact "$what: $want, $lines"
}
attempt() { # COMMAND...: for at most ten seconds
  status=0
  timeout -k 1 10 "$@" >"$work/out" 2>"$work/err" || status=$?
}

# The store holds, and a correct start works on it.
serves() { # [CONFIG STORE]
  local config=${1:-$config} state=${2:-$state} answers=$operations
  [ "$config" != "$small" ] || answers=$(sed -n 's/^  operations: {port: \([0-9]*\)}/\1/p' "$small")
  [ ! -e "$state/saksi.db" ] || "$saksi" verify --store "$state" >"$work/verify" || wrong "$(cat "$work/verify")"
  start hub "$saksi" serve -c "$config"
  until_true 15 "the hub answers on port $answers" get "http://127.0.0.1:$answers/healthz"
  kill -TERM "$started"
  ended_with 0 5 "$started" "a stopped hub"
  "$saksi" verify --store "$state" >"$work/verify" || wrong "$(cat "$work/verify")"
}

# --- the configuration -------------------------------------------------------------------------
bad=$work/bad.yaml
# yaml_is WHAT WORDS...: `check` and `serve` both refuse $bad with them, and make no store.
yaml_is() {
  local what=$1
  shift
  attempt "$saksi" check -c "$bad"
  refused 2 "$what, check" "$@"
  attempt "$saksi" serve -c "$bad"
  refused 2 "$what, serve" "$@"
  [ ! -e "$state" ] || wrong "$what: a store was made"
}
sed 's/^targets:/targets: [/' "$config" >"$bad"
yaml_is "broken YAML" "$bad:" "not YAML"
{ cat "$config"; head -c 1100000 /dev/zero | tr '\0' '#'; } >"$bad"
yaml_is "a huge file" "$bad" "larger than the 1048576 bytes"
# Half of it: a copy that was interrupted.
head -c "$(($(grep -b '^journeys:' "$config" | cut -d: -f1) - 30))" "$config" >"$bad"
attempt "$saksi" serve -c "$bad"
[ "$status" = 2 ] && grep -q "$bad:" "$work/err" || wrong "half a file: exit $status: $(cat "$work/err")"
! grep -v "^saksi: $bad:[0-9]*:[0-9]*: " "$work/err" || wrong "half a file: a line without its place"
fact "half a configuration: 2, $(grep -c . "$work/err") mistakes, each with its place"
sed 's/^storage:/storage: {}\nstorag:/' "$config" >"$bad"
yaml_is "an unknown key" "$bad:" "storag"
sed 's/peak: 10s/peak: 10 seconds/' "$config" >"$bad"
yaml_is "a length of time that is none" "$bad:" "10 seconds" "write"
attempt "$saksi" serve -c "$work/not-there.yaml"
refused 2 "no configuration" "$work/not-there.yaml" "cannot read"
attempt "$saksi" serve -c "$work"
refused 2 "a folder for a configuration" "$work" "not a regular file"
attempt "$saksi" serve --confg x
refused 2 "an unknown option" "confg" "--help"
attempt "$saksi" serv
refused 2 "an unknown command" "serv" "saksi help"

# --- secrets -----------------------------------------------------------------------------------
one_password() { # one vantage's password file is another one
  sed "0,/password_file: [^}]*/s//password_file: ${1//\//\\/}/" "$config" >"$bad"
}
one_password "$work/no-such-secret"
yaml_is "a secret that is not there" 'vantage "serat"' "$work/no-such-secret" "cannot read"
install -m 0600 /dev/null "$work/empty-secret"
one_password "$work/empty-secret"
yaml_is "an empty secret" 'vantage "serat"' "$work/empty-secret" "first line is empty"
install -m 0644 "$work/password" "$work/open-secret"
one_password "$work/open-secret"
yaml_is "a secret that everybody reads" 'vantage "serat"' "$work/open-secret" "chmod 0600"
! grep -rqF rahasia-uji "$work/out" "$work/err" || wrong "a password was printed"
if [ "$(id -u)" != 0 ]; then
  install -m 0000 "$work/password" "$work/shut-secret"
  one_password "$work/shut-secret"
  yaml_is "a secret that we may not read" 'vantage "serat"' "$work/shut-secret" "Permission denied"
elif chmod 711 "$work" && install -m 0600 "$work/password" "$work/shut-secret" &&
  setpriv --reuid 65534 --regid 65534 --clear-groups "$saksi" --version >/dev/null 2>&1; then
  one_password "$work/shut-secret"
  chmod 644 "$bad"
  attempt setpriv --reuid 65534 --regid 65534 --clear-groups "$saksi" check -c "$bad"
  lines=$(cat "$work/err")
  [ "$status" = 2 ] && [[ $lines == *"$work/shut-secret: cannot read: Permission denied"* ]] ||
    wrong "a secret that we may not read: exit $status: $lines"
  fact "a secret that nobody may read: 2, $(grep -c . <<<"$lines") lines"
fi

# --- the state directory -----------------------------------------------------------------------
touch "$work/occupied"
write_config "$bad" "$work/occupied" "$pages" "$operations"
attempt "$saksi" serve -c "$bad"
refused 3 "a file in the place of the state directory" "$work/occupied" "not a folder" "move it away"
write_config "$bad" "$work/occupied/state" "$pages" "$operations"
attempt "$saksi" serve -c "$bad"
refused 3 "a file above the state directory" "$work/occupied" "not a folder"
[ ! -s "$work/occupied" ] || wrong "the file was written to"

mkdir "$work/shut"
if [ -n "$mounts" ]; then
  mount -t tmpfs -o ro,size=1m saksi-e2e "$work/shut"
  what="Read-only file system"
elif [ "$(id -u)" != 0 ]; then
  chmod 0500 "$work/shut"
  what="Permission denied"
else
  rmdir "$work/shut"
  what="" # root without mounts: nothing is read-only for it
fi
if [ -n "$what" ]; then
  write_config "$bad" "$work/shut" "$pages" "$operations"
  attempt "$saksi" serve -c "$bad"
  refused 3 "an unwritable state directory" "$work/shut" "$what" "this user must be able to write"
fi

# --- ports -------------------------------------------------------------------------------------
serves
fact "a correct configuration serves, and stops with 0"
ports 1
start occupant node -e 'require("net").createServer().listen(process.argv[1], "127.0.0.1")' "$port0"
until_true 5 "the port is taken" bash -c "exec 3<>/dev/tcp/127.0.0.1/$port0"
write_config "$bad" "$state" "$port0" "$operations"
attempt "$saksi" serve -c "$bad"
refused 3 "an occupied port" "web.pages" "127.0.0.1" "$port0" "in use"
serves
write_config "$bad" "$state" "$pages" "$port0"
attempt "$saksi" serve -c "$bad"
refused 3 "an occupied port of the operations" "web.operations" "$port0" "in use"
serves

# --- one store, one saksi ----------------------------------------------------------------------
start first "$saksi" serve -c "$config"
first=$started
until_true 15 "the first hub answers" get "http://127.0.0.1:$operations/healthz"
ports 2
write_config "$bad" "$state" "$port0" "$port1"
attempt "$saksi" serve -c "$bad"
refused 3 "a second hub on one store" "$state/saksi.lock" "another saksi" "stop it first"
get "http://127.0.0.1:$operations/healthz" >/dev/null || wrong "the first hub no longer answers"
kill -TERM "$first"
ended_with 0 5 "$first" "the first hub"
serves

# --- other people's stores ---------------------------------------------------------------------
newer=$work/newer
cp -a "$state" "$newer"
version=$(sqlite3 "$newer/saksi.db" 'PRAGMA user_version')
sqlite3 "$newer/saksi.db" "PRAGMA user_version=$((version + 1))" >/dev/null
before=$(sha256sum <"$newer/saksi.db")
write_config "$bad" "$newer" "$pages" "$operations"
attempt "$saksi" serve -c "$bad"
refused 3 "a store of a newer saksi" "$newer/saksi.db" "newer saksi" "store version $((version + 1))" "run that one"
attempt "$saksi" verify --store "$newer"
refused 3 "a newer store, verify" "newer saksi"
[ "$before" = "$(sha256sum <"$newer/saksi.db")" ] || wrong "a newer store was changed"
sqlite3 "$newer/saksi.db" "PRAGMA user_version=$version" >/dev/null
serves "$bad" "$newer"

mkdir "$work/foreign"
sqlite3 "$work/foreign/saksi.db" 'CREATE TABLE t (x)'
before=$(sha256sum <"$work/foreign/saksi.db")
write_config "$bad" "$work/foreign" "$pages" "$operations"
attempt "$saksi" serve -c "$bad"
refused 3 "somebody else's database" "$work/foreign/saksi.db" "not a saksi database" "storage.directory"
[ "$before" = "$(sha256sum <"$work/foreign/saksi.db")" ] || wrong "a foreign database was changed"

clock=2023-01-02T00:00:00Z
attempt "$saksi" serve -c "$config" --clock "$clock" --demo 2023-01-02:1
refused 3 "a live store for a demo" "$state" 'for "live"' 'demo:2023-01-02:1' "storage.directory"
serves
write_config "$bad" "$work/demo" "$pages" "$operations"
start demo "$saksi" serve -c "$bad" --clock "$clock" --demo 2023-01-02:1 --pages-only
until_true 15 "the demo's pages answer" get "http://127.0.0.1:$operations/healthz"
kill -TERM "$started"
ended_with 0 5 "$started" "the demo's pages"
attempt "$saksi" serve -c "$bad"
refused 3 "a demo's store for a live hub" "$work/demo" 'for "demo:2023-01-02:1"' '"live"' "storage.directory"
"$saksi" verify --store "$work/demo" >/dev/null || wrong "the demo's store was damaged"
attempt "$saksi" verify --store "$work/nowhere"
refused 3 "no store at all" "$work/nowhere/saksi.db" "no saksi store" "saksi serve"

# --- a full disk, at last ----------------------------------------------------------------------
if [ -n "$mounts" ]; then
  # Again and again: what the hub itself gives back (its log, brought home) is taken too.
  start ballast bash -c 'while sleep 0.1; do dd if=/dev/zero of="$1" bs=4k oflag=append conv=notrunc; done' _ "$full/ballast"
  ballast=$started
  ended_with 3 90 "$full_hub" "a hub whose disk is full"
  slay "$ballast"
  grep -q '^<3>the store has failed: .*disk full; free space' "$work/full.log" || wrong "$(tail -3 "$work/full.log")"
  fact "the disk fills while it runs: 3, $(grep -m1 '^<3>' "$work/full.log")"
  attempt "$saksi" serve -c "$small"
  refused 3 "the disk is full at the start" "$full/state" "full" "free"
  rm "$full/ballast"
else
  ended_with 3 90 "$full_hub" "a hub whose files may not grow"
  grep -q '^<3>the store has failed: .*saksi.db' "$work/full.log" || wrong "$(tail -3 "$work/full.log")"
  fact "the files may not grow: 3, $(grep -m1 '^<3>' "$work/full.log")"
fi
serves "$small" "$full/state"
fact "the store that was full holds, and serves again"
