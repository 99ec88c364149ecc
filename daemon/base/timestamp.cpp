// SPDX-License-Identifier: Apache-2.0
#include "base/timestamp.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace saksi {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

// Exactly `width` digits at `text[at]`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t width) {
  if (at + width > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

struct Unit {
  std::string_view name;
  Duration length;
};
constexpr std::array<Unit, 5> kUnits{{{"h", std::chrono::hours(1)},
                                      {"m", std::chrono::minutes(1)},
                                      {"s", std::chrono::seconds(1)},
                                      {"ms", std::chrono::milliseconds(1)},
                                      {"us", Duration(1)}}};

}  // namespace

std::string utc_text(Instant at) {
  const auto day = std::chrono::floor<days>(at);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(at - day);
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  time.hours().count(), time.minutes().count(), time.seconds().count());
  if (time.subseconds().count() != 0) {
    text += fmt::format(".{:06}", time.subseconds().count());
    while (text.back() == '0') text.pop_back();
  }
  return text + "Z";
}

Result<Instant> parse_utc(std::string_view text) {
  const auto bad = [&] {
    return fail(fmt::format("\"{}\" is not a time; write it as 2023-01-02T00:30:00Z", text),
                ErrorKind::usage);
  };
  const int year = digits(text, 0, 4), month = digits(text, 5, 2), day = digits(text, 8, 2);
  const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':' || text.back() != 'Z')
    return bad();
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1970 || month < 0 || day < 0 || !date.ok() || hour < 0 || hour > 23 || minute < 0 ||
      minute > 59 || second < 0 || second > 59)
    return bad();
  int fraction = 0;
  if (text.size() > 20) {
    const std::size_t width = text.size() - 21;
    if (text[19] != '.' || width < 1 || width > 6) return bad();
    fraction = digits(text, 20, width);
    if (fraction < 0) return bad();
    for (std::size_t i = width; i < 6; ++i) fraction *= 10;
  }
  return Instant(sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second) + Duration(fraction);
}

std::string duration_text(Duration length) {
  if (length.count() == 0) return "0s";
  std::string text = length.count() < 0 ? "-" : "";
  Duration rest = std::chrono::abs(length);
  for (const Unit& unit : kUnits) {
    if (const auto count = rest / unit.length; count > 0) {
      text += std::to_string(count);
      text += unit.name;
      rest -= count * unit.length;
    }
  }
  return text;
}

Result<Duration> parse_duration(std::string_view text) {
  const auto bad = [&] {
    return fail(
        fmt::format("\"{}\" is not a duration; write whole numbers with h, m, s or ms, as in "
                    "30s or 1h30m",
                    text),
        ErrorKind::usage);
  };
  constexpr Duration longest = std::chrono::hours(24 * 366);
  Duration sum{0};
  std::string_view rest = text;
  if (rest.empty()) return bad();
  while (!rest.empty()) {
    long count = 0;
    const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), count);
    if (read.ec != std::errc{} || count < 0) return bad();
    rest.remove_prefix(static_cast<std::size_t>(read.ptr - rest.data()));
    const auto end = std::min(rest.find_first_of("0123456789"), rest.size());
    const std::string_view name = rest.substr(0, end);
    rest.remove_prefix(end);
    Duration unit_length{0};
    for (const Unit& unit : kUnits)
      if (unit.name == name) unit_length = unit.length;
    if (unit_length.count() == 0 || count > longest / unit_length) return bad();
    sum += count * unit_length;
    if (sum > longest) return bad();
  }
  return sum;
}

}  // namespace saksi
