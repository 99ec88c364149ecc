// SPDX-License-Identifier: Apache-2.0
//
// Two counters decide who may vote and how. Fitness is the vantage's own: its controls, over all
// its targets, so that a broken network is noticed in any round. Standing is per target and
// journey: how often in a row it worked or failed. See docs/judge.md, "Who may vote" and "When a
// vantage is bad".
#pragma once

#include <optional>
#include <string>

#include "judge/heard.hpp"

namespace saksi::judge {

// A vantage may vote when the controls of its last two rounds answered.
class Fitness {
 public:
  // True when this changed whether the vantage is fit.
  bool hear(Controls controls);
  [[nodiscard]] bool fit() const { return rounds_ >= 2; }

 private:
  unsigned rounds_ = 0;  // in a row with good controls, counted up to 2
};

// A finding and how long it stands: 2.5 intervals after its end, inclusive.
struct Finding {
  Instant end;
  Duration interval{0};
  Class cls = Class::ok;
  std::string step;
  [[nodiscard]] Instant stands_until() const;
  [[nodiscard]] bool stands(Instant at) const { return at <= stands_until(); }
};

struct Standing {
  unsigned good = 0;    // in a row
  unsigned failed = 0;  // in a row
  bool bad = false;
  std::optional<Finding> vote;    // the last finding that casts a vote
  std::optional<Finding> latest;  // the last finding of any kind from a run with fine controls

  void worked(unsigned good_after);
  void failed_once(unsigned bad_after);
  // The final failure of a run that has already voted `late`: the same failure, not one more.
  void failed_as_said(unsigned bad_after);
  // After a silence longer than a finding stands, "in a row" begins anew.
  void resume(Instant start);
};

}  // namespace saksi::judge
