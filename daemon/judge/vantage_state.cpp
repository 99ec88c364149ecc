// SPDX-License-Identifier: Apache-2.0
#include "judge/vantage_state.hpp"

#include <algorithm>

namespace saksi::judge {

bool Fitness::hear(Controls controls) {
  const bool before = fit();
  switch (controls) {
    case Controls::failed:
      rounds_ = 0;
      break;
    case Controls::fine:
      rounds_ = std::min(rounds_ + 1, 2U);
      break;
    case Controls::none:
      break;
  }
  return fit() != before;
}

Instant Finding::stands_until() const {
  // Capped, so that a hostile interval neither overflows nor stands for ever.
  const auto capped = std::clamp<Duration>(interval, Duration{0}, std::chrono::hours(24));
  return end + capped * 5 / 2;
}

void Standing::worked(unsigned good_after) {
  failed = 0;
  if (++good >= good_after) bad = false;
}

void Standing::failed_once(unsigned bad_after) {
  good = 0;
  if (++failed >= bad_after) bad = true;
}

void Standing::failed_as_said(unsigned bad_after) {
  good = 0;
  failed = std::max(failed, 1U);
  if (failed >= bad_after) bad = true;
}

void Standing::resume(Instant start) {
  if (!vote || vote->stands(start)) return;
  good = failed = 0;
  bad = false;
}

}  // namespace saksi::judge
