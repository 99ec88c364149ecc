// SPDX-License-Identifier: Apache-2.0
//
// What stands on the other ends of the uplinks.
//
//   node uplinks.mjs dns ADDRESS SITE CONTROLS LOG    answers *.uji with the site's address, kontrol*.uji with the
//                                                     controls', and writes who asked into LOG
//   node uplinks.mjs proxy PORT SITE CONTROLS         takes CONNECT on 127.0.0.1 and looks names up likewise
import { createSocket } from "node:dgram";
import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";

const [what, where, site, controls, log] = process.argv.slice(2);
const address = (name) => (name.startsWith("kontrol") ? controls : site);

if (what === "dns") {
  const server = createSocket("udp4");
  server.on("message", (question, from) => {
    let end = 12, name = "";
    while (question[end] !== 0) {
      name += question.toString("latin1", end + 1, end + 1 + question[end]) + ".";
      end += question[end] + 1;
    }
    const type = question.readUInt16BE(end + 1);
    appendFileSync(log, `${from.address} ${name} ${type}\n`);
    const answers = type === 1 ? 1 : 0; // A; of AAAA there is none
    const head = Buffer.from(question.subarray(0, 12));
    head.writeUInt16BE(0x8180, 2);
    head.writeUInt16BE(answers, 6);
    head.writeUInt16BE(0, 10); // what the question may have added
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...address(name).split(".").map(Number)]);
    server.send(Buffer.concat([head, question.subarray(12, end + 5), answers ? record : Buffer.alloc(0)]), from.port, from.address);
  });
  server.bind(53, where, () => console.log("listens"));
} else {
  const server = createServer((request, response) => response.writeHead(405).end());
  server.on("connect", (request, client) => {
    const [name, port] = request.url.split(":");
    const other = connect(Number(port), address(name), () => {
      client.write("HTTP/1.1 200 Connection established\r\nVia: uji\r\n\r\n");
      client.pipe(other).pipe(client);
    });
    other.on("error", () => client.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"));
    client.on("error", () => other.destroy());
  });
  server.listen(Number(where), "127.0.0.1", () => console.log("listens"));
}
