// SPDX-License-Identifier: Apache-2.0
//
// The Bot API's sendMessage, as far as it is documented: the token stands in the path, a body is JSON with chat_id and
// text (1 to 4096 UTF-16 units), an answer is {ok, result} or {ok, error_code, description, parameters}. A chat gets
// one message a second; more, and the very first one, is answered 429 with retry_after.
//
//   node telegram.mjs PORT PAGES     GET /seen: every message that was accepted, with the time that PAGES said then
import { createServer } from "node:http";

const [port, pages] = process.argv.slice(2);
const seen = [];
let refusals = 0, early = 0, free = 0; // when the chat may be told again

const read = (request) => new Promise((resolve) => {
  let text = "";
  request.on("data", (part) => { text += part; });
  request.on("end", () => resolve(text));
});

createServer(async (request, response) => {
  const answer = (status, body, headers = {}) => {
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
  const refuse = (code, description, parameters) => answer(code, { ok: false, error_code: code, description, ...parameters });
  if (request.url === "/seen") return answer(200, { seen, refusals, early });
  const body = await read(request);
  if (request.url !== "/bot1:DEMO/sendMessage") return refuse(404, "Not Found");
  const message = JSON.parse(body);
  if (message.chat_id !== "-1001") return refuse(400, "Bad Request: chat not found");
  if (!message.text || message.text.length > 4096) return refuse(400, "Bad Request: message is too long");
  if (refusals === 0 || Date.now() < free) {
    if (refusals > 0) early++; // whoever was told to wait and did not
    refusals++;
    free = Date.now() + 1000;
    return refuse(429, "Too Many Requests: retry after 1", { parameters: { retry_after: 1 } });
  }
  free = Date.now() + 1000;
  const now = await fetch(`${pages}/api/v1/incidents?limit=1`).then((r) => r.json()).then((r) => r.at, () => "?");
  seen.push({ at: now, text: message.text });
  answer(200, { ok: true, result: { message_id: seen.length, date: Math.floor(Date.now() / 1000), text: message.text } });
}).listen(Number(port), "127.0.0.1");
