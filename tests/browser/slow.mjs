// SPDX-License-Identifier: Apache-2.0
//
// A page as an employee gets it at half past seven: a telephone on 2G (250 kbit/s down, 50 up, 300 ms there and
// back), no JavaScript, nothing cached. Every TEXT must be readable within SECONDS.
//
//   node slow.mjs URL SECONDS TEXT...
import { chromium } from "playwright-core";

const [url, seconds, ...texts] = process.argv.slice(2);
if (texts.length === 0) {
  console.error("usage: node slow.mjs URL SECONDS TEXT...");
  process.exit(2);
}
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
try {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false, latency: 300, downloadThroughput: 250_000 / 8, uploadThroughput: 50_000 / 8,
  });
  let requests = 0, bytes = 0;
  page.on("request", (request) => { if (!request.url().startsWith("data:")) requests++; });
  devtools.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
  const began = performance.now();
  const answer = await page.goto(url, { timeout: Number(seconds) * 1000, waitUntil: "load" });
  const took = (performance.now() - began) / 1000;
  if (answer?.status() !== 200) throw new Error(`${url}: status ${answer?.status()}`);
  const shown = (await page.locator("body").innerText()).replace(/\s+/g, " ");
  const missing = texts.filter((text) => !shown.includes(text));
  if (missing.length > 0) throw new Error(`not to be read: ${missing.join("; ")}\n${shown.slice(0, 1500)}`);
  if (took < 0.3) throw new Error(`loaded in ${took.toFixed(2)} s: the link was not slow`);
  console.log(`${took.toFixed(1)} s on 2G without JavaScript, ${requests} request, ${bytes} bytes`);
} finally {
  await browser.close();
}
