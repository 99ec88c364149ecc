#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The systemd units: every line of them is understood, and their exposure is at most 1.5 of 10.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

most=15 # tenths, as --threshold counts
unit=$(mktemp -d)
trap 'rm -rf "$unit"' EXIT
for name in saksi.service saksi-agent.service; do
  # The program is where it was built, not where the package puts it.
  sed 's#^ExecStart=[^ ]*#ExecStart=/bin/true#' "systemd/$name" >"$unit/$name"
  words=$(systemd-analyze verify --man=no "$unit/$name" 2>&1) || { echo "$words"; exit 1; }
  if grep -F "$name" <<<"$words"; then exit 1; fi
  systemd-analyze security --offline=true --threshold="$most" "$unit/$name" |
    tail -1 | sed 's/^[^O]*//' || { echo "$name: over $most tenths: harden it"; exit 1; }
done
# With the drop-in for vantages in network name-spaces, which may undo no more than it needs.
mkdir "$unit/saksi.service.d"
cp systemd/saksi-namespaces.conf "$unit/saksi.service.d/"
words=$(systemd-analyze verify --man=no "$unit/saksi.service" 2>&1) || { echo "$words"; exit 1; }
if grep -F "saksi-namespaces.conf" <<<"$words"; then exit 1; fi
systemd-analyze security --offline=true --threshold=19 "$unit/saksi.service" |
  tail -1 | sed 's/^[^O]*//' || { echo "saksi-namespaces.conf: over 19 tenths: it undoes too much"; exit 1; }
