#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Are the times true, and is the prober on time? Some two minutes on a machine of two cores that does
# nothing else; prints each figure beside its limit and exits 1 where one is missed.
#   tests/prove/timing.sh [first-byte | stall | exporter | dead-dns | slots]
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
exec build/release/saksi_prove_timing "$@"
