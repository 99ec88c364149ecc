// SPDX-License-Identifier: Apache-2.0
//
// Against Debian's nginx with TLS in front, and against a server that does what no decent server
// does.
#include "net/http_client.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <optional>

#include "support/dns_server.hpp"
#include "support/nginx.hpp"
#include "support/raw_server.hpp"
#include "support/temp_dir.hpp"
#include "support/tls_files.hpp"

namespace saksi::net {
namespace {

using namespace std::chrono_literals;
using test::DeafPort;
using test::DnsServer;
using test::RawServer;

// Twenty times as fast as the world, so that time-outs of seconds are tested in fractions of one.
struct Rig {
  explicit Rig(std::map<std::string, test::DnsAnswer> zone = {}, const std::string& source = {})
      : dns(std::move(zone)),
        resolver(std::move(Resolver::create(*loop, {dns.address()}, source).value())) {
    options.allow_private = true;
    options.user_agent = "Saksi-test";
    options.way = source;
  }

  std::unique_ptr<HttpSession> session() {
    auto made = HttpSession::create(*loop, *resolver, options);
    EXPECT_TRUE(made) << made.error().message;
    return std::move(*made);
  }

  HttpObservation fetch(HttpSession& session, HttpRequest request, Duration most = 20s) {
    std::optional<HttpObservation> result;
    began = clock.steady();
    session.fetch(std::move(request), began + most, [&](HttpObservation seen) {
      result = std::move(seen);
      loop->stop();
    });
    EXPECT_FALSE(result) << "answered before fetch() returned";
    loop->run();
    took = clock.steady() - began;
    return *result;
  }
  HttpObservation get(const std::string& url, Duration most = 20s) {
    const auto one = session();
    return fetch(*one, {.url = url}, most);
  }

  SystemClock machine;
  ScaledClock clock{Instant{}, machine.wall(), 20};
  std::unique_ptr<Loop> loop = std::move(Loop::create(clock).value());
  DnsServer dns;
  std::unique_ptr<Resolver> resolver;
  SessionOptions options;
  Duration began{0}, took{0};
};

// A deadline may be missed by what this machine needs to wake up, twenty times magnified.
constexpr auto kGrace = 4s;

std::string_view name(Class cls) { return code(cls); }
#define EXPECT_CLASS(observation, expected) \
  EXPECT_EQ(name((observation).transport), name(Class::expected)) << (observation).detail

// ---- nginx --------------------------------------------------------------------------------------

// One nginx for all of these tests: making certificates costs more than all of them.
class Web : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (test::find_program("nginx").empty() || test::find_program("openssl").empty()) return;
    shared_ = new Shared();
  }
  static void TearDownTestSuite() {
    delete shared_;
    shared_ = nullptr;
  }
  void SetUp() override {
    SAKSI_NEEDS_PROGRAM("nginx");
    SAKSI_NEEDS_PROGRAM("openssl");
    rig.options.ca_file = shared_->ca.ca_file();
  }

  static std::string url(const std::string& host, const std::string& path = "/") {
    return "https://" + host + ":" + std::to_string(shared_->port) + path;
  }

  struct Shared {
    test::TempDir folder;
    test::TlsFiles ca{make(folder / "ca")};
    test::TlsFiles stranger{make(folder / "stranger"), "A stranger's CA"};
    std::uint16_t port = test::free_port();
    std::uint16_t old_port = test::free_port();
    test::Nginx nginx{make(folder / "nginx"), config(), port};

