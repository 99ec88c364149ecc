// SPDX-License-Identifier: Apache-2.0
//
// Against Debian's nginx with certificates of openssl's, and against servers that break off.
#include "probes/direct_run.hpp"
#include "support/nginx.hpp"
#include "support/raw_server.hpp"
#include "support/temp_dir.hpp"
#include "support/tls_files.hpp"

namespace saksi::probes {
namespace {

using namespace std::chrono_literals;
using saksi::test::Leaf;
using saksi::test::RawServer;
using saksi::test::TlsFiles;

std::uint16_t free_port() {
  std::uint16_t port = 0;
  ::close(saksi::test::listen_tcp(port));
  return port;
}

// One nginx for all of these tests: making certificates costs more than all of them.
class TlsStep : public test::DirectRun {
 protected:
  struct World {
    saksi::test::TempDir folder;
    TlsFiles ours{make("ours")}, others{make("others"), "Somebody else's CA"};
    std::uint16_t good = free_port(), expired = free_port(), early = free_port(),
                  other_name = free_port(), untrusted = free_port(), unnamed = free_port(),
                  old = free_port(), soon = free_port();
    saksi::test::Nginx nginx{make("nginx"), config(), good};

    std::string make(const std::string& name) const {
      ::mkdir((folder / name).c_str(), 0700);
      return folder / name;
    }
    static std::string block(std::uint16_t port, const Leaf& leaf,
                             const std::string& more = "ssl_protocols TLSv1.2 TLSv1.3;") {
      return "server { listen 127.0.0.1:" + std::to_string(port) + " ssl; ssl_certificate " +
             leaf.certificate_file + "; ssl_certificate_key " + leaf.key_file + "; " + more +
             " }\n";
    }
    std::string config() {
      const Leaf good_leaf = ours.leaf("good", "DNS:absen.test,DNS:www.absen.test,IP:127.0.0.1");
      return block(good, good_leaf) +
             block(expired,
                   ours.leaf("expired", "DNS:absen.test", "20200101000000Z", "20210101000000Z")) +
             block(early, ours.leaf("early", "DNS:absen.test", "20890101000000Z")) +
             block(other_name, ours.leaf("other", "DNS:lain.test")) +
             block(untrusted, others.leaf("foreign", "DNS:absen.test")) +
             block(unnamed, ours.leaf("absen.test", "email:uji@absen.test")) +
             block(old, good_leaf, "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;") +
             block(soon, ours.leaf("soon", "DNS:absen.test", "20200101000000Z", in_ten_days()));
    }
    static std::string in_ten_days() {
      const auto at = SystemClock().wall() + 24h * 10 + 1h;
      const std::time_t seconds =
          std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count();
      std::tm parts{};
      ::gmtime_r(&seconds, &parts);
      char text[32];
      return {text, std::strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &parts)};
    }
  };
  static inline std::unique_ptr<World> world_;

  static void SetUpTestSuite() {
    if (saksi::test::find_program("nginx").empty() || saksi::test::find_program("openssl").empty())
      return;
    world_ = std::make_unique<World>();
  }
  static void TearDownTestSuite() { world_.reset(); }

