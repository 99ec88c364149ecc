// SPDX-License-Identifier: Apache-2.0
//
// Whom a run logs in as.
#pragma once

#include <string>

#include "settings/settings.hpp"

namespace saksi {

// The account that `vantage` uses on `target`, told apart from all others; empty where the journey
// does not log in. It holds the account's name, so it goes into no message and no log.
[[nodiscard]] std::string account_of(const Settings& settings, const Vantage& vantage,
                                     const Target& target);

}  // namespace saksi
