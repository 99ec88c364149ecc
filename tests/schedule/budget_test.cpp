// SPDX-License-Identifier: Apache-2.0
#include "schedule/budget.hpp"

#include <gtest/gtest.h>

namespace saksi::schedule {
namespace {

using namespace std::chrono_literals;

TEST(Budget, GivesItsBurstAndThenItsRate) {
  Budget budget(2.0, 10, 0, 0s);

  EXPECT_TRUE(budget.draw(10, 0s));
  EXPECT_FALSE(budget.draw(1, 0s));
  EXPECT_TRUE(budget.draw(2, 1s));
  EXPECT_FALSE(budget.draw(1, 1s));
}

TEST(Budget, TakesAllOrNothing) {
  Budget budget(1.0, 5, 0, 0s);

  EXPECT_TRUE(budget.draw(3, 0s));
  EXPECT_FALSE(budget.draw(3, 0s));
  EXPECT_TRUE(budget.draw(2, 0s));
}

TEST(Budget, KeepsAReserveForScheduledRuns) {
  Budget budget(1.0, 10, 0, 0s);

  EXPECT_FALSE(budget.draw(6, 0s, 5));
  EXPECT_TRUE(budget.draw(5, 0s, 5));
}

TEST(Budget, NeverHoldsMoreThanItsBurst) {
  Budget budget(2.0, 10, 0, 0s);

  budget.give_back(50, 1h);

  EXPECT_DOUBLE_EQ(budget.level(2h), 10.0);
  EXPECT_FALSE(budget.draw(11, 3h));
}

TEST(Budget, IsNotRefilledByAClockThatStandsStill) {
  Budget budget(2.0, 10, 0, 5s);

  EXPECT_TRUE(budget.draw(10, 5s));
  EXPECT_FALSE(budget.draw(1, 5s));
  EXPECT_FALSE(budget.draw(1, 4s));
}

TEST(Budget, LendsUpToItsDebtAndIsPaidBeforeTheNextDraw) {
  Budget budget(1.0, 5, 2, 0s);

  EXPECT_TRUE(budget.draw(5, 0s));
  EXPECT_TRUE(budget.draw_further(0s));
  EXPECT_TRUE(budget.draw_further(0s));
  EXPECT_FALSE(budget.draw_further(0s));
  EXPECT_DOUBLE_EQ(budget.level(0s), -2.0);
  EXPECT_FALSE(budget.draw(1, 2s)) << "two seconds pay the debt alone";
  EXPECT_TRUE(budget.draw(1, 3s));
}

TEST(Budget, SaysHowLongADrawHasToWait) {
  Budget budget(3.0, 10, 0, 0s);

  EXPECT_EQ(budget.wait_for(10, 0s), 0s);
  ASSERT_TRUE(budget.draw(10, 0s));
  for (const unsigned count : {1U, 2U, 7U}) {
    Budget copy = budget;
    const Duration wait = copy.wait_for(count, 0s);
    EXPECT_NEAR(static_cast<double>(wait.count()), count / 3.0 * 1e6, 2);
    EXPECT_TRUE(copy.draw(count, wait)) << "not asked again for nothing";
  }
}

}  // namespace
}  // namespace saksi::schedule
