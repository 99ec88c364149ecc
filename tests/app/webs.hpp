// SPDX-License-Identifier: Apache-2.0
//
// Whole attendance webs of six builds: what each answers, and the journey that is written for it as
// docs/journeys.md says. Odd but legal HTML is part of it: tags in capitals, none closed, things
// after </html>, a </html> in a script, bytes of another charset than the header says.
#pragma once

#include <fmt/format.h>

#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "support/gzip.hpp"

namespace saksi::app::test {

using saksi::test::unzipped;
using saksi::test::zipped;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed * 0x9E3779B97F4A7C15u + 1) {}
  std::size_t below(std::size_t most) { return most == 0 ? 0 : engine_() % most; }
  bool one_in(std::size_t many) { return below(many) == 0; }
  template <class T>
  T pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }
  std::string letters(std::size_t many) {
    std::string text;
    while (text.size() < many) text += static_cast<char>('a' + below(26));
    return text;
  }

 private:
  std::mt19937_64 engine_;
};

enum class Framing { length, chunked, until_close };

struct Reply {
  enum class Kind { page, asset, json, text };
  Kind kind = Kind::page;
  int status = 200;
  std::string type = "text/html; charset=UTF-8", headers;
  std::string body;
  std::string shell;  // of a page: the same without what belongs in it
  bool gzip = false;
  Framing framing = Framing::length;
  std::size_t matters = 0;  // bytes; a cut behind takes nothing from anybody
};

struct Web {
  std::size_t dialect = 0;               // a row of dialects()
  std::map<std::string, Reply> replies;  // "GET /login"
};

// ---- bytes --------------------------------------------------------------------------------------

inline std::string head_of(const Reply& reply, const std::string& more) {
  std::string head = fmt::format("HTTP/1.1 {} X\r\nServer: nginx\r\n", reply.status);
  if (!reply.type.empty()) head += "Content-Type: " + reply.type + "\r\n";
  return head + reply.headers + more;
}

inline std::string wire(const Reply& reply) {
  const std::string body = reply.gzip ? zipped(reply.body) : reply.body;
  std::string head = head_of(reply, reply.gzip ? "Content-Encoding: gzip\r\n" : "");
  if (reply.framing == Framing::length)
    return head + fmt::format("Content-Length: {}\r\n\r\n", body.size()) + body;
  if (reply.framing == Framing::until_close) return head + "Connection: close\r\n\r\n" + body;
  head += "Transfer-Encoding: chunked\r\n\r\n";
  for (std::size_t at = 0; at < body.size(); at += 1777) {
    const std::string chunk = body.substr(at, 1777);
    head += fmt::format("{:x}\r\n", chunk.size()) + chunk + "\r\n";
  }
  return head + "0\r\n\r\n";
}

// ---- pages --------------------------------------------------------------------------------------

inline std::string filler(Dice& dice) {
  std::string text = "<ul class=nav>";
  for (std::size_t i = dice.below(30); i > 0; --i)
    text += fmt::format("<li><a href='/m/{}'>{}</a>", i, dice.letters(4 + dice.below(9)));
  text += "</ul><table>";
  for (std::size_t i = dice.below(60); i > 0; --i)
    text += fmt::format("<tr><td>{}</td><td>{} &lt; {}</td></tr>\n", i, dice.letters(12), i * 7);
  text += "</table>";
  if (dice.one_in(3))
    text +=
        "<script>function cetak(){w=open();w.document.write('<html><body>'+isi+'</body></html>');}"
        "</script>";
  if (dice.one_in(4)) text += "<!-- <p>lama</p> </body></html> -->";
  if (dice.one_in(5)) text += "caf\xE9 \xFF\xFE";  // not what the header's charset says
  if (dice.one_in(5)) text += "<img src=data:image/png;base64,iVBORw0KGgo= alt='a > b'>";
  return text;
}

