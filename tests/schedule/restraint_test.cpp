// SPDX-License-Identifier: Apache-2.0
#include "schedule/restraint.hpp"

#include <gtest/gtest.h>

#include "base/timestamp.hpp"

namespace saksi::schedule {
namespace {

using namespace std::chrono_literals;

const Instant kSeven = *parse_utc("2023-01-02T00:00:00Z");

// Two vantages look at one agency of one backend every 30 s.
class Restrained : public testing::Test {
 protected:
  RunEnd run(const char* vantage, Class cls) const {
    return {{vantage}, {"web"}, {"disdik"}, "web/uji-01", now, cls, true, std::nullopt};
  }
  Leave leave(const char* vantage = "telkom") const {
    return restraint.leave({vantage}, slot, "web/uji-01", now);
  }
  // A slot every 30 s at both vantages; what they were let do, from the first vantage's view.
  std::vector<Depth> play(Duration length, Class cls) {
    std::vector<Depth> depths;
    for (const Instant end = now + length; now < end; now += 30s)
      for (const char* vantage : {"telkom", "xl"}) {
        const Leave leave = this->leave(vantage);
        if (vantage == std::string("telkom")) depths.push_back(leave.depth);
        restraint.began({vantage}, slot, leave.depth, now);
        if (leave.depth == Depth::full) restraint.heard(run(vantage, cls));
        if (leave.depth == Depth::light)
          restraint.heard(run(vantage, is_failure(cls) ? cls : Class::light_ok));
      }
    return depths;
  }

