#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The Debian package in a new Debian 12: installed, started, upgraded over an edited configuration, removed, installed
# again, purged. There is no systemd as process 1 in a folder, so the unit's ExecStart is run as its user, with the
# environment that systemd would give it, and a socket that hears READY=1. Root; by ./dev package --test.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
trap 'echo "package: failed at: $step" >&2' ERR
say() { step=$1; echo "== package: $1"; }
wrong() { trap - ERR; echo "WRONG: $*" >&2; exit 1; }
fact() { echo "ok: $*"; }

deb=${1:?usage: tests/package.sh DEB}
# shellcheck source=tests/chroot.sh
. tests/chroot.sh
new_root package
enter
pids=()
finish() {
  local pid
  for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null || true; done
  leave
}
trap finish EXIT

apt_in() { # quietly, but for what is wrong; what it said is in $said
  said=$(inside env DEBIAN_FRONTEND=noninteractive apt-get -y -q --no-install-recommends "$@" </dev/null 2>&1) ||
    wrong "apt-get $*: $said"
}
stat_of() { inside stat -c '%U:%G %a' "$1"; }
is() { [ "$2" = "$3" ] || wrong "$1: \"$2\", not \"$3\""; }

# A package that differs in its version, and by $2 in what it ships as configuration.
repacked() {
  local dir; dir=$(mktemp -d)
  dpkg-deb -R "$deb" "$dir"
  sed -i "s/^Version: .*/Version: $1/" "$dir/DEBIAN/control"
  [ -z "${2:-}" ] || echo "# $2" >>"$dir/etc/saksi/saksi.yaml"
  dpkg-deb -b --root-owner-group "$dir" "$root/saksi-$1.deb" >/dev/null
  rm -rf "$dir"
}

