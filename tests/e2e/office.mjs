// SPDX-License-Identifier: Apache-2.0
//
// A small attendance web for the end-to-end tests, as a framework would make it: a session cookie, a
// token in each form, a redirect after the login. It accepts the three test accounts and nobody else.
//
//   node office.mjs PORT BACKSTAGE
//
// On BACKSTAGE the test stands behind the scenes: /hang/on and /hang/off (pages are asked for and
// never answered), /stop/on (each answer asks probes to stop), /seen (how often what was asked for), and
// POST /alerts/..., which takes what Alertmanager sends; /alerts shows it. $PASSWORD is the accounts'.
import { createServer } from "node:http";
import { randomBytes } from "node:crypto";

const [port, backstage] = process.argv.slice(2).map(Number);
const password = process.env.PASSWORD ?? "rahasia-uji";
const sessions = new Map(); // cookie -> {token, user}
const seen = {};
const alerts = [];
let hanging = false, stopping = false;

const page = (title, body) => `<!doctype html><html lang="id"><meta charset="utf-8"><title>${title}</title>${body}</html>`;
const loginForm = (token, message = "") => page("Masuk", `${message}<form method="post" action="/login">
<input type="hidden" name="_token" value="${token}"><label>Nomor Induk Pegawai <input name="nip"></label>
<label>Kata sandi <input type="password" name="password"></label><button>Masuk</button></form>`);

function session(request, response) {
  const cookie = /(?:^|; )sesi=([0-9a-f]+)/.exec(request.headers.cookie ?? "")?.[1];
  if (sessions.has(cookie)) return sessions.get(cookie);
  const fresh = { token: randomBytes(16).toString("hex"), user: "" };
  const name = randomBytes(16).toString("hex");
  sessions.set(name, fresh);
  response.setHeader("Set-Cookie", `sesi=${name}; Path=/; HttpOnly`);
  return fresh;
}

function answer(response, status, body, type = "text/html; charset=utf-8") {
  response.writeHead(status, { "Content-Type": type });
  response.end(body);
}
function go(response, place) {
  response.writeHead(303, { Location: place });
  response.end();
}

const body = (request) => new Promise((resolve) => {
  let text = "";
  request.on("data", (part) => { text += part; });
  request.on("end", () => resolve(text));
});

createServer(async (request, response) => {
  const path = `${request.method} ${request.url}`;
  seen[path] = (seen[path] ?? 0) + 1;
  const form = new URLSearchParams(await body(request));
  if (hanging) return; // the crowd is in: asked, and never answered
  if (stopping) response.setHeader("X-Saksi-Stop", "1");
  const mine = session(request, response);
  if (path === "GET /login") return answer(response, 200, loginForm(mine.token));
  if (path === "POST /login") {
    if (form.get("_token") !== mine.token) return answer(response, 419, page("Page Expired", "419"));
    if (!/^UJI-SAKSI-0[123]$/.test(form.get("nip")) || form.get("password") !== password)
      return answer(response, 200, loginForm(mine.token, "<p>NIP atau kata sandi salah</p>"));
    mine.user = form.get("nip");
    return go(response, "/beranda");
  }
  if (!mine.user) return go(response, "/login");
  if (path === "GET /beranda") return answer(response, 200, page("Beranda", `<h1>Beranda</h1><p>${mine.user}</p><a href="/keluar">Keluar</a>`));
  if (path === "GET /absensi/masuk")
    return answer(response, 200, page("Presensi", `<h1>Presensi Masuk</h1><form method="post" enctype="multipart/form-data" action="/absensi/unggah">
<input type="hidden" name="_token" value="${mine.token}"><input type="file" name="foto"><input name="keterangan"></form>`));
  if (path === "GET /api/absensi/hari-ini")
    return answer(response, 200, JSON.stringify({ nama: mine.user, tanggal: "hari ini" }), "application/json");
  return answer(response, 404, page("404", "tidak ada"));
}).listen(port, "127.0.0.1");

createServer(async (request, response) => {
  const text = await body(request);
  if (request.url === "/hang/on") hanging = true;
  if (request.url === "/hang/off") hanging = false;
  if (request.url === "/stop/on") stopping = true; // the owner asks probes to leave
  if (request.url.startsWith("/alerts") && request.method === "POST") alerts.push(JSON.parse(text));
  answer(response, 200, JSON.stringify(request.url === "/alerts" ? alerts : { hanging, seen }), "application/json");
}).listen(backstage, "127.0.0.1");
