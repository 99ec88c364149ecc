// SPDX-License-Identifier: Apache-2.0
//
// An outage as the judge concludes it (no number, no revision: a pure function of the samples), and
// the incident that the registry makes of it: numbered at first opening, kept, revised, never
// reused.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "model/failure.hpp"
#include "model/ids.hpp"

namespace saksi {

// The true start lies in (start_lo, start_hi], the true end in [end_lo, end_hi]. An end that has
// not been seen is absent.
struct Bounds {
  Instant start_lo, start_hi;
  std::optional<Instant> end_lo, end_hi;
  friend bool operator==(const Bounds&, const Bounds&) = default;
  // The headline figure: at least this long.
  [[nodiscard]] Duration at_least() const {
    return end_lo && *end_lo > start_hi ? *end_lo - start_hi : Duration{0};
  }
  [[nodiscard]] std::optional<Duration> at_most() const {
    if (!end_hi) return std::nullopt;
    return *end_hi - start_lo;
  }
};

// How one vantage stood when the outage opened (or, in a target's state, stands now).
struct Vote {
  VantageId vantage;
  std::string group;  // network group
  bool eligible = false;
  bool bad = false;
  Class cls = Class::ok;  // its latest finding
  std::string step;
  friend bool operator==(const Vote&, const Vote&) = default;
};

struct Outage {
  TargetId target;
  BackendId backend;
  JourneyId journey;
  Instant opened;                 // when the rule was first met
  std::optional<Instant> closed;  // when the hold had passed; the end is in `bounds`
  Bounds bounds;
  Class cause = Class::ok;          // the class most often found during it
  std::string step;                 // the step at which that happened most
  std::vector<Vote> votes;          // at opening, by vantage id
  std::vector<std::string> groups;  // networks that failed at any time during it, sorted
  unsigned episodes = 1;            // re-opened within the re-open time counts as one more
  unsigned bad_samples = 0;
  friend bool operator==(const Outage&, const Outage&) = default;
};

struct Incident {
  std::string number;  // "K-20230102-DISDIK-1"
  unsigned revision = 1;
  std::string reason;  // of this revision: "opened", "closed", "late samples", ...
  Instant revised;
  bool withdrawn = false;  // no sample supports it any more; kept, and said
  Outage outage;
  friend bool operator==(const Incident&, const Incident&) = default;
};

// What stands of the registry, as the judge would say it: not withdrawn, by (opened, target,
// journey).
[[nodiscard]] std::vector<Outage> standing(const std::vector<Incident>& incidents);

// Somebody has said that an incident is being seen to. It changes nothing that was found.
struct Acknowledgement {
  std::string number;  // of the incident
  Instant at;
  std::string by;  // as they call themselves; may be empty
  friend bool operator==(const Acknowledgement&, const Acknowledgement&) = default;
};

enum class AckOutcome : std::uint8_t { recorded, already, over, unknown };

// What can be said of a target at an instant.
enum class State : std::uint8_t {
  working,      // majority of fit vantages can use it
  slow,         // usable, but slow on the majority
  down,         // confirmed on several networks
  one_network,  // bad on one network only while others work
  unconfirmed,  // bad, and only one network can see it: cannot say
  not_open,     // the application says that it is not open yet
  probe,        // our probes are refused; nothing is known of the service
  no_data,      // no fit vantage has looked lately
};

struct TargetState {
  TargetId target;
  State state = State::no_data;
  Instant since;                    // first sample from which this state followed
  std::vector<Vote> votes;          // by vantage id
  std::optional<Instant> last_end;  // of the latest sample used
  friend bool operator==(const TargetState&, const TargetState&) = default;
};

// One minute of one target, from the samples that ended in it.
enum class MinuteState : std::uint8_t {
  good,
  slow,
  intermittent,
  bad,
  one_network,
  not_open,
  unknown
};

[[nodiscard]] std::string_view code(State state);
[[nodiscard]] std::string_view code(MinuteState state);

}  // namespace saksi
