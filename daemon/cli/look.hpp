// SPDX-License-Identifier: Apache-2.0
//
// One run by hand, and the three ways to tell of it: drawn for a terminal of 80 columns, as JSON,
// and as one file that may be attached to a report of a mistake. Pure.
#pragma once

#include <string>

#include "base/json.hpp"
#include "probes/probes.hpp"
#include "settings/settings.hpp"

namespace saksi::cli {

struct Look {
  const JourneySettings& journey;
  const Target& target;
  const Vantage& vantage;
  Sample sample;            // origin by_hand; never recorded
  probes::Outcome outcome;  // its steps and controls are the sample's
};

[[nodiscard]] std::string waterfall(const Look& look);
[[nodiscard]] Json as_json(const Look& look);  // docs/formats/probe-1.md
[[nodiscard]] std::string bug_report(const Look& look);

// Lines of at most `width` columns, each begun by `indent` blanks; words longer than that stay
// whole.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t indent,
                                  std::size_t width = 80);

}  // namespace saksi::cli
