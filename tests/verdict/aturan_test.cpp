// SPDX-License-Identifier: Apache-2.0
#include "verdict/aturan.hpp"

#include <gtest/gtest.h>

#include <random>

namespace saksi::verdict {
namespace {

using S = MinuteState;

TimeOfDay at(const char* clock) { return *parse_time_of_day(clock); }
int minute(const char* clock) { return static_cast<int>(at(clock).count() / 60); }

struct Stretch {
  const char* from;
  const char* to;  // first minute no more in it
  S state;
};

// Good from 06.30 to 09.00, but for the stretches.
Minutes morning(const std::vector<Stretch>& stretches) {
  Minutes minutes{at("06:30"), std::vector<S>(150, S::good)};
  for (const Stretch& one : stretches)
    for (int m = minute(one.from); m < minute(one.to); ++m)
      minutes.states[static_cast<std::size_t>(m - minute("06:30"))] = one.state;
  return minutes;
}

const Hours kHours{at("07:00"), at("07:30"), at("08:00")};

struct Vector {
  const char* name;
  std::vector<Stretch> evidence;
  const char* recorded;  // nullptr: none
  Outcome outcome;
  int blocked, window, explained, late;
};

class Vectors : public testing::TestWithParam<Vector> {};

TEST_P(Vectors, AreJudgedAsWritten) {
  const Vector& v = GetParam();
  Question question{kHours, std::nullopt};
  if (v.recorded != nullptr) question.recorded = at(v.recorded);

  const Verdict verdict = judge(question, morning(v.evidence));

  EXPECT_EQ(code(verdict.outcome), code(v.outcome));
  EXPECT_EQ(verdict.blocked, v.blocked);
  EXPECT_EQ(verdict.window, v.window);
  EXPECT_EQ(verdict.explained, v.explained);
  EXPECT_EQ(verdict.late, v.late);
}

INSTANTIATE_TEST_SUITE_P(
    Aturan1, Vectors,
    testing::Values(
        Vector{"V1", {{"07:08", "07:47", S::bad}}, "07:52", Outcome::supported, 22, 30, 22, 22},
        Vector{"V2", {{"07:08", "07:47", S::bad}}, "08:20", Outcome::partly, 22, 30, 32, 50},
        Vector{"V3", {}, "07:41", Outcome::not_seen, 0, 30, 0, 11},
        Vector{"V5", {{"07:10", "07:12", S::bad}}, "07:36", Outcome::not_seen, 2, 30, 0, 6},
        Vector{"V7",
               {{"07:00", "07:30", S::not_open}, {"07:30", "07:38", S::bad}},
               "07:44",
               Outcome::supported,
               30,
               30,
               14,
               14},
        Vector{"V8", {{"07:08", "07:47", S::one_network}}, "07:52", Outcome::partly, 0, 30, 22, 22},
        Vector{"V10", {{"07:00", "07:40", S::unknown}}, "07:41", Outcome::no_data, 0, 30, 0, 11},
        Vector{"V12", {{"07:02", "07:58", S::bad}}, nullptr, Outcome::supported, 28, 30, 0, 0},
        Vector{"V14", {{"07:29", "07:47", S::bad}}, "07:49", Outcome::partly, 1, 30, 19, 19},
        Vector{"V16", {{"07:08", "07:47", S::bad}}, "07:29", Outcome::not_needed, 22, 30, 0, 0}),
    [](const auto& one) { return one.param.name; });

TEST(Aturan1, TellsWhyAVerdictIsNotMore) {
  const auto reason = [](const std::vector<Stretch>& evidence, const char* recorded) {
    return judge({kHours, at(recorded)}, morning(evidence)).reason;
  };
  EXPECT_EQ(reason({{"07:08", "07:47", S::one_network}}, "07:52"), Reason::one_network);
  EXPECT_EQ(reason({{"07:00", "07:30", S::slow}}, "07:40"), Reason::slow);
  EXPECT_EQ(reason({{"07:08", "07:47", S::bad}}, "08:20"), Reason::after_grace);
  EXPECT_EQ(reason({{"07:29", "07:47", S::bad}}, "07:49"), Reason::worked);
  EXPECT_EQ(reason({{"07:10", "07:12", S::bad}}, "07:36"), Reason::few);
}

TEST(Aturan1, CountsABegunMinuteOfLatenessWhole) {
  EXPECT_EQ(judge({kHours, at("07:30") + std::chrono::seconds(1)}, morning({})).late, 1);
  EXPECT_EQ(judge({kHours, at("07:30")}, morning({})).outcome, Outcome::not_needed);
}

TEST(Aturan1, SaysOfAFreeDayThatItIsOutsideTheSchedule) {
  EXPECT_EQ(judge({std::nullopt, at("07:52")}, morning({})).outcome, Outcome::outside);
}

TEST(Aturan1, BlamesTheScheduleWhereItsWindowIsEmpty) {
  const Hours empty{at("07:30"), at("07:30"), at("08:00")};
  EXPECT_EQ(judge({empty, at("07:31")}, morning({})).outcome, Outcome::schedule_late);
  // What an outage explains is told all the same.
  const Verdict verdict = judge({empty, at("07:52")}, morning({{"07:31", "07:47", S::bad}}));
  EXPECT_EQ(verdict.outcome, Outcome::schedule_late);
  EXPECT_EQ(verdict.explained, 22);
  EXPECT_EQ(judge({empty, std::nullopt}, morning({})).outcome, Outcome::schedule_late);
}

TEST(Aturan1, LooksNotBeforeTheOpening) {
  const Hours late_opening{at("07:20"), at("07:30"), at("08:00")};
  const Verdict verdict = judge({late_opening, at("07:40")}, morning({{"07:00", "07:26", S::bad}}));
  EXPECT_EQ(verdict.window, 10);
  EXPECT_EQ(verdict.blocked, 6);
}

TEST(Aturan1, TakesNotOpenBeforeTheOpeningForNoFault) {
  const Verdict verdict = judge({kHours, at("07:41")}, morning({{"06:30", "07:00", S::not_open}}));
  EXPECT_EQ(verdict.outcome, Outcome::not_seen);
}

// Some minutes of an outage were seen, the rest of the morning nobody looked.
TEST(Aturan1, LetsSilenceTakeNothingFromWhatWasSeen) {
  const Verdict verdict = judge({kHours, at("07:40")}, morning({{"06:30", "07:20", S::unknown},
                                                                {"07:20", "07:35", S::bad},
                                                                {"07:35", "09:00", S::unknown}}));
  EXPECT_EQ(verdict.outcome, Outcome::partly);
  EXPECT_EQ(verdict.explained, 10);
  EXPECT_LT(verdict.coverage, 80);
}

TEST(Aturan1, GivesWhoHasNoRecordNothingForAnOutageWithAChance) {
  const Verdict verdict = judge({kHours, std::nullopt}, morning({{"07:00", "07:40", S::bad}}));
  EXPECT_EQ(verdict.outcome, Outcome::partly);
  EXPECT_EQ(verdict.worked, 20);
}

TEST(Aturan1, TellsWhatItLookedAtWhereThereIsNoRecord) {
  const Verdict verdict = judge({kHours, std::nullopt}, morning({{"07:02", "07:58", S::bad}}));
  EXPECT_EQ(verdict.looked, 60);
  EXPECT_EQ(verdict.looked_blocked, 56);
  EXPECT_EQ(verdict.worked, 2);
  EXPECT_EQ(verdict.looked_to, at("08:00"));
}

// An hour earlier it failed, which explains nothing of a lateness long after: partly, and not
// because it was slow.
TEST(Aturan1, CallsAnOutageThatWasLongOverNoSlowness) {
  const Verdict verdict = judge({kHours, at("08:20")}, morning({{"07:00", "07:14", S::bad}}));
  EXPECT_EQ(verdict.outcome, Outcome::partly);
  EXPECT_EQ(verdict.explained, 0);
  EXPECT_EQ(verdict.reason, Reason::after_grace);
}

TEST(Aturan1, CallsTroubleOnOneNetworkThatExplainsNothingByItsName) {
  const Verdict verdict =
      judge({kHours, at("08:20")}, morning({{"07:00", "07:14", S::one_network}}));
  EXPECT_EQ(verdict.outcome, Outcome::partly);
  EXPECT_EQ(verdict.reason, Reason::one_network);
}

// Slowness was measured over a third of the lead; the rest nobody looked.
TEST(Aturan1, AsksForCoverageOnlyWhereItWouldSayThatNothingWasSeen) {
  const auto half_blind = [](S seen) {
    return judge({kHours, at("07:40")},
                 morning({{"06:30", "07:10", seen}, {"07:10", "09:00", S::unknown}}));
  };
  EXPECT_EQ(half_blind(S::slow).outcome, Outcome::partly);
  EXPECT_EQ(half_blind(S::good).outcome, Outcome::no_data);
}

// --- properties, over many made-up mornings ---

int rank(Outcome outcome) {
  switch (outcome) {
    case Outcome::supported:
      return 3;
    case Outcome::partly:
      return 2;
    default:
      return 1;
  }
}

struct Draw {
  Minutes minutes = morning({});
  Question question{kHours, std::nullopt};
};

constexpr std::uint64_t kSeed = 20230102;  // "morning i" of a failure is its i-th draw

Draw draw(std::mt19937_64& random) {
  Draw made;
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int stretches = pick(6); stretches > 0; --stretches) {
    const int from = pick(150), to = std::min(150, from + 1 + pick(50));
    const auto state = static_cast<S>(pick(7));
    for (int m = from; m < to; ++m) made.minutes.states[static_cast<std::size_t>(m)] = state;
  }
  if (pick(4) != 0) made.question.recorded = at("07:25") + std::chrono::seconds(pick(4000));
  return made;
}

TEST(Aturan1, NeverJudgesWorseForMoreOutage) {
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 20000; ++i) {
    Draw made = draw(random);
    const Verdict before = judge(made.question, made.minutes);
    const std::size_t changed = random() % 150;
    made.minutes.states[changed] = S::bad;
    const Verdict after = judge(made.question, made.minutes);
    ASSERT_GE(rank(after.outcome), rank(before.outcome))
        << "morning " << i << " minute " << changed;
    ASSERT_GE(after.explained, before.explained) << "morning " << i << " minute " << changed;
  }
}

