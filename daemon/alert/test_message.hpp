// SPDX-License-Identifier: Apache-2.0
//
// A message that says that it is a test, for `saksi message --test`. Pure.
#pragma once

#include "alert/channels.hpp"
#include "store/store.hpp"

namespace saksi::alert {

// As the outbox would hand it to the worker. To an Alertmanager: an alert of its own name that ends
// after five minutes.
[[nodiscard]] store::Pending test_message(const Settings& settings, const Channel& channel,
                                          Instant now);

}  // namespace saksi::alert
