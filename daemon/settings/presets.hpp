// SPDX-License-Identifier: Apache-2.0
//
// What applications of one make have in common, so that a configuration need not find it out again.
#pragma once

#include "settings/section.hpp"
#include "settings/settings.hpp"

namespace saksi::settings {

// Fills what `row` does not state itself, and notes in the step what was filled.
void apply_preset(const Section& row, const JourneySettings& journey, StepSettings& step);

}  // namespace saksi::settings
