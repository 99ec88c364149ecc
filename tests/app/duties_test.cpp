// SPDX-License-Identifier: Apache-2.0
//
// Who owes which slots when the configuration changes, on a real store.
#include "app/duties.hpp"

#include <map>
#include <random>
#include <set>

#include "app/support.hpp"
#include "schedule/timetable.hpp"
#include "store/store.hpp"
#include "support/temp_dir.hpp"

namespace saksi::app::test {
namespace {

using saksi::test::TempDir;

std::vector<Plan> plans_of(const Duties& duties) { return duties.record; }

TEST(Duties, GiveAVantageThatLeftAFarewellAtOnce) {
  Settings settings = office();
  const auto first = duties_of(settings, {}, at("00:00:00"));
  ASSERT_TRUE(first);
  settings.vantages.pop_back();

  const auto then = duties_of(settings, plans_of(*first), at("05:00:00"));

  ASSERT_TRUE(then) << then.error().message;
  ASSERT_EQ(then->record.size(), 2U) << "pusat takes other turns now, and timur leaves";
  const Plan& farewell = then->record.back();
  EXPECT_EQ(farewell.vantage.text, "timur");
  EXPECT_TRUE(farewell.entries.empty());
  EXPECT_EQ(farewell.group, "jaringan-timur") << "what its voice counted for is kept";
  EXPECT_GE(farewell.effective, at("05:00:00"));
  EXPECT_LE(farewell.effective, at("05:00:00") + 12s) << "a fifth of its interval";

  std::vector<Plan> all = plans_of(*first);
  all.insert(all.end(), then->record.begin(), then->record.end());
  const auto later = duties_of(settings, all, at("06:00:00"));
  ASSERT_TRUE(later);
  EXPECT_TRUE(later->record.empty()) << "said once";
}

TEST(Duties, OfAReturnedVantageBeginAgainAMinuteLater) {
  Settings settings = office();
  const auto first = duties_of(settings, {}, at("00:00:00"));
  ASSERT_TRUE(first);
  std::vector<Plan> all = first->record;
  Plan farewell = all.back();
  farewell.entries.clear();
  farewell.effective = at("01:00:00");
  all.push_back(farewell);

  const auto back = duties_of(settings, all, at("02:00:00"));

  ASSERT_TRUE(back);
  ASSERT_EQ(back->record.size(), 1U);
  EXPECT_EQ(back->record[0].vantage.text, "timur");
  EXPECT_EQ(back->record[0].entries, first->record[1].entries);
  EXPECT_GE(back->record[0].effective, at("02:01:00"));
}

// A plan that was announced and does not rule yet leaves the one before it in charge.
TEST(Duties, KeepTheOldPlanUntilTheWaitingOneTakesEffect) {
  Settings settings = office();
  const auto first = duties_of(settings, {}, at("00:00:00"));
  settings.schedule.seed = "lain";
  const auto second = duties_of(settings, first->record, at("01:00:00"));
  std::vector<Plan> all = first->record;
  all.insert(all.end(), second->record.begin(), second->record.end());

  const auto third = duties_of(settings, all, at("01:00:10"));

  ASSERT_TRUE(third);
  EXPECT_TRUE(third->record.empty());
  EXPECT_EQ(third->rules.size(), 4U) << "the old and the new plan of each vantage";
}

// One life of a hub after another on one store: the configuration changes in between, slots are run
// or missed, and whatever happened, each slot has one row.
class Lives {
 public:
  explicit Lives(unsigned seed) : dice_(seed) {}

