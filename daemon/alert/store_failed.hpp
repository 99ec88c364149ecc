// SPDX-License-Identifier: Apache-2.0
//
// What is said directly, without the outbox: the store itself has failed, and at a later start that
// it works again. Pure.
#pragma once

#include <string>

#include "alert/channels.hpp"
#include "base/clock.hpp"

namespace saksi::alert {

// Names one failure to one channel: a retry is the same event.
[[nodiscard]] std::string store_failed_id(const Channel& channel, Instant since);
[[nodiscard]] std::string store_failed(const Channel& channel, const Clock& clock,
                                       const std::string& trouble, Instant since, bool demo);
// For Alertmanager alone. Of an alert that it never saw firing it tells nobody.
[[nodiscard]] std::string store_works(const Clock& clock, Instant now, bool demo);

}  // namespace saksi::alert
