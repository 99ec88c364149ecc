// SPDX-License-Identifier: Apache-2.0
//
// aturan-1: from the minutes of a morning to what they say about one late record. A pure function,
// with a number of its own: a change of any rule or figure below is a new aturan, and days already
// judged keep theirs. docs/formats/aturan-1.md says the same in words.
//
// The fairness of it: a minute that nobody measured passes for good wherever anything else would
// speak for the claim, so it never decides for it; nor does it against it, since "not seen" is said
// only of minutes that were measured. A minute in which some fail and some do not is neither good
// nor blocked. More outage never makes a verdict worse.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/zone.hpp"
#include "model/calendar.hpp"
#include "model/incident.hpp"

namespace saksi::verdict {

inline constexpr int kRule = 1;

// In whole minutes, but for the shares. Printed wherever a verdict is.
struct Figures {
  int lead = 30;          // looked at before the limit, but not before the opening
  int grace = 15;         // after the recovery, to hear of it and to get through
  int recovery = 3;       // good minutes in a row that make one
  int full_percent = 50;  // of the lead blocked: fully supported
  int soft_percent = 30;  // of the lead not good: partly
  int coverage_percent = 80;
  int min_blocked = 3;  // fewer explain nothing
  int good_run = 10;    // so many good minutes were a chance, for who has no record at all
  int recheck = 20;     // minutes after a recorded time that are still looked at
};
inline constexpr Figures kFigures{};

enum class Outcome : std::uint8_t {
  supported,      // DIDUKUNG
  partly,         // DIDUKUNG SEBAGIAN
  not_seen,       // TIDAK TERLIHAT: our vantage points saw no such trouble
  no_data,        // TIDAK ADA DATA
  not_needed,     // TIDAK PERLU: recorded on time
  outside,        // DI LUAR JADWAL
  schedule_late,  // JADWAL MEMBUAT TERLAMBAT: the window is empty, opening = limit
};
[[nodiscard]] std::string_view code(Outcome outcome);

// Why a verdict is not more than it is. At most one is told, the first that holds.
enum class Reason : std::uint8_t {
  none,
  one_network,  // bad on one network only
  slow,         // slow or intermittent, but usable
  worked,       // blocked for less than `full` of what was looked at
  after_grace,  // recorded later than grace after the recovery
  few,          // what was seen is too little to explain anything
};
[[nodiscard]] std::string_view code(Reason reason);

// What is asked: a working day's check-in. `recorded` is what the attendance system says; absent,
// it has no record. Both are local readings of the agency's zone.
struct Question {
  std::optional<Hours> hours;  // none: a holiday, a free day, an agency that is not monitored
  std::optional<TimeOfDay> recorded;
};

// The minutes of that day, from its local midnight on or later. Minutes that are not there are
// unknown. `until` is how far anybody can know: for a day that is not over, now.
struct Minutes {
  TimeOfDay from{0};  // of minutes[0]; a whole minute
  std::vector<MinuteState> states;
  [[nodiscard]] MinuteState at(int minute) const;  // since local midnight
};

struct Verdict {
  Outcome outcome = Outcome::no_data;
  Reason reason = Reason::none;
  int late = 0;       // minutes, a begun one counts whole
  int explained = 0;  // of those; never more
  // Before the limit: of `window` minutes, `usable` were good, `blocked` were blocked, `soft` were
  // measured and not good (blocked ones are among them), and `unknown` were not measured.
  TimeOfDay window_from{0};
  int window = 0, usable = 0, blocked = 0, soft = 0, unknown = 0;
  int one_network = 0;  // of `soft`: bad on one network only
  // All that was looked at begins at window_from and ends at looked_to: the recorded time, or the
  // close where there is no record.
  TimeOfDay looked_to{0};
  int looked = 0, looked_blocked = 0;
  int worked = 0;                         // longest run of good minutes in it
  int coverage = 0;                       // percent of it that was measured, rounded down
  std::optional<TimeOfDay> last_blocked;  // what the explanation counts from: the last blocked
  std::optional<TimeOfDay> recovered;     // minute before the recorded time, and the recovery
  friend bool operator==(const Verdict&, const Verdict&) = default;
};

[[nodiscard]] Verdict judge(const Question& question, const Minutes& minutes,
                            const Figures& figures = kFigures);

}  // namespace saksi::verdict
