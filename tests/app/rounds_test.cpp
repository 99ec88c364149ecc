// SPDX-License-Identifier: Apache-2.0
//
// What becomes of a slot: every one ends as exactly one note.
#include "app/rounds.hpp"

#include "app/support.hpp"
#include "schedule/slots.hpp"

namespace saksi::app::test {
namespace {

// One vantage, so that one slot falls due a minute.
Settings lone_vantage() {
  Settings settings = office();
  settings.vantages.pop_back();
  return settings;
}

TEST(Rounds, RunASlotWhenItIsDueAndTellWhatWasFound) {
  Hand hand(lone_vantage());
  hand.play_until_runs(1);
  const Sample& sample = hand.runs[0]->sample;

  EXPECT_EQ(sample.start, sample.planned);
  EXPECT_EQ(sample.planned, hand.clock.wall());
  EXPECT_GE(sample.slot, at("00:01:00")) << "a plan takes effect a minute after it was recorded";
  hand.clock.advance(700ms);
  hand.end(0);

  const auto told = hand.told<Finished>();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].sample.slot, sample.slot);
  EXPECT_EQ(told[0].sample.end - told[0].sample.start, 700ms);
  EXPECT_EQ(told[0].sample.cls, Class::ok);
  EXPECT_TRUE(hand.runs[0]->cancelled) << "its connections are given up";
}

TEST(Rounds, NameASlotMoreThanASecondLateAnOverload) {
  Hand hand(lone_vantage());
  hand.answers = true;
  hand.play(at("00:05:00"));
  const std::size_t before = hand.runs.size();
  hand.clock.advance(10min);  // the machine slept
  hand.rounds->look();

  EXPECT_EQ(hand.runs.size(), before) << "catching up would be a burst";
  const auto gaps = hand.told<Gap>();
  EXPECT_GE(gaps.size(), 9U);
  for (const Gap& gap : gaps) EXPECT_EQ(gap.reason, GapReason::overload);
}

TEST(Rounds, RunASlotThatIsLessThanASecondLate) {
  Hand hand(lone_vantage());
  hand.play_until_runs(1);
  const Duration wait = hand.rounds->look();
  ASSERT_LE(wait, 1s);
  for (Duration next = wait; hand.runs.size() < 2; next = hand.rounds->look())
    hand.clock.advance(next + 900ms);

  EXPECT_TRUE(hand.told<Gap>().empty());
  EXPECT_LE(hand.runs[1]->sample.start - hand.runs[1]->sample.planned, 1s);
}

TEST(Rounds, RunSlotsThatJitterBringsFarForward) {
  Hand hand([] {
    Settings settings = office(15min);
    settings.vantages.pop_back();
    return settings;
  }());
  hand.answers = true;
  hand.play(at("23:00:00"));

  EXPECT_TRUE(hand.told<Gap>().empty()) << "three minutes early is no overload";
  EXPECT_GE(hand.runs.size(), 90U);
}

TEST(Rounds, StartNoMoreRunsOfAVantageThanAreAllowedAtOnce) {
  Settings settings = office();
  settings.schedule.max_inflight = 2;
  Hand hand(std::move(settings));
  hand.play(at("00:10:00"));  // nothing ever ends

  EXPECT_EQ(hand.runs.size(), 4U) << "two of each vantage";
  const auto gaps = hand.told<Gap>();
  ASSERT_FALSE(gaps.empty());
  for (const Gap& gap : gaps) EXPECT_EQ(gap.reason, GapReason::overlap);
  EXPECT_GT(gaps.back().oldest, 5min) << "the age of the oldest";
}

TEST(Rounds, SendNothingWhileMaintenanceIsAnnounced) {
  Settings settings = lone_vantage();
  settings.maintenance.push_back({{"host-1"}, at("00:05:00"), at("00:10:00"), "pindah"});
  Hand hand(std::move(settings));
  hand.answers = true;
  hand.play(at("00:15:00"));

  const auto gaps = hand.told<Gap>();
  EXPECT_GE(gaps.size(), 4U);
  for (const Gap& gap : gaps) {
    EXPECT_EQ(gap.reason, GapReason::maintenance);
    EXPECT_GE(gap.planned, at("00:05:00"));
    EXPECT_LT(gap.planned, at("00:10:00"));
  }
  for (const auto& run : hand.runs)
    EXPECT_TRUE(run->sample.start < at("00:05:00") || run->sample.start >= at("00:10:00"));
}

TEST(Rounds, AccountForSlotsOfATargetThatLeftUntilTheNewPlanRules) {
  Settings before = lone_vantage();
  Target gone = before.targets[0];
  gone.id = {"dinkes"};
  before.targets.push_back(gone);
  const auto duties = duties_of(before, {}, at("00:00:00"));
  ASSERT_TRUE(duties);

  Hand hand(lone_vantage(), at("01:00:00"), duties->record);
  hand.answers = true;
  hand.play(at("01:10:00"));

  const auto gaps = hand.told<Gap>();
  EXPECT_FALSE(gaps.empty());
  for (const Gap& gap : gaps) {
    EXPECT_EQ(gap.target.text, "dinkes");
    EXPECT_EQ(gap.reason, GapReason::maintenance);
    EXPECT_LT(gap.slot, at("01:02:00"));
  }
}

