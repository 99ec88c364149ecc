// SPDX-License-Identifier: Apache-2.0
//
// Times and durations of records, settings and servers: what is read is printed back as it was, or
// in the one short way.
#include <fmt/format.h>

#include "base/timestamp.hpp"
#include "base/zone.hpp"
#include "fuzz/fuzz.hpp"
#include "net/http_date.hpp"

using namespace saksi;

namespace {

// The weekday is whatever the server wrote.
std::string http_text(std::string_view weekday, Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const Date date(day);
  const std::chrono::hh_mm_ss time(at - day);
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekday,
                     static_cast<unsigned>(date.day()),
                     months.substr((static_cast<unsigned>(date.month()) - 1) * 3, 3),
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

}  // namespace

SAKSI_FUZZ(text) {
  if (const auto at = parse_utc(text)) {
    const std::string printed = utc_text(*at);
    CLAIM(parse_utc(printed) == *at);
    CLAIM(printed.size() <= text.size() && printed.substr(0, 19) == text.substr(0, 19));
  }
  if (const auto length = parse_duration(text)) {
    CLAIM(length->count() >= 0 && *length <= std::chrono::hours(24 * 366));
    CLAIM(parse_duration(duration_text(*length)) == *length);
  }
  if (const auto date = parse_date(text)) CLAIM(date_text(*date) == text);
  if (const auto of_day = parse_time_of_day(text)) CLAIM(clock_text(*of_day) == text);
  if (const auto at = net::parse_http_date(text); at && text.substr(23, 2) != "60")
    CLAIM(http_text(text.substr(0, 3), *at) == text);
}
