#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The systemd unit: every line of it is understood, and its exposure is at most 1.5 of 10.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

most=15 # tenths, as --threshold counts
unit=$(mktemp -d)
trap 'rm -rf "$unit"' EXIT
# The program is where it was built, not where the package puts it.
sed 's#^ExecStart=[^ ]*#ExecStart=/bin/true#' systemd/saksi.service >"$unit/saksi.service"

words=$(systemd-analyze verify --man=no "$unit/saksi.service" 2>&1) || { echo "$words"; exit 1; }
if grep -F saksi.service <<<"$words"; then exit 1; fi
systemd-analyze security --offline=true --threshold="$most" "$unit/saksi.service" |
  tail -1 | sed 's/^[^O]*//' || { echo "saksi.service: over $most tenths: harden it"; exit 1; }
