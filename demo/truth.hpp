// SPDX-License-Identifier: Apache-2.0
//
// What the web knows about itself: each request's one outcome, in ten-second bins by when it was
// asked. A bin is final once it is over and all its requests have ended. Pure; one thread at a
// time.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "demo/demo.hpp"
#include "demo/queue.hpp"

namespace saksi::demo {

class Truth {
 public:
  static constexpr Duration kBin = std::chrono::seconds(10);
  static constexpr Duration kInTime =
      std::chrono::seconds(20);  // an answer later than this is for nobody
  explicit Truth(Instant start) : next_(start) {}

  void asked(Instant at);
  void answered(Instant asked_at, Instant now, Answer answer);

  // The bins that have become final by `now` since the last call, oldest first.
  std::vector<TruthBin> take_final(Instant now);

  [[nodiscard]] static std::string csv_head();
  [[nodiscard]] static std::string csv_line(const TruthBin& bin);

 private:
  struct Open {
    TruthBin bin;
    unsigned pending = 0;
  };
  Open& open_bin(Instant at);
  std::deque<Open> open_;  // contiguous, from the oldest that is not final
  Instant next_;           // the start of the bin after the last open one
};

}  // namespace saksi::demo
