#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The first day of the four people it is for, on real components. Some twenty minutes; root, for the Debian in a folder.
#   IT        a bare Debian 12, the package, a login address and one account: waterfall, rate, page, one network
#   on-call   forty agencies on one host that hangs: one message within a minute; one ISP broken: none
#   HR        an export with every quirk, sheets, PDF, QR in a second browser
#   employee  at 07.40 on 2G without JavaScript; at the month's end the same figures as HR
# Prints what was found and how long it took; exits 1 where any of it is wrong.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
status=0
part() { # part NAME COMMAND...
  local name=$1 began=$SECONDS
  shift
  echo "== $name"
  if "$@"; then echo "-- $name: right, $((SECONDS - began)) s"; else echo "-- $name: WRONG, $((SECONDS - began)) s"; status=1; fi
}
part "on-call" env SPEED=4 bash tests/e2e/oncall.sh
part "HR" bash tests/e2e/hr.sh
part "employee" bash tests/e2e/morning.sh
part "IT, on a bare Debian 12" ./dev package --test
exit "$status"
