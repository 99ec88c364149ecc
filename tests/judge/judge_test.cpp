// SPDX-License-Identifier: Apache-2.0
//
// The rules of docs/judge.md, each told as a story.
#include <gtest/gtest.h>

#include "judge/scenario.hpp"

namespace saksi::judge::test {
namespace {

TEST(Judge, OpensWhenTwoOfThreeNetworksHaveFailedTwice) {
  World world(three());
  world.everywhere().finds(Class::http_gateway).between(120s, 600s);

  world.run_until(300s);

  const auto outages = world.judge.outages();
  ASSERT_EQ(outages.size(), 1U);
  const Outage& one = outages[0];
  // a fails at 120.4 s and in its confirm at 125.8 s, b at 130.4 s and at 135.8 s.
  EXPECT_EQ(one.opened, kMorning + 135800ms);
  EXPECT_FALSE(one.closed);
  EXPECT_FALSE(one.bounds.end_hi);
  EXPECT_EQ(one.cause, Class::http_gateway);
  EXPECT_EQ(one.step, "login");
  EXPECT_EQ(one.backend.text, "server");
  EXPECT_EQ(one.groups, (std::vector<std::string>{"isp-1", "isp-2", "isp-3"}));
  ASSERT_EQ(one.votes.size(), 3U);
  EXPECT_TRUE(one.votes[0].bad && one.votes[1].bad && !one.votes[2].bad);
  EXPECT_EQ(world.state_at(300s), State::down);
}

TEST(Judge, WaitsForASecondVantageBeforeOpeningAnOutage) {
  World world(three());
  world.from("a").finds(Class::http_5xx).between(120s, 900s);

  world.run_until(900s);

  EXPECT_TRUE(world.judge.outages().empty());
  const TargetState state = world.standing_at(900s);
  EXPECT_EQ(state.state, State::one_network);
  EXPECT_EQ(state.since, kMorning + 125800ms);  // its confirm's end
}

TEST(Judge, NeedsTwoNetworksHoweverManyVantagesFail) {
  World world({{"a", "isp-1"}, {"b", "isp-1"}, {"c", "isp-2"}});
  world.from("a").finds(Class::tcp_timeout).between(120s, 900s);
  world.from("b").finds(Class::tcp_timeout).between(120s, 900s);

  world.run_until(900s);

  EXPECT_TRUE(world.judge.outages().empty());
  EXPECT_EQ(world.state_at(900s), State::one_network);
}

TEST(Judge, HearsOneOwnerOnOneNetworkAsOneVoice) {
  // Four vantages fail and two work; but three of the four are one owner's on one network: two
  // voices of four are no majority.
  World world({{"a", "isp-1", "dinas"},
               {"b", "isp-1", "dinas"},
               {"c", "isp-1", "dinas"},
               {"d", "isp-2"},
               {"e", "isp-3"},
               {"f", "isp-4"}});
  for (const char* id : {"a", "b", "c", "d"})
    world.from(id).finds(Class::http_5xx).between(120s, 900s);

  world.run_until(900s);

  EXPECT_TRUE(world.judge.outages().empty());
  EXPECT_EQ(world.state_at(900s), State::working);
}

TEST(Judge, HearsOneOwnerOnTwoNetworksAsTwoVoices) {
  World world({{"a", "isp-1", "dinas"}, {"b", "isp-2", "dinas"}});
  world.everywhere().finds(Class::http_5xx).between(120s, 900s);

  world.run_until(900s);

  EXPECT_EQ(world.judge.outages().size(), 1U);
}

TEST(Judge, TakesTheVoteFromAVantageWhoseControlsFail) {
  World world(three());
  world.from("a").loses_its_network().between(120s, 900s);
  world.from("b").loses_its_network().between(120s, 900s);

  world.run_until(900s);

  EXPECT_TRUE(world.judge.outages().empty());
  EXPECT_EQ(world.state_at(900s), State::working);  // as the third one sees it
  const auto votes = world.standing_at(900s).votes;
  EXPECT_FALSE(votes[0].eligible || votes[1].eligible);
  EXPECT_TRUE(votes[2].eligible);
}

TEST(Judge, GivesTheVoteBackAfterTwoRoundsWithGoodControls) {
  World world(one());
  world.from("a").loses_its_network().between(0s, 120s);

  world.run_until(121s);
  EXPECT_EQ(world.state_at(121s), State::no_data);
  world.judge.consider(world.sample(0, 150s, {}, true));

  EXPECT_EQ(world.state_at(151s), State::working);
}

TEST(Judge, SaysNoDataWhenTheLatestLookIsTooOld) {
  World world(three());
  world.run_until(600s);

  // The last look, c's at 590 s, ends at 590.4 s and stands for 75 s.
  EXPECT_EQ(world.state_at(660s), State::working);
  const TargetState state = world.standing_at(700s);
  EXPECT_EQ(state.state, State::no_data);
  EXPECT_EQ(state.since, kMorning + 665400ms + Duration(1));
}

TEST(Judge, DoesNotCountRepliesByRuleNorTroubleOfItsOwnAsFailures) {
  for (const auto& [cls, state] : {std::pair{Class::not_open, State::not_open},
                                   {Class::auth_locked, State::probe},
                                   {Class::http_429, State::probe},
                                   {Class::prober_overloaded, State::no_data}}) {
    World world(three());
    world.everywhere().finds(cls).between(120s, 600s);

    world.run_until(600s);

    EXPECT_TRUE(world.judge.outages().empty()) << code(cls);
    EXPECT_EQ(code(world.state_at(600s)), code(state)) << code(cls);
  }
}

TEST(Judge, SaysSlowWhenTheMajorityIsSlow) {
  World world(three());
  world.from("a").is_slow().between(120s, 900s);
  world.from("c").is_slow().between(120s, 900s);

  world.run_until(300s);

  EXPECT_TRUE(world.judge.outages().empty());
  EXPECT_EQ(world.state_at(300s), State::slow);
  EXPECT_EQ(world.standing_at(300s).since, kMorning + 147s);  // c's first slow look: 140 s + 7 s
}

TEST(Judge, CannotConfirmFromOneNetworkAlone) {
  World world({{"a", "isp-1"}, {"b", "isp-1"}});
  world.everywhere().finds(Class::http_5xx).between(120s, 900s);

  world.run_until(600s);

  EXPECT_TRUE(world.judge.outages().empty());
  EXPECT_EQ(world.state_at(600s), State::unconfirmed);
}

TEST(Judge, ClosesOnlyAfterTheHoldAndKeepsTheTrueEndInTheBounds) {
  World world(three());
  world.everywhere().finds(Class::http_5xx).between(120s, 720s);
  world.run_until(1200s);

  const Outage one = world.judge.outages().at(0);

  ASSERT_TRUE(one.closed);
  EXPECT_GE(*one.closed, kMorning + 720s + 220s);  // window (but for one failure) and hold
  EXPECT_LE(*one.closed, kMorning + 720s + 250s);
  EXPECT_LE(one.bounds.start_lo, kMorning + 120s);
  EXPECT_GE(one.bounds.start_hi, kMorning + 120s);
  EXPECT_LE(*one.bounds.end_lo, kMorning + 720s);
  EXPECT_EQ(*one.bounds.end_hi, kMorning + 720400ms);  // a's good look began as it came back
  EXPECT_GE(one.bounds.at_least(), 8min);
  EXPECT_LE(*one.bounds.at_most(), 10min + 30s);
  EXPECT_EQ(world.state_at(1200s), State::working);
}

TEST(Judge, ContinuesTheSameOutageWhenItRelapsesSoonAfterClosing) {
  World world(three());
  world.everywhere().finds(Class::http_5xx).between(120s, 720s);
  world.everywhere().finds(Class::http_5xx).between(1100s, 1400s);
  world.everywhere().finds(Class::http_5xx).between(2600s, 2900s);

  world.run_until(3600s);

  const auto outages = world.judge.outages();
  ASSERT_EQ(outages.size(), 2U);
  EXPECT_EQ(outages[0].episodes, 2U);
  EXPECT_GE(*outages[0].bounds.end_hi, kMorning + 1400s);
  EXPECT_EQ(outages[1].episodes, 1U);
  EXPECT_GE(outages[1].opened, kMorning + 2600s);
}

TEST(Judge, HasNoEndForAnOutageWhoseEndNobodySaw) {
  World world(three());
  world.everywhere().finds(Class::http_5xx).between(120s, 720s);
  world.everywhere().is_silent().between(720s, 24h);

  world.run_until(3600s);

  EXPECT_FALSE(world.judge.outages().at(0).closed);
  EXPECT_FALSE(world.judge.outages().at(0).bounds.end_hi);
  EXPECT_EQ(world.state_at(3600s), State::no_data);
}

TEST(Judge, HearsOfARunThatWaitsBeforeItHasEnded) {
  World world(three());
  world.notes = true;
  world.everywhere().gets_no_answer().between(120s, 720s);
  world.run_until(400s);
  const Outage one = world.judge.outages().at(0);

  // a votes late at 130 s and fails at 140 s, its confirm is late at 155 s: bad. b: 140 s, 165 s.
  EXPECT_EQ(one.opened, kMorning + 165s);
  EXPECT_EQ(one.cause, Class::http_timeout_ttfb);  // "late" is only said while it waits
}

TEST(Judge, TakesALateNoteAndItsSampleForOneFailure) {
  World world(one());
  world.run_until(61s);
  const Sample waits = world.sample(0, 90s, {.cls = Class::http_timeout_ttfb, .takes = 20s}, true);

  world.judge.consider(
      LateNote{waits.vantage, waits.target, waits.journey, waits.planned, "login"});
  EXPECT_EQ(world.standing_at(101s).votes.at(0).cls, Class::late);
  world.judge.consider(waits);
  world.judge.consider(
      LateNote{waits.vantage, waits.target, waits.journey, waits.planned, "login"});

  EXPECT_FALSE(world.standing_at(111s).votes.at(0).bad);
  EXPECT_EQ(world.standing_at(111s).votes.at(0).cls, Class::http_timeout_ttfb);
  EXPECT_TRUE(world.judge.wants_confirm(waits));
}

TEST(Judge, DoesNotBlameTheServerForARunThatStartedLate) {
  World world(one());
  world.run_until(61s);
  Sample slipped = world.sample(0, 90s, {.cls = Class::http_5xx}, true);
  slipped.start += 15s;
  slipped.end += 15s;

  world.judge.consider(slipped);

  EXPECT_EQ(world.standing_at(110s).votes.at(0).cls, Class::http_5xx);
  EXPECT_FALSE(world.standing_at(110s).votes.at(0).bad);
}

TEST(Judge, WantsAConfirmOnlyOfTheFirstFailuresOfAFitVantage) {
  World world(one());
  world.run_until(61s);
  const Sample works = world.sample(0, 90s, {}, true);
  const Sample fails = world.sample(0, 120s, {.cls = Class::http_5xx}, true);
  const Sample confirm = world.sample(0, 126s, {.cls = Class::http_5xx}, false);
  const Sample again = world.sample(0, 150s, {.cls = Class::http_5xx}, true);
  const Sample blind = world.sample(0, 180s, {.cls = Class::http_5xx, .controls = false}, true);

  for (const auto& [sample, wanted] :
       {std::pair{works, false}, {fails, true}, {confirm, false}, {again, false}, {blind, false}}) {
    world.judge.consider(sample);
    EXPECT_EQ(world.judge.wants_confirm(sample), wanted) << sample.seq;
  }
}

TEST(Judge, IgnoresStrangersAndRunsByHand) {
  World world(three());
  world.run_until(120s);
  const auto before = world.judge.states(kMorning + 120s);
  Sample stranger = world.sample(0, 118s, {.cls = Class::http_5xx}, true);
  stranger.vantage = {"elsewhere"};
  Sample by_hand = world.sample(0, 118s, {.cls = Class::http_5xx}, true);
  by_hand.origin = Origin::by_hand;

  world.judge.consider(stranger);
  world.judge.consider(by_hand);

  EXPECT_EQ(world.judge.states(kMorning + 120s), before);
}

TEST(Judge, StartsTheCountAnewAfterALongSilence) {
  World world(three());
  world.everywhere().finds(Class::http_5xx).between(120s, 151s);
  world.everywhere().is_silent().between(170s, 4h);
  world.run_until(5h);

  // One outage that night; the vantages that were bad then are not bad when they come back and
  // work.
  ASSERT_EQ(world.judge.outages().size(), 1U);
  EXPECT_EQ(world.judge.outages()[0].episodes, 1U);
  EXPECT_TRUE(world.judge.outages()[0].closed);
}

TEST(Judge, KeepsItsBoundsWhenOneVantageHasTroubleOfItsOwnBeforeAndAfter) {
  World world(three());
  world.from("b").finds(Class::tcp_timeout).between(5min, 40min);
  world.everywhere().finds(Class::http_5xx).between(15min, 25min);
  world.from("b").finds(Class::tcp_timeout).between(25min, 40min);

  world.run_until(60min);

  const auto outages = world.judge.outages();
  ASSERT_EQ(outages.size(), 1U);
  EXPECT_GE(outages[0].bounds.start_lo, kMorning + 14min);
  EXPECT_LE(outages[0].bounds.start_lo, kMorning + 15min);
  EXPECT_GE(*outages[0].bounds.end_hi, kMorning + 25min);
  EXPECT_LE(*outages[0].bounds.end_hi, kMorning + 26min);
}

// Before the opening every answer is "not open yet". It is an answer all the same: one network's
// trouble at 7 must not become the beginning of everybody's outage at 7.30.
TEST(Bounds, BeginAfterTheLastAnswerThoughItSaidNotOpen) {
  World world(three());
  world.everywhere().finds(Class::not_open).between(0min, 30min);
  world.from("a").finds(Class::tcp_reset).between(2min, 10min);
  world.everywhere().finds(Class::http_5xx).between(30min, 45min);
  world.run_until(60min);

  const auto outages = world.judge.outages();

  ASSERT_EQ(outages.size(), 1U);
  EXPECT_GE(outages[0].bounds.start_lo, kMorning + 29min);
  EXPECT_LE(outages[0].bounds.start_hi, kMorning + 32min);
  EXPECT_LE(outages[0].bounds.at_least(), 15min);
}

TEST(Minutes, AreBadWhenTheMajorityFailsOnTwoNetworks) {
  World world(three());
  world.everywhere().finds(Class::http_5xx).between(2min, 4min);
  world.run_until(6min);

  using enum MinuteState;
  EXPECT_EQ(world.minutes(1min, 6min), (std::vector{good, bad, bad, good, good}));
}

TEST(Minutes, TellOneNetworkFromAPassingFailure) {
  World world(three());
  world.from("a").finds(Class::http_5xx).between(2min, 2min + 10s);
  world.from("a").finds(Class::http_5xx).between(4min, 6min);
  world.run_until(7min);

  using enum MinuteState;
  EXPECT_EQ(world.minutes(1min, 7min),
            (std::vector{good, intermittent, good, one_network, one_network, good}));
}

TEST(Minutes, NeverCallAMinuteGoodThatTooFewNetworksSaw) {
  World world({{"a", "isp-1"}, {"b", "isp-1"}, {"c", "isp-2"}});
  world.from("c").is_silent().between(2min, 3min);
  world.from("c").finds(Class::auth_locked).between(3min, 4min);
  world.run_until(5min);

  using enum MinuteState;
  EXPECT_EQ(world.minutes(1min, 7min),
            (std::vector{good, unknown, unknown, good, unknown, unknown}));
}

TEST(Minutes, ReckonTheWholeWaitOfARunThatFailed) {
  World world(three());
  world.interval = 120s;
  world.everywhere().finds(Class::http_timeout_body).after(150s).between(2min, 6min);
  world.run_until(8min);

  // No run ends in the minute from 3 to 4; a's of 2:00 and b's of 2:40 wait through all of it.
  using enum MinuteState;
  EXPECT_EQ(world.minutes(3min, 6min), (std::vector{bad, bad, bad}));
  // Of minute 2 only a's can be said to have filled it: one network.
  EXPECT_EQ(world.minutes(2min, 3min), std::vector{unknown});
}

TEST(Minutes, SaySlowAndNotOpen) {
  World world(three());
  world.everywhere().is_slow().between(1min, 1min + 50s);
  world.everywhere().finds(Class::not_open).between(2min, 3min);
  world.run_until(4min);

  using enum MinuteState;
  EXPECT_EQ(world.minutes(1min, 4min), (std::vector{slow, not_open, good}));
}

TEST(Minutes, AreNoBetterThanTheGravestJourney) {
  World world(three());
  world.everywhere().finds(Class::http_5xx).between(2min, 4min);
  world.run_until(5min);
  World light(three());
  light.run_until(5min);
  for (Sample s : light.samples) {
    s.journey = {"halaman-depan"};
    s.seq += 1000;
    world.judge.consider(s);
  }

  using enum MinuteState;
  EXPECT_EQ(world.minutes(1min, 5min), (std::vector{good, bad, bad, good}));
  EXPECT_EQ(world.judge.states(kMorning + 3min).size(), 1U);
  EXPECT_EQ(world.judge.outages().size(), 1U);
  EXPECT_EQ(world.judge.outages()[0].journey.text, "presensi");
}

TEST(Judge, LetsALightCheckThatWorksProveNothing) {
  World world(three());
  world.everywhere().finds(Class::http_gateway).between(120s, 300s);
  world.everywhere().finds(Class::light_ok).between(300s, 1200s);
  world.run_until(1200s);

  const auto outages = world.judge.outages();
  ASSERT_EQ(outages.size(), 1U);
  EXPECT_FALSE(outages[0].closed) << "only a whole journey ends an outage";
  EXPECT_FALSE(outages[0].bounds.end_hi);
  for (const MinuteState minute : world.minutes(360s, 1200s))
    EXPECT_EQ(minute, MinuteState::unknown) << "and only it makes a minute good";
}

TEST(Judge, MakesNothingGoodOfLightChecksAlone) {
  World world(three());
  world.everywhere().finds(Class::light_ok).from_now_on();
  world.run_until(600s);
  EXPECT_EQ(world.state_at(600s), State::no_data);
}

TEST(Judge, CountsFailuresOfALightStepInARowOnly) {
  World world(three());
  world.everywhere().works().between(0s, 120s);
  // One failure in four, its confirm works, at every vantage: never two in a row.
  world.chance = [n = std::map<unsigned, unsigned>()](
                     unsigned v, Duration start) mutable -> std::optional<Luck> {
    if (start < 120s) return std::nullopt;
    Luck luck;
    luck.cls = n[v]++ % 4 == 0 ? Class::http_5xx : Class::light_ok;
    return luck;
  };
  world.run_until(1200s);
  EXPECT_TRUE(world.judge.outages().empty());
}

TEST(Judge, LeavesAMinuteToWhoWalkedTheWholeJourney) {
  World world(three());
  world.everywhere().finds(Class::not_open).from_now_on();
  world.chance = [n = std::map<unsigned, unsigned>()](unsigned v,
                                                      Duration) mutable -> std::optional<Luck> {
    if (n[v]++ % 2 == 0) return std::nullopt;
    Luck luck;
    luck.cls = Class::light_ok;
    return luck;
  };
  world.run_until(1200s);
  for (const MinuteState minute : world.minutes(300s, 1200s))
    EXPECT_EQ(minute, MinuteState::not_open);
}

}  // namespace
}  // namespace saksi::judge::test
