// SPDX-License-Identifier: Apache-2.0
#include "model/calendar.hpp"

#include <gtest/gtest.h>

namespace saksi {
namespace {

Date day(const char* text) { return parse_date(text).value(); }

TEST(Calendar, LabelsALatenessByTheRuleOfItsDay) {
  Calendar calendar;
  calendar.late_classes = {{"TL1", 1, 30, day("2022-01-01"), day("2022-12-31")},
                           {"A", 1, 60, day("2023-01-01"), day("9999-12-31")}};
  EXPECT_EQ(calendar.late_class(day("2022-12-31"), 30)->label, "TL1");
  EXPECT_EQ(calendar.late_class(day("2022-12-31"), 31), nullptr);
  EXPECT_EQ(calendar.late_class(day("2023-01-01"), 31)->label, "A");
  EXPECT_EQ(calendar.late_class(day("2023-01-01"), 0), nullptr);
  EXPECT_EQ(calendar.late_class(day("2021-01-01"), 10), nullptr);
}

}  // namespace
}  // namespace saksi