// --- budget ---

Settings tight(double per_second, unsigned burst) {
  Settings settings = office();
  settings.backends[0].requests_per_second = per_second;
  settings.backends[0].burst = burst;
  for (const char* id : {"dinkes", "bkpsdm"}) {
    Target more = settings.targets[0];
    more.id = {id};
    settings.targets.push_back(more);
  }
  return settings;
}

TEST(Rounds, NameASlotThatTheBudgetNeverHeldABudgetGap) {
  Hand hand(tight(0.01, 1));  // one request in a hundred seconds, for six slots a minute
  hand.answers = true;
  hand.play(at("00:30:00"));

  const auto gaps = hand.told<Gap>();
  EXPECT_GT(gaps.size(), 140U);
  for (const Gap& gap : gaps) EXPECT_EQ(gap.reason, GapReason::budget);
  EXPECT_LE(hand.runs.size(), 1 + 18U);
  EXPECT_GE(hand.runs.size(), 10U);
}

TEST(Rounds, LetASlotWaitForItsBudgetAndCountItsLatencyFromThen) {
  Hand hand(tight(0.5, 1));  // two seconds a request; jitter makes some slots come closer
  hand.answers = true;
  hand.play(at("01:00:00"));

  EXPECT_TRUE(hand.told<Gap>().empty());
  unsigned waited = 0;
  for (std::size_t i = 1; i < hand.runs.size(); ++i) {
    const Sample& sample = hand.runs[i]->sample;
    EXPECT_GE(sample.start - hand.runs[i - 1]->sample.start, 2s);
    EXPECT_LE(sample.start - sample.planned, 1ms);
    if (sample.start - hand.runs[i - 1]->sample.start < 2s + 10us) ++waited;
  }
  EXPECT_GT(waited, 5U);
}

TEST(Rounds, LendARedirectAndTakeItBackBeforeAnythingElseStarts) {
  Settings settings = lone_vantage();
  settings.backends[0].requests_per_second = 0.05;  // a token in twenty seconds
  settings.backends[0].burst = 1;
  Hand hand(std::move(settings));
  hand.play_until_runs(1);
  const Instant first = hand.clock.wall();

  EXPECT_TRUE(hand.runs[0]->calls.may_send()) << "what was drawn";
  EXPECT_TRUE(hand.runs[0]->calls.may_send()) << "a page may redirect once: lent";
  EXPECT_FALSE(hand.runs[0]->calls.may_send()) << "no more than that";
  hand.end(0, Class::ok, 2);
  hand.play_until_runs(2);

  EXPECT_GE(hand.runs[1]->sample.start - first, 40s) << "the debt first, then its own";
}

TEST(Rounds, EndARunThatMayNotGoOnAsAGapAndNotAsAFailure) {
  Hand hand(lone_vantage());
  hand.play_until_runs(1);
  probes::Outcome outcome;
  outcome.cls = Class::invalid_monitor;
  outcome.stopped = true;
  outcome.requests = 2;
  hand.runs[0]->calls.ended(std::move(outcome), Duration{0});

  EXPECT_TRUE(hand.told<Finished>().empty());
  ASSERT_EQ(hand.told<Gap>().size(), 1U);
  EXPECT_EQ(hand.told<Gap>()[0].reason, GapReason::budget);
  EXPECT_EQ(hand.told<Gap>()[0].slot, hand.runs[0]->sample.slot);
}

TEST(Rounds, LearnFromTheLastGoodRunHowManyRequestsToDraw) {
  Settings settings = lone_vantage();
  settings.backends[0].requests_per_second = 0.001;
  settings.backends[0].burst = 4;
  Hand hand(std::move(settings));
  hand.play_until_runs(1);
  EXPECT_TRUE(hand.runs[0]->calls.may_send() && hand.runs[0]->calls.may_send());
  hand.end(0, Class::ok, 2);  // it redirected once; two tokens are left
  hand.play_until_runs(2);
  hand.end(1, Class::ok, 2);  // drew two; none is left
  hand.play(hand.clock.wall() + 5min);

  EXPECT_EQ(hand.runs.size(), 2U) << "a third would send two as well";
}

TEST(Rounds, GiveBackWhatAFailedRunDidNotSend) {
  Settings settings = lone_vantage();
  settings.backends[0].requests_per_second = 0.001;
  settings.backends[0].burst = 1;
  Hand hand(std::move(settings));
  for (std::size_t i = 0; i < 5; ++i) {
    hand.play_until_runs(i + 1);
    hand.end(i, Class::tcp_refused, 0);
  }
  EXPECT_TRUE(hand.told<Gap>().empty());
}

