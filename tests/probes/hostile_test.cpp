// SPDX-License-Identifier: Apache-2.0
//
// What no decent network and no decent server does, by the numbers of the list of faults: names
// (N1), connections (N2, N3), what has no end and what unpacks without end (N4 to N6). HTTP and
// pages are in hostile_http_test.cpp, TLS in hostile_tls_test.cpp. Each ends in time, with its
// class, in bounded memory, and holds nothing else up. A class that differs from the list's is
// explained where it stands.
#include "probes/hostile_run.hpp"
#include "support/gzip.hpp"
#include "support/net_space.hpp"
#include "support/raw_dns.hpp"
#include "support/raw_server.hpp"
#include "support/six.hpp"

namespace saksi::probes {
namespace {

using namespace std::chrono_literals;
using saksi::test::DeafPort;
using saksi::test::DnsQuestion;
using saksi::test::RawDns;
using saksi::test::RawServer;
using saksi::test::Six;
using saksi::test::zipped;
using test::Hostile;

const std::string kOk = "HTTP/1.1 200 OK\r\n";
const std::string kPage = "<html><body>Absen Maju</body></html>";

std::string answer(const std::string& body, const std::string& more = {}) {
  return kOk + "Content-Type: text/html\r\n" + more +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
RawServer says(std::string text, bool reset = false) {
  return RawServer([text = std::move(text), reset](RawServer::Peer& peer) {
    if (peer.read_head().empty()) return;
    peer.write(text);
    if (reset) peer.reset_at_end();
  });
}
// The head, and then the same over and over, a pause before each.
RawServer endless(std::string head, std::string again, std::chrono::milliseconds pause = 0ms) {
  return RawServer([=](RawServer::Peer& peer) {
    if (peer.read_head().empty()) return;
    for (bool there = peer.write(head); there; there = peer.write(again))
      if (pause > 0ms) std::this_thread::sleep_for(pause);
  });
}
std::string at(const RawServer& server) {
  return "http://127.0.0.1:" + std::to_string(server.port());
}
std::string named(const RawServer& server, const std::string& host = "absen.test") {
  return "http://" + host + ":" + std::to_string(server.port());
}

// ---- N1: names ----------------------------------------------------------------------------------

TEST_F(Hostile, N1Names) {
  RawServer fine = says(answer(kPage));
  names({{"diam.test", {.silent = true}},
         {"gagal.test", {.rcode = 2}},
         {"tolak.test", {.rcode = 5}},
         {"dalam.test", {.a = {"10.0.0.7"}}},
         {"absen.test", {.a = {"127.0.0.1"}}}});
  row("N1", "name server silent", "dns_timeout", named(fine, "diam.test"), {page()}, 3s);
  row("N1", "SERVFAIL", "dns_servfail", named(fine, "gagal.test"), {page()}, 3s);
  row("N1", "REFUSED", "dns_refused", named(fine, "tolak.test"), {page()}, 3s);
  row("N1", "NXDOMAIN", "dns_nxdomain", named(fine, "tiada.test"), {page()}, 3s);
  row("N1", "time to live 0", "ok", named(fine), {page()}, 3s);
  session_.allow_private = false;
  row("N1", "private address", "dns_bogon", named(fine, "dalam.test"), {page()}, 3s);
  row("N1", "loopback address", "dns_bogon", named(fine), {page()}, 3s);
  session_.allow_private = true;

  const std::string here("\x7F\0\0\1", 4);
  const auto odd = [&](const char* variant, const char* classes, RawDns::Answer make) {
    RawDns server(std::move(make));
    ask(server.address());
    row("N1", variant, classes, named(fine), {page()}, 3s);
  };
  odd("truncated, whole over TCP", "ok", [&](const DnsQuestion& q) {
    if (!q.tcp) return saksi::test::dns_message(q, 0, "", 0x8380);
    if (q.type != 1) return saksi::test::dns_message(q, 0, "");
    return saksi::test::dns_message(q, 1, saksi::test::dns_record(saksi::test::kDnsAsked, 1, here));
  });
  odd("truncated, and silent over TCP", "dns_timeout", [&](const DnsQuestion& q) {
    return q.tcp ? std::string() : saksi::test::dns_message(q, 0, "", 0x8380);
  });
  // An alias that leads to itself has no address: nodata is what a resolver can say of it.
  odd("aliases in a circle", "dns_nodata dns_servfail", [&](const DnsQuestion& q) {
    const std::string b = saksi::test::dns_name("b.test"), a = saksi::test::dns_name("absen.test");
    return saksi::test::dns_message(
        q, 2, saksi::test::dns_record(a, 5, b) + saksi::test::dns_record(b, 5, a));
  });
  // A message holds no 10,000: these are the most that fit in one over TCP.
  odd("4,000 addresses", "ok", [&](const DnsQuestion& q) {
    if (!q.tcp) return saksi::test::dns_message(q, 0, "", 0x8380);
    if (q.type != 1) return saksi::test::dns_message(q, 0, "");
    std::string all;
    for (int i = 0; i < 4000; ++i) all += saksi::test::dns_record(saksi::test::kDnsAsked, 1, here);
    return saksi::test::dns_message(q, 4000, all);
  });
  odd("answer to another question", "dns_timeout", [&](const DnsQuestion& q) {
    const std::string other =
        saksi::test::dns_name("lain.test") + q.asked.substr(q.asked.size() - 4);
    return saksi::test::dns_message(
        q, 1, saksi::test::dns_record(saksi::test::dns_name("lain.test"), 1, here), 0x8180, other);
  });
  odd("record of another name", "dns_nodata dns_servfail", [&](const DnsQuestion& q) {
    return saksi::test::dns_message(
        q, 1, saksi::test::dns_record(saksi::test::dns_name("lain.test"), 1, here));
  });
  odd("bytes that are no answer", "dns_timeout dns_servfail",
      [&](const DnsQuestion& q) { return q.id + std::string("\x81\x80\xff\xff\xff\xff\xff", 7); });
}

// ---- N2, N3: connections ------------------------------------------------------------------------

TEST_F(Hostile, N2Connections) {
  const DeafPort deaf;
  RawServer silent([](RawServer::Peer& peer) { peer.wait_until_closed(); });
  const std::string closed = "http://127.0.0.1:" + std::to_string(saksi::test::free_port());
  row("N2", "SYN dropped", "tcp_timeout", "http://127.0.0.1:" + std::to_string(deaf.port()),
      {page()}, 5s);
  row("N2", "RST", "tcp_refused", closed, {page()}, 1s);
  row("N2", "accepts, never answers", "http_timeout_ttfb", at(silent));
}

TEST(HostileAlone, N2NoRoute) {
  class Inside : public Hostile {
   public:
    void TestBody() override {}
    using Hostile::row;
  };
  saksi::test::in_net_space([] {
    Inside inside;
    inside.row("N2", "no route", "tcp_unreachable", "http://192.0.2.7");
  });
}

TEST_F(Hostile, N3OneFamilyIsDead) {
  names({{"absen.test", {.a = {"127.0.0.1"}, .aaaa = {"::1"}}}});
  Step six = page(), four = page();
  six.direct.family = 6;
  four.direct.family = 4;
  // What a dead family may cost a journey: 300 ms of the world outside.
  const Duration most = clock_.inside(300ms);
  {
    RawServer alive = says(answer(kPage));
    const Six deaf(alive.port());
    ASSERT_TRUE(deaf.open()) << "no IPv6 on loopback";
    const Outcome& both = row("N3", "IPv6 swallows, IPv4 fine", "ok", named(alive), {page()}, most);
    EXPECT_EQ(both.steps.front().address, "127.0.0.1:" + std::to_string(alive.port()));
    // The list calls it ipv6_broken: the journey of that family says it, with the layer.
    row("N3", "the same, by IPv6 alone", "tcp_timeout", named(alive), {six}, 5s);
    row("N3", "the same, by IPv4 alone", "ok", named(alive), {four}, 1s);
  }
  {
    const DeafPort deaf;
    const Six alive(deaf.port(), answer(kPage));
    ASSERT_TRUE(alive.open()) << "no IPv6 on loopback";
    const std::string url = "http://absen.test:" + std::to_string(deaf.port());
    session_.connect_timeout = 15s;
    const Outcome& both = row("N3", "IPv4 swallows, IPv6 fine", "ok", url, {page()}, most);
    ASSERT_FALSE(both.steps.empty());
    EXPECT_EQ(both.steps.front().address, "[::1]:" + std::to_string(deaf.port()));
    EXPECT_GE(both.steps.front().phases.tcp.value_or(0us), clock_.inside(200ms))
        << "what was waited for in vain is told as the connection's time";
    EXPECT_LT(both.steps.front().phases.tcp.value_or(1h), speed_ == 1 ? 300ms : 15s);
    EXPECT_EQ(alive.asked(), 1) << "the one that looked ahead sent nothing";
    row("N3", "the same, by IPv4 alone", "tcp_timeout", url, {four}, 15s);
    session_.connect_timeout = 5s;
  }
  const DeafPort deaf;
  const Six deaf_too(deaf.port());
  const Outcome& none = row("N3", "both swallow", "tcp_timeout",
                            "http://absen.test:" + std::to_string(deaf.port()), {page()}, 10s);
  EXPECT_EQ(none.steps.front().address, "127.0.0.1:" + std::to_string(deaf.port()))
      << "the first address is the one that is told";
}

// ---- N4, N5: without end ------------------------------------------------------------------------

TEST_F(Hostile, N4DripsByteByByte) {
  RawServer heads = endless(kOk, "X", second());
  RawServer bodies = endless(kOk + "Content-Length: 100000\r\n\r\n", "x", second());
  // A first byte came, so it is the body's time-out in both.
  row("N4", "a byte a second, in the headers", "http_timeout_body", at(heads));
  row("N4", "a byte a second, in the body", "http_timeout_body", at(bodies));
}

TEST_F(Hostile, N5HasNoEnd) {
  const std::string block(5000, 'x');
  row("N5", "endless body", "http_body_too_large", at(endless(kOk + "\r\n", block)));
  row("N5", "endless chunks", "http_body_too_large",
      at(endless(kOk + "Transfer-Encoding: chunked\r\n\r\n", "1388\r\n" + block + "\r\n")));
  row("N5", "endless headers", "http_too_many_headers", at(endless(kOk, "X-Lagi: ya\r\n")));
  row("N5", "endless header", "http_header_too_long", at(endless(kOk + "X-Panjang: ", block)));
  row("N5", "endless 100 Continue", "http_too_many_headers",
      at(endless("", "HTTP/1.1 100 Continue\r\n\r\n")));
  row("N5", "endless trailer", "http_too_many_headers",
      at(endless(kOk + "Transfer-Encoding: chunked\r\n\r\n0\r\n", "X-Lagi: ya\r\n")));
  // Nothing of these is ever a byte of the body: they end by the time-out.
  journey_.timeout = 5s;
  row("N5", "endless chunk extension", "http_timeout_body http_malformed",
      at(endless(kOk + "Transfer-Encoding: chunked\r\n\r\n5;", block)));
  row("N5", "endless empty gzip blocks", "http_timeout_body http_decode_error",
      at(endless(
          kOk + "Content-Encoding: gzip\r\n\r\n" + std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10),
          std::string("\0\0\0\xff\xff", 5))));
}

TEST_F(Hostile, N5RedirectsForEver) {
  for (const auto& [how, before, after] :
       {std::tuple{"Location", "HTTP/1.1 302 Found\r\nLocation: ", "\r\nContent-Length: 0\r\n\r\n"},
        std::tuple{"Refresh",
                   "HTTP/1.1 200 OK\r\nRefresh: 0;url=", "\r\nContent-Length: 0\r\n\r\n"},
        std::tuple{
            "meta",
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html><meta "
            "http-equiv=refresh content='0;url=",
            "'></html>"}}) {
    std::atomic<int> asked{0};
    RawServer server([&, before = before, after = after](RawServer::Peer& peer) {
      while (!peer.read_head().empty()) {
        const int hop = ++asked;
        peer.write(before + ("/" + std::string(static_cast<std::size_t>(hop) * 500, 'a')) + after);
        if (std::string(before).find("close") != std::string::npos) return;
      }
    });
    row("N5", fmt::format("endless redirects by {}, growing", how), "http_redirect_loop",
        at(server));
    EXPECT_EQ(asked, 11) << "ten are followed";
  }
}

// ---- N6: bombs ----------------------------------------------------------------------------------

// Node's zlib made it of 64 MiB of zeros, with the largest window that brotli has.
const std::string kBrotliBomb(
    "\xcf\xff\xff\x7f\xf8\x27\x00\xe2\xb1\x40\x20\xf7\xfe\x9f\xff\xff\xff\xf0\x4f\x00\xc4\x61\x01"
    "\x80\xee\xfd\x3f\xff\xff\xff\xe1\x9f\x00\x88\xc3\x22\x00\xdd\xfb\xff\xcf\xff\xff\xc7\x3f\x01"
    "\x10\x87\x05\x00\xba\xf7\xff",
    53);

// A frame with a window of 128 MiB that says "128 KiB of zeros" once for each four bytes.
std::string zstd_bomb() {
  std::string frame("\x28\xb5\x2f\xfd\x00\x88", 6);
  for (int i = 0; i < 800; ++i) frame += std::string("\x02\x00\x10\x00", 4);
  return frame + std::string("\x03\x00\x10\x00", 4);
}

std::string gzip_bomb(unsigned times) {
  std::string bytes(64u << 20, '\0');
  for (; times > 0; --times) bytes = zipped(bytes);
  return bytes;
}

TEST_F(Hostile, N6Bombs) {
  const auto bomb = [&](const char* variant, const char* classes, const std::string& coding,
                        const std::string& bytes) {
    RawServer server = says(answer(bytes, "Content-Encoding: " + coding + "\r\n"));
    row("N6", fmt::format("{}, {} bytes", variant, bytes.size()), classes, at(server), {page()},
        10s);
  };
  const std::string once = gzip_bomb(1), twice = zipped(once);
  bomb("gzip bomb", "http_body_too_large", "gzip", once);
  bomb("deflate bomb", "http_body_too_large", "deflate", once.substr(10, once.size() - 18));
  bomb("gzip in gzip", "http_body_too_large", "gzip, gzip", twice);
  bomb("gzip in gzip in gzip", "http_decode_error", "gzip, gzip, gzip", zipped(twice));
  // Blocks that hold nothing, so that no limit on what comes out is ever met.
  std::string nothing = zipped("").substr(0, 10);
  for (int i = 0; i < 6'000'000; ++i) nothing.append("\0\0\0\xFF\xFF", 5);
  bomb("nothing in gzip in gzip", "http_body_too_large", "gzip, gzip", zipped(nothing));
  bomb("nothing in gzip, three times", "http_decode_error", "gzip, gzip, gzip",
       zipped(zipped(nothing)));
  bomb("brotli bomb, not asked for", "http_decode_error", "br", kBrotliBomb);
  bomb("zstd bomb, window of 128 MiB", "http_decode_error", "zstd", zstd_bomb());
  std::string many = "gzip";
  for (int i = 0; i < 500; ++i) many += ", gzip";
  bomb("zstd within gzip", "http_decode_error", "zstd, gzip", zipped(zstd_bomb()));
  bomb("501 codings", "http_decode_error", many, once);
  bomb("a coding that nobody knows", "http_decode_error", "saksi", kPage);
}

// As many bytes as the head says, and still half a script: no closing tag would show it.
TEST_F(Hostile, N9APackedAnswerThatBreaksOffInsideOfAWholeTransfer) {
  const std::string packed = zipped(kPage);
  for (const std::size_t less : {std::size_t{1}, packed.size() / 2}) {
    RawServer server =
        says(answer(packed.substr(0, packed.size() - less), "Content-Encoding: gzip\r\n"));
    row("N9", fmt::format("gzip without its last {} bytes", less), "http_truncated", at(server),
        {page()}, 10s);
  }
}

// No bomb, but more work than one turn may hold: it is unpacked in many, and comes whole.
TEST_F(Hostile, N6ALargePageThatIsPackedComesWhole) {
  std::string large = "<html>";
  for (std::uint64_t i = 1; large.size() < (3U << 19); ++i)
    large += fmt::format("{:x} ", i * 0x9E3779B97F4A7C15U);
  RawServer server = says(answer(zipped(large + "selesai</html>"), "Content-Encoding: gzip\r\n"));
  const Outcome& seen = row("N6", "1.5 MiB, packed", "ok", at(server), {page({"selesai"})}, 10s);
  ASSERT_EQ(seen.steps.size(), 1u);
  EXPECT_EQ(seen.steps[0].bytes, static_cast<std::int64_t>(large.size() + 14));
}

// Who was sent the password may answer with nothing else. What is kept is scrubbed of it, and
// nobody waits for that.
TEST_F(Hostile, N6TheSecretOverAndOver) {
  std::string again = "<html>";
  while (again.size() < (2U << 20) - 100) again += "r4hasia ";
  RawServer server = says(answer(again + "</html>"));
  const Outcome& seen = row("N6", "2 MiB of the password", "assert_missing_marker", at(server),
                            {page({"Keluar"})}, 10s);
  EXPECT_EQ(seen.body.find("r4hasia"), std::string::npos);
  EXPECT_EQ(seen.body.substr(0, 18), "<html>[...] [...] ");
}

}  // namespace
}  // namespace saksi::probes
