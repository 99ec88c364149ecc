// SPDX-License-Identifier: Apache-2.0
//
// What the judge knows of one journey on one target: all that it heard, and how things stood after
// the events taken so far. The standing part is a plain value, so that it can be put aside and gone
// back to when a sample comes late.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "judge/heard.hpp"
#include "judge/quorum.hpp"
#include "judge/vantage_state.hpp"

namespace saksi::judge {

// Whether a `late` vote stands for a planned start. One follows from any sample that was late, or
// from a note as long as no sample of that run has come: so the final view never depends on the
// note.
struct LateEntry {
  bool noted = false;
  std::string step;      // as the note said
  unsigned samples = 0;  // heard with this planned start
  unsigned late = 0;     // of them, those that voted late
  [[nodiscard]] bool votes() const { return late > 0 || (noted && samples == 0); }
};

using LateKey = std::pair<unsigned, Instant>;  // vantage, planned start

struct Case {  // an outage in the making
  Instant opened;
  std::optional<Instant> closed;
  std::optional<Instant> calm_since;
  unsigned episodes = 1;
  std::vector<Vote> votes;
  std::optional<Outage> told;  // once closed: nothing before the closing can change it
};

struct Mood {
  State state = State::no_data;
  Instant since;
  Instant at;  // up to when this is known
};

struct Standings {
  std::vector<Standing> seats;
  std::deque<std::pair<Instant, bool>> recent;  // counted samples: end, failed; for the closing
  Duration recent_span{0};                      // how far back they are kept
  std::vector<Case> cases;                      // by opening; only the last may be open
  std::optional<Mood> mood;                     // absent before the first event
  [[nodiscard]] bool open() const { return !cases.empty() && !cases.back().closed; }
};

struct DocketKey {
  TargetId target;
  JourneyId journey;
  friend auto operator<=>(const DocketKey&, const DocketKey&) = default;
};

struct Docket {
  DocketKey key;
  std::size_t index = 0;  // of its standings
  std::set<Heard> heard;
  std::map<LateKey, LateEntry> lates;
};

// Shared reading of the standings at an instant.
struct View {
  const Quorum& quorum;
  const Policy& policy;
  const std::vector<Fitness>& fitness;

  // May it vote here: fit, and its last vote still stands.
  [[nodiscard]] bool eligible(const Standings& now, unsigned seat, Instant at) const;
  [[nodiscard]] Tally bad(const Standings& now, Instant at) const;
  [[nodiscard]] Tally recovered(const Standings& now, Instant at) const;
  [[nodiscard]] State state(const Standings& now, Instant at) const;
  // The mood carried on to `until`, through every instant at which a finding ceased to stand.
  [[nodiscard]] Mood carry(const Standings& now, Instant until) const;
  [[nodiscard]] std::vector<Vote> votes(const Standings& now, Instant at) const;
};

// minutes.cpp
[[nodiscard]] std::vector<MinuteState> minutes_of(const Docket& docket, const Quorum& quorum,
                                                  const Policy& policy, Instant first,
                                                  std::size_t count, Instant now);
// Of the journeys of one target, the gravest word is the target's: a lighter check that works
// proves nothing about what another journey found or could not see.
[[nodiscard]] MinuteState graver(MinuteState a, MinuteState b);
[[nodiscard]] int gravity(State state);

}  // namespace saksi::judge