  void SetUp() override {
    SAKSI_NEEDS_PROGRAM("nginx");
    SAKSI_NEEDS_PROGRAM("openssl");
    name_server({{"absen.test", {.a = {"127.0.0.1"}}}});
    session_.ca_file = world_->ours.ca_file();
  }
  static Step at(unsigned port) {
    Step made = step(StepKind::tls);
    made.direct.port = port;
    return made;
  }
};

TEST_F(TlsStep, TellsWhatTheServerShows) {
  base_url_ = "https://absen.test:" + std::to_string(world_->good);

  const Outcome outcome = finish({step(StepKind::tls)});

  ASSERT_EQ(outcome.steps.size(), 1u);
  const StepFinding& finding = outcome.steps.front();
  EXPECT_EQ(code(finding.cls), "ok") << finding.rule;
  EXPECT_EQ(finding.rule.find("TLSv1.3; for absen.test, www.absen.test, 127.0.0.1; issued by "
                              "Saksi test CA; 1 certificate; 2"),
            0u)
      << finding.rule;
  EXPECT_TRUE(finding.phases.dns && finding.phases.tcp && finding.phases.tls);
  EXPECT_FALSE(finding.phases.wait);
  EXPECT_EQ(finding.address, "127.0.0.1:" + std::to_string(world_->good));
  ASSERT_TRUE(outcome.certificate_not_after);
  EXPECT_EQ(*outcome.certificate_not_after,
            Instant(std::chrono::sys_days(std::chrono::year(2090) / 1 / 1).time_since_epoch()));
  EXPECT_EQ(outcome.requests, 1u);
}

TEST_F(TlsStep, GivesEachFaultOfACertificateItsExactClass) {
  const auto cls_at = [&](unsigned port) { return std::string(code(find(at(port)).cls)); };

  EXPECT_EQ(cls_at(world_->expired), "tls_expired") << outcome_.rule;
  EXPECT_NE(outcome_.rule.find("for absen.test"), std::string::npos) << "its names are told too";
  EXPECT_TRUE(outcome_.certificate_not_after);
  EXPECT_EQ(cls_at(world_->early), "tls_not_yet_valid") << outcome_.rule;
  EXPECT_EQ(cls_at(world_->other_name), "tls_hostname") << outcome_.rule;
  EXPECT_EQ(cls_at(world_->untrusted), "tls_untrusted") << outcome_.rule;
  EXPECT_EQ(cls_at(world_->unnamed), "tls_hostname")
      << "a name in the subject alone is none to a browser";
  EXPECT_EQ(cls_at(world_->old), "tls_version") << outcome_.rule;
}

TEST_F(TlsStep, ChecksAnAddressAgainstTheAddressesOfTheCertificate) {
  Step asked = at(world_->good);
  asked.direct.name = "127.0.0.1";
  EXPECT_EQ(code(find(asked).cls), "ok") << outcome_.rule;
  asked.direct.port = world_->other_name;
  EXPECT_EQ(code(find(asked).cls), "tls_hostname");
}

TEST_F(TlsStep, SaysThatACertificateEndsSoonAndGoesOn) {
  Step asked = at(world_->soon);
  asked.direct.days_left = 10;
  EXPECT_EQ(code(find(asked).cls), "ok") << "ten days are not fewer than ten";

  asked.direct.days_left = 14;
  const Outcome outcome = finish({asked, at(world_->good)});
  EXPECT_EQ(outcome.steps.size(), 2u);
  EXPECT_EQ(code(outcome.steps.front().cls), "tls_expiring");
  EXPECT_EQ(outcome.steps.front().rule.find("fewer than 14 days left: TLSv1.3; "), 0u);
  EXPECT_EQ(code(outcome.cls), "tls_expiring") << "nobody would read it in a step";
  EXPECT_EQ(outcome.step, "");
  EXPECT_EQ(outcome.rule, outcome.steps.front().rule);
}

TEST_F(TlsStep, TellsAHandshakeThatBreaksFromOneThatStalls) {
  session_.connect_timeout = 300ms;
  RawServer closes([](RawServer::Peer& peer) { peer.read_bytes(5); });
  RawServer resets([](RawServer::Peer& peer) {
    peer.read_bytes(5);
    peer.reset_at_end();
  });
  RawServer babbles([](RawServer::Peer& peer) {
    peer.read_bytes(5);
    peer.write("HTTP/1.1 400 Bad Request\r\n\r\n");
  });
  RawServer stalls([](RawServer::Peer& peer) { peer.wait_until_closed(); });

  for (const RawServer* server : {&closes, &resets, &babbles})
    EXPECT_EQ(code(find(at(server->port())).cls), "tls_handshake_reset") << outcome_.rule;
  EXPECT_EQ(code(find(at(stalls.port())).cls), "tls_timeout");
  EXPECT_TRUE(outcome_.steps.front().censored);
  EXPECT_GE(outcome_.steps.front().phases.tls.value(), 300ms);
  EXPECT_FALSE(outcome_.certificate_not_after);
}

TEST_F(TlsStep, EndsByTheJourneysTimeOutAndCanBeDropped) {
  RawServer stalls([](RawServer::Peer& peer) { peer.wait_until_closed(); });
  journey_.timeout = 200ms;
  const Duration before = clock_.steady();

  EXPECT_EQ(code(find(at(stalls.port())).cls), "tls_timeout");
  EXPECT_LT(clock_.steady() - before, 2s);

  outcome_ = {};
  journey_.timeout = 10s;
  auto running = begin({at(stalls.port())});
  loop_->after(100ms, [&] { running->reset(); });
  loop_->after(250ms, [&] { loop_->stop(); });
  loop_->run();
  EXPECT_TRUE(outcome_.steps.empty());
}

}  // namespace
}  // namespace saksi::probes