  Restraint restraint{5min, 3};
  Slot slot{{"disdik"}, {"web"}, {"masuk"}, kSeven, kSeven, 30s, true, 1};
  Instant now = kSeven;
};

TEST_F(Restrained, LetsEverySlotWalkTheWholeJourneyWhileItWorks) {
  for (const Depth depth : play(20min, Class::ok)) EXPECT_EQ(depth, Depth::full);
  EXPECT_EQ(leave().interval, 30s);
}

TEST_F(Restrained, AsksABackendThatFailsEverywhereSeldom) {
  for (const Depth depth : play(5min, Class::http_5xx)) EXPECT_EQ(depth, Depth::full);
  EXPECT_TRUE(restraint.backs_off({"web"}, now));

  const auto depths = play(12min, Class::http_5xx);  // 24 slots
  EXPECT_EQ(std::count(depths.begin(), depths.end(), Depth::full), 4) << "every three minutes";
  EXPECT_EQ(std::count(depths.begin(), depths.end(), Depth::light), 8) << "the other minutes";
  EXPECT_EQ(std::count(depths.begin(), depths.end(), Depth::none), 12);
  EXPECT_FALSE(leave().asked);
}

TEST_F(Restrained, LetsAFindingStandUntilTheNextOneInABackOff) {
  play(5min, Class::http_5xx);
  now += 3min;
  EXPECT_EQ(leave().depth, Depth::full);
  EXPECT_EQ(leave().interval, 3min);
  restraint.began({"telkom"}, slot, Depth::full, now);
  now += 1min;
  EXPECT_EQ(leave().depth, Depth::light);
  EXPECT_EQ(leave().interval, 1min);
}

TEST_F(Restrained, TakesUpItsPaceAsSoonAsOneRunWorks) {
  play(10min, Class::http_5xx);
  ASSERT_TRUE(restraint.backs_off({"web"}, now));
  restraint.heard(run("xl", Class::light_ok));
  EXPECT_TRUE(restraint.backs_off({"web"}, now)) << "a light check proves no recovery";
  restraint.heard(run("xl", Class::ok));
  EXPECT_FALSE(restraint.backs_off({"web"}, now));
  EXPECT_EQ(leave().depth, Depth::full);
}

TEST_F(Restrained, TakesAnAnswerByTheRulesForRecovery) {
  play(10min, Class::http_5xx);
  restraint.heard(run("telkom", Class::not_open));
  EXPECT_FALSE(restraint.backs_off({"web"}, now)) << "it answers as it should";
}

TEST_F(Restrained, DoesNotBackOffWhereOnlyOneNetworkFails) {
  for (int i = 0; i < 40; ++i, now += 30s) {
    restraint.heard(run("telkom", Class::tcp_timeout));
    restraint.heard(run("xl", Class::ok));
  }
  EXPECT_EQ(leave().depth, Depth::full);
}

TEST_F(Restrained, HeedsNoVantageThatCannotJudge) {
  for (int i = 0; i < 40; ++i, now += 30s) {
    restraint.heard(run("telkom", Class::http_5xx));
    RunEnd unfit = run("xl", Class::tcp_timeout);
    unfit.controls_ok = false;
    restraint.heard(unfit);
  }
  EXPECT_TRUE(restraint.backs_off({"web"}, now))
      << "the only witness has seen nothing but failures";
}

TEST_F(Restrained, SendsNothingBeforeTheTimeThatTheSiteAskedFor) {
  RunEnd busy = run("telkom", Class::http_maintenance);
  busy.retry_after = 5min;
  restraint.heard(busy);

  now += 5min - 1s;
  EXPECT_EQ(leave().depth, Depth::none);
  EXPECT_TRUE(leave().asked);
  EXPECT_EQ(leave("xl").depth, Depth::full) << "it was said to one address";
  now += 1s;
  EXPECT_EQ(leave().depth, Depth::full);
}

TEST_F(Restrained, WaitsAMinuteWhereNoTimeWasSaidAndAnHourAtMost) {
  restraint.heard(run("telkom", Class::http_429));
  now += 59s;
  EXPECT_EQ(leave().depth, Depth::none);
  now += 1s;
  EXPECT_EQ(leave().depth, Depth::full);

  RunEnd hostile = run("telkom", Class::http_429);
  hostile.retry_after = std::chrono::seconds(999'999'999);
  restraint.heard(hostile);
  now += 1h - 1s;
  EXPECT_EQ(leave().depth, Depth::none);
  now += 1s;
  EXPECT_EQ(leave().depth, Depth::full);
}

TEST_F(Restrained, WaitsForNoClockThatWasSetBack) {
  RunEnd busy = run("telkom", Class::http_429);
  busy.retry_after = 5min;
  restraint.heard(busy);
  now -= 24h;
  EXPECT_EQ(leave().depth, Depth::full) << "not a day and five minutes";

  now = kSeven + 1h;
  play(10min, Class::http_5xx);
  ASSERT_TRUE(restraint.backs_off({"web"}, now));
  slot.interval = 30s;
  now -= 1min;  // behind the last run, and still in the back-off
  EXPECT_NE(leave().depth, Depth::none);
}

TEST_F(Restrained, StopsUsingAnAccountAfterThreeRefusalsWhereverTheyCame) {
  restraint.heard(run("telkom", Class::auth_rejected));
  restraint.heard(run("xl", Class::auth_rejected));
  EXPECT_EQ(leave().depth, Depth::full);
  restraint.heard(run("telkom", Class::auth_captcha));

  EXPECT_EQ(leave().depth, Depth::light) << "the page can still be looked at";
  EXPECT_EQ(leave("xl").depth, Depth::light) << "it is the same account";
  EXPECT_EQ(restraint.leave({"xl"}, slot, "web/uji-02", now).depth, Depth::full);
  now += 24h;
  EXPECT_EQ(leave().depth, Depth::full) << "one try a day";
}

TEST_F(Restrained, StopsAtOnceWhenTheAccountIsSaidToBeLocked) {
  restraint.heard(run("telkom", Class::auth_locked));
  EXPECT_EQ(leave().depth, Depth::light);
}

TEST_F(Restrained, CountsRefusalsInARowOnly) {
  for (int i = 0; i < 5; ++i) {
    restraint.heard(run("telkom", Class::auth_rejected));
    restraint.heard(run("telkom", Class::ok));
  }
  EXPECT_EQ(leave().depth, Depth::full);
}

TEST_F(Restrained, LeavesOneTryAfterAStart) {
  for (int i = 0; i < 5; ++i) restraint.remember(run("telkom", Class::auth_rejected));
  EXPECT_EQ(leave().depth, Depth::full);
  restraint.heard(run("telkom", Class::auth_rejected));
  EXPECT_EQ(leave().depth, Depth::light);
}

TEST_F(Restrained, LetsAgenciesTakeTurns) {
  slot.full = false;
  slot.full_every = 4;
  EXPECT_EQ(leave().depth, Depth::light);
  EXPECT_EQ(leave().interval, 30s);
  slot.full = true;
  EXPECT_EQ(leave().depth, Depth::full);
  EXPECT_EQ(leave().interval, 2min) << "it stands until its next turn";
}

TEST_F(Restrained, NeverBacksOffNorGuardsWhereThatIsSwitchedOff) {
  restraint = Restraint(0s, 0);
  for (const Depth depth : play(20min, Class::http_5xx)) EXPECT_EQ(depth, Depth::full);
  for (int i = 0; i < 9; ++i) restraint.heard(run("telkom", Class::auth_locked));
  EXPECT_EQ(leave().depth, Depth::full);
}

}  // namespace
}  // namespace saksi::schedule
