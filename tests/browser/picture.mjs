// SPDX-License-Identifier: Apache-2.0
//
// One picture of one page, as a person sees it first:  node picture.mjs URL WIDTH HEIGHT FILE
import { chromium } from "playwright-core";

const [url, width, height, path] = process.argv.slice(2);
if (!path) {
  console.error("usage: node picture.mjs URL WIDTH HEIGHT FILE");
  process.exit(2);
}
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
try {
  const page = await browser.newPage({ viewport: { width: Number(width), height: Number(height) } });
  const answer = await page.goto(url, { timeout: 20_000, waitUntil: "load" });
  if (answer?.status() !== 200) throw new Error(`${url}: status ${answer?.status()}`);
  await page.screenshot({ path });
} finally {
  await browser.close();
}
