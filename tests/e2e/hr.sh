#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The office's month end. A login web hangs from about 07.12 to 07.38 of 2 January 2023 on a clock that runs thirty
# times as fast; five agencies share it. Then, as a clerk: an export of two hundred rows with every quirk is answered
# row by row; one sheet for each incident, whose QR code a second browser follows; codes that are wrong are found out.
# SAKSI_SHOTS=DIR keeps the pages and the papers.
set -Eeuo pipefail
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
shots=${SAKSI_SHOTS:-}

start_office
ports 2
pages=http://127.0.0.1:$port0 config=$work/saksi.yaml
write_config "$config" "$work/state" "$port0" "$port1"
# Five agencies on one host; a check-in with a limit; longer waits, since the clock runs thirty times as fast.
node - "$config" "$pages" <<'END'
const fs = require("fs"), [file, url] = process.argv.slice(2);
let text = fs.readFileSync(file, "utf8");
const target = /  - \{id: disdik, [\s\S]*?calendar: kantor\}\n/.exec(text)[0];
const more = [["dinkes", "Dinas Kesehatan", "DINKES"], ["setda", "Sekretariat Daerah", "SETDA"],
  ["dpu", "Dinas Pekerjaan Umum", "DPU"], ["dinsos", "Dinas Sosial", "DINSOS"]];
text = text.replace(target, target + more.map(([id, agency, short]) => target.replace("id: disdik", `id: ${id}`)
  .replace("Dinas Pendidikan", agency).replace("DISDIK", short)).join(""));
text = text.replace("slow: 3s", "slow: 15s").replace("late: 5s", "late: 25s").replace("timeout: 8s", "timeout: 30s")
  .replace('opening: "06:30", limit: "07:30", close: "08:30"', 'opening: "07:00", limit: "07:30", close: "08:00"')
  .replace("days: mon-sun, opening", "days: mon-fri, opening")
  .replace('    peak: [{days: mon-sun, from: "07:00", to: "08:30"}]', `    peak: [{days: mon-sun, from: "06:45", to: "08:15"}]
    late_classes:
      - {label: TL1, from: 1, to: 30, valid_from: 2020-01-01}
      - {label: TL2, from: 31, to: 60, valid_from: 2020-01-01}
      - {label: TL3, from: 61, valid_from: 2020-01-01}`)
  .replace("peak: 10s, day: 10s, quiet: 10s", "peak: 60s, day: 60s, quiet: 60s, max_inflight: 8")
  .replace("confirm_after: 1s, hold: 10s, reopen: 10s", "confirm_after: 5s, hold: 120s, reopen: 300s")
  .replace("  operated_by:", `  public_url: "${url}"\n  operated_by:`);
fs.writeFileSync(file, text);
END
# 06.50 WIB, thirty times as fast from now on.
origin=$(($(date +%s%N) / 1000))
start hub "$saksi" serve -c "$config" --clock "2023-01-01T23:50:00Z@${origin}x30" --demo 2023-01-02:5
hub=$started
until_true 20 "the pages" get "$pages/api/v1/incidents"

js() { node -e 'const d = JSON.parse(require("fs").readFileSync(0)); console.log(eval(process.argv[1]))' "$1"; }
at() { [[ $(get "$pages/api/v1/incidents" | js 'd.at') > "2023-01-02T$1" ]] && alive "$hub"; }
incidents_hold() { [ "$(get "$pages/api/v1/incidents" | js "$1")" = true ]; }

