// SPDX-License-Identifier: Apache-2.0
//
// When did it begin and end? Not at the vote: a vote needs time. Four instants that enclose the
// truth, from the samples alone. See docs/judge.md, "Four bounds".
#pragma once

#include <optional>
#include <vector>

#include "model/incident.hpp"

namespace saksi::judge {

// One look at the target by a vantage that was fit.
struct Look {
  Instant start, end;
  Duration interval{0};
  unsigned group = 0;
  unsigned vantage = 0;
  bool bad = false;
  Class cls = Class::ok;
  const std::string* step = nullptr;  // not owned; may be absent
};

struct Reach {
  Bounds bounds;
  std::vector<Look> failures;  // those that belong to the outage, by start
};

// `looks`: all from an hour before `opened` to `closed` (or to the last known). Absent when no look
// in it failed.
[[nodiscard]] std::optional<Reach> reach(std::vector<Look> looks, Instant opened,
                                         std::optional<Instant> closed);

// How far before its opening an outage is looked for.
inline constexpr Duration kLookBack = std::chrono::hours(1);

}  // namespace saksi::judge
