// SPDX-License-Identifier: Apache-2.0
#include "schedule/slots.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "base/timestamp.hpp"

namespace saksi::schedule {
namespace {

using namespace std::chrono_literals;

Instant utc(const char* text) { return *parse_utc(text); }

// Two agencies; peak 06:45-08:15 WIB on working days, 2 min by day, 15 min else.
Plan plan_of(const std::string& vantage, unsigned turn, unsigned turns) {
  Plan plan{{vantage}, "seed", utc("2023-01-01T00:00:00Z"), {}};
  for (const char* target : {"disdik", "dinkes"}) {
    PlanEntry entry;
    entry.target = {target};
    entry.backend = {"web"};
    entry.journey = {"masuk"};
    entry.zone = "Asia/Jakarta";
    entry.windows = {{{1, 2, 3, 4, 5}, 6h + 45min, 8h + 15min, 30s, false},
                     {{0, 1, 2, 3, 4, 5, 6}, 6h, 18h, 120s, true}};
    entry.holidays = {*parse_date("2023-01-23")};
    entry.quiet = 900s;
    entry.turn = turn++;
    entry.turns = turns;
    plan.entries.push_back(entry);
  }
  return plan;
}

TEST(Slots, AreDenserInThePeakAndQuietOutside) {
  const Plan plan = plan_of("pusat", 0, 6);

  const auto peak =
      slots(plan, utc("2023-01-02T00:00:00Z"), utc("2023-01-02T01:00:00Z"));  // Mon 07-08
  const auto day =
      slots(plan, utc("2023-01-02T03:00:00Z"), utc("2023-01-02T04:00:00Z"));  // Mon 10-11
  const auto night =
      slots(plan, utc("2023-01-02T16:00:00Z"), utc("2023-01-02T17:00:00Z"));  // Mon 23-24

  EXPECT_EQ(peak->size(), 2 * 120U);
  EXPECT_EQ(day->size(), 2 * 30U);
  EXPECT_EQ(night->size(), 2 * 4U);
}

TEST(Slots, StandAtAFractionOfTheirIntervalHoweverLongItIs) {
  Plan plan = plan_of("pusat", 0, 1);
  plan.effective = utc("1970-01-01T00:00:00Z");
  plan.entries.resize(1);
  PlanEntry& entry = plan.entries[0];
  entry.windows.clear();
  const auto first = [&](Duration interval, unsigned turn, unsigned turns) {
    entry.quiet = interval;
    entry.turn = turn;
    entry.turns = turns;
    const auto found = slots(plan, plan.effective, plan.effective + interval);
    return found && !found->empty() ? found->front().nominal.time_since_epoch() : Duration(-1);
  };
  EXPECT_EQ(first(30s, 2, 7), Duration(30'000'000 * 2 / 7));
  EXPECT_EQ(first(30s, 9, 7), Duration(30'000'000 * 2 / 7)) << "a turn too many is the same grid";
  // A foreign plan may say so: the product of the two would not fit.
  const Duration longest(std::int64_t{1} << 53U);
  EXPECT_EQ(first(longest, 500'000, 1'000'000), longest / 2);
}

TEST(Slots, KeepDayRhythmOnHolidaysAndSundays) {
  const Plan plan = plan_of("pusat", 0, 6);

  const auto holiday = slots(plan, utc("2023-01-23T00:00:00Z"), utc("2023-01-23T01:00:00Z"));
  const auto sunday = slots(plan, utc("2023-01-08T00:00:00Z"), utc("2023-01-08T01:00:00Z"));

  EXPECT_EQ(holiday->size(), 2 * 30U);
  EXPECT_EQ(sunday->size(), 2 * 30U);
}

TEST(Slots, AreTheSameHoweverTheRangeIsCut) {
  const Plan plan = plan_of("xl", 1, 6);
  const Instant from = utc("2023-01-01T20:00:00Z"), to = utc("2023-01-02T04:00:00Z");
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);

  std::vector<Slot> pieces;
  for (Instant at = from; at < to;) {
    const Instant next = std::min(to, at + Duration(1 + random() % 1'800'000'000));
    const auto piece = slots(plan, at, next);
    pieces.insert(pieces.end(), piece->begin(), piece->end());
    at = next;
  }

  auto whole = *slots(plan, from, to);
  const auto order = [](const Slot& a, const Slot& b) {
    return std::tie(a.nominal, a.target) < std::tie(b.nominal, b.target);
  };
  std::sort(whole.begin(), whole.end(), order);
  std::sort(pieces.begin(), pieces.end(), order);
  EXPECT_EQ(pieces, whole);
}

TEST(Slots, JitterByAtMostAFifthAndDifferFromVantageToVantage) {
  const auto one =
      slots(plan_of("pusat", 0, 6), utc("2023-01-02T00:00:00Z"), utc("2023-01-02T01:00:00Z"));
  const auto two =
      slots(plan_of("xl", 0, 6), utc("2023-01-02T00:00:00Z"), utc("2023-01-02T01:00:00Z"));

  std::set<std::int64_t> offsets;
  for (const Slot& slot : *one) {
    EXPECT_LE(std::chrono::abs(slot.planned - slot.nominal), 6s);
    offsets.insert((slot.planned - slot.nominal).count());
  }
  EXPECT_GT(offsets.size(), 200U);
  EXPECT_NE(*one, *two);
}

TEST(Slots, TakeTurnsSoThatEntriesDoNotFallTogether) {
  const auto both =
      slots(plan_of("pusat", 0, 6), utc("2023-01-02T00:00:00Z"), utc("2023-01-02T00:01:00Z"));

  std::set<Instant> nominal;
  for (const Slot& slot : *both) nominal.insert(slot.nominal);
  EXPECT_EQ(nominal, (std::set<Instant>{utc("2023-01-02T00:00:00Z"), utc("2023-01-02T00:00:05Z"),
                                        utc("2023-01-02T00:00:30Z"), utc("2023-01-02T00:00:35Z")}));
}

TEST(Slots, BeforeThePlanTakesEffectDoNotExist) {
  Plan plan = plan_of("pusat", 0, 6);
  plan.effective = utc("2023-01-02T00:30:00Z");

  const auto found = slots(plan, utc("2023-01-02T00:00:00Z"), utc("2023-01-02T01:00:00Z"));

  EXPECT_EQ(found->size(), 2 * 60U);
}

// In a zone with summer time the hour that is skipped has no slot and the one that comes twice has
// them twice: the plan is all UTC instants whose local time lies inside.
TEST(Slots, FollowLocalHoursThroughAChangeOfTheClocks) {
  Plan plan = plan_of("pusat", 0, 1);
  plan.entries.resize(1);
  plan.entries[0].zone = "Europe/Berlin";
  plan.entries[0].windows = {{{0, 1, 2, 3, 4, 5, 6}, 2h, 3h, 60s, true}};
  plan.entries[0].quiet = 0s;

  const auto spring = slots(plan, utc("2023-03-26T00:00:00Z"), utc("2023-03-26T03:00:00Z"));
  const auto autumn = slots(plan, utc("2023-10-29T00:00:00Z"), utc("2023-10-29T03:00:00Z"));

  EXPECT_EQ(spring->size(), 0U);
  EXPECT_EQ(autumn->size(), 120U);
}

TEST(Slots, GiveTheSameAgencyItsTurnAtEveryVantage) {
  std::map<std::pair<std::string, std::int64_t>, std::set<std::string>> whole;  // by vantage, slot
  for (const auto& [vantage, turn] : {std::pair("pusat", 0U), std::pair("xl", 2U)}) {
    Plan plan = plan_of(vantage, turn, 4);
    for (unsigned i = 0; i < 2; ++i) {
      plan.entries[i].full_every = 2;
      plan.entries[i].full_turn = i;
    }
    const auto all = slots(plan, utc("2023-01-02T00:00:00Z"), utc("2023-01-02T01:00:00Z"));
    unsigned full = 0;
    for (const Slot& slot : *all) {
      EXPECT_EQ(slot.full_every, 2U);
      if (!slot.full) continue;
      ++full;
      whole[{vantage, slot.nominal.time_since_epoch() / 30s}].insert(slot.target.text);
    }
    EXPECT_EQ(full, all->size() / 2);
  }
  ASSERT_EQ(whole.size(), 240U);
  for (const auto& [slot, targets] : whole) {
    EXPECT_EQ(targets.size(), 1U) << "one agency a slot";
    EXPECT_EQ(targets, whole.at({slot.first == "xl" ? "pusat" : "xl", slot.second}));
  }
}

}  // namespace
}  // namespace saksi::schedule