TEST(Aturan1, NeverLetsAnUnknownMinuteDecideForTheClaim) {
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 20000; ++i) {
    Draw made = draw(random);
    Minutes filled = made.minutes;
    for (S& state : filled.states)
      if (state == S::unknown) state = S::good;
    const Verdict with = judge(made.question, made.minutes);
    const Verdict without = judge(made.question, filled);
    ASSERT_EQ(with.explained, without.explained) << "morning " << i;
    // Nor against it: what a good minute would have refused is "no data" at worst.
    if (with.outcome != Outcome::no_data) {
      ASSERT_EQ(with.outcome, without.outcome) << "morning " << i;
    } else {
      ASSERT_NE(without.outcome, Outcome::supported) << "morning " << i;
    }
  }
}

TEST(Aturan1, NeverExplainsMoreThanTheLateness) {
  std::mt19937_64 random(kSeed);
  for (int i = 0; i < 20000; ++i) {
    const Draw made = draw(random);
    const Verdict verdict = judge(made.question, made.minutes);
    ASSERT_LE(verdict.explained, verdict.late);
    ASSERT_GE(verdict.explained, 0);
    if (verdict.outcome == Outcome::supported && made.question.recorded) {
      ASSERT_EQ(verdict.explained, verdict.late);
    }
    ASSERT_LE(verdict.usable + verdict.blocked + verdict.unknown, verdict.window);
  }
}

}  // namespace
}  // namespace saksi::verdict
