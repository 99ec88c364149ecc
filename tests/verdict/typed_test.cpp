// SPDX-License-Identifier: Apache-2.0
#include "verdict/typed.hpp"

#include <gtest/gtest.h>

namespace saksi::verdict {
namespace {

std::string day(std::string_view text) {
  const auto date = typed_date(text);
  return date ? date_text(*date) : std::string(word(date.error(), Language::english)).substr(0, 20);
}

TEST(Typed, ReadsTheDatesOfFormsAndSpreadsheets) {
  for (const char* text :
       {"2026-11-24", "24/11/2026", "24-11-2026", "24.11.2026", "24/11/26", "24 Nov 2026",
        "24 Nop 2026", "24 November 2026", "Selasa, 24 November 2026", "SELASA 24 NOVEMBER 2026",
        "  24 / 11 / 2026 ", "24/11/2026 00:00:00", "2026-11-24T07:52:10", "46350", "46350,3278",
        "24\xC2\xA0Nov\xC2\xA0"
        "2026"})
    EXPECT_EQ(day(text), "2026-11-24") << text;
  // The day comes first, also where both could be a month.
  EXPECT_EQ(day("2/1/2023"), "2023-01-02");
  EXPECT_EQ(day("Jum\xE2\x80\x99"
                "at, 6 Januari 2023"),
            "2023-01-06");
}

TEST(Typed, KnowsTheMonthsAsTheyAreWrittenHere) {
  const char* months[] = {"Jan", "Feb", "Mar", "Apr", "Mei", "Jun",
                          "Jul", "Agu", "Sep", "Okt", "Nov", "Des"};
  for (unsigned i = 0; i < 12; ++i)
    EXPECT_EQ(typed_date("5 " + std::string(months[i]) + " 2026").value().month(),
              std::chrono::month(i + 1));
  EXPECT_EQ(day("5 Agt 2026"), "2026-08-05");
  EXPECT_EQ(day("5 Agustus 2026"), "2026-08-05");
  EXPECT_EQ(day("5 Desember 2026"), "2026-12-05");
}

TEST(Typed, RefusesDatesThatAreNoneAndSaysWhy) {
  EXPECT_EQ(typed_date("31/02/2026").error(), Word::typed_date_none);
  EXPECT_EQ(typed_date("11/24/2026").error(), Word::typed_date_none);  // the month first
  for (const char* text : {"2/257/2023", "2/513/2023", "2023-257-02", "2/4294967297/2023"})
    EXPECT_FALSE(typed_date(text)) << text << ": no month wraps around";
  EXPECT_EQ(typed_date("Senin, 24 November 2026").error(), Word::typed_weekday);
  for (const char* text : {"", "-", "24/11", "kemarin", "24 Foo 2026", "2026", "99999", "1/2/3/4",
                           "24/11/2026 pagi", "20261124"})
    EXPECT_EQ(typed_date(text).error(), Word::typed_date_unread) << text;
  EXPECT_FALSE(typed_date(std::string(100000, '1')));
}

std::string time(std::string_view text) {
  const auto at = typed_time(text, "WIB");
  return at ? clock_text(*at) : "?";
}

TEST(Typed, ReadsTheTimesOfFormsAndSpreadsheets) {
  for (const char* text : {"07.52", "07:52", "7:52", "7.52", "07:52:00", "07.52 WIB", "07.52 wib",
                           " 07.52 ", "0.327777777777778", "0,327777777777778", "2023-01-02 07:52",
                           "02/01/2023 07:52", "44928.3277777778", "2023-01-02T07:52:00"})
    EXPECT_EQ(time(text), "07:52") << text;
  EXPECT_EQ(time("7:52:10"), "07:52:10");
  EXPECT_EQ(time("0.5"), "12:00");
  for (const char* text : {"", "24.00", "7.60", "7", "0752", "7.5.2", "pagi", "07.52 pagi", "-7.52",
                           "7..52", "1.5", "07.52.61"})
    EXPECT_EQ(time(text), "?") << text;
}

// An hour's difference would turn a verdict round.
TEST(Typed, RefusesATimeOfAnotherZone) {
  EXPECT_EQ(typed_time("07.52 WITA", "WIB").error(), Word::typed_zone);
  EXPECT_TRUE(typed_time("07.52 WITA", "WITA"));
}

TEST(Typed, TakesAnEmptyCellAndMidnightForNoRecord) {
  for (const char* text : {"", "  ", "-", "--:--", "00:00:00", "00.00", "0", "02/01/2023 00:00:00"})
    EXPECT_EQ(typed_record(text, "WIB").value(), std::nullopt) << text;
  EXPECT_EQ(typed_record("07.52", "WIB").value(), TimeOfDay(std::chrono::minutes(472)));
  EXPECT_EQ(typed_record("'-", "WIB").value(), std::nullopt) << "as a sheet of ours has it";
  EXPECT_FALSE(typed_record("sakit", "WIB"));
  EXPECT_FALSE(typed_record("0-0", "WIB"));
}

}  // namespace
}  // namespace saksi::verdict
