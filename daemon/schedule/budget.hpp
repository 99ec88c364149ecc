// SPDX-License-Identifier: Apache-2.0
//
// One token bucket per backend: everything that is sent to it, from every vantage, agency and
// journey, confirms included, is drawn here. A run draws what it will likely send before it starts;
// a request beyond that (a redirect that the last good run did not have) is drawn as it happens and
// may leave a small debt, which is paid before anything else starts. So in any time T there is sent
// at most
//   burst + rate * T + most_debt + what runs under way had drawn before and not sent yet.
// Not thread-safe: owned by the probing thread.
#pragma once

#include "base/clock.hpp"

namespace saksi::schedule {

class Budget {
 public:
  // Starts full at `now` (steady time).
  Budget(double per_second, unsigned burst, unsigned most_debt, Duration now);
  // Takes `count` tokens, or none. A draw larger than the burst can never succeed. `keep` tokens
  // are left for scheduled runs (a confirm passes a reserve here).
  bool draw(unsigned count, Duration now, unsigned keep = 0);
  // One token for a run under way, from a debt if need be; false when the debt is at its most.
  bool draw_further(Duration now);
  void give_back(unsigned count, Duration now);  // what a run did not send
  // So much more a second until `until`: what the hub lends of what others do not use. A later loan
  // takes the place of the one before.
  void lend(double per_second, Duration until, Duration now);
  // How long from `now` until draw(count) can succeed, if nothing else is drawn.
  [[nodiscard]] Duration wait_for(unsigned count, Duration now) const;
  [[nodiscard]] double level(Duration now) const;  // negative: a debt

 private:
  double per_second_;
  double lent_ = 0;
  Duration lent_until_{0};
  double burst_;
  double most_debt_;
  double level_;
  Duration at_;
  void refill(Duration now);
};

}  // namespace saksi::schedule
