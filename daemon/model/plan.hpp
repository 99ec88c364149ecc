// SPDX-License-Identifier: Apache-2.0
//
// What a vantage was to do, written down before it does it. A plan is a record of the vantage's
// chain; every slot follows from it by arithmetic (schedule/slots.hpp), so anyone can count again
// what should be there. It takes effect at an instant that lies ahead when it is recorded.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/digest.hpp"
#include "base/zone.hpp"
#include "model/ids.hpp"

namespace saksi {

// Between two slots, in any plan: what a configuration takes, and so all that a record may say. A
// plan of slots a microsecond apart would be more of them than anyone can count.
inline constexpr Duration kLeastInterval = std::chrono::seconds(10);
inline constexpr Duration kMostInterval = std::chrono::hours(6);

// Hours of a local day with one interval between slots. Weekdays 0 = Sunday ... 6 = Saturday.
struct PlanWindow {
  std::vector<unsigned> weekdays;
  TimeOfDay from{0};
  TimeOfDay to{0};  // not included
  Duration interval{0};
  bool on_holidays = false;
  friend bool operator==(const PlanWindow&, const PlanWindow&) = default;
};

// One journey on one target from this vantage. The first window that holds the instant's local time
// gives the interval; outside all of them it is `quiet`.
struct PlanEntry {
  TargetId target;
  BackendId backend;
  JourneyId journey;
  std::string zone;  // IANA name
  std::vector<PlanWindow> windows;
  std::vector<Date> holidays;
  Duration quiet{0};
  unsigned turn = 0;  // phase: turn/turns of the interval, so that entries alternate
  unsigned turns = 1;
  // Of every `full_every` slots the one with number % full_every == full_turn walks the whole
  // journey; the others are light checks. Agencies of one backend take turns so.
  unsigned full_every = 1, full_turn = 0;
  friend bool operator==(const PlanEntry&, const PlanEntry&) = default;
};

struct Plan {
  VantageId vantage;
  std::string seed;                // keys the jitter; public, so that it can be audited
  Instant effective;               // first instant that it rules; the next plan's ends it
  std::vector<PlanEntry> entries;  // none: no duty, the farewell of a vantage that left
  std::string owner, group;        // of the vantage at that time: what its voice counts for
  // SHA-256 of the hub's signed plan that an agent follows; absent in a hub's own vantages.
  std::optional<Digest> document;
  // Came by import: another saksi has this duty, and this one only holds its records. Not a part of
  // the record.
  bool elsewhere = false;
  friend bool operator==(const Plan&, const Plan&) = default;
};

struct Slot {
  TargetId target;
  BackendId backend;
  JourneyId journey;
  Instant nominal;  // on the grid from the epoch: names the slot
  Instant planned;  // nominal plus keyed jitter of at most a fifth of the interval
  Duration interval{0};
  bool full = true;         // else a light check
  unsigned full_every = 1;  // of so many slots one is full
  friend bool operator==(const Slot&, const Slot&) = default;
};

}  // namespace saksi
