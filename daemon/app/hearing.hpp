// SPDX-License-Identifier: Apache-2.0
//
// Which records of an agent have a vote. One whose clock is surely wrong has none, and none that
// follows a plan which a newer one had replaced: it may have looked for something that is not there
// any more. Such records are kept and named. Pure; one thread.
#pragma once

#include <map>
#include <vector>

#include "model/plan.hpp"
#include "store/agents.hpp"

namespace saksi::app {

class HearingRules {
 public:
  // So long an agent may follow the plan before: it has to fetch the new one, which takes effect a
  // minute later at the earliest.
  static constexpr Duration kGrace = std::chrono::minutes(15);
  static constexpr Duration kAhead = std::chrono::minutes(5);
  static constexpr Duration kMostOffset = std::chrono::seconds(10);

  // A document that this hub issued; in order of serial.
  void issued(const VantageId& vantage, Instant at, const Digest& document);
  // A plan record of an agent's chain, in order.
  void follow(const Plan& plan);

  [[nodiscard]] bool knows(const Plan& plan) const;
  [[nodiscard]] store::Mute hear(const store::Opened& opened, const store::Arrival& arrival) const;

 private:
  struct Issue {
    Instant at;
    Digest document;
  };
  [[nodiscard]] bool current(const VantageId& vantage, Instant slot, Instant planned) const;

  std::map<VantageId, std::vector<Issue>> issued_;
  std::map<VantageId, std::vector<std::pair<Instant, Digest>>> followed_;  // from when on
};

}  // namespace saksi::app
