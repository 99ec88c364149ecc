// SPDX-License-Identifier: Apache-2.0
//
// Chance that is the same on every machine for the same key: SplitMix64 (Steele, Lea, Flood 2014)
// on a keyed start. The standard library's distributions differ between implementations.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/digest.hpp"

namespace saksi::demo {

class Random {
 public:
  Random(std::uint64_t seed, std::string_view stream)
      : state_(keyed_hash(std::to_string(seed), stream)) {}

  [[nodiscard]] double unit() {  // in [0, 1)
    return static_cast<double>(bits() >> 11) * 0x1.0p-53;
  }
  [[nodiscard]] bool chance(double share) { return unit() < share; }
  [[nodiscard]] Duration between(Duration from, Duration to) {
    return from +
           Duration(static_cast<Duration::rep>(unit() * static_cast<double>((to - from).count())));
  }
  // Nearly normal, never farther than six deviations: the sum of twelve units (Irwin-Hall).
  [[nodiscard]] double normal() {
    double sum = -6.0;
    for (int i = 0; i < 12; ++i) sum += unit();
    return sum;
  }

 private:
  std::uint64_t bits() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
  }
  std::uint64_t state_;
};

}  // namespace saksi::demo
