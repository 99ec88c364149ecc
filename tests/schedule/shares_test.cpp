// SPDX-License-Identifier: Apache-2.0
#include "schedule/shares.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "schedule/budget.hpp"

namespace saksi::schedule {
namespace {

using namespace std::chrono_literals;

TEST(Shares, OfTheOnlyMachineAreTheWholeBudget) {
  EXPECT_EQ(safe_share(2, 10, 3, 3, 1), (Share{2, 10}));
}

TEST(Shares, OfSeveralMachinesLeaveAFifthToLend) {
  const Share hub = safe_share(2, 20, 1, 3, 3), agent = safe_share(2, 20, 1, 3, 3);
  EXPECT_NEAR(hub.per_second + 2 * agent.per_second, 1.6, 1e-9);
  EXPECT_LE(hub.burst + 2 * agent.burst, 20U);
}

TEST(Lenders, NeverHaveMoreOutThanTheFifth) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  Lender lender(10, 6);
  struct Held {
    double rate = 0;
    Duration until{0};
  };
  std::vector<Held> held(6);
  Duration now{0};
  double most = 0;
  for (int i = 0; i < 20'000; ++i) {
    now += Duration(random() % 5'000'000);
    const std::size_t who = random() % held.size();
    held[who] = {lender.lend(std::to_string(who), now), now + kLoan};
    double out = 0;
    for (const Held& one : held)
      if (one.until > now) out += one.rate;
    most = std::max(most, out);
    ASSERT_LE(out, 2.0 + 1e-9);
  }
  EXPECT_GT(most, 1.5) << "what nobody else uses is lent";
}

TEST(Lenders, GiveALoneMachineAllOfIt) {
  Lender lender(10, 3);
  EXPECT_NEAR(lender.lend("hub", 0s), 2, 1e-9);
  EXPECT_EQ(lender.lend("seluler", 1s), 0) << "the whole of it is out for a minute";
  EXPECT_NEAR(lender.lend("hub", 59s), 1, 1e-9) << "there are two who ask";
  EXPECT_NEAR(lender.lend("seluler", 60s), 1, 1e-9);
}

TEST(Budgets, CountALoanUntilItEndsAndNoLonger) {
  Budget budget(1, 100, 0, 0s);
  ASSERT_TRUE(budget.draw(100, 0s));
  budget.lend(2, 10s, 0s);
  EXPECT_NEAR(budget.level(5s), 15, 1e-6);
  EXPECT_NEAR(budget.level(20s), 40, 1e-6);
  budget.lend(0, 30s, 20s);
  EXPECT_NEAR(budget.level(30s), 50, 1e-6);
}

}  // namespace
}  // namespace saksi::schedule
