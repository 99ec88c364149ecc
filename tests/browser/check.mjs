// SPDX-License-Identifier: Apache-2.0
//
// Opens pages in a real Chromium and checks what only a browser can tell: that nothing has to be
// scrolled sideways at 320 px, that the console stays silent, that axe-core finds nothing serious.
//
//   node check.mjs [--shots DIR] URL...
//
// One line a check and a closing "N passed, N failed"; exit 1 when a check failed, 2 on wrong use.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { chromium } from "playwright-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const widths = [320, 1280];
const patience = 20_000; // ms for one page

const urls = [];
let shots = "";
const args = process.argv.slice(2);
while (args.length > 0) {
  const arg = args.shift();
  if (arg === "--shots") shots = args.shift() ?? "";
  else urls.push(arg);
}
if (urls.length === 0 || (shots === "" && process.argv.includes("--shots"))) {
  console.error("usage: node check.mjs [--shots DIR] URL...");
  process.exit(2);
}
if (shots) mkdirSync(shots, { recursive: true });

let passed = 0;
let failed = 0;
function report(what, troubles) {
  if (troubles.length === 0) {
    passed++;
    console.log(`ok      ${what}`);
  } else {
    failed++;
    console.log(`FAILED  ${what}`);
    for (const trouble of troubles) console.log(`        ${trouble}`);
  }
}

// "http://h:1/gangguan/K-1?lang=en" -> "gangguan-K-1-lang-en"
function shotName(url) {
  const { pathname, search } = new URL(url);
  const name = (pathname.split("/").filter(Boolean).slice(-2).join("-") + search).replace(/\.html/g, "");
  return name.replace(/[^A-Za-z0-9.]+/g, "-").replace(/^-|-$/g, "") || "index";
}

// Elements that reach past the right edge, by their own box; an inner scroll area would be one too.
function tooWide() {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  return [...document.body.querySelectorAll("*")]
    .filter((e) => e.getBoundingClientRect().right > edge + 0.5 && !e.closest("svg"))
    .slice(0, 5)
    .map((e) => `reaches ${Math.round(e.getBoundingClientRect().right)} of ${edge} px: ` +
                `<${e.tagName.toLowerCase()} class="${e.className}"> ${e.textContent.trim().slice(0, 40)}`)
    .concat([`page is ${document.documentElement.scrollWidth} px wide`]);
}

// WCAG 2.5.8: 24 by 24 px, links inside a sentence excepted.
function tooSmall() {
  return [...document.querySelectorAll("a,summary,button")]
    .filter((e) => e.getClientRects().length > 0 && !e.classList.contains("skip"))
    .filter((e) => !(e.parentElement.tagName === "P" && e.parentElement.textContent.trim() !== e.textContent.trim()))
    .filter((e) => {
      const box = e.getBoundingClientRect();
      return box.width < 24 || box.height < 24;
    })
    .map((e) => {
      const box = e.getBoundingClientRect();
      return `${Math.round(box.width)} by ${Math.round(box.height)} px: ${e.textContent.trim().slice(0, 40)}`;
    });
}

// axe calls every timed refresh critical, because it cannot see that the reader may stop it. Here
// that is checked instead: a link that stops it must be there, and the page it leads to must hold
// still (WCAG 2.2.1 and 2.2.2 allow a refresh that can be turned off).
async function reloadCanBeStopped(page, context) {
  if ((await page.locator('meta[http-equiv="refresh"]').count()) === 0) return [];
  const stop = page.locator('a[href*="segar=0"]');
  if ((await stop.count()) === 0) return ["the page reloads itself and offers no way to stop it"];
  if (page.url().startsWith("file:")) return []; // written to a file: nothing answers behind the link
  const calm = await context.newPage();
  try {
    await calm.goto(new URL(await stop.first().getAttribute("href"), page.url()).href, { timeout: patience });
    const left = await calm.locator('meta[http-equiv="refresh"]').count();
    return left === 0 ? [] : ["the link that stops the reload leads to a page that still reloads"];
  } finally {
    await calm.close();
  }
}

async function accessible(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { rules: { "meta-refresh": { enabled: false } } }));
  return violations
    .filter((v) => v.impact === "serious" || v.impact === "critical")
    .flatMap((v) => v.nodes.slice(0, 3).map((n) =>
      `${v.id} (${v.impact}): ${n.html.slice(0, 120)}: ${n.failureSummary.replace(/\s+/g, " ").slice(0, 200)}`));
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  for (const url of urls) {
    for (const width of widths) {
      for (const scheme of ["light", "dark"]) {
        const context = await browser.newContext({
          viewport: { width, height: width === 320 ? 640 : 900 },
          deviceScaleFactor: shots ? 2 : 1,
          colorScheme: scheme,
        });
        const page = await context.newPage();
        const noise = [];
        const asked = [];
        page.on("console", (m) => { if (["error", "warning"].includes(m.type())) noise.push(m.text()); });
        page.on("pageerror", (e) => noise.push(String(e)));
        page.on("request", (r) => { if (!r.url().startsWith("data:")) asked.push(r.url()); });
        const what = `${url} at ${width} px, ${scheme}`;
        try {
          const answer = await page.goto(url, { timeout: patience, waitUntil: "load" });
          const status = answer?.status() ?? 0;
          report(`${what}: opens`, status === 200 || url.startsWith("file:") ? [] : [`status ${status}`]);
          if (scheme === "light") {
            report(`${what}: no sideways scroll`, await page.evaluate(tooWide));
            report(`${what}: targets are large enough`, await page.evaluate(tooSmall));
            report(`${what}: one request`, asked.length === 1 ? [] : asked.slice(1));
            report(`${what}: reload can be stopped`, await reloadCanBeStopped(page, context));
          }
          if (shots && scheme === "light")
            await page.screenshot({ path: join(shots, `${shotName(url)}-${width}.png`), fullPage: true });
          if (shots && scheme === "dark" && width === 320)
            await page.screenshot({ path: join(shots, `${shotName(url)}-dark.png`), fullPage: true });
          // All that can be unfolded is looked at unfolded.
          await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
          if (scheme === "light") report(`${what}: no sideways scroll, unfolded`, await page.evaluate(tooWide));
          report(`${what}: axe-core`, await accessible(page));
          report(`${what}: silent console`, noise);
        } catch (error) {
          report(what, [String(error).split("\n")[0]]);
        } finally {
          await context.close();
        }
      }
    }
  }
} finally {
  await browser.close();
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
