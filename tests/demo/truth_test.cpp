// SPDX-License-Identifier: Apache-2.0
#include "demo/truth.hpp"

#include <gtest/gtest.h>

namespace saksi::demo {
namespace {

using namespace std::chrono_literals;

constexpr Instant kStart{};

TEST(Truth, CountsARequestInTheBinInWhichItWasAsked) {
  Truth truth(kStart);
  truth.asked(kStart + 9s);
  truth.answered(kStart + 9s, kStart + 12s, Answer::ok);
  const auto bins = truth.take_final(kStart + 20s);
  ASSERT_EQ(bins.size(), 2U);
  EXPECT_EQ(bins[0].from, kStart);
  EXPECT_EQ(bins[0].asked, 1U);
  EXPECT_EQ(bins[0].served, 1U);
  EXPECT_EQ(bins[0].by_answer.at("ok"), 1U);
  EXPECT_EQ(bins[1].asked, 0U);
}

TEST(Truth, HoldsABinBackUntilItsLastRequestHasEnded) {
  Truth truth(kStart);
  truth.asked(kStart + 1s);
  truth.asked(kStart + 11s);
  truth.answered(kStart + 11s, kStart + 12s, Answer::ok);
  EXPECT_TRUE(truth.take_final(kStart + 40s).empty());
  truth.answered(kStart + 1s, kStart + 41s, Answer::gateway);
  EXPECT_EQ(truth.take_final(kStart + 41s).size(), 4U);
  EXPECT_TRUE(truth.take_final(kStart + 49s).empty()) << "each bin is given once";
}

TEST(Truth, AnAnswerAfterTwentySecondsServedNobody) {
  Truth truth(kStart);
  for (const auto took : {20'000ms, 20'001ms}) {
    truth.asked(kStart);
    truth.answered(kStart, kStart + took, Answer::ok);
  }
  const auto bins = truth.take_final(kStart + 30s);
  ASSERT_FALSE(bins.empty());
  EXPECT_EQ(bins[0].served, 1U);
  EXPECT_EQ(bins[0].by_answer.at("abandoned"), 1U);
}

TEST(Truth, WritesOneLineABin) {
  EXPECT_EQ(Truth::csv_head(), "from,asked,served,ok,not_open,508,1040,504,abandoned,fault\n");
  TruthBin bin{kStart, 7, 3, {{"ok", 2}, {"not_open", 1}, {"508", 4}}};
  EXPECT_EQ(Truth::csv_line(bin), "1970-01-01T00:00:00Z,7,3,2,1,4,0,0,0,0\n");
}

std::vector<TruthBin> bins_of(const std::vector<std::pair<unsigned, unsigned>>& asked_served) {
  std::vector<TruthBin> bins;
  for (const auto& [asked, served] : asked_served)
    bins.push_back({kStart + 10s * bins.size(), asked, served, {}});
  return bins;
}

TEST(HardOutages, AreRunsOfBinsServedUnderFivePercent) {
  const auto outages =
      hard_outages(bins_of({{100, 100}, {100, 4}, {100, 0}, {100, 5}, {100, 3}, {100, 90}}));
  ASSERT_EQ(outages.size(), 2U);
  EXPECT_EQ(outages[0].from, kStart + 10s);
  EXPECT_EQ(outages[0].to, kStart + 30s);
  EXPECT_EQ(outages[1].from, kStart + 40s);
  EXPECT_EQ(outages[1].to, kStart + 50s);
}

TEST(HardOutages, ABinWithoutRequestsEndsTheRun) {
  const auto outages = hard_outages(bins_of({{10, 0}, {0, 0}, {10, 0}}));
  ASSERT_EQ(outages.size(), 2U);
}

TEST(HardOutages, AMissingBinEndsTheRunToo) {
  auto bins = bins_of({{10, 0}, {10, 0}, {10, 0}});
  bins.erase(bins.begin() + 1);
  EXPECT_EQ(hard_outages(bins).size(), 2U);
  EXPECT_TRUE(hard_outages({}).empty());
}

}  // namespace
}  // namespace saksi::demo
