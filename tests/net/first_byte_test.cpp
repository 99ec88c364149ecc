// SPDX-License-Identifier: Apache-2.0
//
// When an answer came, while we were too busy to look: against servers that write down when they
// sent it.
#include "net/first_byte.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

#include "base/file.hpp"
#include "net/http_client.hpp"
#include "support/dns_server.hpp"
#include "support/temp_dir.hpp"
#include "support/tls_server.hpp"

namespace saksi::net {
namespace {

using namespace std::chrono_literals;
using test::RawServer;
using test::TlsServer;

constexpr auto kHold = 300ms;   // that the loop looks at nothing
constexpr auto kGrace = 100ms;  // that this machine may need to let a thread run

const std::string kAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nya";

// One client on the machine's own clock. A server's thread can hold its loop.
class FirstByteTest : public ::testing::Test {
 protected:
  FirstByteTest() { options_.allow_private = true; }

  HttpObservation get(const std::string& url, Duration most = 10s) {
    auto session = HttpSession::create(*loop_, *resolver_, options_);
    EXPECT_TRUE(session) << session.error().message;
    HttpObservation result;
    (*session)->fetch({.url = url}, clock_.steady() + most, [&](HttpObservation seen) {
      result = std::move(seen);
      loop_->stop();
    });
    loop_->run();
    return result;
  }

  // From a server's thread: returns once the loop looks at nothing any more, which lasts until
  // `kHold` after let_go().
  void hold() {
    // A timer's task: a deadline that passes meanwhile is then told before any socket is.
    loop_->post([this] {
      loop_->after(0ms, [this] {
        held_ = true;
        while (!let_go_ || clock_.steady() < Duration(let_go_at_) + kHold) {
        }
      });
    });
    while (!held_) std::this_thread::yield();
  }
  void let_go() {
    let_go_at_ = clock_.steady();
    let_go_ = true;
  }
  void pass(Duration time) const {
    for (const Duration until = clock_.steady() + time; clock_.steady() < until;)
      std::this_thread::yield();
  }

  [[nodiscard]] Duration truth() const { return Duration(sent_) - Duration(asked_); }

