#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The schema that `saksi check --schema` prints for editors, held against what people are given to copy: every
# configuration in config/, and every example in docs/journeys.md. A misspelt key must fail it.
set -Eeuo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$saksi" check --schema >"$work/schema.json"
python3 tests/e2e/schema.py "$work/schema.json" config/saksi.yaml config/journeys/*.yaml docs/journeys.md >"$work/told" ||
  wrong "$(cat "$work/told")"
while IFS= read -r line; do fact "$line"; done <"$work/told"
