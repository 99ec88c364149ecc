// SPDX-License-Identifier: Apache-2.0
//
// Stands in a plain-HTTP connection and keeps every byte that was asked, as a capture on the wire would.
//
//   node recorder.mjs LISTEN FORWARD FILE
import { createServer, connect } from "node:net";
import { appendFileSync } from "node:fs";

const [listen, forward, file] = process.argv.slice(2);
createServer((asker) => {
  const site = connect(Number(forward), "127.0.0.1");
  asker.on("data", (bytes) => { appendFileSync(file, bytes); site.write(bytes); });
  site.on("data", (bytes) => asker.write(bytes));
  for (const [one, other] of [[asker, site], [site, asker]]) {
    one.on("close", () => other.destroy());
    one.on("error", () => other.destroy());
  }
}).listen(Number(listen), "127.0.0.1");
