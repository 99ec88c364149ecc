// SPDX-License-Identifier: Apache-2.0
#include "net/echo.hpp"
#include "probes/direct_run.hpp"
#include "support/net_space.hpp"

namespace saksi::probes {
namespace {

using namespace std::chrono_literals;
using saksi::test::in_net_space;
using saksi::test::write_text;

constexpr const char* kRange = "/proc/sys/net/ipv4/ping_group_range";

// A run inside the child's network.
class Inside : public test::DirectRun {
 public:
  void TestBody() override {}
  Outcome run(const std::string& name, unsigned family = 0) {
    Step asked = step(StepKind::icmp);
    asked.direct.name = name;
    asked.direct.family = family;
    return finish({asked});
  }
  using DirectRun::journey_;
  using DirectRun::session_;
};

TEST(IcmpStep, HearsAnEchoOverEitherFamily) {
  in_net_space([] {
    ASSERT_TRUE(write_text(kRange, "0 2147483647"));
    EXPECT_TRUE(net::echo_permitted());
    for (const char* ip : {"127.0.0.1", "::1"}) {
      const Outcome outcome = Inside().run(ip);

      ASSERT_EQ(outcome.steps.size(), 1u);
      const StepFinding& finding = outcome.steps.front();
      EXPECT_EQ(code(finding.cls), "ok") << finding.rule;
      EXPECT_EQ(finding.rule, std::string("an echo from ") + ip);
      EXPECT_EQ(finding.address, ip);
      ASSERT_TRUE(finding.phases.wait);
      EXPECT_GT(*finding.phases.wait, 0us);
      EXPECT_LT(*finding.phases.wait, 500ms);
      EXPECT_EQ(outcome.requests, 1u);
    }
  });
}

TEST(IcmpStep, CallsSilenceATimeOutAndEndsByItsLimit) {
  in_net_space([] {
    ASSERT_TRUE(write_text(kRange, "0 2147483647"));
    ASSERT_TRUE(write_text("/proc/sys/net/ipv4/icmp_echo_ignore_all", "1"));
    Inside inside;
    inside.session_.connect_timeout = 300ms;

    const Outcome outcome = inside.run("127.0.0.1");

    EXPECT_EQ(code(outcome.cls), "tcp_timeout") << outcome.rule;
    EXPECT_TRUE(outcome.steps.front().censored);
    EXPECT_GE(outcome.steps.front().total, 300ms);
    EXPECT_LT(outcome.steps.front().total, 2s);
  });
}

TEST(IcmpStep, SaysWhatToSetWhereEchoesAreNotPermitted) {
  in_net_space([] {
    ASSERT_TRUE(write_text(kRange, "1 0"));

    const Outcome outcome = Inside().run("127.0.0.1");

    EXPECT_EQ(code(outcome.cls), "invalid_monitor");
    EXPECT_NE(outcome.rule.find("net.ipv4.ping_group_range"), std::string::npos) << outcome.rule;
    EXPECT_EQ(outcome.requests, 0u);
    const auto permitted = net::echo_permitted();
    ASSERT_FALSE(permitted);
    EXPECT_NE(permitted.error().message.find("ping_group_range"), std::string::npos);
  });
}

TEST(IcmpStep, BlamesThisMachineWhereItHasNoWayThere) {
  in_net_space([] {
    ASSERT_TRUE(write_text(kRange, "0 2147483647"));
    for (const char* ip : {"192.0.2.7", "2001:db8::7"})
      EXPECT_EQ(code(Inside().run(ip).cls), "invalid_vantage") << ip;
  });
}

}  // namespace
}  // namespace saksi::probes