until_true 90 "07.12" at 00:12
get "http://127.0.0.1:$backstage/hang/on" >/dev/null
until_true 60 "an incident of each agency" incidents_hold 'new Set(d.incidents.map((i) => i.target)).size === 5'
number=$(get "$pages/api/v1/incidents?target=disdik" | js 'd.incidents[0].number')
get "$pages/gangguan/$number/lembar" >"$work/open.html"
grep -q "Kode verifikasi diterbitkan setelah gangguannya selesai" "$work/open.html" || wrong "an open incident has a code"
get "$pages/gangguan/$number/daftar-hadir" | grep -q "DAFTAR HADIR MANUAL" || wrong "no attendance list"
says "/gangguan/$number/daftar-hadir" get "$pages/gangguan/$number" || wrong "the open incident does not lead to the list"
fact "while it is out: $number has its attendance list, and no code yet"
until_true 90 "07.38" at 00:38
get "http://127.0.0.1:$backstage/hang/off" >/dev/null
until_true 60 "all are over" incidents_hold 'd.incidents.every((i) => i.closed !== null)'
until_true 120 "08.11" at 01:11

# --- the export --------------------------------------------------------------------------------
node tests/e2e/export.mjs >"$work/export.csv"
"$saksi" reconcile "$work/export.csv" -c "$config" >"$work/answered.csv" 2>"$work/counts" || [ $? = 1 ] ||
  wrong "reconcile: $(cat "$work/counts")"
node - "$work/answered.csv" <<'END' >"$work/told" || wrong "$(cat "$work/told")"
const rows = require("fs").readFileSync(process.argv[2], "utf8").replace(/^﻿/, "").split(/\r?\n/).filter((r) => /^\d+;/.test(r));
const bad = (why, row) => { console.log(`${why}: ${row}`); process.exit(1); };
if (rows.length !== 200) bad("rows", rows.length);
const counts = {};
for (const row of rows) {
  const cells = row.split(";"), result = cells[8], said = row.split(";").slice(8);
  counts[result] = (counts[result] ?? 0) + 1;
  if (!result) bad("no result", row);
  if (result === "Tidak terbaca" && !said.some((c) => c.length > 15)) bad("no reason", row);
  if (/;=/.test(row)) bad("a formula", row);
}
if (counts["Tidak terbaca"] !== 15) bad("unread", JSON.stringify(counts));
if (!(counts["Didukung bukti"] > 10)) bad("supported", JSON.stringify(counts));
if (!rows.some((r) => /;TL1;tepat waktu;/.test(r)) || !rows.some((r) => /;TL2;TL/.test(r))) bad("classes", JSON.stringify(counts));
console.log(Object.entries(counts).map(([k, v]) => `${v} ${k}`).join(", "));
END
fact "200 rows of an export: $(cat "$work/told")"

# --- records that come late --------------------------------------------------------------------
# Another saksi's store gets the records of two networks by file: of one of them at first no more than it had by 07.20.
other=$work/other.yaml late=$work/late
sed -e "s|directory: [^ ,}]*|directory: $late|" -e 's/{id: serat,/{id: balai,/' -e 's/{id: seluler,/{id: desa,/' \
  -e 's/{id: kampus,/{id: kota,/' "$config" >"$other"
