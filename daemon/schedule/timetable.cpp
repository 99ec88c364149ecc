// SPDX-License-Identifier: Apache-2.0
#include "schedule/timetable.hpp"

#include <algorithm>

#include "schedule/slots.hpp"

namespace saksi::schedule {
namespace {

constexpr Duration kAhead = std::chrono::minutes(2);  // laid out at once, by the names of slots

}  // namespace

Timetable::Timetable(std::vector<Rule> rules, Instant from)
    : rules_(std::move(rules)), from_(from) {
  for (const Rule& rule : rules_) reach_ = std::max(reach_, reach(rule.plan));
  laid_until_ = from - reach_;  // named before `from`, and to start after it
}

Result<void> Timetable::lay_out(Instant now) {
  // A slot may start before its name: whatever is named up to now + reach may be due now.
  if (laid_until_ > now + reach_ + kAhead / 2) return {};
  const Instant until = now + reach_ + kAhead;
  for (const Rule& rule : rules_) {
    const Instant first = std::max(laid_until_, rule.from), end = std::min(until, rule.to);
    if (first >= end) continue;
    SAKSI_TRY_ASSIGN(const auto found, slots(rule.plan, first, end));
    for (const Slot& slot : found)
      if (slot.planned >= from_) laid_.push_back({rule.plan.vantage, slot});
  }
  laid_until_ = until;
  std::stable_sort(laid_.begin(), laid_.end(),
                   [](const Due& a, const Due& b) { return a.slot.planned < b.slot.planned; });
  return {};
}

Result<std::vector<Timetable::Due>> Timetable::due(Instant now) {
  SAKSI_TRY(lay_out(now));
  std::vector<Due> found;
  while (!laid_.empty() && laid_.front().slot.planned <= now) {
    found.push_back(std::move(laid_.front()));
    laid_.pop_front();
  }
  return found;
}

std::optional<Instant> Timetable::next() const {
  if (laid_.empty()) return std::nullopt;
  return laid_.front().slot.planned;
}

}  // namespace saksi::schedule