// --- confirms ---

Sample failure_of(const Hand& hand, std::size_t which) {
  Sample sample = hand.runs.at(which)->sample;
  sample.end = hand.clock.wall();
  sample.cls = Class::http_5xx;
  return sample;
}

TEST(Rounds, LookASecondTimeFromTheSameVantageAfterTheWait) {
  Hand hand(lone_vantage());
  hand.play_until_runs(1);
  hand.clock.advance(1s);
  hand.end(0, Class::http_5xx);
  const Instant failed = hand.clock.wall();
  hand.rounds->confirm(failure_of(hand, 0));
  hand.play_until_runs(2);
  const Sample& second = hand.runs[1]->sample;

  EXPECT_EQ(second.origin, Origin::confirm);
  EXPECT_EQ(second.vantage, hand.runs[0]->sample.vantage);
  EXPECT_EQ(second.start, failed + 5s);
  EXPECT_FALSE(second.slot) << "it is nobody's slot";
}

TEST(Rounds, NeverTakeTheReserveForASecondLook) {
  for (const unsigned burst : {3U, 4U}) {
    Settings settings = lone_vantage();
    settings.backends[0].requests_per_second = 0.0001;
    settings.backends[0].burst = burst;
    Hand hand(std::move(settings));
    hand.play_until_runs(1);
    hand.end(0, Class::http_5xx, 1);  // leaves burst - 1
    hand.rounds->confirm(failure_of(hand, 0));
    hand.play(hand.clock.wall() + 7s);

    EXPECT_EQ(hand.runs.size(), burst == 4 ? 2U : 1U)
        << "one for the look and two that stay, of " << burst - 1;
  }
}

// --- notes ---

TEST(Rounds, TellALateRunOnceItsMarkHasPassed) {
  Hand hand(lone_vantage());
  hand.play_until_runs(1);
  hand.clock.advance(10s);
  hand.runs[0]->calls.late("login");

  const auto late = hand.told<judge::LateNote>();
  ASSERT_EQ(late.size(), 1U);
  EXPECT_EQ(late[0].start, hand.runs[0]->sample.planned);
  EXPECT_EQ(late[0].vantage, hand.runs[0]->sample.vantage);
  EXPECT_EQ(late[0].step, "login");
}

TEST(Rounds, LoseNothingWhileTheKeeperCannotTakeIt) {
  Hand hand(lone_vantage());
  hand.play_until_runs(1);
  hand.full = true;
  hand.end(0);
  hand.play(hand.clock.wall() + 5min);
  EXPECT_EQ(hand.runs.size(), 1U) << "nothing new starts";
  EXPECT_TRUE(hand.notes.empty());

  hand.full = false;
  hand.rounds->look();
  EXPECT_EQ(hand.told<Finished>().size(), 1U);
  const auto gaps = hand.told<Gap>();
  EXPECT_GE(gaps.size(), 4U);
  for (const Gap& gap : gaps) EXPECT_EQ(gap.reason, GapReason::overload);
  hand.play_until_runs(2);
}

TEST(Rounds, NameTheRunsThatAStopCuts) {
  Hand hand(office());
  hand.play_until_runs(3, 10min);
  hand.end(0);
  hand.rounds->stop();

  const auto gaps = hand.told<Gap>();
  ASSERT_EQ(gaps.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(gaps[i].reason, GapReason::stopping);
    EXPECT_EQ(gaps[i].slot, hand.runs[i + 1]->sample.slot);
    EXPECT_TRUE(hand.runs[i + 1]->cancelled);
  }
  hand.clock.advance(1h);
  hand.rounds->look();
  EXPECT_EQ(hand.notes.size(), 3U) << "and then no more is said";
}

// Whatever became of them, and whenever it ends: some of these wait for their budget at the end.
TEST(Rounds, TellEverySlotOnce) {
  for (int seconds = 0; seconds < 20; ++seconds) {
    const Settings settings = tight(0.02, 1);
    Hand hand(settings);
    hand.play(at("00:03:00") + seconds * 1s);
    const auto duties = duties_of(settings, {}, at("00:00:00"));
    ASSERT_TRUE(duties);
    std::size_t due = 0;
    for (const schedule::Rule& rule : duties->rules) {
      const auto slots = schedule::slots(rule.plan, rule.from, at("01:00:00"));
      for (const Slot& slot : *slots) due += slot.planned <= hand.clock.wall() ? 1U : 0U;
    }
    hand.rounds->stop();

    ASSERT_GT(due, 10U);
    EXPECT_EQ(hand.told<Gap>().size(), due) << "after " << seconds << " s";
    EXPECT_EQ(hand.notes.size(), due);
  }
}

}  // namespace
}  // namespace saksi::app::test
