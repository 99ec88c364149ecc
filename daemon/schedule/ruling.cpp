// SPDX-License-Identifier: Apache-2.0
#include "schedule/ruling.hpp"

#include <algorithm>

#include "schedule/slots.hpp"

namespace saksi::schedule {

std::vector<Rule> rules(std::vector<Plan> plans, Instant until) {
  std::vector<Rule> rules;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    Instant to = until;
    for (std::size_t j = i + 1; j < plans.size(); ++j)
      if (plans[j].vantage == plans[i].vantage) to = std::min(to, plans[j].effective);
    const Instant from = plans[i].effective;
    if (from < to) rules.push_back({std::move(plans[i]), from, to});
  }
  return rules;
}

Duration reach(const Plan& plan) {
  Duration longest{0};
  for (const PlanEntry& entry : plan.entries) {
    longest = std::max(longest, entry.quiet);
    for (const PlanWindow& window : entry.windows) longest = std::max(longest, window.interval);
  }
  return longest / 5;
}

Result<Instant> handover(const Plan& plan, Instant now) {
  Instant free = now;
  // Whoever starts before `now` is named before now + reach.
  SAKSI_TRY_ASSIGN(const auto ahead, slots(plan, now, now + reach(plan)));
  for (const Slot& slot : ahead)
    if (slot.planned < now) free = std::max(free, slot.nominal + Duration{1});
  return free;
}

}  // namespace saksi::schedule
