// SPDX-License-Identifier: Apache-2.0
//
// A time zone of the IANA database, for what people read and for the hours of a calendar. Zones are
// looked up once; the values are cheap to copy and may be used from any thread.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace date {
class time_zone;
}

namespace saksi {

using Date = std::chrono::year_month_day;
using TimeOfDay = std::chrono::seconds;  // since local midnight

struct LocalTime {
  Date date;
  Duration of_day;  // since local midnight, wall-clock reading
  std::chrono::weekday weekday;
  std::string letters;  // "WIB", "WITA", "WIT"; the offset ("+01") elsewhere
};

class Zone {
 public:
  static Result<Zone> find(const std::string& name);  // "Asia/Jakarta"
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] LocalTime local(Instant at) const;
  // The first instant that reads so, or the end of the gap where the hour is skipped.
  [[nodiscard]] Instant instant(Date date, TimeOfDay of_day) const;

 private:
  std::string name_;
  const date::time_zone* zone_ = nullptr;  // lives as long as the process
};

[[nodiscard]] std::string date_text(Date date);  // "2023-01-02"
Result<Date> parse_date(std::string_view text);
[[nodiscard]] std::string clock_text(Duration of_day);  // "07:30" or "07:30:15"
Result<TimeOfDay> parse_time_of_day(
    std::string_view text);  // "07:30", "24:00" is the end of the day

}  // namespace saksi
