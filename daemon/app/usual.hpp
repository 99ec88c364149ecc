// SPDX-License-Identifier: Apache-2.0
//
// What the answers to each step of a target are like when all is well: the median size of the good
// samples of the last 36 hours, twenty of them at least, from all vantages together, and the title
// of the latest. Pure; one thread.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "probes/probes.hpp"

namespace saksi::app {

class Usual {
 public:
  // Only what worked teaches; a run that found too little would else make it the usual.
  void learn(const Sample& sample);
  void learn(const TargetId& target, const std::map<std::string, std::string>& titles);

  // By step; none for a step of which too little is known.
  [[nodiscard]] std::map<std::string, probes::Baseline> of(const TargetId& target,
                                                           Instant now) const;

 private:
  struct Seen {
    Instant at;
    std::uint64_t bytes = 0;
  };
  using Key = std::pair<TargetId, std::string>;  // and step
  std::map<Key, std::deque<Seen>> sizes_;        // oldest first
  std::map<Key, std::vector<std::string>> titles_;
};

}  // namespace saksi::app
