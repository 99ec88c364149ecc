// SPDX-License-Identifier: Apache-2.0
//
// What an agent needs to know of a hub's configuration, as a configuration again: whom to probe,
// how and when. No alerts and no comments; of the pages what a probe says of itself to a site.
// Secrets are paths in both. Pure.
#pragma once

#include <string>

#include "base/result.hpp"

namespace saksi::settings {

// `yaml` is one that read_text() accepts. The same sections always give the same text.
Result<std::string> excerpt(const std::string& yaml);

}  // namespace saksi::settings
