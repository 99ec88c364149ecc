// SPDX-License-Identifier: Apache-2.0
//
// The named days, played whole on simulated time with seeds 1 to 20.
#include "demo/morning.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/zone.hpp"

namespace saksi::demo {
namespace {

using namespace std::chrono_literals;

const Day& day_of(std::string_view id) {
  for (const Day& day : days())
    if (day.id == id) return day;
  ADD_FAILURE() << "no day " << id;
  return days().front();
}

struct Played {
  Instant midnight;
  std::vector<TruthBin> bins;
  std::vector<TruthOutage> outages;
  double longest_wait = 0.0;  // seconds for a request at the end of the line, at 0.6 s a request
  unsigned staff = 0, checked_in = 0, trying = 0, given_up = 0;
  std::map<std::string, unsigned> mix;
  std::string table;

  [[nodiscard]] std::string at(Instant when) const { return clock_text(when - midnight); }
};

Played play(const Day& day, std::uint64_t seed) {
  Played played;
  played.midnight = Zone::find(day.zone)->instant(day.date, 0s);
  played.staff = day.staff;
  Morning morning(day, played.midnight, seed);
  for (Instant now = played.midnight + day.from; now <= played.midnight + day.to + 3min;
       now += 10s) {
    morning.advance(now);
    for (TruthBin& bin : morning.take_final()) played.bins.push_back(std::move(bin));
    played.longest_wait =
        std::max(played.longest_wait, 0.6 * morning.queue().waiting() / day.workers);
    if ((now - played.midnight) % 1min == 0s) {
      const auto load = morning.load();
      played.table +=
          fmt::format("  {} busy {:2} waiting {:4} connections {:2} trying {:4} in {:4}  {}\n",
                      played.at(now), load.busy, load.waiting, morning.queue().connections(),
                      load.trying, load.checked_in, load.mood);
    }
  }
  played.checked_in = morning.crowd().checked_in();
  played.trying = morning.crowd().trying();
  played.given_up = morning.crowd().given_up();
  for (const TruthBin& bin : played.bins)
    for (const auto& [answer, count] : bin.by_answer) played.mix[answer] += count;
  played.outages = hard_outages(played.bins);
  return played;
}

// A minute a line: what was asked, how much of it was served, with what.
std::string minutes_of(const Played& played) {
  std::string text;
  for (std::size_t i = 0; i + 6 <= played.bins.size(); i += 6) {
    unsigned asked = 0, served = 0;
    std::map<std::string, unsigned> mix;
    for (std::size_t j = i; j < i + 6; ++j) {
      asked += played.bins[j].asked;
      served += played.bins[j].served;
      for (const auto& [answer, count] : played.bins[j].by_answer) mix[answer] += count;
    }
    if (asked == 0) continue;
    text += fmt::format("  {} asked {:5} served {:5.1f} %", played.at(played.bins[i].from), asked,
                        100.0 * served / asked);
    for (const auto& [answer, count] : mix) text += fmt::format("  {} {}", answer, count);
    text += "\n";
  }
  return text;
}

TEST(Morning, TheFirstDayBreaksDownOnceAndRecovers) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Played played = play(day_of("2023-01-02"), seed);
    if (seed == 1) fmt::print("2023-01-02, seed 1:\n{}", minutes_of(played));
    ASSERT_EQ(played.outages.size(), 1U) << minutes_of(played);
    const auto [from, to] = played.outages[0];
    EXPECT_GE(from, played.midnight + 7h + 28min) << played.at(from);
    EXPECT_LE(from, played.midnight + 7h + 34min) << played.at(from);
    EXPECT_GE(to - from, 10min) << played.at(to);
    EXPECT_LE(to - from, 20min) << played.at(to);
    // A collapse, not a bad day: in its middle nothing is served at all.
    for (const TruthBin& bin : played.bins) {
      if (bin.from >= from + 90s && bin.from < to - 90s) {
        EXPECT_EQ(bin.served, 0U) << played.at(bin.from);
      }
      if (bin.from >= played.midnight + 8h) {
        EXPECT_EQ(bin.served, bin.asked) << played.at(bin.from);
      }
      if (bin.from < played.midnight + 7h + 29min) {
        EXPECT_EQ(bin.served, bin.asked) << played.at(bin.from);
      }
    }
    for (const char* answer : {"ok", "not_open", "508", "1040", "abandoned"})
      EXPECT_GT(played.mix.at(answer), 100U) << answer;
  }
}

