#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The shipped Alertmanager configuration sends what Saksi sends to whom it should. (parts.sh sends real alerts
# through it.)
set -Eeuo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

goes_to() { # goes_to RECEIVER LABEL=VALUE...
  local want=$1 found
  shift
  found=$(amtool config routes test --config.file=config/alertmanager.yml "$@" 2>"$work/amtool") || wrong "$(cat "$work/amtool")"
  [ "$found" = "$want" ] || wrong "$* goes to $found, not to $want"
  fact "$* -> $found"
}
outage=(alertname=JourneyOutage site=disdik backend=hosting journey=masuk severity=critical)
goes_to on-call "${outage[@]}"
goes_to demo "${outage[@]}" demo=true
goes_to on-call alertname=StoreFailed severity=critical
goes_to demo alertname=StoreFailed severity=critical demo=true
goes_to on-call alertname=SaksiAbsent severity=critical
goes_to office alertname=VantageSilent severity=warning vantage=serat
goes_to outside alertname=Watchdog severity=none

# The labels above are those that the code sends: a new one must be thought of here too.
for label in alertname site backend journey severity; do
  grep -q "{\"$label\", " daemon/alert/compose.cpp || wrong "daemon/alert/compose.cpp no longer sends the label $label"
done
grep -q 'labels\["demo"\] = "true"' daemon/alert/compose.cpp || wrong "daemon/alert/compose.cpp no longer marks a demo"
