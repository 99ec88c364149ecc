// SPDX-License-Identifier: Apache-2.0
#include "inquiry/policy.hpp"

#include <algorithm>

namespace saksi::inquiry {

judge::Policy policy_of(const Settings& settings, const std::vector<Plan>& recorded) {
  judge::Policy policy;
  policy.bad_after = settings.judge.bad_after;
  policy.good_after = settings.judge.good_after;
  policy.hold = settings.judge.hold;
  policy.reopen = settings.judge.reopen;
  // The late mark is a journey's; the judge has one, so it takes the earliest.
  for (const JourneySettings& journey : settings.journeys)
    policy.late = std::min(policy.late, journey.late);
  for (const Vantage& vantage : settings.vantages)
    policy.vantages[vantage.id] = {vantage.owner, vantage.group};
  for (auto plan = recorded.rbegin(); plan != recorded.rend(); ++plan)
    if (!plan->group.empty()) policy.vantages.try_emplace(plan->vantage, plan->owner, plan->group);
  return policy;
}

}  // namespace saksi::inquiry
