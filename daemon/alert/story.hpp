// SPDX-License-Identifier: Apache-2.0
//
// What every channel's words begin from: what a change means, and where it happened. Pure.
#pragma once

#include <optional>
#include <string>

#include "base/zone.hpp"
#include "model/words.hpp"
#include "settings/settings.hpp"
#include "store/store.hpp"

namespace saksi::alert {

[[nodiscard]] bool begins(const store::Change& change);  // opened, reopened
[[nodiscard]] bool ends(const store::Change& change);    // closed, withdrawn

// A target may leave the configuration while its incident is open; it is still told of, by its id.
struct Place {
  std::string agency;
  // As configured: an outage that opened on requests still waiting has no sample that names it.
  BackendId backend;
  Zone zone;
  const Calendar* calendar = nullptr;  // of `settings`; null: the target is gone
};
[[nodiscard]] Place place_of(const Settings& settings, const Outage& outage);

}  // namespace saksi::alert