    static std::string make(const std::string& path) {
      std::filesystem::create_directory(path);
      return path;
    }
    std::string server(const std::string& host, const test::Leaf& leaf, const std::string& inside,
                       std::uint16_t at) const {
      return "  server {\n    listen 127.0.0.1:" + std::to_string(at) + " ssl;\n    server_name " +
             host + ";\n    ssl_certificate " + leaf.certificate_file +
             ";\n    ssl_certificate_key " + leaf.key_file + ";\n" + inside + "  }\n";
    }
    std::string config() {
      const std::string root = make(folder / "root");
      std::ofstream(root + "/zip.txt") << std::string(300'000, 'z');
      std::ofstream(root + "/bom.txt") << std::string(8'000'000, '\0');
      const std::string inside =
          "    root " + root +
          ";\n    gzip on;\n    gzip_types text/plain;\n"
          "    location = / { add_header Set-Cookie \"sesi=abc123; Path=/; HttpOnly\"; "
          "add_header Set-Cookie \"XSRF-TOKEN=tok%3D; Path=/\"; return 200 \"Selamat datang\"; }\n"
          "    location = /cookie { return 200 "
          "\"$http_cookie|$http_user_agent|$http_x_saksi|$remote_addr\"; }\n"
          "    location = /masuk { return 302 /beranda?x=1; }\n"
          "    location = /keluar { return 302 javascript:alert(1); }\n"
          "    location = /508 { return 508 \"penuh\"; }\n"
          "    location = /terima { client_max_body_size 1m; return 200 \"$request_method "
          "$content_type $content_length\"; }\n";
      return server("absen.test", ca.leaf("absen.test", "DNS:absen.test"), inside, port) +
             server("usang.test",
                    ca.leaf("usang.test", "DNS:usang.test", "20200101000000Z", "20210101000000Z"),
                    "", port) +
             server("belum.test", ca.leaf("belum.test", "DNS:belum.test", "20880101000000Z"), "",
                    port) +
             server("lain.test", ca.leaf("lain.test", "DNS:bukan.test"), "", port) +
             server("asing.test", stranger.leaf("asing.test", "DNS:asing.test"), "", port) +
             server("kuno.test", ca.leaf("kuno.test", "DNS:kuno.test"),
                    "    ssl_protocols TLSv1.1;\n    ssl_ciphers ALL:@SECLEVEL=0;\n", old_port);
    }
  };
  static Shared* shared_;

  static std::map<std::string, test::DnsAnswer> zone() {
    std::map<std::string, test::DnsAnswer> all;
    for (const char* host :
         {"absen.test", "usang.test", "belum.test", "lain.test", "asing.test", "kuno.test"})
      all[host].a = {"127.0.0.1"};
    return all;
  }
  Rig rig{zone()};
};
Web::Shared* Web::shared_ = nullptr;

TEST_F(Web, IsSeenWholeWithEveryPhaseOfAColdConnection) {
  const HttpObservation seen = rig.get(url("absen.test"));

  EXPECT_CLASS(seen, ok);
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.body, "Selamat datang");
  EXPECT_EQ(seen.address, "127.0.0.1:" + std::to_string(shared_->port));
  EXPECT_FALSE(seen.reused);
  const Phases& phases = seen.phases;
  ASSERT_TRUE(phases.dns && phases.tcp && phases.tls && phases.send && phases.wait && phases.recv);
  EXPECT_GT(*phases.tls, 0us);
  EXPECT_GT(*phases.wait, 0us);
  EXPECT_LE(*phases.dns + *phases.tcp + *phases.tls + *phases.send + *phases.wait + *phases.recv,
            seen.total + 20ms);
  EXPECT_TRUE(seen.tcp_rtt && *seen.tcp_rtt > 0us);
  ASSERT_TRUE(seen.certificate_not_after);
  EXPECT_EQ(seen.certificate_not_after->time_since_epoch(), 3786912000s) << "2090-01-01";
  ASSERT_TRUE(seen.header("server"));
  EXPECT_TRUE(seen.header("server")->starts_with("nginx"));
}