// `closes`: it writes </html>, as almost all do; the standard lets a page do without.
inline Reply page(Dice& dice, const std::string& content, bool closes = true) {
  Reply reply;
  reply.type = dice.pick<std::string>({"text/html; charset=UTF-8", "text/html", "TEXT/HTML",
                                       "text/html;charset=iso-8859-1", "application/xhtml+xml"});
  if (closes && dice.one_in(20)) reply.type = "";
  reply.gzip = dice.one_in(3);
  reply.framing = dice.pick<Framing>(
      {Framing::length, Framing::length, Framing::chunked, Framing::until_close});
  const bool capitals = dice.one_in(6);
  std::string open = dice.pick<std::string>({"<!DOCTYPE html>\n", "<!doctype html>", ""});
  if (dice.one_in(10) && !reply.type.empty()) open.insert(0, "\xEF\xBB\xBF");
  open += capitals ? "<HTML><HEAD><TITLE>" : "<html lang=\"id\"><head><meta charset=utf-8><title>";
  open += "Presensi " + dice.letters(6);
  open += capitals ? "</TITLE></HEAD><BODY>" : "</title><style>p{margin:0}</style></head><body>";
  open += "<img src=/logo.png>";
  std::string foot = filler(dice) + "<footer>Diskominfo";
  reply.matters = foot.size();
  foot += " 2023";
  if (closes) {
    foot += "</footer>";
    foot += capitals ? "</BODY></HTML" : "</body></html";
    reply.matters = foot.size();
    foot += ">";
    foot += dice.pick<std::string>(
        {"", "", "\n\n", "<!-- 0.31 s -->", "\n<script>hit(1)</script>\n", "  \r\n"});
  } else {
    foot += dice.pick<std::string>({"", "\n", "<!-- 0.31 s -->"});
  }
  const std::string before = filler(dice);
  reply.body = open + before + content + foot;
  reply.matters += open.size() + before.size() + content.size();
  reply.shell = open + foot;
  return reply;
}

inline std::string form(const std::string& action, const std::string& token) {
  return "<form action=\"" + action + "\" method=\"post\">" +
         (token.empty() ? "" : "<input type=\"hidden\" name=\"_token\" value=\"" + token + "\">") +
         "<input name=\"username\"><input type=\"password\" name=\"password\"></form>";
}

inline Reply json(Dice& dice, std::string body) {
  Reply reply;
  reply.kind = Reply::Kind::json;
  reply.type = dice.pick<std::string>({"application/json", "application/json; charset=utf-8"});
  reply.matters = body.size();
  reply.body = std::move(body) + dice.pick<std::string>({"", "\n", " \r\n"});
  reply.gzip = dice.one_in(3);
  reply.framing = dice.pick<Framing>({Framing::length, Framing::chunked});
  return reply;
}

inline std::string rows(Dice& dice) {
  std::string list = "[";
  for (std::size_t i = dice.below(40); i > 0; --i)
    list += fmt::format("{{\"id\":{},\"nama\":\"{}\"}},", i, dice.letters(10));
  return list + "{\"id\":0,\"nama\":\"\\u00e9\"}]";
}

constexpr std::size_t kScriptBytes = 20'000;  // as its step says in size.least

inline Reply asset(Dice& dice, const char* type, std::string text) {
  Reply reply;
  reply.kind = Reply::Kind::asset;
  reply.type = type;
  while (text.size() < kScriptBytes) text += "/*" + dice.letters(60) + "*/\n";
  reply.body = std::move(text);
  reply.body.resize(kScriptBytes, ' ');
  reply.matters = kScriptBytes;
  reply.gzip = dice.one_in(2);
  return reply;
}

inline Reply text(Dice& dice, const std::string& body) {
  Reply reply;
  reply.kind = Reply::Kind::text;
  const std::string lead = dice.pick<std::string>({"", " ", "\n"});
  reply.body = lead + body + dice.pick<std::string>({"", " \n", "\r\n"});
  reply.matters = lead.size() + body.size();
  reply.gzip = dice.one_in(4);
  return reply;
}

inline Reply redirect(const std::string& to) {
  Reply reply;
  reply.status = 302;
  reply.headers = "Location: " + to + "\r\n";
  return reply;
}

// ---- the six builds -----------------------------------------------------------------------------

struct Dialect {
  const char* name;
  const char* head;                                          // of the journey, YAML
  const char* steps;                                         // of the journey, YAML
  std::vector<std::pair<std::string, std::string>> victims;  // replies, and the steps that get them
};

