// SPDX-License-Identifier: Apache-2.0
#include "paper/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace saksi::paper {

Zone Text::zone() const {
  auto found = Zone::find(zone_name);
  return found ? *found : *Zone::find("Etc/UTC");
}

std::string Text::moment(Instant at, bool seconds) const {
  return clock_time(zone().local(at), language, seconds);
}

std::string Text::moment_on(Instant at, Date date, bool seconds) const {
  const LocalTime local = zone().local(at);
  const std::string time = clock_time(local, language, seconds);
  return local.date == date ? time : long_date(local, language) + ", " + time;
}

namespace {

// Both ends are in one zone: its letters are said once.
std::string joined(std::string from, const std::string& to, Language language) {
  const std::size_t letters = to.rfind(' ');
  if (letters != std::string::npos && from.ends_with(to.substr(letters)))
    from.resize(from.size() - (to.size() - letters));
  return fill(word(Word::clock_range, language), {{"from", from}, {"to", to}});
}

}  // namespace

std::string Text::span(Instant from, Instant to, Date date, bool seconds) const {
  return joined(moment_on(from, date, seconds), moment_on(to, date, seconds), language);
}

std::string Text::span(Date date, TimeOfDay from, TimeOfDay to) const {
  return joined(clock(date, from), clock(date, to), language);
}

std::string Text::clock(Date date, TimeOfDay at) const {
  LocalTime local = zone().local(zone().instant(date, at));
  local.of_day = at;  // 24.00 stays that
  return clock_time(local, language);
}

std::string Text::day(Date date) const {
  LocalTime local;
  local.date = date;
  local.weekday = std::chrono::weekday(std::chrono::sys_days(date));
  return long_date(local, language);
}

std::string Text::weekday(Date date) const {
  const std::string text = day(date);
  return text.substr(0, text.find(','));
}

std::string Text::list(const std::vector<std::string>& items) const {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i)
    text += (i == 0 ? "" : i + 1 == items.size() ? say(Word::list_and) : ", ") + items[i];
  return text;
}

std::string Text::found(Class cls, Duration took) const {
  const bool indonesian = language == Language::indonesian;
  const double seconds = static_cast<double>(took.count()) / 1e6;
  std::string n = seconds < 9.95 ? fmt::format("{:.1f}", seconds) : fmt::format("{:.0f}", seconds);
  if (n.ends_with(".0")) n.resize(n.size() - 2);
  if (indonesian) std::replace(n.begin(), n.end(), '.', ',');
  return fill(indonesian ? about(cls).indonesian : about(cls).english, {{"n", n}});
}

Word minute_word(MinuteState state) {
  switch (state) {
    case MinuteState::good:
      return Word::minute_good;
    case MinuteState::slow:
      return Word::minute_slow;
    case MinuteState::intermittent:
      return Word::minute_intermittent;
    case MinuteState::bad:
      return Word::minute_bad;
    case MinuteState::one_network:
      return Word::minute_one_network;
    case MinuteState::not_open:
      return Word::minute_not_open;
    case MinuteState::unknown:
      break;
  }
  return Word::minute_unknown;
}

}  // namespace saksi::paper
