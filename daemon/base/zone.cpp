// SPDX-License-Identifier: Apache-2.0
#include "base/zone.hpp"

#include <date/tz.h>
#include <fmt/format.h>

namespace saksi {
namespace {

// The IANA data abbreviate Indonesian zones as people do; other zones read as their offset.
std::string letters_of(const date::sys_info& info) {
  if (info.abbrev == "WIB" || info.abbrev == "WITA" || info.abbrev == "WIT" || info.abbrev == "UTC")
    return info.abbrev;
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(info.offset).count();
  return fmt::format("{}{:02}{}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                     minutes % 60 == 0 ? "" : fmt::format(":{:02}", std::abs(minutes) % 60));
}

int two_digits(std::string_view text, std::size_t at) {
  if (at + 2 > text.size() || text[at] < '0' || text[at] > '9' || text[at + 1] < '0' ||
      text[at + 1] > '9')
    return -1;
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

}  // namespace

Result<Zone> Zone::find(const std::string& name) {
  try {
    Zone zone;
    zone.name_ = name;
    zone.zone_ = date::locate_zone(name);
    return zone;
  } catch (const std::exception&) {
    return fail(
        fmt::format("time zone \"{}\" is not in the IANA database; write Asia/Jakarta (WIB), "
                    "Asia/Makassar (WITA) or Asia/Jayapura (WIT)",
                    name),
        ErrorKind::usage);
  }
}

LocalTime Zone::local(Instant at) const {
  const date::sys_info info = zone_->get_info(date::floor<std::chrono::seconds>(at));
  const Instant shifted = at + info.offset;
  const auto day = std::chrono::floor<std::chrono::days>(shifted);
  return {Date(day), shifted - day, std::chrono::weekday(day), letters_of(info)};
}

Instant Zone::instant(Date date, TimeOfDay of_day) const {
  const auto days = std::chrono::sys_days(date).time_since_epoch();
  const date::local_seconds reading{std::chrono::duration_cast<std::chrono::seconds>(days) +
                                    of_day};
  return Instant(zone_->to_sys(reading, date::choose::earliest));
}

std::string date_text(Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

Result<Date> parse_date(std::string_view text) {
  const int century = two_digits(text, 0), year = two_digits(text, 2);
  const int month = two_digits(text, 5), day = two_digits(text, 8);
  if (text.size() == 10 && text[4] == '-' && text[7] == '-' && century >= 0 && year >= 0 &&
      month > 0 && day > 0) {
    const Date date{std::chrono::year(century * 100 + year),
                    std::chrono::month(static_cast<unsigned>(month)),
                    std::chrono::day(static_cast<unsigned>(day))};
    if (date.ok()) return date;
  }
  return fail(fmt::format("\"{}\" is not a date; write it as 2023-01-02", text), ErrorKind::usage);
}

std::string clock_text(Duration of_day) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(of_day).count();
  if (seconds % 60 == 0) return fmt::format("{:02}:{:02}", seconds / 3600, seconds / 60 % 60);
  return fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

Result<TimeOfDay> parse_time_of_day(std::string_view text) {
  const int hour = two_digits(text, 0), minute = two_digits(text, 3);
  if (text.size() == 5 && text[2] == ':' && hour >= 0 && minute >= 0 && minute < 60 &&
      (hour < 24 || (hour == 24 && minute == 0)))
    return TimeOfDay(hour * 3600 + minute * 60);
  return fail(fmt::format("\"{}\" is not a time of day; write it in quotes as \"07:30\"", text),
              ErrorKind::usage);
}

}  // namespace saksi
