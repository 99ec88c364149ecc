// SPDX-License-Identifier: Apache-2.0
#include "verdict/typed.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

namespace saksi::verdict {
namespace {

using std::chrono::seconds;

constexpr std::size_t kLongest = 64;  // of a date or a time; nobody writes longer ones

// The short and the long names are told apart by nothing: any beginning of three letters will do,
// and these others besides.
constexpr std::array<std::pair<std::string_view, unsigned>, 17> kMonths{{
    {"jan", 1},
    {"feb", 2},
    {"mar", 3},
    {"apr", 4},
    {"mei", 5},
    {"may", 5},
    {"jun", 6},
    {"jul", 7},
    {"agu", 8},
    {"agt", 8},
    {"aug", 8},
    {"sep", 9},
    {"okt", 10},
    {"oct", 10},
    {"nov", 11},
    {"nop", 11},
    {"des", 12},
}};
constexpr std::array<std::pair<std::string_view, unsigned>, 16> kDays{{
    {"min", 0},
    {"aha", 0},
    {"sen", 1},
    {"sel", 2},
    {"rab", 3},
    {"kam", 4},
    {"jum", 5},
    {"sab", 6},
    {"sun", 0},
    {"mon", 1},
    {"tue", 2},
    {"wed", 3},
    {"thu", 4},
    {"fri", 5},
    {"sat", 6},
    {"hari", 7},
}};

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || c == '\''; }
bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), digit);
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (!all_digits(text) || text.size() > 9 || failed != std::errc{}) return std::nullopt;
  return value;
}

template <std::size_t N>
std::optional<unsigned> named(std::string_view word,
                              const std::array<std::pair<std::string_view, unsigned>, N>& names) {
  if (word.size() < 3) return std::nullopt;
  for (const auto& [name, value] : names)
    if (word.starts_with(name)) return value;
  return std::nullopt;
}

std::optional<unsigned> month_of(std::string_view word) {
  if (word.starts_with("dec")) return 12;
  return named(word, kMonths);
}

std::vector<std::string> split(std::string_view text, std::string_view marks) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text) {
    if (marks.find(c) == std::string_view::npos) {
      part += c;
    } else if (!part.empty()) {
      parts.push_back(std::exchange(part, {}));
    }
  }
  if (!part.empty()) parts.push_back(std::move(part));
  return parts;
}

// A number with a fraction, written with point or comma: {whole, fraction of one}.
std::optional<std::pair<int, double>> decimal(std::string_view text, std::size_t least_digits) {
  const std::size_t mark = text.find_first_of(".,");
  if (mark == std::string_view::npos) return std::nullopt;
  const auto whole = number(text.substr(0, mark));
  const std::string_view rest = text.substr(mark + 1);
  if (!whole || rest.size() < least_digits || rest.size() > 20 || !all_digits(rest))
    return std::nullopt;
  double fraction = 0, unit = 0.1;
  for (const char c : rest) {
    fraction += unit * (c - '0');
    unit /= 10;
  }
  return std::pair(*whole, fraction);
}

TimeOfDay of_fraction(double fraction) {
  return seconds(static_cast<std::int64_t>(fraction * 86400 + 0.5));
}

// 7.52, 07:52, 7:52:10
std::optional<TimeOfDay> clock(std::string_view text) {
  const auto parts = split(text, ".:");
  const auto marks =
      std::count_if(text.begin(), text.end(), [](char c) { return c == '.' || c == ':'; });
  if ((parts.size() != 2 && parts.size() != 3) ||
      static_cast<std::size_t>(marks) + 1 != parts.size())
    return std::nullopt;
  std::array<int, 3> value{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto read = number(parts[i]);
    if (!read || parts[i].size() > 2 || (i > 0 && parts[i].size() != 2)) return std::nullopt;
    value[i] = *read;
  }
  if (value[0] > 23 || value[1] > 59 || value[2] > 59) return std::nullopt;
  return seconds(value[0] * 3600 + value[1] * 60 + value[2]);
}

constexpr int kFirstSerial = 36526, kLastSerial = 73050;  // 2000 to 2099, as spreadsheets count

}  // namespace

std::string folded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("\xC2\xA0")) {  // a no-break space
      plain += ' ';
      i += 1;
    } else if (rest.starts_with("\xE2\x80\x99")) {  // a typographic apostrophe: Jum’at
      plain += '\'';
      i += 2;
    } else {
      const char c = text[i];
      plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c == '\t' ? ' ' : c;
    }
  }
  const std::size_t first = plain.find_first_not_of(" \r\n");
  if (first == std::string::npos) return {};
  return plain.substr(first, plain.find_last_not_of(" \r\n") - first + 1);
}

