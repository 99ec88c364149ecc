// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.hpp"

namespace saksi::test {

// A clock that stands still until it is told.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(Instant start = Instant{}) : wall_(start) {}
  void advance(Duration by) {
    wall_ += by;
    steady_ += by;
  }
  void step_wall(Duration by) { wall_ += by; }
  [[nodiscard]] Instant wall() const override { return wall_; }
  [[nodiscard]] Duration steady() const override { return steady_; }

 private:
  Instant wall_;
  Duration steady_{0};
};

}  // namespace saksi::test
