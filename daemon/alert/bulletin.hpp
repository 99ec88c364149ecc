// SPDX-License-Identifier: Apache-2.0
//
// What people are told, on channels that people read: one message when a backend goes out, with all
// its agencies, and one when all of them have recovered. Forty agencies on one host are one
// telephone that rings once. Pure.
#pragma once

#include <vector>

#include "alert/people.hpp"
#include "settings/settings.hpp"
#include "store/store.hpp"

namespace saksi::alert {

// `known`: the latest revision of every incident that is remembered, `changes` among them applied.
// A message waits a little for the agencies that fail within moments of each other; while it is
// unsent, what comes next is written into it.
[[nodiscard]] std::vector<store::Message> bulletins(const Settings& settings,
                                                    const std::vector<Incident>& known,
                                                    const std::vector<store::Change>& changes,
                                                    Instant now, bool demo,
                                                    const AckLinks& links = {});

}  // namespace saksi::alert
