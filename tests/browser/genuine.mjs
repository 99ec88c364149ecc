// SPDX-License-Identifier: Apache-2.0
//
// Follows an address, as a phone does that has read a QR code, and tells the headline of the page:
//   node genuine.mjs URL [TEXT...]     each TEXT must stand on it; exit 1 where one does not
import { chromium } from "playwright-core";

const [url, ...wanted] = process.argv.slice(2);
if (!url) {
  console.error("usage: node genuine.mjs URL [TEXT...]");
  process.exit(2);
}
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
let status = 0;
try {
  const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  await page.goto(url, { timeout: 20_000, waitUntil: "load" });
  console.log((await page.locator("h1").innerText()).trim());
  const text = await page.locator("main").innerText();
  for (const part of wanted)
    if (!text.includes(part)) {
      console.log(`missing: ${part}`);
      status = 1;
    }
} finally {
  await browser.close();
}
process.exit(status);
