// SPDX-License-Identifier: Apache-2.0
//
// Who counts as how many. Several vantages of one owner on one network group speak with one
// *voice*: it says yes when all of its vantages that are present say yes. (One owner may run
// vantages on several networks; those are as many voices, since they cannot fail together.)
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "judge/judge.hpp"

namespace saksi::judge {

struct Tally {
  unsigned voices = 0;  // present
  unsigned yes = 0;
  unsigned groups = 0;  // network groups of the voices present
  unsigned yes_groups = 0;

  // A majority of those present, and never fewer than two.
  [[nodiscard]] unsigned need() const { return std::max(2U, voices / 2 + 1); }
  [[nodiscard]] bool majority() const { return voices > 0 && yes >= voices / 2 + 1; }
  // Enough to accuse the server: a majority of at least two, on at least two networks.
  [[nodiscard]] bool confirmed() const { return yes >= need() && yes_groups >= 2; }
};

class Quorum {
 public:
  explicit Quorum(const Policy& policy);
  [[nodiscard]] std::size_t size() const { return seats_.size(); }
  [[nodiscard]] std::optional<unsigned> seat(const VantageId& id) const;
  [[nodiscard]] const VantageId& vantage(unsigned seat) const { return seats_[seat].id; }
  [[nodiscard]] unsigned group(unsigned seat) const { return seats_[seat].group; }
  [[nodiscard]] const std::string& group_name(unsigned group) const { return groups_[group]; }

  template <class Present, class Yes>  // both: bool(unsigned seat)
  [[nodiscard]] Tally tally(Present present, Yes yes) const {
    Tally tally;
    // Seats are visited voice by voice, and voices group by group.
    for (std::size_t i = 0; i < by_voice_.size();) {
      const unsigned group = seats_[by_voice_[i]].group;
      bool group_present = false, group_yes = false;
      while (i < by_voice_.size() && seats_[by_voice_[i]].group == group) {
        const unsigned voice = seats_[by_voice_[i]].voice;
        bool heard = false, agreed = true;
        for (; i < by_voice_.size() && seats_[by_voice_[i]].voice == voice; ++i) {
          if (!present(by_voice_[i])) continue;
          heard = true;
          agreed = agreed && yes(by_voice_[i]);
        }
        if (!heard) continue;
        ++tally.voices;
        group_present = true;
        if (!agreed) continue;
        ++tally.yes;
        group_yes = true;
      }
      tally.groups += group_present ? 1U : 0U;
      tally.yes_groups += group_yes ? 1U : 0U;
    }
    return tally;
  }

 private:
  struct Seat {
    VantageId id;
    unsigned voice = 0, group = 0;
  };
  std::vector<Seat> seats_;         // sorted by id
  std::vector<unsigned> by_voice_;  // seats, sorted by (group, voice)
  std::vector<std::string> groups_;
};

}  // namespace saksi::judge
