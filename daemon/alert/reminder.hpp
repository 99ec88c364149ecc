// SPDX-License-Identifier: Apache-2.0
//
// An outage that goes on and that nobody has acknowledged is said again (MASIH GANGGUAN), a few
// times and no more. Pure.
#pragma once

#include <vector>

#include "alert/people.hpp"
#include "model/board.hpp"
#include "settings/settings.hpp"
#include "store/store.hpp"

namespace saksi::alert {

// The reminders whose time has come, one for each backend and channel. Each is named after the
// incident and its turn: said once. One that nobody was there to say is left out for the next. Of a
// backend's incidents one acknowledgement is enough: they are one message to people.
[[nodiscard]] std::vector<store::Message> reminders(
    const Settings& settings, const std::vector<Incident>& known,
    const std::vector<Acknowledgement>& acknowledged, const Board& board, Instant now, bool demo,
    const AckLinks& links);

}  // namespace saksi::alert
