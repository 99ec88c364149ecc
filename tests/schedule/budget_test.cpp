// SPDX-License-Identifier: Apache-2.0
#include "schedule/budget.hpp"

#include <gtest/gtest.h>

namespace saksi::schedule {
namespace {

using namespace std::chrono_literals;

TEST(Budget, GivesItsBurstAndThenItsRate) {
  Budget budget(2.0, 10, 0s);

  EXPECT_TRUE(budget.draw(10, 0s));
  EXPECT_FALSE(budget.draw(1, 0s));
  EXPECT_TRUE(budget.draw(2, 1s));
  EXPECT_FALSE(budget.draw(1, 1s));
}

TEST(Budget, TakesAllOrNothing) {
  Budget budget(1.0, 5, 0s);

  EXPECT_TRUE(budget.draw(3, 0s));
  EXPECT_FALSE(budget.draw(3, 0s));
  EXPECT_TRUE(budget.draw(2, 0s));
}

TEST(Budget, KeepsAReserveForScheduledRuns) {
  Budget budget(1.0, 10, 0s);

  EXPECT_FALSE(budget.draw(6, 0s, 5));
  EXPECT_TRUE(budget.draw(5, 0s, 5));
}

TEST(Budget, NeverHoldsMoreThanItsBurst) {
  Budget budget(2.0, 10, 0s);

  budget.give_back(50, 1h);

  EXPECT_DOUBLE_EQ(budget.level(2h), 10.0);
  EXPECT_FALSE(budget.draw(11, 3h));
}

TEST(Budget, IsNotRefilledByAClockThatStandsStill) {
  Budget budget(2.0, 10, 5s);

  EXPECT_TRUE(budget.draw(10, 5s));
  EXPECT_FALSE(budget.draw(1, 5s));
  EXPECT_FALSE(budget.draw(1, 4s));
}

}  // namespace
}  // namespace saksi::schedule
