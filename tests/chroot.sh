# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
#
# A minimal Debian 12 in a folder; sourced by what needs a machine with nothing on it, not run. The mirror and its
# proxy are those this machine's apt is configured with. Root only.
#   new_root NAME   a new one in $root, of the same base as all others; for `enter` and `inside`
#   enter           mounts /proc, /sys, /dev; whatever happens, nothing stays mounted
#   inside WORDS    runs a command there

suite=bookworm
here=$PWD/build/fresh
base=$here/base # as debootstrap left it, kept for the next time
root=           # a copy of it, used up by this run

leave() {
  local at
  for at in dev/pts dev/shm dev proc sys; do
    if mountpoint -q "$root/$at"; then umount -R "$root/$at" || umount -l "$root/$at"; fi
  done
}

new_root() {
  root=$here/$1
  mkdir -p "$here"
  trap leave EXIT
  leave

  say "the mirror of this machine's apt"
  local mirror proxy file
  mirror=$(apt-get indextargets --format '$(SITE) $(RELEASE)' 'Created-By: Packages' |
    awk -v suite="$suite" '$2 == suite {print $1; exit}')
  [ -n "$mirror" ] || { echo "apt here has no source for $suite (run apt-get update)" >&2; exit 1; }
  eval "$(apt-config shell proxy Acquire::http::Proxy)"

  if [ ! -e "$base/.complete" ]; then
    say "debootstrap $suite"
    rm -rf "$base"
    env ${proxy:+"http_proxy=$proxy"} debootstrap --variant=minbase --include=ca-certificates,git "$suite" "$base" "$mirror"
    touch "$base/.complete"
  fi

  say "a copy of it, with this machine's sources of packages"
  rm -rf --one-file-system "$root"
  cp -a --reflink=auto "$base" "$root"
  rm -f "$root/etc/apt/sources.list"
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
    [ ! -f "$file" ] || cp "$file" "$root$file"
  done
  apt-config dump | grep -E '^Acquire::https?::' >"$root/etc/apt/apt.conf.d/90sources" || true
  cp /etc/resolv.conf /etc/hosts "$root/etc/"
  # A machine behind a proxy of its own may trust more than Debian does.
  cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
}

enter() {
  say "mount /proc, /sys, /dev"
  mount -t proc proc "$root/proc"
  mount --rbind /sys "$root/sys" && mount --make-rslave "$root/sys"
  mount --bind /dev "$root/dev"
  mount --bind /dev/pts "$root/dev/pts"
  mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
}

inside() {
  local kept=() name
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY npm_config_registry JOBS; do
    [ -z "${!name:-}" ] || kept+=("$name=${!name}")
  done
  chroot "$root" env -i HOME=/root LANG=C.UTF-8 CI=true \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${kept[@]}" "$@"
}
