// SPDX-License-Identifier: Apache-2.0
#include "schedule/timetable.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/timestamp.hpp"
#include "schedule/slots.hpp"

namespace saksi::schedule {
namespace {

using namespace std::chrono_literals;

Instant at(const std::string& time) { return parse_utc("2023-01-02T" + time + "Z").value(); }

Plan plan(const std::string& vantage, Instant effective, Duration interval = 1min) {
  Plan p{{vantage}, "seed", effective, {}};
  p.entries.push_back(
      {{"disdik"}, {"host-1"}, {"check-in"}, "Asia/Jakarta", {}, {}, interval, 0, 1});
  return p;
}

std::multiset<Instant> names(const std::vector<Timetable::Due>& due) {
  std::multiset<Instant> found;
  for (const auto& one : due) found.insert(one.slot.nominal);
  return found;
}

TEST(Rules, EndWhereALaterPlanTakesEffect) {
  const auto found = rules({plan("pusat", at("00:00:00")), plan("timur", at("00:00:00")),
                            plan("pusat", at("00:10:00")), plan("pusat", at("00:05:00"))},
                           at("01:00:00"));

  ASSERT_EQ(found.size(), 3U) << "the plan for 00:10 was replaced before it took effect";
  EXPECT_EQ(found[0].to, at("00:05:00")) << "any later one, not only the next";
  EXPECT_EQ(found[1].to, at("01:00:00"));
  EXPECT_EQ(found[2].from, at("00:05:00"));
  EXPECT_EQ(found[2].to, at("01:00:00"));
}

TEST(Rules, AreHandedOverAfterTheNamesOfSlotsThatHadTheirTurn) {
  const Plan p = plan("pusat", at("00:00:00"), 15min);
  bool some_later = false;
  for (Instant now = at("01:00:00"); now < at("05:00:00"); now += 47s) {
    const auto free = handover(p, now);
    ASSERT_TRUE(free);
    EXPECT_GE(*free, now);
    some_later = some_later || *free > now;
    const auto around = slots(p, now - 1h, now + 1h);
    for (const Slot& slot : *around)
      EXPECT_TRUE(slot.planned >= now || slot.nominal < *free) << utc_text(slot.nominal);
  }
  EXPECT_TRUE(some_later);
}

TEST(Timetable, GivesEverySlotOnceAndInTime) {
  for (const Duration interval : {30s, 15min / 1s * 1s, 6h / 1s * 1s}) {
    const Plan p = plan("pusat", at("00:00:00"), interval);
    Timetable timetable({{p, p.effective, Instant::max()}}, at("00:00:00"));
    std::multiset<Instant> given;
    const Instant end = at("00:00:00") + interval * 40;
    for (Instant now = at("00:00:00"); now < end; now += 1s) {
      const auto due = timetable.due(now);
      ASSERT_TRUE(due);
      for (const auto& one : *due) {
        EXPECT_LE(now - one.slot.planned, 1s);
        given.insert(one.slot.nominal);
      }
    }
    std::multiset<Instant> wanted;
    const auto all = slots(p, at("00:00:00"), end + interval);
    for (const Slot& slot : *all)
      if (slot.planned >= at("00:00:00") && slot.planned <= end - 1s) wanted.insert(slot.nominal);
    EXPECT_EQ(given, wanted);
  }
}

TEST(Timetable, LeavesWhatWasToStartBeforeItToOthers) {
  const Plan p = plan("pusat", at("00:00:00"), 15min);
  for (Instant from = at("03:00:00"); from < at("04:00:00"); from += 61s) {
    Timetable timetable({{p, p.effective, Instant::max()}}, from);
    std::multiset<Instant> wanted;
    const auto all = slots(p, at("00:00:00"), at("08:00:00"));
    for (const Slot& slot : *all)
      if (slot.planned >= from && slot.planned <= at("06:00:00")) wanted.insert(slot.nominal);
    EXPECT_EQ(names(*timetable.due(at("06:00:00"))), wanted) << utc_text(from);
  }
}

TEST(Timetable, GivesWhatPassedDuringASleepAllAtOnceInOrder) {
  const Plan p = plan("pusat", at("00:00:00")), q = plan("timur", at("00:00:30"));
  Timetable timetable({{p, p.effective, at("01:00:00")}, {q, q.effective, Instant::max()}},
                      at("00:00:00"));
  const auto due = timetable.due(at("03:00:00"));

  ASSERT_TRUE(due);
  EXPECT_NEAR(static_cast<double>(due->size()), 60 + 180, 2);
  EXPECT_TRUE(std::is_sorted(due->begin(), due->end(), [](const auto& a, const auto& b) {
    return a.slot.planned < b.slot.planned;
  }));
  EXPECT_TRUE(timetable.due(at("03:00:00"))->empty());
}

}  // namespace
}  // namespace saksi::schedule