"$saksi" records export --store "$work/state" --vantage serat >"$work/serat.txt" 2>"$work/serat.key"
"$saksi" records export --store "$work/state" --vantage kampus >"$work/kampus.txt" 2>"$work/kampus.key"
cut=$(grep -n -m1 '"end":"2023-01-02T00:2' "$work/kampus.txt" | cut -d: -f1)
head -n "$((cut - 1))" "$work/kampus.txt" | grep -v '^body' >"$work/kampus-early.txt" # its bodies come again below
head -n "$((cut - 1))" "$work/kampus.txt" | grep '^body' >>"$work/kampus-early.txt" || true
import() { "$saksi" records import -c "$other" "$@" >"$work/import" 2>&1; }
import "$work/serat.txt" && wrong "a key that nobody vouched for was accepted"
grep -q -- "--trust $(grep -o '[0-9a-f]\{64\}' "$work/serat.key")" "$work/import" || wrong "$(cat "$work/import")"
import "$work/serat.txt" --trust "$(grep -o '[0-9a-f]\{64\}' "$work/serat.key")" || wrong "$(cat "$work/import")"
grep -q "no incident changes" "$work/import" || wrong "one network made an incident: $(cat "$work/import")"
import "$work/kampus-early.txt" --trust "$(grep -o '[0-9a-f]\{64\}' "$work/kampus.key")" || wrong "$(cat "$work/import")"
reconcile() { "$saksi" reconcile "$1" -c "$other" 2>"$work/counts" || [ $? = 1 ] || wrong "$(cat "$work/counts")"; }
reconcile "$work/export.csv" >"$work/before.csv"
sed '$s/"class":"[a-z_]*"/"class":"http_5xx"/' "$work/kampus.txt" >"$work/forged.txt"
cmp -s "$work/forged.txt" "$work/kampus.txt" && wrong "nothing was forged"
import "$work/forged.txt" && wrong "a forged record was taken"
grep -q "the record was altered; nothing of the file was taken" "$work/import" || wrong "$(cat "$work/import")"
import "$work/kampus.txt" || wrong "$(cat "$work/import")"
grep -q "^incident K-.* rev. 2: " "$work/import" || wrong "no incident follows: $(cat "$work/import")"
reconcile "$work/before.csv" >"$work/after.csv"
said=$(sed -n '/berubah sejak/p' "$work/counts")
reconcile "$work/export.csv" >"$work/afresh.csv"
node - "$work/before.csv" "$work/after.csv" "$work/afresh.csv" <<'END' >"$work/told" || wrong "$(cat "$work/told")"
const fs = require("fs");
const [before, after, afresh] = process.argv.slice(2).map((file) =>
  fs.readFileSync(file, "utf8").replace(/^\uFEFF/, "").split(/\r?\n/).filter((r) => /^\d+;/.test(r))
    .map((r) => [...r.matchAll(/(?:^|;)("(?:[^"]|"")*"|[^;]*)/g)].map((m) => m[1])));
// Eight cells of the export, then ours: all but the sentence and the citation are compared.
const at = 8, counts = [0, 1, 2, 3, 4, 6].map((i) => at + i);
const bad = (why, i) => { console.log(`${why}: ${before[i].join(";")} | ${after[i].join(";")}`); process.exit(1); };
let changed = 0;
before.forEach((was, i) => {
  const differs = counts.some((c) => was[c] !== afresh[i][c]), flagged = (after[i][at + 8] ?? "") !== "";
  if (differs !== flagged) bad(differs ? "a change is not told" : "told as changed", i);
  if (counts.some((c) => after[i][c] !== afresh[i][c])) bad("not renewed", i);
  if (flagged) changed++;
});
if (changed === 0 || changed === before.length) { console.log(`${changed} of ${before.length} rows changed`); process.exit(1); }
console.log(`${changed} of ${before.length}`);
END
"$saksi" verify --store "$late" >"$work/verify" || wrong "$(cat "$work/verify")"
"$saksi" ledger --store "$late" >"$work/ledger" || wrong "$(cat "$work/ledger")"
fact "records that came late: $(cat "$work/told") rows changed, and just those are told; $said"

# --- one sheet for each incident ---------------------------------------------------------------
get "$pages/api/v1/incidents" | js 'd.incidents.map((i) => i.number).join("\n")' >"$work/numbers"
while IFS= read -r one; do
  get "$pages/gangguan/$one/lembar" >"$work/sheet.html"
  grep -q 'class="code">....-....-...<' "$work/sheet.html" || wrong "$one has no code: $(grep -o 'PRATINJAU.*' "$work/sheet.html" | head -c 300)"
done <"$work/numbers"
"$saksi" verify --store "$work/state" --json | js '[d.sound, d.sheets].join(" ")' >"$work/verify"
[ "$(cat "$work/verify")" = "true $(wc -l <"$work/numbers")" ] || wrong "verify: $(cat "$work/verify")"
fact "$(wc -l <"$work/numbers") incidents, and so many sheets; verify reads them again"

# --- from the paper to a second browser --------------------------------------------------------
for paper in "gangguan/$number/lembar.pdf" "cek/lembar.pdf?tgl=2/1/2023&opd=disdik"; do
  get "$pages/$paper" >"$work/sheet.pdf"
  get "$pages/$paper" | cmp - "$work/sheet.pdf" || wrong "$paper: two copies differ"
  pdftoppm -r 200 -gray -png "$work/sheet.pdf" "$work/paper"
  url=$( (zbarimg -q --raw -Sdisable -Sqrcode.enable "$work"/paper-*.png 2>/dev/null || true) | head -1)  # pages without one count as failed
  [[ $url == "$pages"/v/* ]] || wrong "$paper: the QR code says \"$url\""
  pdftotext -layout "$work/sheet.pdf" - >"$work/sheet.txt"
  failed=$(grep -oE '07\.[0-9.]+–07\.[0-9.]+ WIB' "$work/sheet.txt" | head -1)
  [ -n "$failed" ] || wrong "$paper names no failed checks: $(cat "$work/sheet.txt")"
  shown=$(node tests/browser/genuine.mjs "$url" "$failed" "SIMULASI" "Langkah yang tidak diuji: unggah") ||
    wrong "$paper: $shown"
  [[ $shown == "Asli dan berlaku"* ]] || wrong "$paper: a second browser shows \"$shown\""
  if [ -n "$shots" ]; then mkdir -p "$shots" && cp "$work/sheet.pdf" "$shots/$(tr -c 'A-Za-z0-9' - <<<"${paper%%\?*}").pdf"; fi
  rm -f "$work"/paper-*.png
  fact "$paper: printed grey, its QR leads a second browser to \"$shown\""
done
code=${url##*/}
[[ $(node tests/browser/genuine.mjs "$pages/v/${code:1:1}${code:0:1}${code:2}") == "Kode salah ketik"* ]] ||
  [ "${code:0:1}" = "${code:1:1}" ] || wrong "two characters that changed places are not found"
# The code of a changed content, by another implementation of docs/formats/lembar-1.md.
other=$(node -e '
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const bits = [...require("crypto").createHash("sha256").update(process.argv[1]).digest()].map((b) => b.toString(2).padStart(8, "0")).join("");
  const ten = Array.from({length: 10}, (_, i) => parseInt(bits.slice(5 * i, 5 * i + 5), 2));
  const sum = ten.reduce((c, d) => { c = (c ^ d) << 1; return c & 32 ? c ^ 37 : c; }, 0);
  console.log([...ten, sum].map((d) => letters[d]).join(""));' "$(cat "$work/sheet.txt")x")
[[ $(node tests/browser/genuine.mjs "$pages/v/$other") == "Kode tidak dikenal"* ]] || wrong "a changed content is verified"
fact "a changed content is unknown, and swapped characters are found"

# --- the pages in a browser --------------------------------------------------------------------
nice node tests/browser/check.mjs ${shots:+--shots "$shots"} "$pages/gangguan/$number/lembar" \
  "$pages/cek/lembar?tgl=2/1/2023&opd=setda&lang=en" "$pages/gangguan/$number/daftar-hadir" \
  "$pages/gangguan/$number/surat" "$pages/gangguan/$number" "$pages/v" "$pages/v/$code" "$pages/v/$code?lang=en" \
  "$pages/v?kode=salah" >"$work/browser" 2>&1 || wrong "$(grep -v '^ok' "$work/browser")"
fact "the papers: $(tail -1 "$work/browser") in Chromium"
[ "$(get -H "Accept-Encoding: gzip" "$pages/gangguan/$number/lembar" | wc -c)" -le 15360 ] || wrong "a sheet is over 15 KB"
[ "$(get -H "Accept-Encoding: gzip" "$pages/v/$code" | wc -c)" -le 10240 ] || wrong "/v is over 10 KB"
fact "/v weighs $(get -H "Accept-Encoding: gzip" "$pages/v/$code" | wc -c) bytes, a sheet $(get -H "Accept-Encoding: gzip" "$pages/gangguan/$number/lembar" | wc -c)"
