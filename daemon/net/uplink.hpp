// SPDX-License-Identifier: Apache-2.0
//
// Is a vantage's own way out there at all? Asked of the kernel; nothing is sent.
#pragma once

#include <string>

#include "base/clock.hpp"
#include "net/way.hpp"

namespace saksi::net {

// What is missing, in words: "interface wwan0 has no carrier". Empty: nothing, or the way says
// nothing that could be missing.
[[nodiscard]] std::string missing_of(const Way& way);

// The same, asked once a second at most. One thread.
class Uplink {
 public:
  Uplink(const Clock& clock, Way way) : clock_(&clock), way_(std::move(way)) {}
  [[nodiscard]] const std::string& missing();

 private:
  const Clock* clock_;
  Way way_;
  std::string missing_;
  Duration until_{0};
  bool asked_ = false;
};

}  // namespace saksi::net
