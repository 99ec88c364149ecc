// SPDX-License-Identifier: Apache-2.0
//
// One token bucket per backend: everything that is sent to it, from every vantage, agency and
// journey, confirms included, is drawn here first. Not thread-safe: owned by the probing thread.
#pragma once

#include "base/clock.hpp"

namespace saksi::schedule {

class Budget {
 public:
  // Starts full at `now` (steady time).
  Budget(double per_second, unsigned burst, Duration now);
  // Takes `count` tokens, or none. A draw larger than the burst can never succeed. `keep` tokens
  // are left for scheduled runs (a confirm passes a reserve here).
  bool draw(unsigned count, Duration now, unsigned keep = 0);
  void give_back(unsigned count, Duration now);  // what a run did not send
  [[nodiscard]] double level(Duration now) const;

 private:
  double per_second_;
  double burst_;
  double level_;
  Duration at_;
  void refill(Duration now);
};

}  // namespace saksi::schedule