TEST_F(Web, KeepsCookiesAndTheConnectionWithinOneSessionAndNowhereElse) {
  rig.options.headers = {{"X-Saksi", "pemantau"}};
  const auto one = rig.session();
  rig.fetch(*one, {.url = url("absen.test")});
  const int questions = rig.dns.questions();

  const HttpObservation second = rig.fetch(*one, {.url = url("absen.test", "/cookie")});
  const HttpObservation stranger = rig.get(url("absen.test", "/cookie"));

  EXPECT_TRUE(second.reused);
  EXPECT_EQ(second.body, "XSRF-TOKEN=tok%3D; sesi=abc123|Saksi-test|pemantau|127.0.0.1");
  EXPECT_FALSE(second.phases.dns || second.phases.tcp || second.phases.tls);
  EXPECT_TRUE(second.phases.wait);
  EXPECT_TRUE(second.certificate_not_after);
  EXPECT_EQ(one->cookie("XSRF-TOKEN"), "tok%3D");
  EXPECT_EQ(one->cookie("sesi"), "abc123");
  EXPECT_EQ(one->cookie("lain"), std::nullopt);
  EXPECT_FALSE(stranger.reused);
  EXPECT_EQ(stranger.body, "|Saksi-test|pemantau|127.0.0.1");
  EXPECT_EQ(rig.dns.questions(), questions + 2)
      << "the stranger asked for A and AAAA; the second request did not";
}

TEST_F(Web, IsReachedFromTheVantagesOwnAddress) {
  Rig other(zone(), "127.0.0.12");
  other.options.ca_file = shared_->ca.ca_file();

  const HttpObservation seen = other.get(url("absen.test", "/cookie"));

  EXPECT_CLASS(seen, ok);
  EXPECT_TRUE(seen.body.ends_with("|127.0.0.12")) << seen.body;
  EXPECT_EQ(other.dns.last_peer(), "127.0.0.12");
}

TEST_F(Web, TellsARedirectAndDoesNotFollowIt) {
  const auto one = rig.session();

  const HttpObservation seen = rig.fetch(*one, {.url = url("absen.test", "/masuk")});
  const HttpObservation bad = rig.fetch(*one, {.url = url("absen.test", "/keluar")});

  EXPECT_CLASS(seen, ok);
  EXPECT_EQ(seen.status, 302);
  EXPECT_EQ(seen.redirect, url("absen.test", "/beranda?x=1"));
  EXPECT_EQ(bad.status, 302);
  EXPECT_EQ(bad.redirect, "");
}

