// SPDX-License-Identifier: Apache-2.0
#include "schedule/budget.hpp"

#include <algorithm>
#include <cmath>

namespace saksi::schedule {

Budget::Budget(double per_second, unsigned burst, unsigned most_debt, Duration now)
    : per_second_(per_second), burst_(burst), most_debt_(most_debt), level_(burst), at_(now) {}

void Budget::refill(Duration now) {
  const double seconds = std::chrono::duration<double>(now - at_).count();
  if (seconds > 0) {
    const double lent =
        std::chrono::duration<double>(std::clamp(lent_until_, at_, now) - at_).count() * lent_;
    level_ = std::min(burst_, level_ + seconds * per_second_ + lent);
    at_ = now;
  }
}

bool Budget::draw(unsigned count, Duration now, unsigned keep) {
  refill(now);
  if (level_ < static_cast<double>(count) + keep) return false;
  level_ -= count;
  return true;
}

bool Budget::draw_further(Duration now) {
  refill(now);
  if (level_ - 1 < -most_debt_) return false;
  level_ -= 1;
  return true;
}

void Budget::lend(double per_second, Duration until, Duration now) {
  refill(now);
  lent_ = per_second;
  lent_until_ = until;
}

void Budget::give_back(unsigned count, Duration now) {
  refill(now);
  level_ = std::min(burst_, level_ + count);
}

Duration Budget::wait_for(unsigned count, Duration now) const {
  const double lacking = static_cast<double>(count) - level(now);
  if (lacking <= 0) return Duration{0};
  // A microsecond more, so that rounding never makes it ask again for nothing.
  return Duration(static_cast<std::int64_t>(std::ceil(lacking / per_second_ * 1e6)) + 1);
}

double Budget::level(Duration now) const {
  Budget copy = *this;
  copy.refill(now);
  return copy.level_;
}

}  // namespace saksi::schedule
