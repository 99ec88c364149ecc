// SPDX-License-Identifier: Apache-2.0
//
// Judges a stretch of the past again, because samples of it came late, and writes what follows into
// the registry. Late data never alarm anybody: no message is made.
#pragma once

#include "settings/settings.hpp"
#include "store/store.hpp"

namespace saksi::app {

// `from` and `to`: the first and the last of what came late. The changes are committed when it
// returns.
Result<std::vector<store::Change>> revise(const Settings& settings, store::Reader& reader,
                                          store::Writer& writer, Instant from, Instant to,
                                          Instant now);

}  // namespace saksi::app
