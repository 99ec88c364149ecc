// SPDX-License-Identifier: Apache-2.0
//
// A journey as its configuration would write it, presets filled in: for people who look at it, and
// for reports of a mistake. JSON, which is YAML too. Pure.
#pragma once

#include "settings/settings.hpp"

namespace saksi::settings {

[[nodiscard]] std::string_view code(StepKind kind);
[[nodiscard]] Json as_json(const Assertion& check);
[[nodiscard]] std::string yaml_of(const Assertion& check);  // as one would write it in a list
[[nodiscard]] Json as_json(const JourneySettings& journey);

}  // namespace saksi::settings
