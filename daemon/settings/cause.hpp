// SPDX-License-Identifier: Apache-2.0
//
// The plain sentence of a class, for people: with the seconds that were waited, where it names
// them.
#pragma once

#include <optional>
#include <string>

#include "model/words.hpp"
#include "settings/settings.hpp"

namespace saksi {

// Without `took`: the limit of the journey, or the default one where the journey has left.
[[nodiscard]] std::string cause_text(const Settings& settings, Class cls, const JourneyId& journey,
                                     Language language,
                                     std::optional<Duration> took = std::nullopt);

}  // namespace saksi
