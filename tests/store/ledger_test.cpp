// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "schedule/slots.hpp"
#include "store/support.hpp"

namespace saksi::store::test {
namespace {

Plan plan(const std::string& vantage, Instant effective,
          Duration interval = std::chrono::seconds(60)) {
  Plan p{{vantage}, "seed", effective, {}};
  p.entries.push_back(
      {{"disdik"}, {"host-1"}, {"check-in"}, "Asia/Jakarta", {}, {}, interval, 0, 1});
  return p;
}

Entry done(const std::string& vantage, const Slot& slot) {
  Sample s = sample(vantage, slot.nominal);
  s.planned = s.start = slot.planned;
  s.end = slot.planned + std::chrono::seconds(1);
  return s;
}

std::vector<Slot> slots_of(const Plan& p, Instant from, Instant to) {
  auto slots = schedule::slots(p, from, to);
  EXPECT_TRUE(slots) << slots.error().message;
  return *slots;
}

TEST(Ledger, ClosesWhenEverySlotHasItsSampleOrGap) {
  const TempDir dir;
  const auto writer = open_writer(dir.path());
  const Plan first = plan("pusat", at("00:00:00")),
             second = plan("pusat", at("00:10:00"), std::chrono::seconds(30));
  ASSERT_TRUE(writer->append({first, second}));
  std::vector<Entry> entries;
  for (const Slot& slot : slots_of(first, at("00:00:00"), at("00:10:00")))
    entries.push_back(done("pusat", slot));
  for (const Slot& slot : slots_of(second, at("00:10:00"), at("00:20:00"))) {
    Gap g = gap("pusat", slot.nominal);
    g.planned = slot.planned;
    entries.emplace_back(g);
  }
  ASSERT_EQ(entries.size(), 30U);
  ASSERT_TRUE(writer->append(entries));

  const auto ledger = recount(*open_reader(dir.path()), at("00:20:00"));

  ASSERT_TRUE(ledger) << ledger.error().message;
  EXPECT_TRUE(ledger->closed());
  EXPECT_EQ(ledger->samples, 10U);
  EXPECT_GE(ledger->gaps, 19U);  // the last slot's jitter may carry it past the end
  EXPECT_EQ(ledger->gaps_by_reason.at("skipped_overlap"), ledger->gaps);
}

TEST(Ledger, NamesTheMissingAndTheSurplus) {
  const TempDir dir;
  const auto writer = open_writer(dir.path());
  const Plan p = plan("pusat", at("00:00:00"));
  std::vector<Entry> entries{p};
  const auto slots = slots_of(p, at("00:00:00"), at("00:10:00"));
  ASSERT_EQ(slots.size(), 10U);
  for (const Slot& slot : slots)
    if (slot.nominal != at("00:04:00")) entries.push_back(done("pusat", slot));
  entries.emplace_back(sample("timur", at("00:03:00")));  // no plan of timur
  ASSERT_TRUE(writer->append(entries));

  const auto ledger = recount(*open_reader(dir.path()), at("00:11:00"));

  ASSERT_TRUE(ledger) << ledger.error().message;
  EXPECT_FALSE(ledger->closed());
  EXPECT_EQ(ledger->missing,
            (std::vector<std::string>{"pusat disdik check-in 2023-01-02T00:04:00Z",
                                      "pusat disdik check-in 2023-01-02T00:10:00Z"}));
  EXPECT_EQ(ledger->surplus,
            std::vector<std::string>{"timur disdik check-in 2023-01-02T00:03:00Z"});
  EXPECT_EQ(ledger->planned, 11U);
}

// A hub that died between a slot's planned instant and its name left it to nobody.
TEST(Ledger, AccountsForASlotThatJitterBroughtForward) {
  const TempDir dir;
  const auto writer = open_writer(dir.path());
  const Plan p = plan("pusat", at("00:00:00"));
  ASSERT_TRUE(writer->append({p}));
  std::optional<Slot> early;
  for (const Slot& slot : slots_of(p, at("00:00:00"), at("01:00:00")))
    if (slot.planned < slot.nominal && !early) early = slot;
  ASSERT_TRUE(early);
  const Instant died = early->planned + std::chrono::microseconds(1);

  const auto missed = unaccounted(*open_reader(dir.path()), died, GapReason::down);
  const auto ledger = recount(*open_reader(dir.path()), died);

  ASSERT_TRUE(missed) << missed.error().message;
  EXPECT_TRUE(std::any_of(missed->begin(), missed->end(),
                          [&](const Gap& g) { return g.slot == early->nominal; }));
  EXPECT_EQ(ledger->missing_count, missed->size());
  EXPECT_EQ(ledger->planned, missed->size());
}

TEST(Ledger, CountsSurplusWithoutAnyPlan) {
  const TempDir dir;
  ASSERT_TRUE(open_writer(dir.path())->append({sample("timur", at("00:03:00"))}));
  const auto ledger = recount(*open_reader(dir.path()), at("00:11:00"));
  ASSERT_TRUE(ledger);
  EXPECT_EQ(ledger->surplus_count, 1U);
  EXPECT_FALSE(ledger->closed());
}

TEST(Ledger, IsClosedByTheGapsThatARestartFillsIn) {
  const TempDir dir;
  const auto writer = open_writer(dir.path());
  const Plan p = plan("pusat", at("00:00:00"));
  const auto slots = slots_of(p, at("00:00:00"), at("00:10:00"));
  ASSERT_TRUE(writer->append(
      {p, plan("timur", at("00:05:00")), done("pusat", slots[0]), done("pusat", slots[7])}));
  const auto reader = open_reader(dir.path());

  const auto gaps = unaccounted(*reader, at("23:00:00"), GapReason::down);

  ASSERT_TRUE(gaps) << gaps.error().message;
  ASSERT_FALSE(gaps->empty());
  EXPECT_TRUE(std::is_sorted(gaps->begin(), gaps->end(),
                             [](const Gap& a, const Gap& b) { return a.planned < b.planned; }));
  std::vector<Entry> entries(gaps->begin(), gaps->end());
  ASSERT_TRUE(writer->append(entries));
  const auto ledger = recount(*reader, at("23:00:00"));
  ASSERT_TRUE(ledger);
  EXPECT_TRUE(ledger->closed());
  EXPECT_EQ(ledger->samples, 2U);
  EXPECT_EQ(ledger->gaps_by_reason.at("skipped_agent_down"), gaps->size());
  EXPECT_TRUE(unaccounted(*reader, at("23:00:00"), GapReason::down)->empty());
}

// A start need not count a year again: what was accounted for is noted, and only ever goes on.
TEST(Ledger, LooksNoFurtherBackThanWhatWasAccountedFor) {
  const TempDir dir;
  const auto writer = open_writer(dir.path());
  const Plan p = plan("pusat", at("00:00:00"), std::chrono::minutes(15));
  ASSERT_TRUE(writer->append({p}));
  const auto reader = open_reader(dir.path());
  EXPECT_EQ(reader->accounted().value(), Instant{});
  const auto all = unaccounted(*reader, at("20:00:00"), GapReason::down);
  ASSERT_TRUE(all);

  ASSERT_TRUE(writer->note_accounted(at("10:07:00")));
  ASSERT_TRUE(writer->note_accounted(at("03:00:00")));

  EXPECT_EQ(reader->accounted().value(), at("10:07:00"));
  std::vector<Gap> wanted;
  for (const Gap& gap : *all)
    if (gap.planned >= at("10:07:00")) wanted.push_back(gap);
  EXPECT_LT(wanted.size(), all->size());
  EXPECT_EQ(unaccounted(*reader, at("20:00:00"), GapReason::down).value(), wanted);
  EXPECT_EQ(recount(*reader, at("20:00:00"))->missing_count, all->size()) << "this one counts all";
}

}  // namespace
}  // namespace saksi::store::test
