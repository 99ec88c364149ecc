// SPDX-License-Identifier: Apache-2.0
//
// Counters of what was recorded since start, as the board and so /metrics show them. Keeper's
// thread.
#pragma once

#include "model/board.hpp"

namespace saksi::app {

class Tally {
 public:
  void remember(const Sample& sample);  // from before the start: seen, not counted
  void count(const Sample& sample);
  void count(const Gap& gap);
  void fill(Board& board) const;
  struct LastRun {
    Instant end;
    bool controls_ok = false;
  };
  [[nodiscard]] const std::map<VantageId, LastRun>& last_runs() const { return last_runs_; }

 private:
  std::map<RunKey, std::uint64_t> runs_;
  std::map<FailureKey, std::uint64_t> failures_;
  std::map<GapKey, std::uint64_t> gaps_;
  std::map<StepKey, Histogram> steps_;
  // What a page and a gauge tell of: a light check that worked does not stand in the place of what
  // the whole journey found.
  std::map<std::pair<TargetId, VantageId>, Sample> latest_;
  std::map<VantageId, LastRun> last_runs_;  // of any kind
};

}  // namespace saksi::app
