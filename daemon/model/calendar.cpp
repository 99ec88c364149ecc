// SPDX-License-Identifier: Apache-2.0
#include "model/calendar.hpp"

namespace saksi {

const Holiday* Calendar::holiday(Date date) const {
  for (const Holiday& day : holidays)
    if (day.date == date) return &day;
  return nullptr;
}

const LateClass* Calendar::late_class(Date date, int minutes) const {
  for (const LateClass& band : late_classes)
    if (minutes >= static_cast<int>(band.from) && minutes <= static_cast<int>(band.to) &&
        date >= band.valid_from && date <= band.valid_to)
      return &band;
  return nullptr;
}

std::optional<Hours> Calendar::hours(Date date) const {
  if (holiday(date) != nullptr) return std::nullopt;
  const std::chrono::weekday weekday{std::chrono::sys_days(date)};
  const auto found = check_in.find(weekday.c_encoding());
  if (found == check_in.end()) return std::nullopt;
  return found->second;
}

}  // namespace saksi