  void live(const Settings& settings, Instant from, Instant until) {
    std::vector<VantageId> named;
    for (const Vantage& one : settings.vantages) named.push_back(one.id);
    auto writer = store::Writer::open(dir_.path(), {}, named);
    ASSERT_TRUE(writer) << writer.error().message;
    auto reader = store::Reader::open(dir_.path());
    ASSERT_TRUE(reader);
    const auto recorded = (*reader)->plans();
    const auto missed = store::unaccounted(**reader, from, GapReason::down);
    const auto duties = duties_of(settings, *recorded, from);
    ASSERT_TRUE(recorded && missed && duties);
    std::vector<store::Entry> entries(missed->begin(), missed->end());
    entries.insert(entries.end(), duties->record.begin(), duties->record.end());

    schedule::Timetable timetable(duties->rules, from);
    for (Instant now = from; now < until; now += 7s) {
      const auto due = timetable.due(now);
      ASSERT_TRUE(due);
      for (const auto& [vantage, slot] : *due)
        entries.emplace_back(Gap{vantage, 0, slot.target, slot.journey, slot.nominal, slot.planned,
                                 GapReason::overlap, Duration{0}});
      last_look_ = now;
    }
    auto written = (*writer)->append(entries);  // refuses a second row of a slot
    ASSERT_TRUE(written) << written.error().message;
  }

  // Closed at the end of each life: the next one would name what this one has forgotten.
  void check_ledger() {
    const auto reader = store::Reader::open(dir_.path());
    ASSERT_TRUE(reader);
    const auto ledger = store::recount(**reader, last_look_);
    ASSERT_TRUE(ledger);
    EXPECT_TRUE(ledger->closed()) << ledger->planned << " planned, " << ledger->gaps
                                  << " rows; missing "
                                  << (ledger->missing.empty() ? "none" : ledger->missing.front())
                                  << "; surplus "
                                  << (ledger->surplus.empty() ? "none" : ledger->surplus.front());
    planned_ = ledger->planned;
  }

  void check_records() {
    EXPECT_GT(planned_, 10U);
    const auto reader = store::Reader::open(dir_.path());
    ASSERT_TRUE(reader);
    const auto verified = store::verify(**reader, dir_.path());
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->troubles, std::vector<std::string>{});
  }

  unsigned below(unsigned n) { return static_cast<unsigned>(dice_() % n); }

 private:
  TempDir dir_;
  std::mt19937 dice_;
  Instant last_look_{};
  std::uint64_t planned_ = 0;
};

Settings any_office(Lives& lives) {
  constexpr Duration intervals[] = {30s, 2min, 15min, 1h};
  Settings settings = office(intervals[lives.below(4)]);
  settings.schedule.seed = lives.below(2) == 0 ? "uji" : "lain";
  settings.vantages = {vantage("pusat")};
  for (const char* id : {"timur", "barat"})
    if (lives.below(2) == 0) settings.vantages.push_back(vantage(id));
  if (lives.below(2) == 0) settings.vantages.erase(settings.vantages.begin());
  if (settings.vantages.empty()) settings.vantages = {vantage("utara")};
  Target second = settings.targets[0];
  second.id = {"dinkes"};
  second.short_name = "DINKES";
  if (lives.below(2) == 0) settings.targets.push_back(second);
  if (lives.below(3) == 0) settings.targets.erase(settings.targets.begin());
  if (settings.targets.empty()) settings.targets = {second};
  if (lives.below(3) == 0) {
    settings.journeys[0].id = {"lain"};
    for (Target& target : settings.targets) target.journey = {"lain"};
  }
  return settings;
}

TEST(Duties, CloseTheLedgerThroughEveryChangeOfTheConfiguration) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Lives lives(seed);
    Instant now = at("00:00:00");
    for (int life = 0; life < 8; ++life) {
      const Duration length =
          std::chrono::seconds(lives.below(3) == 0 ? 20 : 600 + lives.below(3000));
      ASSERT_NO_FATAL_FAILURE(lives.live(any_office(lives), now, now + length));
      ASSERT_NO_FATAL_FAILURE(lives.check_ledger()) << "life " << life;
      now += length + std::chrono::seconds(lives.below(2) == 0 ? 1 : lives.below(4000));
    }
    ASSERT_NO_FATAL_FAILURE(lives.live(office(), now, now + 3h));
    lives.check_ledger();
    lives.check_records();
  }
}

}  // namespace
}  // namespace saksi::app::test
