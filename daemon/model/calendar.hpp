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

// So many minutes late carry this label ("TL1") by the agency's rule, while the rule was in force.
// Labels only: what a label costs is not for Saksi to say.
struct LateClass {
  std::string label;
  unsigned from = 1, to = 0;  // minutes, both included
  Date valid_from, valid_to;  // both included
  friend bool operator==(const LateClass&, const LateClass&) = default;
};

struct Calendar {
  CalendarId id;
  std::string zone = "Asia/Jakarta";
  std::map<unsigned, Hours> check_in;  // by weekday; a weekday that is absent is not a working day
  std::vector<PeakWindow> peak;
  std::vector<Holiday> holidays;
  std::vector<LateClass> late_classes;
  friend bool operator==(const Calendar&, const Calendar&) = default;

  [[nodiscard]] const Holiday* holiday(Date date) const;
  // The label of so many minutes late on that day; null where no band holds them.
  [[nodiscard]] const LateClass* late_class(Date date, int minutes) const;
  [[nodiscard]] std::optional<Hours> hours(Date date) const;  // none on holidays and free weekdays
};

}  // namespace saksi
