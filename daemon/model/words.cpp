// SPDX-License-Identifier: Apache-2.0
#include "model/words.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

#include "base/log.hpp"

namespace saksi {
namespace {

struct Row {
  std::string_view indonesian;
  std::string_view english;
};

constexpr std::array kRows{
#define SAKSI_WORD_ROW(name, id, en) Row{id, en},
    SAKSI_WORDS(SAKSI_WORD_ROW)
#undef SAKSI_WORD_ROW
};

constexpr std::array<std::string_view, 7> kDays{"Minggu", "Senin", "Selasa", "Rabu",
                                                "Kamis",  "Jumat", "Sabtu"};
constexpr std::array<std::string_view, 7> kDaysEnglish{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths{"Januari",   "Februari", "Maret",    "April",
                                                   "Mei",       "Juni",     "Juli",     "Agustus",
                                                   "September", "Oktober",  "November", "Desember"};
constexpr std::array<std::string_view, 12> kMonthsEnglish{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

[[noreturn]] void bug(std::string_view text, std::string_view trouble) {
  log::error("catalogue of words: {} in \"{}\"", trouble, text);
  std::abort();
}

}  // namespace

std::string_view word(Word key, Language language) {
  const Row& row = kRows[static_cast<std::size_t>(key)];
  return language == Language::indonesian ? row.indonesian : row.english;
}

Word word_of(State state) {
  switch (state) {
    case State::working:
      return Word::state_working;
    case State::slow:
      return Word::state_slow;
    case State::down:
      return Word::state_down;
    case State::one_network:
      return Word::state_one_network;
    case State::unconfirmed:
      return Word::state_unconfirmed;
    case State::not_open:
      return Word::state_not_open;
    case State::probe:
      return Word::state_probe;
    case State::no_data:
      return Word::state_no_data;
  }
  std::abort();
}

std::string fill(std::string_view text,
                 std::initializer_list<std::pair<std::string_view, std::string>> values) {
  std::string filled;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find('{', at);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) bug(text, "a mark without its end");
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const std::string* value = nullptr;
    for (const auto& [key, its_value] : values)
      if (key == name) value = &its_value;
    if (value == nullptr) bug(text, fmt::format("no value for {{{}}}", name));
    // What is put in is never looked at again: a value that holds "{n}" stays as it is.
    filled += text.substr(at, open - at);
    filled += *value;
    at = close + 1;
  }
  filled += text.substr(at);
  return filled;
}

std::string month_text(std::chrono::year_month month, Language language) {
  const auto& months = language == Language::indonesian ? kMonths : kMonthsEnglish;
  return fmt::format("{} {}", months[static_cast<unsigned>(month.month()) - 1],
                     static_cast<int>(month.year()));
}

std::string long_date(const LocalTime& at, Language language) {
  const auto& days = language == Language::indonesian ? kDays : kDaysEnglish;
  return fmt::format("{}, {} {}", days[at.weekday.c_encoding()],
                     static_cast<unsigned>(at.date.day()),
                     month_text(at.date.year() / at.date.month(), language));
}

std::string clock_time(const LocalTime& at, Language language, bool seconds) {
  const char mark = language == Language::indonesian ? '.' : ':';
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(at.of_day).count();
  std::string text = fmt::format("{:02}{}{:02}", whole / 3600, mark, whole / 60 % 60);
  if (seconds) text += fmt::format("{}{:02}", mark, whole % 60);
  // An offset ("+01") is told apart from the letters of a zone that people know.
  const bool letters = !at.letters.empty() && at.letters[0] >= 'A';
  return text + (letters ? " " : " UTC") + at.letters;
}

std::string length_text(Duration length, Language language) {
  struct Unit {
    std::int64_t seconds;
    std::string_view indonesian, one, many;
  };
  constexpr std::array units{Unit{86400, "hari", "day", "days"}, Unit{3600, "jam", "hour", "hours"},
                             Unit{60, "menit", "minute", "minutes"},
                             Unit{1, "detik", "second", "seconds"}};
  std::int64_t left = std::chrono::duration_cast<std::chrono::seconds>(length).count();
  if (left < 0) left = 0;
  std::string text;
  for (const Unit& unit : units) {
    const std::int64_t count = left / unit.seconds;
    left %= unit.seconds;
    if (count == 0 && !(unit.seconds == 1 && text.empty())) continue;
    if (!text.empty()) text += ' ';
    text += fmt::format("{} {}", count,
                        language == Language::indonesian ? unit.indonesian
                        : count == 1                     ? unit.one
                                                         : unit.many);
  }
  return text;
}

}  // namespace saksi
