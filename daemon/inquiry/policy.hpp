// SPDX-License-Identifier: Apache-2.0
//
// The judge's policy from the settings: whoever judges, live or years later, takes it from here.
#pragma once

#include <vector>

#include "judge/judge.hpp"
#include "model/plan.hpp"
#include "settings/settings.hpp"

namespace saksi::inquiry {

// Vantages that have left the configuration keep the voice that their last plan names, for what
// they have seen: else the incidents that they saw would have no witness any more.
[[nodiscard]] judge::Policy policy_of(const Settings& settings, const std::vector<Plan>& recorded);

}  // namespace saksi::inquiry
