// SPDX-License-Identifier: Apache-2.0
#include "app/hearing.hpp"

#include <algorithm>

namespace saksi::app {

using store::Mute;

void HearingRules::issued(const VantageId& vantage, Instant at, const Digest& document) {
  issued_[vantage].push_back({at, document});
}

void HearingRules::follow(const Plan& plan) {
  if (!plan.document) return;
  auto& followed = followed_[plan.vantage];
  const std::pair<Instant, Digest> rule{plan.effective, *plan.document};
  // A plan may arrive ahead of its backlog, and again with it.
  if (std::find(followed.begin(), followed.end(), rule) == followed.end()) followed.push_back(rule);
  std::stable_sort(followed.begin(), followed.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
}

bool HearingRules::knows(const Plan& plan) const {
  const auto known = issued_.find(plan.vantage);
  return plan.document && known != issued_.end() &&
         std::any_of(known->second.begin(), known->second.end(),
                     [&](const Issue& issue) { return issue.document == *plan.document; });
}

bool HearingRules::current(const VantageId& vantage, Instant slot, Instant planned) const {
  const auto followed = followed_.find(vantage);
  const auto known = issued_.find(vantage);
  if (followed == followed_.end() || known == issued_.end()) return false;
  const std::pair<Instant, Digest>* ruling = nullptr;
  for (const auto& rule : followed->second)
    if (rule.first <= slot) ruling = &rule;
  if (ruling == nullptr) return false;
  const auto& all = known->second;
  // The last time that it was issued: a configuration may come back.
  const auto mine = std::find_if(all.rbegin(), all.rend(), [&](const Issue& issue) {
    return issue.document == ruling->second;
  });
  if (mine == all.rend()) return false;
  return mine == all.rbegin() || planned <= std::prev(mine)->at + kGrace;
}

Mute HearingRules::hear(const store::Opened& opened, const store::Arrival& arrival) const {
  const auto* sample = std::get_if<Sample>(&opened.entry);
  const auto* gap = std::get_if<Gap>(&opened.entry);
  if (sample == nullptr && gap == nullptr) return Mute::none;
  const Instant ended = sample != nullptr ? sample->end : gap->planned;
  if (ended > arrival.received + kAhead) return Mute::clock;
  if (gap != nullptr) return Mute::none;
  if (sample->end < sample->start) return Mute::clock;
  // What was measured with this delivery says nothing of what was recorded long before.
  const bool lately = arrival.received - ended < std::chrono::hours(1);
  if (lately && ((arrival.offset_lo && *arrival.offset_lo > kMostOffset) ||
                 (arrival.offset_hi && *arrival.offset_hi < -kMostOffset)))
    return Mute::clock;
  if (!current(sample->vantage, sample->slot.value_or(sample->planned), sample->planned))
    return Mute::older_plan;
  return Mute::none;
}

}  // namespace saksi::app
