// SPDX-License-Identifier: Apache-2.0
//
// What can be known of our dashboards without Grafana.
//   node check.mjs                            the rules that each panel keeps
//   node check.mjs --prometheus URL [--range SECONDS]   and every expression, asked of a real Prometheus that has
//                                             scraped a Saksi: an answer, with series, and no NaN among its values
import { readFileSync, readdirSync } from "node:fs";

const house = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, house), "utf8");
const metrics = new Set([...read("daemon/metrics/table.cpp").matchAll(/^ +\{"([a-z_]+)"/gm)].map((m) => m[1]));
const option = (name) => { const i = process.argv.indexOf(name); return i < 0 ? undefined : process.argv[i + 1]; };
const prometheus = option("--prometheus");
const range = Number(option("--range") ?? 240);
const broken = [];
const wrong = (where, what) => broken.push(`${where}: ${what}`);

// --- the rules -------------------------------------------------------------------------------------
function namesKnown(where, expr) {
  for (const [name] of expr.matchAll(/\bsaksi_[a-z_]+/g))
    if (!metrics.has(name.replace(/_(bucket|sum|count)$/, ""))) wrong(where, `there is no metric ${name}`);
  for (const [, span] of expr.matchAll(/\[([^\]]+)\]/g))
    if (span !== "$__rate_interval") wrong(where, `[${span}]: a range is [$__rate_interval]`);
}

function lint(file, board) {
  const variables = board.templating.list;
  if (!board.uid || !board.title || !board.description) wrong(file, "uid, title and description are needed");
  if (board.editable !== false) wrong(file, "what is provisioned is not edited");
  if (board.timezone !== "Asia/Jakarta") wrong(file, "the time zone is the office's");
  if (variables.filter((v) => v.type === "datasource" && v.name === "datasource").length !== 1)
    wrong(file, "one variable named datasource");
  const ids = new Set();
  for (const panel of board.panels) {
    const where = `${file}: "${panel.title}"`;
    if (ids.has(panel.id)) wrong(where, `id ${panel.id} is taken`);
    ids.add(panel.id);
    if (panel.type === "row") continue;
    if (!panel.description) wrong(where, "say what it shows and how to read it");
    if (!panel.fieldConfig?.defaults?.unit) wrong(where, "a unit");
    if (panel.targets.length === 0) wrong(where, "it asks nothing");
    const legends = new Set();
    for (const target of panel.targets) {
      if (target.datasource?.uid !== "${datasource}") wrong(where, "its data source is the variable");
      if (legends.has(target.legendFormat)) wrong(where, `two series are called ${target.legendFormat}`);
      legends.add(target.legendFormat);
      namesKnown(where, target.expr);
    }
  }
}

// --- the questions ---------------------------------------------------------------------------------
async function ask(path, parameters) {
  const url = `${prometheus}/api/v1/${path}?${new URLSearchParams(parameters)}`;
  const answer = await (await fetch(url, { signal: AbortSignal.timeout(20000) })).json();
  if (answer.status !== "success") throw new Error(`${answer.errorType}: ${answer.error}`);
  return answer.data;
}

function filled(expr) { // what Grafana would put in: everything chosen, the shortest interval
  return expr.replaceAll("$__rate_interval", "20s").replaceAll(/\$(site|vantage)\b/g, ".+");
}

async function questions(file, board) {
  const now = Date.now() / 1000;
  const all = [];
  for (const panel of board.panels.filter((p) => p.type !== "row"))
    for (const target of panel.targets) all.push([`${file}: "${panel.title}"`, target.expr, target.instant]);
  for (const note of board.annotations.list) all.push([`${file}: annotation "${note.name}"`, note.expr, false]);
  let series = 0;
  for (const [where, expr, instant] of all) {
    try {
      const data = instant ? await ask("query", { query: filled(expr) })
        : await ask("query_range", { query: filled(expr), start: now - range, end: now, step: 2 });
      const values = data.result.flatMap((one) => one.values ?? [one.value]).map(([, value]) => value);
      if (values.length === 0) wrong(where, `no data for ${expr}`);
      if (values.includes("NaN")) wrong(where, `NaN among its values: ${expr}`);
      const names = data.result.map((one) => JSON.stringify(one.metric));
      if (new Set(names).size !== names.length) wrong(where, "two series look the same");
      series += data.result.length;
    } catch (error) {
      wrong(where, `${error.message} for ${expr}`);
    }
  }
  for (const variable of board.templating.list.filter((v) => v.type === "query")) {
    const [, metric, label] = /^label_values\((\w+), (\w+)\)$/.exec(variable.definition) ?? [];
    const found = metric ? await ask(`label/${label}/values`, { "match[]": metric }) : [];
    if (found.length === 0) wrong(file, `variable ${variable.name} has no values`);
  }
  return `${all.length} expressions, ${series} series`;
}

const files = readdirSync(new URL("dashboards/", house)).filter((name) => name.endsWith(".json"));
if (files.length === 0) wrong("dashboards", "there is none");
for (const file of files) {
  const board = JSON.parse(read(`dashboards/${file}`));
  lint(file, board);
  const asked = prometheus ? await questions(file, board) : "not asked of a Prometheus";
  console.log(`${file}: ${board.panels.filter((p) => p.type !== "row").length} panels, ${asked}`);
}
for (const line of broken) console.log(`WRONG ${line}`);
process.exit(broken.length === 0 ? 0 : 1);
