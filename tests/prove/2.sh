#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The demo, morning after morning: does every seed end in the right incidents? Prints one line a
# morning and exits 1 when any is wrong. About 40 minutes on two cores.
#   SEEDS="1 2 3"  which seeds (1 to 20)      AT_ONCE=3  how many mornings at a time
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
at_once=${AT_ONCE:-3}
read -r -a seeds <<<"${SEEDS:-$(seq -s ' ' 1 20)}"
folder=$(mktemp -d "${TMPDIR:-/tmp}/saksi-prove-2.XXXXXX")
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT

morning() { # morning NAME ARGS...: plays one; NAME.json is its verdict, NAME.exit its exit code
  local name=$1 code=0
  shift
  build/dev/saksi demo --json --port 0 --directory "$folder/$name" "$@" >"$folder/$name.json" 2>"$folder/$name.err" || code=$?
  echo "$code" >"$folder/$name.exit"
  line "$name"
  [ "$code" != 0 ] || rm -rf "${folder:?}/$name" # what went wrong is kept for reading
}

line() { # bounds are of the first agency's incident, in local time (UTC+7)
  local name=$1 json
  json=$(cat "$folder/$name.json")
  if [ -z "$json" ]; then
    echo "$name: exit $(cat "$folder/$name.exit"): $(tail -1 "$folder/$name.err")"
    return
  fi
  sqlite3 -separator ' ' :memory: "
    WITH j(x) AS (VALUES (CAST(readfile('$folder/$name.json') AS TEXT))),
      at(path, clock) AS (SELECT p.value, time(json_extract(x, p.value), '+7 hours') FROM j, json_each(
        '[\"\$.truth[0].from\",\"\$.truth[0].to\",\"\$.incidents[0].start_lo\",\"\$.incidents[0].start_hi\",\"\$.incidents[0].end_lo\",\"\$.incidents[0].end_hi\"]') p)
    SELECT printf('%-22s exit %s  truth %s-%s  began %s-%s ended %s-%s  incidents %d  samples %d gaps %s  ledger %s  records %d %s  replay %s  Alertmanager %d firing %d resolved%s',
      '$name', trim(CAST(readfile('$folder/$name.exit') AS TEXT), char(10)),
      (SELECT ifnull(clock,'none') FROM at WHERE path LIKE '%[0].from'), (SELECT ifnull(clock,'') FROM at WHERE path LIKE '%[0].to'),
      (SELECT ifnull(clock,'none') FROM at WHERE path LIKE '%start_lo'), (SELECT ifnull(clock,'') FROM at WHERE path LIKE '%start_hi'),
      (SELECT ifnull(clock,'none') FROM at WHERE path LIKE '%end_lo'), (SELECT ifnull(clock,'') FROM at WHERE path LIKE '%end_hi'),
      json_array_length(x, '\$.incidents'), json_extract(x, '\$.samples'), json_extract(x, '\$.gaps'),
      iif(json_extract(x, '\$.ledger_closed'), 'closed', 'NOT CLOSED'),
      json_extract(x, '\$.records'), iif(json_extract(x, '\$.verified'), 'sound', 'NOT SOUND'),
      iif(json_extract(x, '\$.replay_same'), 'same', 'NOT THE SAME'),
      ifnull(json_extract(x, '\$.notifications.\"alertmanager firing\"'), 0),
      ifnull(json_extract(x, '\$.notifications.\"alertmanager resolved\"'), 0),
      (SELECT ifnull(group_concat(char(10) || '    WRONG: ' || value, ''), '') FROM json_each(x, '\$.wrong')))
    FROM j"
}

turn() { # waits for a place
  while [ "$(jobs -rp | wc -l)" -ge "$at_once" ]; do wait -n || true; done
}

echo "mornings of 2 January 2023, $at_once at a time; state in $folder"
for seed in "${seeds[@]}"; do turn; morning "seed-$seed" --seed "$seed" & done
turn; morning "seed-2-kill-07:41" --seed 2 --kill 07:41 &
turn; morning "seed-3-workers-x2" --seed 3 --workers-factor 2 &
turn; morning "seed-7-tuesday" --seed 7 --day tuesday &
wait

wrong=$(cat "$folder"/*.exit | grep -vc '^0$' || true)
echo "$(ls "$folder"/*.exit | wc -l) mornings, $wrong wrong"
[ "$wrong" = 0 ]
