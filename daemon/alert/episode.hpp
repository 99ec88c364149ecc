// SPDX-License-Identifier: Apache-2.0
//
// The incidents of one backend that belong together in the ears of people. Pure.
#pragma once

#include <string>
#include <vector>

#include "model/words.hpp"
#include "settings/settings.hpp"

namespace saksi::alert {

// Those that overlap each other, oldest first.
using Episode = std::vector<const Incident*>;

[[nodiscard]] bool is_open(const Incident& incident);
[[nodiscard]] Episode episode_of(const Settings& settings, const std::vector<Incident>& known,
                                 const BackendId& backend, Instant now);
[[nodiscard]] std::string agencies_of(const Settings& settings, const Episode& episode,
                                      Language language);
// Since when, for people: the first certain failure of any of them.
[[nodiscard]] Instant since_of(const Episode& episode);
// Where readers follow it: the incident's page, or today's where there are several. Empty: nowhere.
[[nodiscard]] std::string page_of(const Settings& settings, const Episode& episode);

}  // namespace saksi::alert