  SystemClock clock_;
  std::unique_ptr<Loop> loop_ = std::move(Loop::create(clock_).value());
  std::unique_ptr<Resolver> resolver_ =
      std::move(Resolver::create(*loop_, {"127.0.0.1:1"}, "").value());
  SessionOptions options_;
  std::atomic<Duration> asked_{}, sent_{}, let_go_at_{};
  std::atomic<bool> held_{false}, let_go_{false};
};

class FirstByteOverTls : public FirstByteTest {
 protected:
  FirstByteOverTls() {
    options_.ca_file = folder_ / "ca.pem";
    test::write_pem(ca_, options_.ca_file);
  }
  [[nodiscard]] static std::string url(const TlsServer& server) {
    return "https://127.0.0.1:" + std::to_string(server.port()) + "/";
  }
  // How many session tickets a server sends of itself, right behind the handshake.
  static std::function<void(SSL_CTX*)> tickets(unsigned count) {
    return [count](SSL_CTX* context) { SSL_CTX_set_num_tickets(context, count); };
  }
  test::TempDir folder_;
  test::Certificate ca_ = test::certificate({.subject = "CA", .names = "", .authority = true});
  test::Certificate leaf_ = test::certificate({.names = "IP:127.0.0.1"}, &ca_);
};

TEST_F(FirstByteTest, IsWhenItCameNotWhenWeLooked) {
  RawServer server([this](RawServer::Peer& peer) {
    peer.read_head();
    asked_ = clock_.steady();
    hold();
    sent_ = clock_.steady();
    peer.write(kAnswer);
    let_go();
    peer.wait_until_closed();
  });

  const HttpObservation seen = get(server.url());

  ASSERT_EQ(seen.transport, Class::ok) << seen.detail;
  EXPECT_LT(*seen.phases.wait, truth() + kGrace);
  EXPECT_GE(*seen.phases.wait + 1ms, truth());
  EXPECT_LT(*seen.bound, kGrace) << "one segment has its own stamp";
  EXPECT_GE(seen.own_delay, kHold);
  EXPECT_GE(*seen.phases.recv, kHold);
}

// libcurl's timers look at a connection without reading what lies there.
TEST_F(FirstByteTest, IsNotWhatWasSeenAndNotReadAndThenFoundToBeATicket) {
  std::uint16_t port = 0;
  const Fd listener(test::listen_tcp(port));
  const Fd client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  stamp_arrivals(client.get());
  const sockaddr_in to = test::loopback(port);
  ASSERT_EQ(::connect(client.get(), reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  const Fd server(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
  char bytes[16];
  const auto came = [&] {
    pollfd ready{client.get(), POLLIN, 0};
    return ::poll(&ready, 1, 5000) == 1;
  };
  // The kernel begins to stamp a little after the first socket asks for it.
  for (bool stamped = false; !stamped;) {
    ASSERT_EQ(::send(server.get(), "?", 1, 0), 1);
    ASSERT_TRUE(came());
    stamped = unread(client.get()).has_value();
    ASSERT_EQ(::recv(client.get(), bytes, sizeof bytes, 0), 1);
  }
  FirstByte first(*loop_);
  first.about_to_send(client.get());
  first.have_read(client.get(), false, false);

  ASSERT_EQ(::send(server.get(), "ticket", 6, 0), 6);
  ASSERT_TRUE(came());
  first.look(client.get());
  first.have_read(client.get(), false, false);
  first.look(client.get());
  ASSERT_EQ(::recv(client.get(), bytes, sizeof bytes, 0), 6);
  first.have_read(client.get(), true, false);
  pass(kHold);
  sent_ = clock_.steady();
  ASSERT_EQ(::send(server.get(), "answer", 6, 0), 6);
  ASSERT_TRUE(came());
  first.look(client.get());
  ASSERT_EQ(::recv(client.get(), bytes, sizeof bytes, 0), 6);
  first.have_read(client.get(), false, true);

  ASSERT_TRUE(first.at());
  EXPECT_GE(*first.at() + 1ms, sent_.load());
  EXPECT_LT(first.bound(), kGrace);
}

TEST_F(FirstByteTest, OfAnAnswerWithoutAStampIsAsUnsureAsWeWereLate) {
  options_.kernel_stamps = false;
  RawServer server([this](RawServer::Peer& peer) {
    peer.read_head();
    asked_ = clock_.steady();
    hold();
    sent_ = clock_.steady();
    peer.write(kAnswer);
    let_go();
  });

  const HttpObservation seen = get(server.url());

  EXPECT_GE(*seen.phases.wait, truth() + kHold - 1ms);
  EXPECT_GE(*seen.bound, kHold - 1ms);
  EXPECT_LE(*seen.phases.wait - *seen.bound, truth() + kGrace);
}

TEST_F(FirstByteTest, OfSegmentsThatLayTogetherIsBoundedByWhenWeHadLookedBefore) {
  RawServer server([this](RawServer::Peer& peer) {
    peer.read_head();
    asked_ = clock_.steady();
    hold();
    sent_ = clock_.steady();
    peer.write(kAnswer.substr(0, 20));
    pass(kHold);
    peer.write(kAnswer.substr(20));
    let_go();
  });

  const HttpObservation seen = get(server.url());

  ASSERT_EQ(seen.transport, Class::ok) << seen.detail;
  EXPECT_LE(*seen.phases.wait - *seen.bound, truth() + kGrace);
  EXPECT_GE(*seen.phases.wait + 1ms, truth());
}

// The server's end has no bytes, and yet the kernel may give its stamp to those before it.
TEST_F(FirstByteTest, OfAnAnswerWithItsEndIsBoundedByWhenWeHadLookedBefore) {
  RawServer server([this](RawServer::Peer& peer) {
    peer.read_head();
    asked_ = clock_.steady();
    hold();
    sent_ = clock_.steady();
    peer.write(kAnswer);
    pass(kHold);
    ::shutdown(peer.fd(), SHUT_WR);
    let_go();
    peer.wait_until_closed();
  });

  const HttpObservation seen = get(server.url());

  ASSERT_EQ(seen.transport, Class::ok) << seen.detail;
  EXPECT_LE(*seen.phases.wait - *seen.bound, truth() + kGrace);
  EXPECT_GE(*seen.phases.wait + 1ms, truth());
}

TEST_F(FirstByteOverTls, IsNotThatOfASessionTicketWhichCameBefore) {
  TlsServer server(
      leaf_,
      [this](const TlsServer::Peer& peer) {
        peer.read_head();
        asked_ = clock_.steady();
        EXPECT_TRUE(peer.send_ticket());
        pass(kHold);
        sent_ = clock_.steady();
        peer.write(kAnswer);
      },
      {}, tickets(2));

  const HttpObservation seen = get(url(server));

  ASSERT_EQ(seen.transport, Class::ok) << seen.detail;
  EXPECT_GE(*seen.phases.wait + 1ms, truth());
  EXPECT_LT(*seen.phases.wait, truth() + kGrace);
  EXPECT_LT(*seen.bound, kGrace);
}

TEST_F(FirstByteOverTls, IsNotThatOfASessionTicketWhichLayUnreadWithIt) {
  TlsServer server(
      leaf_,
      [this](const TlsServer::Peer& peer) {
        peer.read_head();
        asked_ = clock_.steady();
        hold();
        EXPECT_TRUE(peer.send_ticket());
        pass(kHold);
        sent_ = clock_.steady();
        peer.write(kAnswer);
        let_go();
      },
      {}, tickets(0));

  const HttpObservation seen = get(url(server));

  ASSERT_EQ(seen.transport, Class::ok) << seen.detail;
  EXPECT_GE(*seen.phases.wait + 1ms, truth());
  EXPECT_LT(*seen.phases.wait, truth() + kGrace);
  EXPECT_LE(*seen.phases.wait - *seen.bound, truth() + kGrace);
}

// A record can be read only when all of it is there, over a slow line much later than it began.
TEST_F(FirstByteOverTls, IsTheFirstOfARecordThatCameInPieces) {
  TlsServer behind(
      leaf_,
      [](const TlsServer::Peer& peer) {
        peer.read_head();
        peer.write(kAnswer);
      },
      {}, tickets(0));
  RawServer slow([&](RawServer::Peer& peer) {
    const int to = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in at = test::loopback(behind.port());
    ASSERT_EQ(::connect(to, reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
    std::string bytes(16384, '\0');
    int flights = 0;  // of the client's: hello, finished with or before the request
    pollfd both[2] = {{peer.fd(), POLLIN, 0}, {to, POLLIN, 0}};
    while (::poll(both, 2, 5000) > 0) {
      if (both[0].revents != 0) {
        const auto got = ::recv(peer.fd(), bytes.data(), bytes.size(), 0);
        if (got <= 0) break;
        ++flights;
        asked_ = clock_.steady();
        ::send(to, bytes.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL);
      }
      if (both[1].revents != 0) {
        const auto got = ::recv(to, bytes.data(), bytes.size(), 0);
        if (got <= 0) break;
        std::string_view piece(bytes.data(), static_cast<std::size_t>(got));
        if (flights > 1) {  // the answer
          if (sent_.load() == Duration{0}) sent_ = clock_.steady();
          peer.write(piece.substr(0, 10));
          pass(kHold);
          piece.remove_prefix(10);
        }
        peer.write(piece);
      }
    }
    ::close(to);
  });

  const HttpObservation seen = get("https://127.0.0.1:" + std::to_string(slow.port()) + "/");

  ASSERT_EQ(seen.transport, Class::ok) << seen.detail;
  EXPECT_LT(*seen.phases.wait, truth() + kGrace);
  EXPECT_GE(*seen.phases.recv + 1ms, kHold);
}

TEST_F(FirstByteTest, ThatLayUnreadWhenTheTimeWasOverDidComeInTime) {
  RawServer server([this](RawServer::Peer& peer) {
    peer.read_head();
    asked_ = clock_.steady();
    hold();
    sent_ = clock_.steady();
    peer.write(kAnswer);
    pass(700ms);  // past the deadline
    let_go();
    peer.wait_until_closed();
  });

  const HttpObservation seen = get(server.url(), 600ms);

  // Whichever comes first, libcurl's own timer or ours: it is read late, or we say why it was not.
  if (seen.transport == Class::ok)
    EXPECT_LT(*seen.phases.wait, truth() + kGrace);
  else
    EXPECT_EQ(code(seen.transport), "prober_overloaded") << seen.detail;
}

// Nothing is known of an answer that may lie there: no name server is blamed.
TEST_F(FirstByteTest, OfANameServerIsNotMissedWhenWeDidNotLook) {
  test::DnsServer server({{"absen.test", {.a = {"127.0.0.1"}}}});
  auto resolver = std::move(Resolver::create(*loop_, {server.address()}, "").value());
  Resolution result;
  loop_->post([&] {
    resolver->resolve("absen.test", 100ms, [&](Resolution answer) {
      result = std::move(answer);
      loop_->stop();
    });
    loop_->after(0ms, [&] { pass(kHold); });
  });
  loop_->run();

  EXPECT_EQ(code(result.cls), "prober_overloaded") << result.detail;
}

TEST_F(FirstByteTest, ThatNeverCameIsNotOurTroubleHoweverBusyWeWere) {
  RawServer server([this](RawServer::Peer& peer) {
    peer.read_head();
    hold();
    pass(700ms);
    let_go();
    peer.wait_until_closed();
  });

  EXPECT_EQ(code(get(server.url(), 600ms).transport), "http_timeout_ttfb");
}

}  // namespace
}  // namespace saksi::net
