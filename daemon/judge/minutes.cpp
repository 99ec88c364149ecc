// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "judge/docket.hpp"

namespace saksi::judge {
namespace {

using std::chrono::minutes;

constexpr Duration kMinute = minutes(1);
constexpr Duration kMost = minutes(10);  // no run waits longer (settings cap a journey's time)
constexpr Duration kLookBefore = minutes(30);  // for the run of failures that a minute continues

struct Cell {  // one vantage in one minute
  unsigned worked = 0, slow = 0, failed = 0, not_open = 0, refused = 0;
  bool bad = false;  // its failures, counted on from earlier minutes, have reached bad_after
  [[nodiscard]] bool voted() const { return worked + failed > 0; }
  [[nodiscard]] bool present() const { return voted() || not_open + refused > 0; }
  [[nodiscard]] bool failing() const { return failed > worked; }
};

MinuteState verdict(const Cell* cells, const Quorum& quorum) {
  const auto voted = [&](unsigned seat) { return cells[seat].voted(); };
  const auto present = [&](unsigned seat) { return cells[seat].present(); };
  const Tally failing = quorum.tally(voted, [&](unsigned seat) { return cells[seat].failing(); });
  const Tally all = quorum.tally(present, [](unsigned) { return true; });
  if (failing.confirmed()) return MinuteState::bad;
  if (all.groups < 2) return MinuteState::unknown;
  std::optional<unsigned> group;
  bool any = false, one_group = true, run = false;
  for (unsigned seat = 0; seat < quorum.size(); ++seat) {
    if (cells[seat].failed == 0) continue;
    one_group = one_group && (!group || *group == quorum.group(seat));
    group = quorum.group(seat);
    any = true;
    run = run || (cells[seat].bad && cells[seat].failing());
  }
  if (any && one_group && run && failing.groups >= 2) return MinuteState::one_network;
  if (any) return MinuteState::intermittent;
  const auto mostly = [&](unsigned Cell::*kind) {
    return quorum
        .tally(present,
               [&, kind](unsigned seat) {
                 const Cell& cell = cells[seat];
                 return cell.*kind * 2 > cell.worked + cell.failed + cell.not_open + cell.refused;
               })
        .majority();
  };
  if (mostly(&Cell::not_open)) return MinuteState::not_open;
  if (failing.groups < 2) return MinuteState::unknown;
  const Tally slow =
      quorum.tally(voted, [&](unsigned seat) { return cells[seat].slow * 2 > cells[seat].worked; });
  return slow.majority() ? MinuteState::slow : MinuteState::good;
}

}  // namespace

std::vector<MinuteState> minutes_of(const Docket& docket, const Quorum& quorum,
                                    const Policy& policy, Instant first, std::size_t count,
                                    Instant now) {
  const std::size_t seats = quorum.size();
  std::vector<Cell> cells(count * seats);
  const auto index = [&](Instant at) { return (at - first) / kMinute - (at < first ? 1 : 0); };
  std::vector<unsigned> run(seats, 0);
  Heard from;
  from.end = first - kLookBefore;
  const Instant to = first + kMinute * static_cast<std::int64_t>(count) + kMost;
  for (auto at = docket.heard.lower_bound(from); at != docket.heard.end(); ++at) {
    if (at->end > now || at->end >= to) break;
    // Confirm runs come after failures only, so they would tilt a minute.
    // A light check that worked does not make a minute good.
    if (!at->fit || !at->scheduled || at->cls == Class::light_ok) continue;
    if (!casts_no_vote(at->cls)) run[at->vantage] = at->failed() ? run[at->vantage] + 1 : 0;
    const std::int64_t own = index(at->end);
    std::int64_t begin = own;
    if (at->failed())  // also the minutes that it spent waiting from beginning to end
      begin = std::min(own, index(std::max(at->planned, at->end - kMost) + kMinute - Duration{1}));
    for (std::int64_t i = std::max<std::int64_t>(begin, 0);
         i <= own && i < static_cast<std::int64_t>(count); ++i) {
      Cell& cell = cells[static_cast<std::size_t>(i) * seats + at->vantage];
      if (at->failed()) {
        ++cell.failed;
        cell.bad = run[at->vantage] >= policy.bad_after;
      } else if (worked(at->cls)) {
        ++cell.worked;
        if (at->cls == Class::slow) ++cell.slow;
      } else if (at->cls == Class::not_open) {
        ++cell.not_open;
      } else {
        ++cell.refused;
      }
    }
  }
  std::vector<MinuteState> result;
  result.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    result.push_back(verdict(cells.data() + i * seats, quorum));
  return result;
}

MinuteState graver(MinuteState a, MinuteState b) {
  const auto weight = [](MinuteState state) {
    switch (state) {
      case MinuteState::bad:
        return 6;
      case MinuteState::one_network:
        return 5;
      case MinuteState::intermittent:
        return 4;
      case MinuteState::slow:
        return 3;
      case MinuteState::not_open:
        return 2;
      case MinuteState::unknown:
        return 1;
      case MinuteState::good:
        return 0;
    }
    return 0;
  };
  return weight(a) >= weight(b) ? a : b;
}

}  // namespace saksi::judge
