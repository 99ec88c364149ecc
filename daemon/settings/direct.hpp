// SPDX-License-Identifier: Apache-2.0
//
// The options of the steps below HTTP, and the family of any step.
#pragma once

#include "settings/section.hpp"
#include "settings/settings.hpp"

namespace saksi::settings {

[[nodiscard]] Direct read_direct(Section& row);
// Each option belongs to some kinds of step; elsewhere it would be obeyed by nobody.
void check_direct(Section& row, const StepSettings& step, const JourneySettings& journey,
                  const Settings& all);
// A source address has one family: a step that demands the other could never leave from there.
void check_families(Section& row, const Vantage& vantage, const Settings& all);
// Its namespace and its proxy, with what is asked from it.
void check_way(Section& row, const Vantage& vantage, const Settings& all);

}  // namespace saksi::settings
