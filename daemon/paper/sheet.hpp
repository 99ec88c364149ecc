// SPDX-License-Identifier: Apache-2.0
//
// Lembar Bukti Gangguan: the content of one evidence sheet as a value. Print page, PDF and
// verification all come from it. canonical(to_json(sheet)) is what the verification code is made
// from and what is archived, so everything that the paper claims stands here, names included: an
// archived sheet reads the same when the configuration has changed. When it was issued and under
// which revision is not content: the archive's row says that. docs/formats/lembar-1.md
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/zone.hpp"
#include "model/calendar.hpp"
#include "model/failure.hpp"
#include "model/ids.hpp"
#include "model/incident.hpp"

namespace saksi::paper {

enum class Kind : std::uint8_t { incident, date };
[[nodiscard]] std::string_view code(Kind kind);

struct Named {  // an incident that the sheet is about, or that lies in its time
  std::string number;
  unsigned revision = 1;
  friend bool operator==(const Named&, const Named&) = default;
};

// Failed checks of one vantage without a good one between them.
struct Streak {
  std::string vantage, network;  // as people know them
  Instant from, to;              // the first failed check's begin, the last one's end
  Class cls = Class::ok;         // most often found
  Duration took{0};              // how long such a check took
  std::string step;
  unsigned checks = 0;
  friend bool operator==(const Streak&, const Streak&) = default;
};

struct Stretch {  // minutes without data
  TimeOfDay from{0}, to{0};
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

struct Step {
  std::string id;
  bool upload = false;
  bool exercised = false;
  friend bool operator==(const Step&, const Step&) = default;
};

struct Sheet {
  Kind kind = Kind::date;
  std::string number;  // "LBG-20230102-DISDIK-1"
  bool simulation = false;
  bool final = false;
  Date final_from;

  std::string target, agency, host;
  Date date;
  std::string zone;  // "Asia/Jakarta"
  std::optional<Hours> hours;

  std::vector<Named> incidents;
  // Of a sheet about an incident.
  bool withdrawn = false;
  std::string withdrawn_reason;
  std::optional<Bounds> bounds;

  // Failed checks that ended in [failed_from, failed_to).
  Instant failed_from, failed_to;
  std::vector<Streak> streaks;
  unsigned more_streaks = 0;  // that found no room

  // Minutes from the opening to the close; empty where there are no hours.
  TimeOfDay minutes_from{0};
  std::vector<MinuteState> minutes;
  int blocked = 0, soft = 0, coverage = 0;  // of them; coverage in per cent, rounded down
  std::vector<Stretch> gaps;
  unsigned more_gaps = 0;
  // Before the limit, as aturan-1 counts them.
  int window = 0, usable = 0, window_blocked = 0, window_soft = 0, window_unknown = 0;

  std::vector<Step> steps;
  std::vector<std::string> vantages;  // that measured
  std::vector<std::string> networks;  // of them
  // Groups of the networks that measured, how many can confirm each other; and of those that
  // failed.
  unsigned independent = 0, failing = 0;
  int rule = 1;

  std::string operated_by, contact, site;  // site: its name in a citation
  std::optional<std::string> seal;         // of the day

  friend bool operator==(const Sheet&, const Sheet&) = default;
};

[[nodiscard]] Json to_json(const Sheet& sheet);
// Reads what to_json wrote; anything else is an error.
Result<Sheet> sheet_from_json(const Json& json);
// The bytes that the code is made from.
[[nodiscard]] std::string content_of(const Sheet& sheet);
Result<Sheet> sheet_from_content(const std::string& bytes);

// The same evidence: whatever else differs is who runs the monitor, the seal, or whether late data
// are still awaited.
[[nodiscard]] bool same_evidence(Sheet a, Sheet b);

}  // namespace saksi::paper
