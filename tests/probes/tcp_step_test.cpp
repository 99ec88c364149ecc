// SPDX-License-Identifier: Apache-2.0
#include <future>

#include "probes/direct_run.hpp"
#include "support/net_space.hpp"
#include "support/raw_server.hpp"

namespace saksi::probes {
namespace {

using namespace std::chrono_literals;
using saksi::test::DeafPort;
using saksi::test::RawServer;

class TcpStep : public test::DirectRun {
 protected:
  TcpStep() { name_server({{"absen.test", {.a = {"127.0.0.1"}}}}); }
  static Step at(unsigned port) {
    Step made = step(StepKind::tcp);
    made.direct.port = port;
    return made;
  }
};

TEST_F(TcpStep, ConnectsAndSendsNothing) {
  std::promise<std::size_t> received;
  {
    RawServer server([&](RawServer::Peer& peer) { received.set_value(peer.read_bytes(1).size()); });
    base_url_ = "https://absen.test:" + std::to_string(server.port());

    const Outcome outcome = finish({step(StepKind::tcp)});

    ASSERT_EQ(outcome.steps.size(), 1u);
    const StepFinding& finding = outcome.steps.front();
    EXPECT_EQ(code(finding.cls), "ok") << finding.rule;
    EXPECT_EQ(finding.address, "127.0.0.1:" + std::to_string(server.port()));
    EXPECT_EQ(finding.rule, "connected to " + finding.address);
    EXPECT_TRUE(finding.phases.dns && finding.phases.tcp);
    EXPECT_FALSE(finding.phases.tls || finding.phases.wait);
    EXPECT_EQ(outcome.requests, 1u);
    EXPECT_EQ(asked_, 1) << "a connection counts against the budget";
    auto got = received.get_future();  // the server may be slower than the client
    ASSERT_EQ(got.wait_for(10s), std::future_status::ready);
    EXPECT_EQ(got.get(), 0u) << "closed without a byte";
  }
}

TEST_F(TcpStep, DoesNotStartTowardsAHostThatWasNotNamed) {
  names_hosts_ = false;
  for (const StepKind kind : {StepKind::tcp, StepKind::tls, StepKind::icmp}) {
    Step asked = step(kind);
    asked.direct.name = "127.0.0.2";
    const auto running = begin({asked});
    ASSERT_FALSE(running);
    EXPECT_EQ(running.error().message,
              "step \"langkah\": 127.0.0.2 is not the host of https://absen.test:8443, and nobody "
              "said that it may be asked");
  }
  EXPECT_EQ(asked_, 0);

  Step own = step(StepKind::tcp);
  own.direct.name = "Absen.test";
  EXPECT_TRUE(begin({own}));
  Step question = step(StepKind::dns);
  question.direct.name = "lain.test";
  EXPECT_TRUE(begin({question}));
}

TEST_F(TcpStep, GivesEachFailureItsExactClass) {
  session_.connect_timeout = 200ms;
  std::uint16_t closed = 0;
  ::close(saksi::test::listen_tcp(closed));
  const DeafPort deaf;

  EXPECT_EQ(code(find(at(closed)).cls), "tcp_refused") << outcome_.rule;
  EXPECT_FALSE(outcome_.steps.front().censored);
  EXPECT_EQ(code(find(at(deaf.port())).cls), "tcp_timeout");
  EXPECT_TRUE(outcome_.steps.front().censored);
  EXPECT_GE(outcome_.steps.front().total, 200ms);

  Step nowhere = at(closed);
  nowhere.direct.name = "tiada.test";
  EXPECT_EQ(code(find(nowhere).cls), "dns_nxdomain");
  EXPECT_EQ(outcome_.requests, 0u) << "the target never heard of it";
}

TEST_F(TcpStep, EndsByTheJourneysTimeOut) {
  const DeafPort deaf;
  journey_.timeout = 200ms;
  const Duration before = clock_.steady();

  EXPECT_EQ(code(find(at(deaf.port())).cls), "tcp_timeout");
  EXPECT_LT(clock_.steady() - before, 2s);
}

TEST_F(TcpStep, TriesTheNextAddressButNeverTheOtherFamilyWhereOneIsDemanded) {
  RawServer server([](RawServer::Peer& peer) { peer.wait_until_closed(); });
  name_server({{"absen.test", {.a = {"127.0.0.66", "127.0.0.1"}, .aaaa = {"::1"}}}});

  EXPECT_EQ(code(find(at(server.port())).cls), "ok");
  EXPECT_EQ(outcome_.steps.front().address, "127.0.0.1:" + std::to_string(server.port()));

  Step six = at(server.port());  // which listens on IPv4 alone
  six.direct.family = 6;
  EXPECT_EQ(code(find(six).cls), "tcp_refused");
  EXPECT_EQ(outcome_.steps.front().address, "[::1]:" + std::to_string(server.port()));
}

TEST(TcpStepAlone, SaysThatTheMachineHasNoWayThereInsteadOfAccusingTheServer) {
  class Inside : public test::DirectRun {
   public:
    void TestBody() override {}
    using DirectRun::base_url_;
    using DirectRun::finish;
    using DirectRun::step;
  };
  saksi::test::in_net_space([] {
    for (const char* ip : {"192.0.2.7", "2001:db8::7"}) {
      Inside inside;
      Step asked = Inside::step(StepKind::tcp);
      asked.direct.name = ip;
      asked.direct.family = std::string(ip).find(':') == std::string::npos ? 4 : 6;

      const Outcome outcome = inside.finish({asked});

      EXPECT_EQ(code(outcome.cls), "invalid_vantage") << outcome.rule;
      EXPECT_EQ(outcome.requests, 0u);

      asked.kind = StepKind::page;
      asked.path = "/";
      Inside page;
      page.base_url_ = std::string("http://") +
                       (asked.direct.family == 6 ? "[" + std::string(ip) + "]" : std::string(ip));
      EXPECT_EQ(code(page.finish({asked}).cls), "invalid_vantage") << "a page of one family too";
    }
  });
}

TEST_F(TcpStep, CallsASourceAddressOfTheOtherFamilyOurOwnMistake) {
  session_.way = "127.0.0.1";
  name_server({{"absen.test", {.a = {"127.0.0.1"}}}});
  Step six = at(443);
  six.direct.family = 6;

  EXPECT_EQ(code(find(six).cls), "invalid_monitor");
}

TEST_F(TcpStep, TouchesNoPrivateAddressUnlessTheBackendAllowsIt) {
  RawServer server([](RawServer::Peer& peer) { peer.wait_until_closed(); });
  session_.allow_private = false;

  EXPECT_EQ(code(find(at(server.port())).cls), "dns_bogon");
  EXPECT_EQ(server.accepted(), 0);
}

TEST_F(TcpStep, IsNotBegunWhereTheBudgetSaysNo) {
  RawServer server([](RawServer::Peer& peer) { peer.wait_until_closed(); });
  most_asked_ = 1;

  const Outcome outcome = finish({at(server.port()), at(server.port())});

  EXPECT_TRUE(outcome.stopped);
  EXPECT_EQ(outcome.requests, 1u);
  EXPECT_FALSE(is_failure(outcome.cls));
}

TEST_F(TcpStep, CanBeDroppedWhileItConnects) {
  const DeafPort deaf;
  auto running = begin({at(deaf.port())});
  loop_->after(50ms, [&] { running->reset(); });
  loop_->after(200ms, [&] { loop_->stop(); });
  loop_->run();

  EXPECT_TRUE(outcome_.steps.empty());
}

}  // namespace
}  // namespace saksi::probes