Typed<Date> typed_date(std::string_view text) {
  const auto unreadable = tl::unexpected(Word::typed_date_unread);
  if (text.size() > kLongest) return unreadable;
  std::string plain = folded(text);
  // 2023-01-02T07:52:10Z: the time begins at the letter.
  if (plain.size() > 10 && plain[4] == '-' && plain[10] == 't') plain.resize(10);
  const auto serial_day = [&](int serial) -> Typed<Date> {
    if (serial < kFirstSerial || serial > kLastSerial) return unreadable;
    return Date(std::chrono::sys_days(std::chrono::year(1899) / 12 / 30) +
                std::chrono::days(serial));
  };
  if (const auto whole = number(plain)) return serial_day(*whole);
  if (const auto parted = decimal(plain, 1); parted && parted->first >= kFirstSerial)
    return serial_day(parted->first);

  std::vector<std::string> parts;
  for (const std::string& word : split(plain, " ,")) {
    if (word.find(':') != std::string::npos) {  // the time behind a date
      if (!clock(word) || parts.empty()) return unreadable;
      continue;
    }
    for (std::string& part : split(word, "/.-")) parts.push_back(std::move(part));
  }
  std::optional<unsigned> weekday;
  if (!parts.empty() && letter(parts.front()[0])) {
    weekday = named(parts.front(), kDays);
    if (!weekday || *weekday > 6) return unreadable;
    parts.erase(parts.begin());
  }
  if (parts.size() != 3) return unreadable;
  if (parts[0].size() == 4) std::swap(parts[0], parts[2]);
  const auto day = number(parts[0]), year = number(parts[2]);
  const auto by_number = number(parts[1]);
  const auto month =
      by_number ? std::optional(static_cast<unsigned>(*by_number)) : month_of(parts[1]);
  if (!day || !month || !year || parts[0].size() > 2 ||
      (parts[2].size() != 4 && parts[2].size() != 2))
    return unreadable;
  // std::chrono::month keeps eight bits: 257 would be January.
  if (*month > 12) return tl::unexpected(Word::typed_date_none);
  const Date date{std::chrono::year(parts[2].size() == 2 ? 2000 + *year : *year),
                  std::chrono::month(*month), std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return tl::unexpected(Word::typed_date_none);
  if (weekday && std::chrono::weekday(std::chrono::sys_days(date)).c_encoding() != *weekday)
    return tl::unexpected(Word::typed_weekday);
  return date;
}

Typed<TimeOfDay> typed_time(std::string_view text, std::string_view letters) {
  const auto unreadable = tl::unexpected(Word::typed_time_unread);
  if (text.size() > kLongest) return unreadable;
  std::string plain = folded(text);
  if (plain.size() > 10 && plain[4] == '-' && plain[10] == 't') plain[10] = ' ';
  std::vector<std::string> words = split(plain, " ");
  if (words.empty()) return unreadable;
  if (words.size() > 1 &&
      (words.back() == "wib" || words.back() == "wita" || words.back() == "wit")) {
    if (words.back() != folded(letters)) return tl::unexpected(Word::typed_zone);
    words.pop_back();
  }
  if (words.size() > 1) {  // a date before it
    std::string before;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) before += words[i] + ' ';
    if (!typed_date(before)) return unreadable;
  }
  if (const auto read = clock(words.back())) return *read;
  // Excel keeps a time as a part of the day, on its own or behind the day's serial number.
  if (const auto part = decimal(words.back(), 1);
      part && words.size() == 1 &&
      (part->first == 0 || (part->first >= kFirstSerial && part->first <= kLastSerial))) {
    const TimeOfDay at = of_fraction(part->second);
    if (at < std::chrono::days(1)) return at;
  }
  return unreadable;
}

Typed<std::optional<TimeOfDay>> typed_record(std::string_view text, std::string_view letters) {
  // What keeps a cell from being a formula, in a sheet that was answered before.
  if (text.starts_with('\'')) text.remove_prefix(1);
  const std::string plain = folded(text);
  if (plain.find_first_not_of("-0:., ") == std::string::npos) {
    const bool known = plain.empty() || plain == "-" || plain == "--" || plain == "0" ||
                       plain == "00:00" || plain == "00:00:00" || plain == "0:00" ||
                       plain == "0:00:00" || plain == "00.00" || plain == "00.00.00" ||
                       plain == "-:-" || plain == "--:--" || plain == "--:--:--";
    if (known) return std::optional<TimeOfDay>();
  }
  auto at = typed_time(text, letters);
  if (!at) return tl::unexpected(at.error());
  if (at->count() == 0) return std::optional<TimeOfDay>();  // 02/01/2023 00:00:00
  return std::optional(*at);
}

}  // namespace saksi::verdict
