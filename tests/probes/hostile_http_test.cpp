// SPDX-License-Identifier: Apache-2.0
//
// The list of faults goes on: answers whose end is a matter of opinion (N7), heads that are no
// heads (N8), cut answers (N9), odd pages (N11), cookies (N12), guards and accounts (N13, N14).
#include "probes/hostile_run.hpp"
#include "support/raw_server.hpp"

namespace saksi::probes {
namespace {

using namespace std::chrono_literals;
using saksi::test::RawServer;
using test::Hostile;

const std::string kOk = "HTTP/1.1 200 OK\r\n";
const std::string kHtml = "Content-Type: text/html\r\n";
const std::string kPage = "<html><body>Absen Maju</body></html>";
const std::string kLength = "Content-Length: " + std::to_string(kPage.size()) + "\r\n";

RawServer says(std::string text, bool reset = false) {
  return RawServer([text = std::move(text), reset](RawServer::Peer& peer) {
    if (peer.read_head().empty()) return;
    peer.write(text);
    if (reset) peer.reset_at_end();
  });
}
std::string at(const RawServer& server) {
  return "http://127.0.0.1:" + std::to_string(server.port());
}

class HostileHttp : public Hostile {
 protected:
  void rows(const char* id,
            const std::vector<std::tuple<const char*, const char*, std::string>>& all) {
    for (const auto& [variant, classes, text] : all)
      row(id, variant, classes, at(says(text)), {page({"Absen Maju"})}, 2s);
  }
};

TEST_F(HostileHttp, N7Lengths) {
  const auto with = [](const std::string& fields) { return kOk + kHtml + fields + "\r\n" + kPage; };
  const std::string chunks = "Transfer-Encoding: chunked\r\n";
  rows("N7",
       {{"length too big", "http_truncated", with("Content-Length: 4000\r\n")},
        {"length too small", "http_truncated", with("Content-Length: 20\r\n")},
        {"length negative", "http_malformed", with("Content-Length: -36\r\n")},
        {"length in words", "http_malformed http_truncated", with("Content-Length: banyak\r\n")},
        {"two lengths that differ", "http_malformed", with("Content-Length: 4\r\n" + kLength)},
        {"the same length twice", "ok", with(kLength + kLength)},
        {"length 2^63-1", "http_truncated", with("Content-Length: 9223372036854775807\r\n")},
        {"length 2^63", "http_malformed", with("Content-Length: 9223372036854775808\r\n")},
        {"chunk size overflow", "http_malformed",
         kOk + kHtml + chunks + "\r\nfffffffffffffffff\r\n" + kPage + "\r\n0\r\n\r\n"},
        {"chunk size -1", "http_malformed", kOk + kHtml + chunks + "\r\n-1\r\n" + kPage},
        {"length and chunks", "ok",
         kOk + kHtml + "Content-Length: 4\r\n" + chunks + "\r\n24\r\n" + kPage + "\r\n0\r\n\r\n"}});
}

// The second step is answered honestly; the first answer brings a false one along.
TEST_F(HostileHttp, N7SmugglesNothingIntoTheNextStep) {
  const std::string fake =
      kOk + kHtml + "Content-Length: 43\r\n\r\n" + "<html>situs ini telah disusupi orang</html>";
  const std::string chunked = kOk + kHtml + "Transfer-Encoding: chunked\r\n";
  const std::string whole = "24\r\n" + kPage + "\r\n0\r\n\r\n";
  for (const auto& [variant, first, later] :
       {std::tuple{"behind the length", kOk + kHtml + kLength + "\r\n" + kPage + fake,
                   std::string()},
        std::tuple{"behind the chunks", chunked + "\r\n" + whole + fake, std::string()},
        std::tuple{"length and chunks", chunked + "Content-Length: 900\r\n\r\n" + whole, fake}}) {
    std::atomic<bool> laid{false};
    RawServer server([&, first = first, later = later](RawServer::Peer& peer) {
      for (std::string head = peer.read_head(); !head.empty(); head = peer.read_head()) {
        if (head.starts_with("GET /dua")) {
          while (!laid) std::this_thread::yield();
          peer.write(kOk + kHtml + kLength + "\r\n" + kPage);
          continue;
        }
        peer.write(first);
        peer.write(later);
        laid = true;
      }
    });
    Step second = page({"Absen Maju"}, "/dua");
    second.id = "dua";
    second.forbidden.emplace_back("disusupi");
    row("N7", fmt::format("a second answer {}", variant), "ok", at(server), {page(), second}, 2s);
  }
}

TEST_F(HostileHttp, N8Heads) {
  const auto with = [](const std::string& fields) {
    return kOk + kHtml + kLength + fields + "\r\n" + kPage;
  };
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += "X-Lagi: ya\r\n";
  rows("N8",
       {{"10,000 headers", "http_too_many_headers", with(many)},
        {"a header of 1 MiB", "http_header_too_long",
         with("X-Panjang: " + std::string(1u << 20, 'x') + "\r\n")},
        {"NUL in a header", "http_malformed", with(std::string("X-Nol: a\0b\r\n", 12))},
        {"CR in a header", "ok", with("X-Kembali: a\rX-Lain: b\r\n")},
        {"header without colon", "http_malformed", with("tanpa titik dua\r\n")},
        {"header without name", "ok", with(": tanpa nama\r\n")},
        {"folded lines", "ok", with("X-Lipat: a\r\n b\r\n\tc\r\n")},
        {"lines that end in LF alone", "ok", "HTTP/1.1 200 OK\nContent-Length: 36\n\n" + kPage},
        {"a second status line", "http_malformed", with("HTTP/1.1 503 no\r\n")},
        {"HTTP/0.9", "http_malformed", kPage},
        {"HTTP/1.0, closed at the end", "ok", "HTTP/1.0 200 OK\r\n" + kHtml + "\r\n" + kPage},
        {"HTTP/3.7", "http_malformed", "HTTP/3.7 200 OK\r\n" + kLength + "\r\n" + kPage},
        {"status 999", "http_malformed", "HTTP/1.1 999 ya\r\n" + kLength + "\r\n" + kPage},
        {"status 42", "http_malformed", "HTTP/1.1 042 ya\r\n" + kLength + "\r\n" + kPage},
        {"status in bytes", "http_malformed",
         std::string("HTTP/1.1 \xff\xfe\x01 ya\r\n", 18) + kLength + "\r\n" + kPage},
        {"no status", "http_malformed", "HTTP/1.1\r\n" + kLength + "\r\n" + kPage},
        {"bytes of another protocol", "http_malformed http_reset",
         std::string("\x15\x03\x01\0\x02\x02\x28", 7)},
        {"101 Switching Protocols", "http_malformed http_truncated http_reset",
         "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"}});
}

TEST_F(HostileHttp, N9Cut) {
  const std::string half = kOk + kHtml + "Content-Length: 4000\r\n\r\n" + kPage.substr(0, 20);
  row("N9", "FIN in the body", "http_truncated", at(says(half)), {page()}, 2s);
  row("N9", "RST in the body", "http_reset", at(says(half, true)), {page()}, 2s);
  row("N9", "FIN in the headers", "http_truncated", at(says(kOk + "Content-Le")), {page()}, 2s);
  row("N9", "FIN before the answer", "http_reset", at(says("")), {page()}, 2s);
  row("N9", "RST before the answer", "http_reset", at(says("", true)), {page()}, 2s);
  row("N9", "FIN in a chunk", "http_truncated",
      at(says(kOk + "Transfer-Encoding: chunked\r\n\r\n24\r\n<html>")), {page()}, 2s);
}

TEST_F(HostileHttp, N11Pages) {
  const auto page_of = [](const std::string& body, const std::string& type = "text/html") {
    return kOk + "Content-Type: " + type + "\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  };
  std::string wide;
  for (const char c : "\xFE\xFF<html>Absen Maju</html>") wide += std::string("\0", 1) + c;
  rows("N11", {{"another charset than it says", "ok", page_of(kPage, "text/html; charset=utf-16")},
               {"a charset that nobody knows", "ok", page_of(kPage, "text/html; charset=saksi-1")},
               {"invalid UTF-8", "ok", page_of("<html>\xC3\x28\xFF\xED\xA0\x80 Absen Maju</html>")},
               {"NUL bytes", "ok", page_of(std::string("<html>\0\0Absen Maju\0</html>", 27))},
               {"byte order mark", "ok", page_of("\xEF\xBB\xBF" + kPage)},
               {"UTF-16", "assert_missing_marker", page_of(wide)},
               {"a line of 5 MiB", "http_body_too_large", page_of(std::string(5u << 20, 'x'))},
               {"2 MiB in one line", "ok",
                page_of("<html>" + std::string(2'000'000, 'x') + "Absen Maju</html>")},
               {"a million open tags", "http_truncated", page_of("<html>" + [] {
                  std::string tags;
                  while (tags.size() < 2'000'000) tags += "<b>";
                  return tags;
                }())}});
  // What is kept of it for the evidence is text that any reader can show.
  const Outcome& bytes = row("N11", "bytes in the place of a page", "assert_missing_marker",
                             at(says(page_of(std::string("\x00\x01\xFF\x1B[31m\xC0\x80", 11)))),
                             {page({"Absen"})}, 2s);
  EXPECT_EQ(bytes.body, redact(bytes.body)) << "already clean";
  EXPECT_EQ(bytes.body.find('\x1B'), std::string::npos);
  EXPECT_EQ(bytes.body.find('\0'), std::string::npos);
}

// ---- N12: cookies -------------------------------------------------------------------------------

// Answers /atur with these Set-Cookie lines, and tells what comes back with the next request.
class Jar {
 public:
  explicit Jar(std::vector<std::string> lines) : lines_(std::move(lines)) {}
  [[nodiscard]] const RawServer& server() const { return server_; }
  [[nodiscard]] std::string sent() const {
    const std::lock_guard lock(mutex_);
    return sent_;
  }

 private:
  void serve(RawServer::Peer& peer) {
    std::size_t next = 0;
    for (std::string head = peer.read_head(); !head.empty(); head = peer.read_head()) {
      std::string fields = kOk + kHtml + kLength;
      if (head.starts_with("GET /atur")) {
        for (std::size_t i = 0; i < 150 && next < lines_.size(); ++i)
          fields += "Set-Cookie: " + lines_[next++] + "\r\n";
      } else {
        const std::size_t from = head.find("Cookie: ");
        const std::lock_guard lock(mutex_);
        sent_ = from == std::string::npos
                    ? ""
                    : head.substr(from + 8, head.find("\r\n", from) - from - 8);
      }
      peer.write(fields + "\r\n" + kPage);
    }
  }

  const std::vector<std::string> lines_;
  mutable std::mutex mutex_;
  std::string sent_ = "nothing was asked";
  RawServer server_{[this](RawServer::Peer& peer) { serve(peer); }};
};

TEST_F(HostileHttp, N12Cookies) {
  names({{"absen.kab.go.id", {.a = {"127.0.0.1"}}}, {"lain.kab.go.id", {.a = {"127.0.0.1"}}}});
  const auto sent = [&](const char* variant, std::vector<std::string> lines,
                        std::size_t times = 1) {
    const Jar jar(std::move(lines));
    std::vector<Step> steps(times, page({}, "/atur"));
    steps.push_back(page({}, "/lihat"));
    row("N12", variant, "ok", "http://absen.kab.go.id:" + std::to_string(jar.server().port()),
        steps, 5s);
    return jar.sent();
  };
  EXPECT_EQ(sent("its own host", {"a=1; Path=/"}), "a=1");
  EXPECT_EQ(sent("its own district", {"a=1; Domain=kab.go.id"}), "a=1");
  EXPECT_EQ(sent("another host", {"a=1; Domain=lain.kab.go.id", "b=2; Domain=lain.example"}), "");
  EXPECT_EQ(sent("a public suffix", {"a=1; Domain=go.id", "b=2; Domain=id", "c=3; Domain=.go.id"}),
            "");
  EXPECT_EQ(
      sent("__Host- and __Secure- without TLS",
           {"__Host-a=1; Path=/", "__Host-b=1; Secure; Path=/", "__Secure-c=1; Secure", "d=4"}),
      "d=4");
  EXPECT_EQ(sent("another path", {"a=1; Path=/admin", "b=2"}), "b=2");
  EXPECT_EQ(sent("expired", {"a=1", "a=; Max-Age=0", "b=2; Expires=Thu, 01 Jan 1970 00:00:00 GMT"}),
            "");
  EXPECT_EQ(sent("a value of 8 kB", {"a=" + std::string(8000, 'x'), "b=2"}), "b=2")
      << "longer than a browser keeps";
  EXPECT_EQ(sent("control characters", {"a=1\x01\x02", "b=2"}), "b=2");

  std::vector<std::string> many;
  for (int i = 0; i < 1000; ++i) many.push_back(fmt::format("k{}={}", i, std::string(100, 'x')));
  const std::string header = sent("1,000 cookies in seven answers", many, 7);
  EXPECT_LE(header.size(), 8192u) << "what servers take";
  EXPECT_FALSE(header.empty());
}

TEST_F(HostileHttp, N12LeaksNoCookieIntoTheNextRun) {
  const Jar jar({"sesi=rahasia; Path=/"});
  row("N12", "the first run is given one", "ok", at(jar.server()),
      {page({}, "/atur"), page({}, "/lihat")});
  EXPECT_EQ(jar.sent(), "sesi=rahasia");
  row("N12", "the next run has none", "ok", at(jar.server()), {page({}, "/lihat")});
  EXPECT_EQ(jar.sent(), "");
}

// ---- N13, N14: guards and accounts --------------------------------------------------------------

TEST_F(HostileHttp, N13Guards) {
  const auto guard = [&](const char* variant, const char* classes, const std::string& status,
                         const std::string& fields, const std::string& body) {
    const Outcome& found =
        row("N13", variant, classes,
            at(says("HTTP/1.1 " + status + "\r\n" + kHtml + fields +
                    "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body)),
            {page({"Absen Maju"})}, 2s);
    EXPECT_FALSE(is_failure(found.cls)) << variant << " is no vote for an outage";
  };
  const std::string challenge =
      "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><script>window."
      "_cf_chl_opt={}</script></body></html>";
  guard("429 with Retry-After: 3600", "http_429", "429 Too Many Requests", "Retry-After: 3600\r\n",
        "");
  guard("a challenge with 200", "auth_captcha", "200 OK", "", challenge);
  guard("a challenge with 503", "auth_captcha", "503 Service Unavailable", "", challenge);
  guard("403 of a guard", "probe_problem", "403 Forbidden", "", "<html>Forbidden</html>");
  // What a guard slips into a healthy page is no challenge.
  row("N13", "a healthy page behind a guard", "ok",
      at(says(kOk + kHtml +
              "\r\n<html>Absen Maju<script src=/cdn-cgi/challenge-platform/scripts/jsd/"
              "main.js></script></html>")),
      {page({"Absen Maju"})}, 2s);
}

TEST_F(HostileHttp, N14LoginChanges) {
  const auto login = [&](const char* variant, const char* classes, const std::string& token,
                         const std::string& refusal) {
    const std::string form = "<html>Absen Maju<form method=post action=/masuk>" + token +
                             "<input name=user><input type=password name=password></form></html>";
    const auto wrap = [](const std::string& body) {
      return kOk + kHtml + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    };
    RawServer server([&, form, refusal](RawServer::Peer& peer) {
      for (std::string head = peer.read_head(); !head.empty(); head = peer.read_head()) {
        if (head.starts_with("GET")) {
          peer.write(wrap(form));
          continue;
        }
        const std::size_t length = head.find("Content-Length: ");
        const std::string body =
            peer.read_bytes(std::strtoull(head.c_str() + length + 16, nullptr, 10));
        const bool right = body.find("=t0k3n") != std::string::npos && refusal.empty();
        peer.write(wrap(right ? "<html>Beranda</html>" : "<html>" + refusal + form + "</html>"));
      }
    });
    Step first = page({"Absen Maju"});
    first.token = true;
    Step second = page({"Beranda"});
    second.id = "login";
    second.kind = StepKind::login;
    second.path = "";
    second.fields = {{"user", "${user}"}, {"password", "${password}"}};
    second.probe_problem.emplace_back("sandi kedaluwarsa");
    return row("N14", variant, classes, at(server), {first, second}, 5s);
  };
  const auto hidden = [](const char* name) {
    return fmt::format("<input type=hidden name={} value=t0k3n>", name);
  };
  login("the form as it was", "ok", hidden("_token"), "");
  // Whatever it is called, a form's own hidden fields are sent with it.
  login("the token has a new name", "ok", hidden("csrf_baru"), "");
  login("the token is gone", "assert_missing_marker", "", "");
  EXPECT_FALSE(is_failure(
      login("the password has run out", "auth_rejected", hidden("_token"), "Sandi kedaluwarsa")
          .cls));
}

}  // namespace
}  // namespace saksi::probes
