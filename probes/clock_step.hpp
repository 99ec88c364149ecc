// SPDX-License-Identifier: Apache-2.0
//
// What a server's Date says of its clock. Pure.
#pragma once

#include <optional>
#include <vector>

#include "probes/probes.hpp"

namespace saksi::probes {

// One answer: made between these two instants of our clock, with this Date, which names a whole
// second.
struct Dated {
  Instant sent, received;
  Instant date;
};

// The server's clock minus ours lies in [lo, hi].
struct Skew {
  Duration lo{0}, hi{0};
  bool agreed = true;  // false: no one offset fits all answers (several servers, say); then all lie
                       // in it
};
[[nodiscard]] std::optional<Skew> skew_of(const std::vector<Dated>& answers);

// clock_skew where all of it lies further off than the limit.
[[nodiscard]] Verdict judge_clock(const std::optional<Skew>& skew, std::size_t answers,
                                  Duration limit);

}  // namespace saksi::probes
