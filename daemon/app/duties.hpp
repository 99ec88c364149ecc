// SPDX-License-Identifier: Apache-2.0
//
// What each vantage is to do from this start on, against what the store says that it was to do.
// Pure.
#pragma once

#include <vector>

#include "schedule/ruling.hpp"
#include "settings/settings.hpp"

namespace saksi::app {

struct Duties {
  std::vector<Plan> record;           // plans that are new; to be recorded before anything runs
  std::vector<schedule::Rule> rules;  // of recorded and new plans: all whose slots are still ahead
};

// A plan that did not change goes on. A new one takes effect a minute from now, and until then the
// old one rules, so that no slot is ever planned anew. A vantage that left the configuration gets a
// farewell: a plan without entries, effective at once. `recorded` in the order of recording. Of an
// agent the new plans name the `document` that they follow.
Result<Duties> duties_of(const Settings& settings, const std::vector<Plan>& recorded, Instant now,
                         const std::optional<Digest>& document = std::nullopt);

// From when on slots may run: now, but where the clock was set back while nobody ran, not before
// the time that the records have reached (`last` planned start of any slot), or a slot would get a
// second row. A clock that is far ahead is taken for wrong: each slot until then would become a gap
// for ever.
Result<Instant> begin_after(std::optional<Instant> last, Instant now);

}  // namespace saksi::app
