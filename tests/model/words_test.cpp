// SPDX-License-Identifier: Apache-2.0
#include "model/words.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace saksi {
namespace {

using namespace std::chrono_literals;

struct Row {
  std::string name, indonesian, english;
};

const std::vector<Row>& rows() {
  static const std::vector<Row> all{
#define SAKSI_WORD_TEST(name, id, en) {#name, id, en},
      SAKSI_WORDS(SAKSI_WORD_TEST)
#undef SAKSI_WORD_TEST
  };
  return all;
}

std::set<std::string> marks(const std::string& text) {
  std::set<std::string> found;
  for (std::size_t at = text.find('{'); at != std::string::npos; at = text.find('{', at + 1))
    found.insert(text.substr(at, text.find('}', at) - at + 1));
  return found;
}

LocalTime local(const char* zone, std::chrono::sys_seconds utc) {
  return Zone::find(zone)->local(Instant(utc));
}

constexpr auto kNewYear = std::chrono::sys_days(std::chrono::year(2023) / 1 / 2);

TEST(Words, SayTheSameInBothLanguages) {
  for (const Row& row : rows()) {
    EXPECT_FALSE(row.indonesian.empty()) << row.name;
    EXPECT_FALSE(row.english.empty()) << row.name;
    EXPECT_EQ(marks(row.indonesian), marks(row.english)) << row.name;
  }
}

TEST(Words, AvoidTheJargonOfMonitoring) {
  for (const Row& row : rows())
    for (const char* jargon :
         {"error rate", "uptime", "downtime", "erdegradasi", "degraded", " down", "hidup/mati"}) {
      EXPECT_EQ(row.indonesian.find(jargon), std::string::npos) << row.name;
      EXPECT_EQ(row.english.find(jargon), std::string::npos) << row.name;
    }
}

TEST(Words, AreFoundByTheirKey) {
  EXPECT_EQ(word(Word::state_down, Language::indonesian), "Gangguan");
  EXPECT_EQ(word(Word::state_down, Language::english), "Outage");
}

TEST(Words, NameEveryStateDifferently) {
  std::set<std::string_view> names;
  for (const State state : {State::working, State::slow, State::down, State::one_network,
                            State::unconfirmed, State::not_open, State::probe, State::no_data})
    names.insert(word(word_of(state), Language::indonesian));
  EXPECT_EQ(names.size(), 8u);
}

TEST(Fill, PutsValuesInOnceAndNeverReadsThemAgain) {
  EXPECT_EQ(fill("{a} dan {b} dan {a}", {{"a", "{b}"}, {"b", "x"}}), "{b} dan x dan {b}");
  EXPECT_EQ(fill("tanpa tanda", {}), "tanpa tanda");
}

TEST(FillDeathTest, StopsAtAMarkThatNobodyFills) {
  EXPECT_DEATH((void)fill("pukul {time}", {{"tme", "07.30"}}), "no value for \\{time\\}");
}

TEST(LongDate, WritesTheDayAndTheMonthInWords) {
  const LocalTime at = local("Asia/Jakarta", kNewYear + 30min);
  EXPECT_EQ(long_date(at, Language::indonesian), "Senin, 2 Januari 2023");
  EXPECT_EQ(long_date(at, Language::english), "Monday, 2 January 2023");
}

TEST(LongDate, IsTheDayOfTheOfficeAndNotOfGreenwich) {
  EXPECT_EQ(long_date(local("Asia/Jayapura", kNewYear + 15h), Language::indonesian),
            "Selasa, 3 Januari 2023");
}

TEST(ClockTime, CarriesTheLettersOfItsZone) {
  EXPECT_EQ(clock_time(local("Asia/Jakarta", kNewYear + 30min), Language::indonesian), "07.30 WIB");
  EXPECT_EQ(clock_time(local("Asia/Makassar", kNewYear + 30min), Language::indonesian),
            "08.30 WITA");
  EXPECT_EQ(clock_time(local("Asia/Jayapura", kNewYear + 30min + 5s), Language::english, true),
            "09:30:05 WIT");
  EXPECT_EQ(clock_time(local("Europe/Paris", kNewYear + 30min), Language::english), "01:30 UTC+01");
  EXPECT_EQ(clock_time(local("Etc/UTC", kNewYear + 30min), Language::english), "00:30 UTC");
}

TEST(ClockTime, CutsSecondsInsteadOfRoundingIntoTheNextMinute) {
  EXPECT_EQ(clock_time(local("Asia/Jakarta", kNewYear + 30min + 59s), Language::indonesian),
            "07.30 WIB");
}

TEST(MonthText, NamesTheMonth) {
  EXPECT_EQ(month_text(std::chrono::year(2026) / 8, Language::indonesian), "Agustus 2026");
  EXPECT_EQ(month_text(std::chrono::year(2026) / 8, Language::english), "August 2026");
}

TEST(LengthText, NamesOnlyTheUnitsThatCount) {
  EXPECT_EQ(length_text(17min + 5s, Language::indonesian), "17 menit 5 detik");
  EXPECT_EQ(length_text(18min, Language::indonesian), "18 menit");
  EXPECT_EQ(length_text(1h + 1min + 1s, Language::english), "1 hour 1 minute 1 second");
  EXPECT_EQ(length_text(49h, Language::english), "2 days 1 hour");
  EXPECT_EQ(length_text(Duration{0}, Language::indonesian), "0 detik");
  EXPECT_EQ(length_text(-5s, Language::indonesian), "0 detik");
}

}  // namespace
}  // namespace saksi
