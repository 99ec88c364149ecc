// SPDX-License-Identifier: Apache-2.0
//
// Through a proxy, against one that says what the test tells it to. The whole way to a site, with
// TLS, is in tests/e2e/uplinks.sh.
#include "net/proxy.hpp"

#include <gtest/gtest.h>

#include <mutex>
#include <optional>

#include "net/http_client.hpp"
#include "support/raw_server.hpp"

namespace saksi::net {
namespace {

using namespace std::chrono_literals;
using test::DeafPort;
using test::RawServer;

HttpObservation through(const std::string& proxy, const std::string& url,
                        bool allow_private = false) {
  const SystemClock machine;
  const ScaledClock clock{Instant{}, machine.wall(), 20};
  const auto loop = std::move(Loop::create(clock).value());
  const auto resolver = std::move(Resolver::create(*loop, {"127.0.0.1:9"}, Way()).value());
  SessionOptions options;
  options.proxy = proxy;
  options.user_agent = "Saksi-test";
  options.allow_private = allow_private;
  const auto session = std::move(HttpSession::create(*loop, *resolver, options).value());
  std::optional<HttpObservation> found;
  session->fetch({.url = url}, clock.steady() + 20s, [&](HttpObservation seen) {
    found = std::move(seen);
    loop->stop();
  });
  loop->run();
  return *found;
}

struct Said {
  explicit Said(std::string answer)
      : server([this, answer = std::move(answer)](RawServer::Peer& peer) {
          const std::string head = peer.read_head();
          const std::lock_guard lock(mutex);
          asked = head;
          peer.write(answer);
        }) {}
  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(server.port());
  }
  std::mutex mutex;
  std::string asked;
  RawServer server;
};

TEST(Proxy, IsAskedForTheSiteByItsNameAndNotToldWhoAsks) {
  Said refusing("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
  const HttpObservation seen = through(refusing.url(), "https://presensi.example/login");

  EXPECT_EQ(code(seen.transport), code(Class::tcp_unreachable)) << seen.detail;
  EXPECT_TRUE(seen.proxied);
  EXPECT_EQ(seen.address, refusing.url().substr(7));
  const std::lock_guard lock(refusing.mutex);
  EXPECT_TRUE(refusing.asked.starts_with("CONNECT presensi.example:443 HTTP/1.1\r\n"))
      << refusing.asked;
}

TEST(Proxy, TunnelsPlainHttpTooSoThatItsOwnPagesAreNotTheSites) {
  Said own("HTTP/1.1 407 Who are you\r\nContent-Length: 5\r\n\r\nlogin");
  const HttpObservation seen = through(own.url(), "http://presensi.example/login");

  EXPECT_EQ(code(seen.transport), code(Class::invalid_vantage)) << seen.detail;
  EXPECT_EQ(seen.status, 0);
  const std::lock_guard lock(own.mutex);
  EXPECT_TRUE(own.asked.starts_with("CONNECT presensi.example:80 ")) << own.asked;
}

TEST(Proxy, ThatCannotBeReachedSaysNothingOfTheSite) {
  std::string gone;
  {
    Said was("");
    gone = was.url();
  }
  const HttpObservation refused = through(gone, "https://presensi.example/");
  EXPECT_EQ(code(refused.transport), code(Class::invalid_vantage)) << refused.detail;

  const DeafPort deaf;
  const HttpObservation silent =
      through("http://127.0.0.1:" + std::to_string(deaf.port()), "https://presensi.example/");
  EXPECT_EQ(code(silent.transport), code(Class::invalid_vantage)) << silent.detail;
}

TEST(Proxy, ThatTakesUsAndHearsNothingOfTheSiteIsTheSitesTimeOut) {
  RawServer waiting([](RawServer::Peer& peer) { peer.wait_until_closed(); });
  const HttpObservation seen =
      through("http://127.0.0.1:" + std::to_string(waiting.port()), "https://presensi.example/");
  EXPECT_EQ(code(seen.transport), code(Class::tcp_timeout)) << seen.detail;
}

TEST(Proxy, IsNotAskedForAPrivateAddress) {
  Said proxy("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
  const HttpObservation guarded = through(proxy.url(), "https://192.168.1.1/");
  EXPECT_EQ(code(guarded.transport), code(Class::dns_bogon)) << guarded.detail;
  EXPECT_EQ(proxy.server.accepted(), 0);
  through(proxy.url(), "https://192.168.1.1/", true);
  EXPECT_EQ(proxy.server.accepted(), 1) << "where the backend allows it";
}

TEST(Proxy, IsASchemeAHostAndAPort) {
  for (const char* text : {"http://proxy.example:3128", "socks5h://127.0.0.1:1080"})
    EXPECT_TRUE(parse_proxy(text)) << text;
  for (const char* text :
       {"", "proxy.example:3128", "https://proxy.example:3128", "http://proxy.example",
        "http://user@proxy.example:1", "http://proxy.example:3128/x", "socks5://127.0.0.1:1080",
        "http://[::1]"})
    EXPECT_FALSE(parse_proxy(text)) << text;
  EXPECT_EQ(parse_proxy("http://[::1]:8080")->host, "::1");
}

TEST(Proxy, IsBelievedOfTheOtherSideAlone) {
  EXPECT_EQ(classify_proxied(CURLE_RECV_ERROR, 502, 0), Class::tcp_unreachable);
  EXPECT_EQ(classify_proxied(CURLE_RECV_ERROR, 504, 0), Class::tcp_timeout);
  EXPECT_EQ(classify_proxied(CURLE_RECV_ERROR, 407, 0), Class::invalid_vantage);
  EXPECT_EQ(classify_proxied(CURLE_COULDNT_CONNECT, 0, 0), Class::invalid_vantage);
  EXPECT_EQ(classify_proxied(CURLE_PROXY, 0, CURLPX_REPLY_CONNECTION_REFUSED), Class::tcp_refused);
  EXPECT_EQ(classify_proxied(CURLE_PROXY, 0, CURLPX_USER_REJECTED), Class::invalid_vantage);
}

}  // namespace
}  // namespace saksi::net