inline const std::vector<Dialect>& dialects() {
  static const std::vector<Dialect> all{
      {"Laravel-like",
       "    preset: laravel-blade\n    mode: login",
       R"(      - {id: halaman, path: /, expect: ["Absen Maju"]}
      - {id: login, kind: login, fields: {username: "${user}", password: "${password}"}, expect: ["Selamat datang"]}
      - {id: formulir, path: /absen, expect: ["Ambil foto"], token: true})",
       {{"GET /", "halaman"}, {"GET /menu", "login"}, {"GET /absen", "formulir"}}},
      {"Laravel-like, tags never closed",
       "    preset: laravel-blade\n    mode: login",
       R"(      - {id: halaman, path: /, complete: false, expect: ["Absen Maju", "<footer>Diskominfo"]}
      - {id: login, kind: login, complete: false, fields: {username: "${user}", password: "${password}"}, expect: ["Selamat datang", "<footer>Diskominfo"]}
      - {id: formulir, path: /absen, complete: false, expect: ["Ambil foto", "<footer>Diskominfo"], token: true})",
       {{"GET /", "halaman"}, {"GET /menu", "login"}, {"GET /absen", "formulir"}}},
      {"CodeIgniter-like",
       "    preset: ci3\n    mode: login",
       R"(      - {id: halaman, path: /login, expect: ["Absen Maju"]}
      - {id: login, kind: login, fields: {username: "${user}", password: "${password}"}, expect: [Keluar]})",
       {{"GET /login", "halaman"}, {"GET /dashboard", "login"}}},
      {"JSON API",
       "    preset: laravel-api\n    mode: login",
       R"(      - {id: login, kind: login, path: /api/login, json: {username: "${user}", password: "${password}"}, extract: [{name: token, from: json, path: data.api_token}]}
      - {id: data, kind: data, path: /api/me, headers: {Authorization: "Bearer ${token}"}, requires_json: [nama, jadwal.buka]})",
       {{"POST /api/login", "login"}, {"GET /api/me", "data"}}},
      {"single page with API",
       "    mode: login",
       R"(      - {id: halaman, path: /, expect: ["<div id=app>"]}
      - {id: skrip, kind: asset, path: /js/app.js, type: text/javascript, size: {least: 20000}}
      - {id: gaya, kind: asset, path: /css/app.css, type: text/css, size: {least: 20000}}
      - {id: login, kind: login, path: /api/login, json: {username: "${user}", password: "${password}"}, expect: [{json: ok, equals: true}]}
      - {id: data, kind: data, path: /api/beranda, requires_json: [nama, jadwal.buka]})",
       {{"GET /", "halaman"},
        {"GET /js/app.js", "skrip"},
        {"GET /css/app.css", "gaya"},
        {"POST /api/login", "login"},
        {"GET /api/beranda", "data"}}},
      {"pipe text",
       "    preset: pipe-text\n    mode: login\n    coordinates: {lat: \"-3.45\", long: "
       "\"102.20\"}",
       R"(      - {id: halaman, path: /, expect: ["Absen Maju"]}
      - {id: login, kind: login, fields: {username: "${user}", password: "${password}"}, expect: [Beranda]}
      - {id: cek, method: POST, safe: true, path: /cek, fields: {lokasi: "${lat},${long}"}, expect: [{split: "|", index: 0, equals: success}, {split: "|", index: 2, equals: masuk}]})",
       {{"GET /", "halaman"}, {"POST /masuk", "login"}, {"POST /cek", "cek"}}},
  };
  return all;
}

inline Web make_web(Dice& dice, std::size_t dialect) {
  Web web;
  web.dialect = dialect;
  auto& on = web.replies;
  const std::string token = dice.letters(40);
  const std::string me =
      fmt::format(R"({{"nama":"Akun Uji","jadwal":{{"buka":"07:00"}},"log":{}}})", rows(dice));
  switch (dialect) {
    case 0:
    case 1: {
      const bool closes = dialect == 0;
      on["GET /"] = page(dice, "<h1>Absen Maju</h1>" + form("/masuk", token), closes);
      on["POST /masuk"] = redirect("/menu");
      on["GET /menu"] = page(dice, "<p>Selamat datang</p><a href=/absen>Absen</a>", closes);
      on["GET /absen"] =
          page(dice,
               "<p>Ambil foto</p><form method=post><input type=hidden name=_token value=" + token +
                   "></form>",
               closes);
      break;
    }
    case 2: {
      on["GET /login"] = page(dice, "<h1>Absen Maju</h1>" + form("/login/action", ""));
      Reply go;
      go.headers = "Refresh: 0;url=/dashboard\r\n";
      on["POST /login/action"] = go;
      on["GET /dashboard"] = page(dice, "<a href=/logout>Keluar</a>");
      break;
    }
    case 3:
      on["POST /api/login"] =
          json(dice, "{\"message\":\"ok\",\"data\":{\"api_token\":\"" + token + "\"}}");
      on["GET /api/me"] = json(dice, me);
      break;
    case 4:
      on["GET /"] = page(dice, "<div id=app></div><script src=/js/app.js></script>");
      on["GET /"].shell.clear();  // it is one, and that is right
      on["GET /js/app.js"] =
          asset(dice, dice.pick<const char*>({"text/javascript", "text/javascript; charset=utf-8"}),
                "let besar = 1;\n");
      on["GET /css/app.css"] = asset(dice, "text/css", "p{margin:0}\n");
      on["POST /api/login"] = json(dice, "{\"ok\":true,\"log\":" + rows(dice) + "}");
      on["GET /api/beranda"] = json(dice, me);
      break;
    default:
      on["GET /"] = page(dice, "<h1>Absen Maju</h1>" + form("/masuk", ""));
      on["POST /masuk"] = page(dice, "<h1>Beranda</h1>");
      on["POST /cek"] = text(dice, "success|Silakan absen|masuk");
  }
  return web;
}

}  // namespace saksi::app::test
