#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts a ledger again with nothing of Saksi's own: reads files of `saksi records export`, computes every slot from
the plan records in them, and finds each exactly once among samples and gaps. Usage: recount.py FILE..."""
import json, sys
from datetime import datetime
from zoneinfo import ZoneInfo

def us(text):
    head, _, fraction = text.rstrip("Z").partition(".")
    return int(datetime.fromisoformat(head + "+00:00").timestamp()) * 10**6 + int((fraction + "000000")[:6])

def interval(entry, at):
    local = datetime.fromtimestamp(at // 10**6, ZoneInfo(entry["zone"]))
    second, day = local.hour * 3600 + local.minute * 60 + local.second, (local.weekday() + 1) % 7
    for window in entry["windows"]:
        free = local.strftime("%Y-%m-%d") in entry["holidays"] and not window["on_holidays"]
        if not free and day in window["weekdays"] and window["from_s"] <= second < window["to_s"]:
            return window["interval_us"]
    return entry["quiet_us"]

def slots(plan, start, end):
    for entry in plan["entries"]:
        for step in {entry["quiet_us"]} | {window["interval_us"] for window in entry["windows"]}:
            phase = step // entry["turns"] * entry["turn"] + step % entry["turns"] * entry["turn"] // entry["turns"]
            for at in range(-(-(start - phase) // step) * step + phase, end, step):
                if interval(entry, at) == step:
                    yield entry["target"], entry["journey"], at

wrong = planned = 0
for name in sys.argv[1:]:
    records = [json.loads(line.split(" ", 2)[2]) for line in open(name) if line.startswith("record ")]
    wrong += sum(record["seq"] != place for place, record in enumerate(records))
    rows = [(r["target"], r["journey"], us(r["slot"])) for r in records if "slot" in r]
    plans = [record for record in records if record["kind"] == "plan"]
    due, horizon = set(), max(row[2] for row in rows) - 60 * 10**6  # what was under way at the end is not counted
    for place, plan in enumerate(plans):
        end = min([us(later["effective"]) for later in plans[place + 1:]] + [horizon])
        due |= set(slots(plan, us(plan["effective"]), end))
    missing, surplus, double = due - set(rows), {r for r in rows if r[2] < horizon} - due, len(rows) - len(set(rows))
    planned, wrong = planned + len(due), wrong + len(missing) + len(surplus) + double
    print(f"{name}: {len(records)} records, {len(due)} slots; {len(missing)} missing, {len(surplus)} surplus, {double} double")
sys.exit(1 if wrong or not planned else 0)
