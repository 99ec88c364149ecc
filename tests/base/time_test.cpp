// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "base/clock.hpp"
#include "base/timestamp.hpp"
#include "base/zone.hpp"

namespace saksi {
namespace {

using namespace std::chrono_literals;

TEST(Timestamp, WritesUtcAndDropsZerosOfTheFraction) {
  EXPECT_EQ(utc_text(Instant{}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(utc_text(Instant(1672619400s)), "2023-01-02T00:30:00Z");
  EXPECT_EQ(utc_text(Instant(1672619400s + 120ms)), "2023-01-02T00:30:00.12Z");
  EXPECT_EQ(utc_text(Instant(4107542399s + 1us)), "2100-02-28T23:59:59.000001Z");
}

TEST(Timestamp, ReadsWhatItWrites) {
  for (const char* text : {"1970-01-01T00:00:00Z", "2023-01-02T00:30:00.12Z",
                           "2038-01-19T03:14:08Z", "9999-12-31T23:59:59.999999Z"})
    EXPECT_EQ(utc_text(*parse_utc(text)), text);
}

TEST(Timestamp, RefusesEverythingElse) {
  for (const char* text :
       {"", "2023-01-02", "2023-01-02T00:30:00", "2023-02-30T00:00:00Z", "2023-01-02T24:00:00Z",
        "2023-01-02 00:30:00Z", "2023-01-02T00:30:00.Z", "2023-01-02T00:30:00.1234567Z",
        "2023-01-02T00:30:00+07:00Z", "-023-01-02T00:30:00Z"})
    EXPECT_FALSE(parse_utc(text)) << text;
}

TEST(DurationText, ReadsAndWritesWholeUnits) {
  EXPECT_EQ(duration_text(90min), "1h30m");
  EXPECT_EQ(duration_text(250ms), "250ms");
  EXPECT_EQ(*parse_duration("1h30m"), 90min);
  EXPECT_EQ(*parse_duration("30s"), 30s);
  for (const char* text :
       {"", "30", "s", "-1s", "1.5s", "30 s", "99999999999999999999s", "1000000h"})
    EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(Zone, ReadsIndonesianTimeWithItsLetters) {
  const Instant at = *parse_utc("2023-01-02T00:30:15Z");
  const LocalTime jakarta = Zone::find("Asia/Jakarta")->local(at);
  EXPECT_EQ(date_text(jakarta.date), "2023-01-02");
  EXPECT_EQ(clock_text(jakarta.of_day), "07:30:15");
  EXPECT_EQ(jakarta.letters, "WIB");
  EXPECT_EQ(Zone::find("Asia/Makassar")->local(at).letters, "WITA");
  EXPECT_EQ(Zone::find("Asia/Jayapura")->local(at).letters, "WIT");
  EXPECT_EQ(Zone::find("Europe/Berlin")->local(at).letters, "+01");
}

TEST(Zone, FindsTheInstantOfALocalTimeAlsoWhereTheHourIsSkipped) {
  EXPECT_EQ(utc_text(Zone::find("Asia/Jakarta")->instant(*parse_date("2023-01-02"), 7h + 30min)),
            "2023-01-02T00:30:00Z");
  EXPECT_EQ(utc_text(Zone::find("Europe/Berlin")->instant(*parse_date("2023-03-26"), 2h + 30min)),
            "2023-03-26T01:00:00Z");
}

TEST(Zone, SaysWhatToWriteForAnUnknownZone) {
  EXPECT_NE(Zone::find("WIB/Barat").error().message.find("Asia/Jakarta (WIB)"), std::string::npos);
}

TEST(ScaledClock, ConvertsWaitsAndInstantsBothWays) {
  const SystemClock machine;
  const Instant shown = *parse_utc("2023-01-01T23:50:00Z");
  const ScaledClock clock(shown, machine.wall(), 20);

  EXPECT_EQ(clock.outside(20s), 1s);
  EXPECT_EQ(clock.inside(1s), 20s);
  EXPECT_GE(clock.wall(), shown);
  EXPECT_LT(clock.wall(), shown + 20s);
  EXPECT_NEAR(static_cast<double>((clock.outside(shown + 10min) - machine.wall()).count()), 30e6,
              2e6);
}

TEST(ScaledClock, TwoProcessesGivenTheSameTextAgree) {
  const ScaledClock first(*parse_utc("2023-01-01T23:50:00Z"), Instant(1700000000s), 24);
  const auto second = ScaledClock::parse("2023-01-01T23:50:00Z@1700000000000000x24");

  ASSERT_TRUE(second);
  EXPECT_LT(std::chrono::abs((*second)->wall() - first.wall()), 2s);
  EXPECT_FALSE(ScaledClock::parse("2023-01-01T23:50:00Z@x24"));
  EXPECT_FALSE(ScaledClock::parse("2023-01-01T23:50:00Z@1x0"));
}

}  // namespace
}  // namespace saksi