TEST(Morning, TwiceTheWorkersAreEnoughOnTheFirstDay) {
  Day day = day_of("2023-01-02");
  day.workers *= 2;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Played played = play(day, seed);
    EXPECT_TRUE(played.outages.empty());
    EXPECT_LT(played.longest_wait, 1.0) << "a journey of five requests must stay far from 20 s";
    EXPECT_EQ(played.checked_in, day.staff);
  }
}

TEST(Morning, AnOrdinaryTuesdayIsQuiet) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const Played played = play(day_of("tuesday"), seed);
    EXPECT_TRUE(played.outages.empty());
    EXPECT_LT(played.longest_wait, 1.0);
    for (const TruthBin& bin : played.bins) EXPECT_EQ(bin.served, bin.asked) << played.at(bin.from);
    EXPECT_EQ(played.checked_in, played.staff);
  }
}

TEST(Morning, CountsEveryRequestAndEveryPersonOnce) {
  const Played played = play(day_of("2023-01-02"), 7);
  unsigned asked = 0, served_of = 0, by_answer = 0;
  Instant expected = played.bins.front().from;
  for (const TruthBin& bin : played.bins) {
    EXPECT_EQ(bin.from, expected) << "bins must be contiguous";
    expected += 10s;
    asked += bin.asked;
    served_of += bin.served;
    for (const auto& [answer, count] : bin.by_answer) by_answer += count;
  }
  EXPECT_EQ(by_answer, asked);
  EXPECT_EQ(served_of, played.mix.at("ok") + played.mix.at("not_open"));
  EXPECT_EQ(played.checked_in + played.trying + played.given_up, played.staff);
  EXPECT_EQ(played.trying, 0U);
}

TEST(Morning, OneSeedIsOneMorning) {
  const Played first = play(day_of("2023-01-02"), 5), again = play(day_of("2023-01-02"), 5),
               other = play(day_of("2023-01-02"), 6);
  EXPECT_EQ(first.table, again.table);
  EXPECT_NE(first.table, other.table);
}

TEST(Morning, DoesNotDependOnHowOftenItIsAdvanced) {
  const Day& day = day_of("2023-01-02");
  const Instant midnight = Zone::find(day.zone)->instant(day.date, 0s);
  Morning fine(day, midnight, 3), coarse(day, midnight, 3);
  const Instant until = midnight + 7h + 33min;
  for (Instant now = midnight + day.from; now <= until; now += 137ms) fine.advance(now);
  fine.advance(until);
  coarse.advance(until);
  EXPECT_EQ(fine.queue().waiting(), coarse.queue().waiting());
  EXPECT_EQ(fine.crowd().checked_in(), coarse.crowd().checked_in());
  EXPECT_GT(coarse.queue().waiting(), 500U);
}

TEST(Morning, AProbesRequestWaitsInTheSameLine) {
  const Day& day = day_of("2023-01-02");
  const Instant midnight = Zone::find(day.zone)->instant(day.date, 0s);
  Morning morning(day, midnight, 1);
  morning.advance(midnight + 7h + 10min);
  std::vector<std::pair<Answer, Duration>> seen;
  const auto probe = [&] {
    const Instant asked = morning.now();
    morning.submit(Work::login_page, 10min, [&seen, &morning, asked](Answer answer) {
      seen.emplace_back(answer, morning.now() - asked);
    });
  };
  probe();
  morning.advance(midnight + 7h + 40min);
  for (int i = 0; i < 50; ++i) {
    morning.advance(morning.now() + 200ms);
    probe();
  }
  morning.advance(midnight + 8h);
  ASSERT_EQ(seen.size(), 51U);
  EXPECT_EQ(seen[0].first, Answer::ok);
  EXPECT_LT(seen[0].second, 1s);
  for (std::size_t i = 1; i < seen.size(); ++i) {
    const auto& [answer, took] = seen[i];
    EXPECT_TRUE(answer == Answer::resource_limit || took > 20s) << name(answer);
  }
}

}  // namespace
}  // namespace saksi::demo
