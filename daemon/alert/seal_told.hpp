// SPDX-License-Identifier: Apache-2.0
//
// The daily seal, to those who keep it: by mail to everybody, and to a chat that was set up for it.
// Pure.
#pragma once

#include <vector>

#include "model/day_seal.hpp"
#include "settings/settings.hpp"
#include "store/store.hpp"

namespace saksi::alert {

// One message a channel, under an id that is the same after a restart: posted again, it is not sent
// again.
[[nodiscard]] std::vector<store::Message> seal_told(const Settings& settings, const DaySeal& seal,
                                                    Instant now, bool demo);

}  // namespace saksi::alert
