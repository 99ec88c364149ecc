// SPDX-License-Identifier: Apache-2.0
//
// The journeys' part of the configuration: steps, checks, what is taken out of answers.
#pragma once

#include "settings/section.hpp"
#include "settings/settings.hpp"

namespace saksi::settings {

void read_journey(Section& s, Settings& all);
std::optional<Coordinates> read_coordinates(Section& s);
// `values` of a target: names that steps can write as ${name}.
std::map<std::string, std::string> read_values(Section& s);

}  // namespace saksi::settings
