// SPDX-License-Identifier: Apache-2.0
//
// The arithmetic of a plan. Open loop: slots come from the epoch, never from when the last run
// finished, so that a slow target cannot thin out its own evidence. Pure.
#pragma once

#include <optional>
#include <vector>

#include "base/result.hpp"
#include "model/plan.hpp"

namespace saksi::schedule {

// Slots of all entries with from <= nominal < to, sorted by (planned, target). Slots before
// plan.effective are left out. Fails when a zone is unknown.
Result<std::vector<Slot>> slots(const Plan& plan, Instant from, Instant to);

// Between slots at that instant, by the entry's windows.
Result<Duration> interval_at(const PlanEntry& entry, Instant at);

}  // namespace saksi::schedule
