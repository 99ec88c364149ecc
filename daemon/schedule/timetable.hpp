// SPDX-License-Identifier: Apache-2.0
//
// What falls due next, of all vantages together. Told the time, never asks: it may be asked at any
// pace and after any sleep, and a wall clock that was stepped changes what is due, because due
// times are compared with the wall. Each slot comes out once.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "schedule/ruling.hpp"

namespace saksi::schedule {

class Timetable {
 public:
  struct Due {
    VantageId vantage;
    Slot slot;
  };
  // Slots that were to start before `from` are somebody else's business (the store's, which names
  // them as gaps at a start).
  Timetable(std::vector<Rule> rules, Instant from);
  // The slots with planned <= now that were not given before, in the order of `planned`.
  Result<std::vector<Due>> due(Instant now);
  // When the next one is to start, as far as slots are laid out.
  [[nodiscard]] std::optional<Instant> next() const;

 private:
  Result<void> lay_out(Instant now);

  std::vector<Rule> rules_;
  Instant from_;
  Duration reach_{0};   // of all rules: how far ahead of its name a slot may start
  Instant laid_until_;  // by name
  std::deque<Due> laid_;
};

}  // namespace saksi::schedule
