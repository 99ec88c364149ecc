// SPDX-License-Identifier: Apache-2.0
//
// The hours of an office: opening, limit and close of the check-in per weekday, the peak, and the
// holidays with the decree that sets them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/zone.hpp"
#include "model/ids.hpp"

namespace saksi {

// Times of one day, all local. opening <= limit <= close.
struct Hours {
  TimeOfDay opening{0}, limit{0}, close{0};
  friend bool operator==(const Hours&, const Hours&) = default;
};

struct Holiday {
  Date date;
  std::string name;
  std::string decree;  // "SKB 3 Menteri No. 1497/2025, 2/2025, 5/2025"
  friend bool operator==(const Holiday&, const Holiday&) = default;
};

struct PeakWindow {
  std::vector<unsigned> weekdays;  // 0 = Sunday
  TimeOfDay from{0}, to{0};
  friend bool operator==(const PeakWindow&, const PeakWindow&) = default;
};

struct Calendar {
  CalendarId id;
  std::string zone = "Asia/Jakarta";
  std::map<unsigned, Hours> check_in;  // by weekday; a weekday that is absent is not a working day
  std::vector<PeakWindow> peak;
  std::vector<Holiday> holidays;
  friend bool operator==(const Calendar&, const Calendar&) = default;

  [[nodiscard]] const Holiday* holiday(Date date) const;
  [[nodiscard]] std::optional<Hours> hours(Date date) const;  // none on holidays and free weekdays
};

}  // namespace saksi