TEST_F(Web, UnpacksGzipAndCapsWhatComesOut) {
  const HttpObservation seen = rig.get(url("absen.test", "/zip.txt"));
  const HttpObservation bomb = rig.get(url("absen.test", "/bom.txt"));

  EXPECT_CLASS(seen, ok);
  ASSERT_TRUE(seen.header("content-encoding"));
  EXPECT_EQ(*seen.header("content-encoding"), "gzip");
  EXPECT_EQ(seen.body, std::string(300'000, 'z'));
  EXPECT_CLASS(bomb, http_body_too_large);
  EXPECT_EQ(bomb.body.size(), 2u << 20);
}

TEST_F(Web, TakesAPostWithItsBody) {
  const auto one = rig.session();

  const HttpObservation seen =
      rig.fetch(*one, {.method = "POST",
                       .url = url("absen.test", "/terima"),
                       .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
                       .body = std::string(100'000, 'a')});

  EXPECT_CLASS(seen, ok);
  EXPECT_EQ(seen.body, "POST application/x-www-form-urlencoded 100000");
  EXPECT_TRUE(seen.phases.send);
  EXPECT_EQ(rig.fetch(*one, {.url = url("absen.test", "/terima")}).body, "GET  ")
      << "nothing of it is left";
}

TEST_F(Web, AnswersHeadWithoutABodyAndAnErrorStatusAsAnAnswer) {
  const auto one = rig.session();

  const HttpObservation head = rig.fetch(*one, {.method = "HEAD", .url = url("absen.test")});
  const HttpObservation full = rig.fetch(*one, {.url = url("absen.test", "/508")});

  EXPECT_CLASS(head, ok);
  EXPECT_EQ(head.body, "");
  EXPECT_CLASS(full, ok);
  EXPECT_EQ(full.status, 508);
  EXPECT_EQ(full.body, "penuh");
}

TEST_F(Web, ShakesHandsWithoutSayingAnything) {
  const auto one = rig.session();

  const HttpObservation seen = rig.fetch(*one, {.url = url("absen.test"), .handshake_only = true});

  EXPECT_CLASS(seen, ok);
  EXPECT_TRUE(seen.phases.tcp && seen.phases.tls);
  EXPECT_FALSE(seen.phases.wait || seen.phases.send);
  EXPECT_TRUE(seen.certificate_not_after);
  EXPECT_EQ(seen.status, 0);
  EXPECT_FALSE(rig.fetch(*one, {.url = url("absen.test")}).reused);
}

TEST_F(Web, IsNotTrustedWithAnyCertificateThatABrowserRefuses) {
  const HttpObservation expired = rig.get(url("usang.test"));

  EXPECT_CLASS(expired, tls_expired);
  EXPECT_EQ(expired.certificate_not_after, Instant(1609459200s)) << "2021-01-01";
  EXPECT_TRUE(expired.phases.tcp && expired.phases.tls);
  EXPECT_FALSE(expired.phases.wait);
  EXPECT_CLASS(rig.get(url("belum.test")), tls_not_yet_valid);
  EXPECT_CLASS(rig.get(url("lain.test")), tls_hostname);
  EXPECT_CLASS(rig.get(url("asing.test")), tls_untrusted);
  EXPECT_CLASS(rig.get("https://kuno.test:" + std::to_string(shared_->old_port) + "/"),
               tls_version);
}

TEST_F(Web, IsUntrustedByTheSystemsBundle) {
  rig.options.ca_file = "";

  EXPECT_CLASS(rig.get(url("absen.test")), tls_untrusted);
}

TEST_F(Web, IsNotTouchedWhenItsNamePointsToAPrivateAddress) {
  rig.options.allow_private = false;
  const HttpObservation seen = rig.get(url("absen.test"));

  EXPECT_CLASS(seen, dns_bogon);
  EXPECT_FALSE(seen.phases.tcp);
  EXPECT_CLASS(rig.get("https://127.0.0.1:" + std::to_string(shared_->port) + "/"), dns_bogon);
  EXPECT_CLASS(rig.get("https://0x7f.1:" + std::to_string(shared_->port) + "/"), dns_bogon);
}

// ---- a server that does what no decent server does ----------------------------------------------

RawServer says(std::string answer, bool reset = false) {
  return RawServer([answer, reset](RawServer::Peer& peer) {
    if (peer.read_head().empty()) return;
    peer.write(answer);
    if (reset) peer.reset_at_end();
  });
}

TEST(HttpClient, WaitsNoLongerThanItsDeadlineForAFirstByte) {
  Rig rig;
  RawServer silent([](RawServer::Peer& peer) { peer.wait_until_closed(); });

  const HttpObservation seen = rig.get(silent.url(), 4s);

  EXPECT_CLASS(seen, http_timeout_ttfb);
  EXPECT_GE(rig.took, 4s);
  EXPECT_LT(rig.took, 4s + kGrace);
  EXPECT_TRUE(seen.phases.tcp);
  ASSERT_TRUE(seen.phases.wait);
  EXPECT_GT(*seen.phases.wait, 3s);
  EXPECT_FALSE(seen.phases.recv || seen.phases.tls);
}

TEST(HttpClient, WaitsNoLongerThanItsDeadlineForTheRestOfABodyOrOfHeaders) {
  Rig rig;
  RawServer body([](RawServer::Peer& peer) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsetengah");
    peer.wait_until_closed();
  });
  RawServer headers([](RawServer::Peer& peer) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\nX-Sete");
    peer.wait_until_closed();
  });

  const HttpObservation seen = rig.get(body.url(), 4s);
  EXPECT_CLASS(seen, http_timeout_body);
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.body, "setengah");
  EXPECT_LT(rig.took, 4s + kGrace);
  EXPECT_TRUE(seen.phases.recv && *seen.phases.recv > 3s);

  EXPECT_CLASS(rig.get(headers.url(), 4s), http_timeout_body);
  EXPECT_LT(rig.took, 4s + kGrace);
}

TEST(HttpClient, IsNotKeptByAServerThatSendsAByteNowAndThen) {
  Rig rig;
  RawServer drip([](RawServer::Peer& peer) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    while (peer.write("x")) std::this_thread::sleep_for(10ms);
  });

  EXPECT_CLASS(rig.get(drip.url(), 6s), http_timeout_body);
  EXPECT_LT(rig.took, 6s + kGrace);
}

TEST(HttpClient, TellsARefusedPortFromADeafOneAndFromASilentHandshake) {
  Rig rig;
  rig.options.connect_timeout = 5s;
  const DeafPort deaf;
  RawServer mute([](RawServer::Peer& peer) { peer.wait_until_closed(); });
  const std::string closed = std::to_string(test::free_port());

  const HttpObservation refused = rig.get("http://127.0.0.1:" + closed + "/");
  EXPECT_CLASS(refused, tcp_refused);
  EXPECT_TRUE(refused.phases.tcp);
  EXPECT_FALSE(refused.phases.wait);
  EXPECT_EQ(refused.address, "127.0.0.1:" + closed);

  EXPECT_CLASS(rig.get("http://127.0.0.1:" + std::to_string(deaf.port()) + "/"), tcp_timeout);
  EXPECT_GE(rig.took, 5s);
  EXPECT_LT(rig.took, 5s + kGrace);

  const HttpObservation handshake =
      rig.get("https://127.0.0.1:" + std::to_string(mute.port()) + "/");
  EXPECT_CLASS(handshake, tls_timeout);
  EXPECT_TRUE(handshake.phases.tcp && handshake.phases.tls);
  EXPECT_GE(rig.took, 10s) << "TCP has the connect time-out, and TLS has it again";
  EXPECT_LT(rig.took, 10s + kGrace);

  EXPECT_CLASS(rig.get("https://127.0.0.1:" + std::to_string(mute.port()) + "/", 3s), tls_timeout);
  EXPECT_LT(rig.took, 3s + kGrace);
}

TEST(HttpClient, CallsAServerThatHangsUpOrTalksPlainlyInTheHandshakeReset) {
  Rig rig;
  RawServer hangs_up([](RawServer::Peer& peer) { peer.read_bytes(50); });
  RawServer resets([](RawServer::Peer& peer) {
    peer.read_bytes(50);
    peer.reset_at_end();
  });
  RawServer plain([](RawServer::Peer& peer) {
    peer.read_bytes(50);
    peer.write("HTTP/1.1 400 Bad Request\r\n\r\n");
  });

  for (const RawServer* server : {&hangs_up, &resets, &plain})
    EXPECT_CLASS(rig.get("https://127.0.0.1:" + std::to_string(server->port()) + "/"),
                 tls_handshake_reset);
}

TEST(HttpClient, TriesTheNextAddressWhenOneRefusesAndTellsTheFirstWhenAllDo) {
  RawServer server = says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nya");
  Rig rig({{"dua.test", {.a = {"127.0.0.2", "127.0.0.1"}}},
           {"tutup.test", {.a = {"127.0.0.2", "127.0.0.3"}}}});

  const HttpObservation second = rig.get("http://dua.test:" + std::to_string(server.port()) + "/");
  const HttpObservation none = rig.get("http://tutup.test:" + std::to_string(server.port()) + "/");

  EXPECT_CLASS(second, ok);
  EXPECT_EQ(second.body, "ya");
  EXPECT_EQ(second.address, "127.0.0.1:" + std::to_string(server.port()));
  EXPECT_CLASS(none, tcp_refused);
  EXPECT_EQ(none.address, "127.0.0.2:" + std::to_string(server.port()));
}

TEST(HttpClient, ClassesAnswersThatEndTooEarly) {
  Rig rig;
  struct Case {
    const char* answer;
    bool reset;
    Class cls;
  };
  for (const Case& one : {
           Case{"", false, Class::http_reset},
           Case{"", true, Class::http_reset},
           Case{"HTTP/1.1 200 OK\r\nContent-Le", false, Class::http_truncated},
           Case{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsetengah", false,
                Class::http_truncated},
           Case{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsetengah", true, Class::http_reset},
           Case{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nseten", false,
                Class::http_truncated},
       }) {
    RawServer server = says(one.answer, one.reset);
    const HttpObservation seen = rig.get(server.url());
    EXPECT_EQ(name(seen.transport), name(one.cls)) << one.answer << " / " << seen.detail;
    EXPECT_LT(rig.took, kGrace);
  }
}

TEST(HttpClient, ClassesAnswersThatAreNotHttp) {
  Rig rig;
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  struct Case {
    std::string answer;
    Class cls;
  };
  for (const Case& one : {
           Case{"Halo, ini bukan HTTP\r\n\r\n", Class::http_malformed},
           Case{"HTTP/9.9 200 OK\r\n\r\n", Class::http_malformed},
           Case{ok + "Content-Length: -5\r\n\r\nhalo", Class::http_malformed},
           Case{ok + "Content-Length: 4\r\nContent-Length: 40\r\n\r\nhalo", Class::http_malformed},
           Case{ok + "Content-Length: 9223372036854775808\r\n\r\nhalo", Class::http_malformed},
           Case{ok + "Transfer-Encoding: chunked\r\n\r\nZZ\r\nhalo\r\n", Class::http_malformed},
           Case{ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nhalo\r\n",
                Class::http_malformed},
           Case{ok + "Content-Length: 4\r\nContent-Encoding: gzip\r\n\r\nhalo",
                Class::http_decode_error},
           Case{ok + std::string("X: a\0b\r\nContent-Length: 0\r\n\r\n", 29),
                Class::http_malformed},
       }) {
    RawServer server = says(one.answer);
    const HttpObservation seen = rig.get(server.url());
    EXPECT_EQ(name(seen.transport), name(one.cls)) << one.answer << " / " << seen.detail;
  }
}

TEST(HttpClient, TakesNoMoreHeadersThanItsLimits) {
  Rig rig;
  RawServer many([](RawServer::Peer& peer) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\n");
    while (peer.write("X-Lagi: ya\r\n")) {
    }
  });
  RawServer wide([](RawServer::Peer& peer) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\nX-Panjang: ");
    while (peer.write(std::string(1000, 'x'))) {
    }
  });
  RawServer big =
      says("HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x') + "\r\nContent-Length: 0\r\n\r\n");
  RawServer interim([](RawServer::Peer& peer) {
    peer.read_head();
    while (peer.write("HTTP/1.1 100 Continue\r\n\r\n")) {
    }
  });
  std::string hints;
  for (int i = 0; i < 20; ++i) hints += "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
  RawServer patient = says(hints + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nya");
  RawServer chatty = says("HTTP/1.1 103 Early Hints\r\n\r\n" + hints +
                          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nya");
  RawServer fine = says(
      "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nX-Dua:  nilai "
      "\r\nContent-Length: 2\r\n\r\nya");

  EXPECT_CLASS(rig.get(many.url()), http_too_many_headers);
  EXPECT_CLASS(rig.get(wide.url()), http_header_too_long);
  EXPECT_CLASS(rig.get(big.url()), http_header_too_long);
  EXPECT_CLASS(rig.get(interim.url()), http_too_many_headers);
  EXPECT_CLASS(rig.get(patient.url()), ok) << "twenty are allowed";
  EXPECT_CLASS(rig.get(chatty.url()), http_too_many_headers) << "and one more is not";
  const HttpObservation seen = rig.get(fine.url());
  EXPECT_CLASS(seen, ok);
  EXPECT_EQ(seen.status, 200);
  EXPECT_EQ(seen.headers.size(), 2u);
  EXPECT_EQ(*seen.header("x-dua"), "nilai");
}

// The first answer holds a whole second one, in a way that leaves room for two opinions on where
// the first ends; it must never be taken for the answer to the next request.
TEST(HttpClient, TakesNoAnswerThatWasThereBeforeItsRequest) {
  const std::string fake = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\npalsu";
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n";
  for (const auto& [first, later] : {
           std::pair{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nya" + fake, std::string()},
           std::pair{std::string("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nya"), fake},
           std::pair{"HTTP/1.1 204 No Content\r\nContent-Length: 47\r\n\r\n" + fake, std::string()},
           std::pair{chunked + "Content-Length: 400\r\n\r\n2\r\nya\r\n0\r\n\r\n", fake},
           std::pair{chunked + "Content-Length: 4\r\n\r\n2\r\nya\r\n0\r\n\r\n" + fake,
                     std::string()},
       }) {
    Rig rig;
    std::atomic<bool> laid{false};
    RawServer server([&, first = first, later = later](RawServer::Peer& peer) {
      for (std::string head = peer.read_head(); !head.empty(); head = peer.read_head()) {
        if (head.starts_with("GET /dua")) {
          peer.write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\njujur!");
          continue;
        }
        peer.write(first);
        if (!later.empty()) {
          std::this_thread::sleep_for(10ms);
          peer.write(later);
        }
        laid = true;
      }
    });
    const auto one = rig.session();

    EXPECT_CLASS(rig.fetch(*one, {.url = server.url("/satu")}), ok) << first;
    while (!laid) std::this_thread::yield();
    const HttpObservation second = rig.fetch(*one, {.url = server.url("/dua")});

    EXPECT_CLASS(second, ok) << first;
    EXPECT_EQ(second.body, "jujur!") << first << later;
  }
}

TEST(HttpClient, AsksNothingMoreWhereTheEndWasAMatterOfOpinion) {
  Rig rig;
  std::atomic<bool> both{true};
  RawServer server([&](RawServer::Peer& peer) {
    while (!peer.read_head().empty())
      peer.write(std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n") +
                 (both ? "Content-Length: 2\r\n" : "") + "\r\n2\r\nya\r\n0\r\n\r\n");
  });
  const auto one = rig.session();

  EXPECT_EQ(rig.fetch(*one, {.url = server.url()}).body, "ya");
  both = false;
  EXPECT_FALSE(rig.fetch(*one, {.url = server.url()}).reused) << "length and chunks";
  EXPECT_TRUE(rig.fetch(*one, {.url = server.url()}).reused) << "chunks alone";
}

TEST(HttpClient, TakesNoMoreBodyThanItsLimitFromAnEndlessOne) {
  Rig rig;
  rig.options.limits.body = 10'000;
  RawServer endless([](RawServer::Peer& peer) {
    peer.read_head();
    peer.write("HTTP/1.1 200 OK\r\n\r\n");
    while (peer.write(std::string(5000, 'x'))) {
    }
  });

  const HttpObservation seen = rig.get(endless.url());

  EXPECT_CLASS(seen, http_body_too_large);
  EXPECT_EQ(seen.body, std::string(10'000, 'x'));
}

TEST(HttpClient, OpensANewConnectionWhenTheKeptOneHasDied) {
  Rig rig;
  RawServer server =
      says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nya");  // and closes, unannounced
  const auto one = rig.session();

  rig.fetch(*one, {.url = server.url()});
  while (server.accepted() < 1) {
  }
  std::this_thread::sleep_for(20ms);  // for the FIN, which no clock of ours can bring
  const HttpObservation second = rig.fetch(*one, {.url = server.url()});

  EXPECT_CLASS(second, ok);
  EXPECT_FALSE(second.reused);
  EXPECT_TRUE(second.phases.tcp);
  EXPECT_EQ(server.accepted(), 2);
}

TEST(HttpClient, IsNotDelayedByAnotherOnesDeadNameServer) {
  Rig rig;
  Rig dead({{"absen.test", {.silent = true}}});
  auto resolver = std::move(Resolver::create(*rig.loop, {dead.dns.address()}, "").value());
  std::vector<std::unique_ptr<HttpSession>> stuck;
  int timeouts = 0;
  for (int i = 0; i < 20; ++i) {
    stuck.push_back(std::move(HttpSession::create(*rig.loop, *resolver, rig.options).value()));
    stuck.back()->fetch({.url = "http://absen.test/"}, rig.clock.steady() + 20s,
                        [&](HttpObservation seen) {
                          EXPECT_CLASS(seen, dns_timeout);
                          EXPECT_TRUE(seen.phases.dns && *seen.phases.dns >= 3s);
                          if (++timeouts == 20) rig.loop->stop();
                        });
  }
  RawServer server = says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nya");

  EXPECT_CLASS(rig.get(server.url()), ok);
  EXPECT_EQ(timeouts, 0);
  EXPECT_LT(rig.took, 2500ms) << "a tenth of a second outside";
  rig.loop->run();
  EXPECT_EQ(timeouts, 20);
}

TEST(HttpClient, TellsTheNamesTrouble) {
  Rig rig({{"gagal.test", {.rcode = 2}}});

  const HttpObservation seen = rig.get("http://tidak-ada.test/");
  EXPECT_CLASS(seen, dns_nxdomain);
  EXPECT_TRUE(seen.phases.dns);
  EXPECT_FALSE(seen.phases.tcp);
  EXPECT_CLASS(rig.get("http://gagal.test/"), dns_servfail);
}

TEST(HttpClient, BlamesItselfForARequestThatCannotBeSent) {
  Rig rig;
  const auto one = rig.session();
  RawServer server = says("HTTP/1.1 200 OK\r\n\r\n");

  EXPECT_CLASS(rig.fetch(*one, {.url = "ftp://absen.test/"}), probe_problem);
  EXPECT_CLASS(rig.fetch(*one, {.method = "DELETE", .url = server.url()}), probe_problem);
  EXPECT_CLASS(rig.fetch(*one, {.url = server.url(), .headers = {{"X-Token", "a\r\nX-Lain: b"}}}),
               probe_problem);
  EXPECT_CLASS(rig.fetch(*one, {.url = server.url()}, 0s), prober_overloaded);
  EXPECT_EQ(server.accepted(), 0);
}

TEST(HttpClient, BlamesTheVantageWhenItsAddressIsGone) {
  Rig rig({}, "192.0.2.99");  // documentation: nobody has it

  EXPECT_CLASS(rig.get("http://127.0.0.1:" + std::to_string(test::free_port()) + "/"),
               invalid_vantage);
  EXPECT_CLASS(rig.get("http://absen.test/"), invalid_vantage);
}

TEST(HttpClient, CallsNobodyBackAfterItsEndAndMayEndInItsOwnCallback) {
  Rig rig;
  RawServer silent([](RawServer::Peer& peer) { peer.wait_until_closed(); });
  RawServer server = says("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nya");
  auto cancelled = rig.session();
  auto own_end = rig.session();
  bool called = false, ended = false;
  cancelled->fetch({.url = silent.url()}, rig.clock.steady() + 5s,
                   [&](HttpObservation) { called = true; });
  own_end->fetch({.url = server.url()}, rig.clock.steady() + 5s, [&](HttpObservation) {
    own_end.reset();
    cancelled.reset();
    ended = true;
  });

  rig.loop->after(8s, [&] { rig.loop->stop(); });
  rig.loop->run();

  EXPECT_TRUE(ended);
  EXPECT_FALSE(called);
}

TEST(HttpClient, RefusesTrustThatIsNotThere) {
  Rig rig;
  test::TempDir folder;
  std::ofstream(folder / "kosong.pem") << "bukan sertifikat\n";

  rig.options.ca_file = folder / "tidak-ada.pem";
  EXPECT_FALSE(HttpSession::create(*rig.loop, *rig.resolver, rig.options));
  rig.options.ca_file = folder / "kosong.pem";
  EXPECT_FALSE(HttpSession::create(*rig.loop, *rig.resolver, rig.options));
}

}  // namespace
}  // namespace saksi::net
