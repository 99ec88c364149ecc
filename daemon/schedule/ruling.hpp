// SPDX-License-Identifier: Apache-2.0
//
// Which plan rules when. A vantage's plans follow one another: each rules from its effective
// instant until any later one takes effect, and what it rules are the slots *named* in that time
// (Slot::nominal). A slot may start before its name or after it, by its jitter. Pure.
#pragma once

#include <vector>

#include "base/result.hpp"
#include "model/plan.hpp"

namespace saksi::schedule {

// A plan and the instants whose slots it rules.
struct Rule {
  Plan plan;
  Instant from, to;  // from <= nominal < to
};

// `plans` in the order of recording. Those that rule nothing before `until` are left out.
[[nodiscard]] std::vector<Rule> rules(std::vector<Plan> plans, Instant until);

// How far a slot of the plan may start from its name: a fifth of the longest interval.
[[nodiscard]] Duration reach(const Plan& plan);

// The first instant, `now` or later, at which another plan may take over from `plan`: after the
// names of all slots that were to start before `now`. A change of plans in between would leave
// their rows without a plan.
Result<Instant> handover(const Plan& plan, Instant now);

}  // namespace saksi::schedule
