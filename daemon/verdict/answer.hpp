// SPDX-License-Identifier: Apache-2.0
//
// The answer to a question about one date, as a value: what was asked, what is known of it, and the
// verdict. Made by the desk (inquiry/desk.hpp), told by sentence.hpp; the same for command, API,
// page and sheet.
#pragma once

#include <string>
#include <vector>

#include "model/ids.hpp"
#include "verdict/aturan.hpp"

namespace saksi::verdict {

struct Asked {
  TargetId target;
  Date date;
  std::optional<TimeOfDay> recorded;  // none: the attendance system has no record
};

// Why there is a verdict, or none.
enum class Standing : std::uint8_t {
  judged,
  future,      // the date lies ahead
  time_ahead,  // the recorded time does
  still_open,  // no record, and the check-in has not closed yet
  before,      // Saksi did not measure yet
  holiday,
  free_day,
};
[[nodiscard]] std::string_view code(Standing standing);

struct Cited {  // an incident that overlaps what was looked at
  std::string number;
  unsigned revision = 1;
  friend bool operator==(const Cited&, const Cited&) = default;
};

struct Answer {
  Asked asked;
  std::string agency;
  std::string letters;  // "WIB"
  Standing standing = Standing::judged;
  std::string holiday;        // its name
  std::optional<Date> began;  // first day on which Saksi measured this target
  std::optional<Hours> hours;
  Minutes minutes;  // from the opening to the close, or to what was looked at
  Verdict verdict;
  // By the agency's rule; empty where it names no class for so many minutes. On time is no class.
  bool classes = false;  // the calendar has classes for that date
  std::string class_before, class_after;
  std::vector<Cited> incidents;
  std::vector<std::string> steps;  // that were sent at least once while it was looked at
  bool provisional = false;        // late data may still change it, before `final_from`
  Date final_from;
};

}  // namespace saksi::verdict
