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

TEST(Rounds, NameTheSlotsOfAVantageWithoutItsUplinkAndLetTheOtherGoOn) {
  Hand hand(office());
  hand.answers = true;
  hand.play(at("00:05:00"));
  ASSERT_TRUE(hand.told<Gap>().empty());
  const std::size_t before = hand.runs.size();
  hand.cut_off = {"timur"};
  hand.play(at("00:10:00"));

  const auto gaps = hand.told<Gap>();
  EXPECT_GE(gaps.size(), 4U) << "a slot a minute";
  for (const Gap& gap : gaps) {
    EXPECT_EQ(gap.reason, GapReason::no_uplink);
    EXPECT_EQ(gap.vantage.text, "timur");
  }
  EXPECT_GE(hand.runs.size(), before + 4) << "the other one's";
  for (std::size_t i = before; i < hand.runs.size(); ++i)
    EXPECT_EQ(hand.runs[i]->sample.vantage.text, "pusat");

  hand.cut_off.clear();
  const std::size_t gone = hand.runs.size();
  hand.play(at("00:15:00"));
  EXPECT_EQ(hand.told<Gap>().size(), gaps.size()) << "it is back";
  EXPECT_GE(hand.runs.size(), gone + 8);
}

TEST(Rounds, TakeNoSecondLookWithoutAnUplink) {
  Hand hand(lone_vantage());
  hand.answers = true;
  hand.answer = Class::tcp_timeout;
  hand.play_until_runs(1);
  ASSERT_EQ(hand.told<Finished>().size(), 1U);
  hand.cut_off = {"pusat"};
  hand.rounds->confirm(hand.told<Finished>()[0].sample);
  hand.clock.advance(6s);
  hand.rounds->look();

  EXPECT_EQ(hand.runs.size(), 1U) << "it would say nothing of the target";
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

// A page, then a login and a page: as an attendance web has it.
Settings lone_office() {
  Settings settings = lone_vantage();
  JourneySettings& journey = settings.journeys.at(0);
  journey.mode = Mode::dry;
  journey.steps.resize(3);
  journey.steps[1].id = "login";
  journey.steps[1].kind = StepKind::login;
  journey.steps[2].id = "beranda";
  journey.steps[2].path = "/beranda";
  settings.vantages.at(0).accounts[{"host-1"}] = {"uji-01", "/rahasia"};
  return settings;
}

TEST(Rounds, HaveAgenciesOfOneBackendTakeTurns) {
  Settings settings = lone_office();
  settings.backends.at(0).full_journeys = 1;
  for (const char* id : {"dinkes", "dinsos"}) {
    settings.targets.push_back(settings.targets.at(0));
    settings.targets.back().id = {id};
  }
  Hand hand(settings);
  hand.answers = true;
  hand.play(at("00:31:00"));

  std::map<TargetId, std::pair<unsigned, unsigned>> seen;  // full, light
  for (const auto& run : hand.runs) {
    auto& [full, light] = seen[run->sample.target];
    ++(run->light_steps == 0 ? full : light);
    EXPECT_EQ(run->light_steps, run->light_steps == 0 ? 0U : 1U) << "the page before the login";
    EXPECT_EQ(run->sample.interval, run->light_steps == 0 ? 3min : 1min);
  }
  ASSERT_EQ(seen.size(), 3U);
  for (const auto& [target, count] : seen) {
    EXPECT_NEAR(count.first, 10, 1) << target.text;
    EXPECT_NEAR(count.second, 20, 1) << target.text;
  }
}

TEST(Rounds, LeaveABackendThatFailsEverywhereInPeaceAndNameTheGaps) {
  Settings settings = lone_office();
  settings.schedule.peak = settings.schedule.day = settings.schedule.quiet = 30s;
  Hand hand(settings);
  hand.answers = true;
  hand.answer = Class::http_5xx;
  hand.play(at("00:07:00"));
  const std::size_t before = hand.runs.size(), gaps_before = hand.told<Gap>().size();
  EXPECT_LE(gaps_before, 2U);
  hand.play(at("00:19:00"));

  EXPECT_NEAR(static_cast<double>(hand.runs.size() - before), 12, 2) << "one a minute";
  const auto gaps = hand.told<Gap>();
  EXPECT_NEAR(static_cast<double>(gaps.size()), 12, 3);
  for (const Gap& gap : gaps) EXPECT_EQ(gap.reason, GapReason::back_off);

  hand.answer = Class::ok;
  hand.play(at("00:23:00"));
  const std::size_t recovered = hand.runs.size();
  hand.play(at("00:33:00"));
  EXPECT_NEAR(static_cast<double>(hand.runs.size() - recovered), 20, 1) << "every slot again";
}

TEST(Rounds, WaitAsLongAsTheSiteAskedAndNameTheSlotsSo) {
  Hand hand(lone_office());
  hand.answers = true;
  hand.retry_after = 10min;
  hand.play_until_runs(1);
  const Instant asked = hand.clock.wall();
  hand.play(asked + 9min);
  EXPECT_EQ(hand.runs.size(), 1U);
  const auto gaps = hand.told<Gap>();
  EXPECT_GE(gaps.size(), 8U);
  for (const Gap& gap : gaps) EXPECT_EQ(gap.reason, GapReason::asked);
  hand.play(asked + 12min);
  EXPECT_GE(hand.runs.size(), 2U);
}

TEST(Rounds, LookAtThePageAloneOnceTheAccountWasRefusedThreeTimes) {
  Hand hand(lone_office());
  hand.answers = true;
  hand.answer = Class::auth_rejected;
  hand.play(at("00:10:00"));

  ASSERT_GE(hand.runs.size(), 6U);
  for (std::size_t i = 0; i < hand.runs.size(); ++i)
    EXPECT_EQ(hand.runs[i]->light_steps, i < 3 ? 0U : 1U) << i;
}

TEST(Rounds, TryARefusedAccountOnceAfterAStart) {
  std::vector<Sample> lately;
  for (int i = 0; i < 4; ++i) {
    Sample& sample = lately.emplace_back();
    sample.vantage = {"pusat"};
    sample.target = {"disdik"};
    sample.backend = {"host-1"};
    sample.cls = Class::auth_rejected;
    sample.end = at("00:00:00") - 10min * i;
  }
  Hand hand(lone_office(), at("00:00:00"), {}, lately);
  hand.answers = true;
  hand.answer = Class::auth_rejected;
  hand.play(at("00:06:00"));

  ASSERT_GE(hand.runs.size(), 3U);
  EXPECT_EQ(hand.runs[0]->light_steps, 0U);
  EXPECT_EQ(hand.runs[1]->light_steps, 1U);
}

TEST(Rounds, SendNothingToABackendThatIsStopped) {
  Hand hand(lone_vantage());
  hand.answers = true;
  hand.stopped_until = at("00:10:00");
  hand.play(at("00:09:50"));
  EXPECT_TRUE(hand.runs.empty());
  const auto gaps = hand.told<Gap>();
  EXPECT_GE(gaps.size(), 8U);
  for (const Gap& gap : gaps) EXPECT_EQ(gap.reason, GapReason::stopped);
  hand.play(at("00:12:00"));
  EXPECT_GE(hand.runs.size(), 1U);
}

TEST(Rounds, StopForADayWhenTheSiteAsksForIt) {
  Hand hand(lone_vantage());
  hand.answers = true;
  hand.asks_to_stop = true;
  hand.play_until_runs(1);
  EXPECT_EQ(hand.stopped_until, hand.clock.wall() + 24h);
  hand.play(at("00:30:00"));
  EXPECT_EQ(hand.runs.size(), 1U);
}

TEST(Rounds, StopForADayAlsoWhereThatCannotBeWrittenDown) {
  Hand hand(lone_vantage());
  hand.answers = true;
  hand.keeps_stops = false;
  hand.asks_to_stop = true;
  hand.play_until_runs(1);
  hand.play(at("00:30:00"));
  EXPECT_EQ(hand.runs.size(), 1U);
  for (const Gap& gap : hand.told<Gap>()) EXPECT_EQ(gap.reason, GapReason::stopped);
}

TEST(Rounds, LookAgainAtThePageAloneWhereThePageFailed) {
  Hand hand(lone_office());
  hand.play_until_runs(1);
  hand.end(0, Class::http_5xx);  // at "masuk", the page
  hand.rounds->confirm(hand.told<Finished>().at(0).sample);
  hand.play_until_runs(2);
  EXPECT_EQ(hand.runs[1]->sample.origin, Origin::confirm);
  EXPECT_EQ(hand.runs[1]->light_steps, 1U);
}

// Opens at 07.00 WIB on working days; at("...") is a Tuesday.
Settings real_office() {
  Settings settings = office();
  for (Vantage& vantage : settings.vantages) vantage.accounts[{"host-1"}] = {"uji-01", "/rahasia"};
  JourneySettings& journey = settings.journeys.at(0);
  journey.mode = Mode::real;
  journey.real = {{"timur"}, 7h + 5min, false};
  settings.backends.at(0).consent_until = std::chrono::year(2026) / 11 / 25;
  for (unsigned day = 1; day <= 5; ++day)
    settings.calendars.at(0).check_in[day] = {7h, 7h + 30min, 8h};
  return settings;
}

std::vector<Sample> real_runs(const Hand& hand) {
  std::vector<Sample> found;
  for (const auto& run : hand.runs)
    if (run->sample.mode == Mode::real) found.push_back(run->sample);
  return found;
}

TEST(Rounds, CheckInForRealOnceADayFromOneVantageAtItsTime) {
  Hand hand(real_office(), at("00:00:00") - 1h);  // 06.00 WIB
  hand.answers = true;
  hand.play(at("00:00:00") + 48h + 3h);

  const auto sent = real_runs(hand);
  ASSERT_EQ(sent.size(), 2U) << "Tuesday and Wednesday; on Thursday the consent is over";
  for (const Sample& sample : sent) EXPECT_EQ(sample.vantage.text, "timur");
  EXPECT_GE(sent[0].start, at("00:05:00"));
  EXPECT_LT(sent[0].start, at("00:07:00"));
  EXPECT_EQ((sent[1].start - sent[0].start + 12h) / 24h, 1);
  for (const auto& run : hand.runs)
    EXPECT_TRUE(run->sample.mode == Mode::real || run->sample.mode == Mode::dry);
}

TEST(Rounds, CheckInForRealOnNoDayThatAnEarlierLifeHasTaken) {
  Hand hand(real_office(), at("00:00:00"));
  hand.claimed.insert("disdik/halaman/2026-11-24");
  hand.answers = true;
  hand.play(at("02:00:00"));
  EXPECT_TRUE(real_runs(hand).empty());
}

TEST(Rounds, CheckInForRealNotAnHourAfterItsTime) {
  Hand hand(real_office(), at("01:06:00"));
  hand.answers = true;
  hand.play(at("04:00:00"));
  EXPECT_TRUE(real_runs(hand).empty());
}

}  // namespace
}  // namespace saksi::app::test
