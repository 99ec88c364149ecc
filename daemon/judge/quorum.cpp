// SPDX-License-Identifier: Apache-2.0
#include "judge/quorum.hpp"

#include <map>
#include <numeric>
#include <utility>

namespace saksi::judge {

Quorum::Quorum(const Policy& policy) {
  std::map<std::string, unsigned> groups;
  std::map<std::pair<std::string, std::string>, unsigned> voices;
  for (const auto& [id, vantage] : policy.vantages) {
    const auto [group, is_new] =
        groups.emplace(vantage.group, static_cast<unsigned>(groups.size()));
    if (is_new) groups_.push_back(vantage.group);
    const auto voice = voices.emplace(std::pair(vantage.group, vantage.owner),
                                      static_cast<unsigned>(voices.size()));
    seats_.push_back({id, voice.first->second, group->second});
  }
  by_voice_.resize(seats_.size());
  std::iota(by_voice_.begin(), by_voice_.end(), 0U);
  std::sort(by_voice_.begin(), by_voice_.end(), [this](unsigned a, unsigned b) {
    return std::tuple(seats_[a].group, seats_[a].voice, a) <
           std::tuple(seats_[b].group, seats_[b].voice, b);
  });
}

std::optional<unsigned> Quorum::seat(const VantageId& id) const {
  const auto at =
      std::lower_bound(seats_.begin(), seats_.end(), id,
                       [](const Seat& seat, const VantageId& wanted) { return seat.id < wanted; });
  if (at == seats_.end() || at->id != id) return std::nullopt;
  return static_cast<unsigned>(at - seats_.begin());
}

}  // namespace saksi::judge