# run_unit SECONDS: ExecStart as User=, until READY=1; asked to stop; with its manager's log in $heard.
run_unit() {
  local unit=$root/lib/systemd/system/saksi.service exec user socket=$root/run/saksi-notify deadline hub manager status=0
  exec=$(sed -n 's/^ExecStart=//p' "$unit") user=$(sed -n 's/^User=//p' "$unit")
  rm -rf "$socket" && mkdir -m 755 "$socket"
  heard=$socket/heard
  (cd "$socket" && exec perl -MSocket -e '
    socket(my $s, AF_UNIX, SOCK_DGRAM, 0) or die; bind($s, pack_sockaddr_un("notify")) or die;
    chmod 0777, "notify"; $| = 1; open(my $out, ">", "heard") or die; $out->autoflush(1);
    while (defined recv($s, my $lines, 4096, 0)) { print $out "$lines\n"; }') &
  manager=$!
  pids+=("$manager")
  deadline=$((SECONDS + 10))
  until [ -S "$socket/notify" ]; do [ "$SECONDS" -lt "$deadline" ] || wrong "no socket"; sleep 0.1; done
  # shellcheck disable=SC2086
  inside setpriv --reuid "$user" --regid "$user" --init-groups --no-new-privs --bounding-set=-all env \
    NOTIFY_SOCKET=/run/saksi-notify/notify WATCHDOG_USEC=60000000 \
    CREDENTIALS_DIRECTORY=/run/credentials/saksi.service $exec >"$root/hub.log" 2>&1 &
  hub=$!
  deadline=$((SECONDS + $1))
  until grep -q '^READY=1' "$heard" 2>/dev/null; do
    pids=("$manager" $(pgrep -P "$hub" || true))
    kill -0 "$hub" 2>/dev/null || wrong "the hub ended: $(cat "$root/hub.log")"
    [ "$SECONDS" -lt "$deadline" ] || wrong "no READY=1 in $1 s: $(cat "$heard" "$root/hub.log")"
    sleep 0.2
  done
  deadline=$((SECONDS + 10))
  until grep -q '^WATCHDOG=1' "$heard"; do [ "$SECONDS" -lt "$deadline" ] || wrong "the watchdog is not fed"; sleep 0.2; done
  pages=$(sed -n 's/.*pages on port \([0-9]*\).*/\1/p' "$root/hub.log" | head -1)
  exec 3<>"/dev/tcp/127.0.0.1/$pages"
  printf 'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
  grep -q 'Pemda Uji' <&3 || wrong "the page does not show the edited title"
  exec 3<&-
  kill -TERM "$(pgrep -P "$hub")" # the shell's only child: chroot, which has become the hub
  wait "$hub" || status=$?
  is "exit code of the hub" "$status" 0
  grep -q '^STOPPING=1' "$heard" || wrong "no STOPPING=1: $(cat "$heard")"
  kill "$manager"
  wait "$manager" 2>/dev/null || true
}

say "install"
cp "$deb" "$root/saksi.deb"
apt_in update
apt_in install /saksi.deb
grep -q "not started yet" <<<"$said" || wrong "the postinst does not say what to do next"
is "saksi --version" "$(inside saksi --version)" "saksi $(dpkg-deb -f "$deb" Version | sed 's/-[0-9]*$//')"
is "the user" "$(inside getent passwd saksi | cut -d: -f6,7)" "/var/lib/saksi:/usr/sbin/nologin"
is /var/lib/saksi "$(stat_of /var/lib/saksi)" "saksi:saksi 750"
is /etc/saksi/credentials "$(stat_of /etc/saksi/credentials)" "root:root 700"
is conffiles "$(inside dpkg-query -W -f '${Conffiles}' saksi | awk 'NF {print $1}')" /etc/saksi/saksi.yaml
is "the starter" "$(sha256sum <"$root/etc/saksi/saksi.yaml")" "$(sha256sum <config/saksi.yaml)"
# Folders of documents may be left out by dpkg's configuration; the package has them all the same.
listing=$(dpkg-deb -c "$deb")
for file in manual.md runbook.md copyright changelog.Debian.gz; do
  grep -q " ./usr/share/doc/saksi/$file$" <<<"$listing" || wrong "the package has no $file"
done
inside systemd-analyze verify --man=no saksi.service 2>&1 | grep saksi && wrong "systemd does not like the unit"
fact "installed: program, user, folders, conffile, unit, documents; nothing started"

say "the first day of the IT staff, on a machine with nothing but the package"
shared=$(mktemp -d /tmp/saksi-it.XXXXXX)
chmod 755 "$shared"
mkdir -p "$root$shared"
mount --bind "$shared" "$root$shared"
printf '#!/bin/sh\nexec chroot "%s" /usr/bin/saksi "$@"\n' "$root" >"$shared/saksi"
chmod +x "$shared/saksi"
TMPDIR=$shared SAKSI=$shared/saksi bash tests/e2e/it.sh
umount "$root$shared"
rm -rf "$shared"

say "start: a minute, until the first plan of a new store rules"
status=0
inside saksi check >"$root/out" 2>&1 || status=$?
is "check of the untouched starter" "$status" 2
is "credentials missed" "$(grep -c 'CREDENTIALS_DIRECTORY is not set' "$root/out")" 3
mkdir -p "$root/run/credentials/saksi.service"
for name in uji-saksi-01 uji-saksi-02 uji-saksi-03 telegram-token smtp-password; do
  (umask 077; echo rahasia-uji >"$root/etc/saksi/credentials/$name")
  # As systemd hands them over: the folder's id before the name, for the service's user alone.
  inside install -o saksi -m 0400 "/etc/saksi/credentials/$name" "/run/credentials/saksi.service/saksi_$name"
done
chmod 711 "$root/run/credentials" "$root/run/credentials/saksi.service"
sed -i -e 's/Presensi Kabupaten Contoh/Presensi Pemda Uji/' -e 's/port: [0-9]* /port: 0 /' "$root/etc/saksi/saksi.yaml"
edited=$(sha256sum <"$root/etc/saksi/saksi.yaml")
inside env CREDENTIALS_DIRECTORY=/etc/saksi/credentials saksi check >"$root/out" 2>&1 || wrong "$(cat "$root/out")"
run_unit 180
grep -q '^STATUS=3 targets, 0 open incidents' "$heard" || wrong "no status: $(cat "$heard")"
is "the store" "$(stat_of /var/lib/saksi/saksi.db | cut -d' ' -f1)" saksi:saksi
inside saksi verify >/dev/null || wrong "the store does not hold"
fact "ExecStart as user saksi: READY=1, WATCHDOG=1, the page, STOPPING=1"

say "upgrade: the shipped configuration changed, and so did ours"
repacked 0.1.0-2 "a new line of the new version"
apt_in -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold install /saksi-0.1.0-2.deb
is "the configuration" "$(sha256sum <"$root/etc/saksi/saksi.yaml")" "$edited"
grep -q "new line" "$root/etc/saksi/saksi.yaml.dpkg-dist" || wrong "the new starter is not beside it"
repacked 0.1.0-3 "a new line of the new version"
apt_in install /saksi-0.1.0-3.deb # no question where the shipped one did not change
is "the configuration" "$(sha256sum <"$root/etc/saksi/saksi.yaml")" "$edited"
is "the version" "$(inside dpkg-query -W -f '${Version}' saksi)" 0.1.0-3
run_unit 20
fact "upgraded: the edited configuration is kept; ready at once, because a plan rules"

say "remove, and install again"
records=$(inside ls -l /var/lib/saksi)
apt_in remove saksi
[ ! -e "$root/usr/bin/saksi" ] && [ ! -e "$root/lib/systemd/system/saksi.service" ] || wrong "the program is still there"
is "the configuration" "$(sha256sum <"$root/etc/saksi/saksi.yaml")" "$edited"
is "the state" "$(inside ls -l /var/lib/saksi)" "$records"
apt_in install /saksi-0.1.0-3.deb
is "the configuration" "$(sha256sum <"$root/etc/saksi/saksi.yaml")" "$edited"
inside saksi verify >/dev/null || wrong "the store does not hold"
fact "removed and back: configuration and state are kept"

say "purge"
apt_in purge saksi
[ ! -e "$root/etc/saksi/saksi.yaml" ] || wrong "purge left the configuration"
is "the state" "$(inside ls -l /var/lib/saksi)" "$records"
grep -q "/var/lib/saksi is left" <<<"$said" || wrong "purge does not say that the state is left: $said"
apt_in install /saksi.deb
touch "$root/etc/saksi/purge-state"
apt_in purge saksi
[ ! -e "$root/var/lib/saksi" ] && [ ! -e "$root/etc/saksi" ] || wrong "asked to, purge left $(ls -d "$root/var/lib/saksi" "$root/etc/saksi" 2>/dev/null)"
grep -q "were deleted" <<<"$said" || wrong "purge does not say what it deleted"
fact "purged: the state is left, and goes only where /etc/saksi/purge-state asks for it"
echo "package: all of it in $SECONDS s"
