// SPDX-License-Identifier: Apache-2.0
#include "schedule/budget.hpp"

#include <algorithm>

namespace saksi::schedule {

Budget::Budget(double per_second, unsigned burst, Duration now)
    : per_second_(per_second), burst_(burst), level_(burst), at_(now) {}

void Budget::refill(Duration now) {
  const double seconds = std::chrono::duration<double>(now - at_).count();
  if (seconds > 0) {
    level_ = std::min(burst_, level_ + seconds * per_second_);
    at_ = now;
  }
}

bool Budget::draw(unsigned count, Duration now, unsigned keep) {
  refill(now);
  if (level_ < static_cast<double>(count) + keep) return false;
  level_ -= count;
  return true;
}

void Budget::give_back(unsigned count, Duration now) {
  refill(now);
  level_ = std::min(burst_, level_ + count);
}

double Budget::level(Duration now) const {
  Budget copy = *this;
  copy.refill(now);
  return copy.level_;
}

}  // namespace saksi::schedule
