// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "judge/docket.hpp"

namespace saksi::judge {
namespace {

constexpr Duration kInstant{1};  // the first moment after

bool present(const View& view, const Standings& now, unsigned seat, Instant at) {
  const Standing& standing = now.seats[seat];
  return view.fitness[seat].fit() && standing.latest && standing.latest->stands(at);
}

bool refused(Class cls) { return casts_no_vote(cls) && cls != Class::not_open; }

}  // namespace

bool View::eligible(const Standings& now, unsigned seat, Instant at) const {
  const Standing& standing = now.seats[seat];
  return fitness[seat].fit() && standing.vote && standing.vote->stands(at);
}

Tally View::bad(const Standings& now, Instant at) const {
  return quorum.tally([&](unsigned seat) { return eligible(now, seat, at); },
                      [&](unsigned seat) { return now.seats[seat].bad; });
}

Tally View::recovered(const Standings& now, Instant at) const {
  return quorum.tally([&](unsigned seat) { return eligible(now, seat, at); },
                      [&](unsigned seat) { return now.seats[seat].good >= policy.good_after; });
}

State View::state(const Standings& now, Instant at) const {
  const auto is_present = [&](unsigned seat) { return present(*this, now, seat, at); };
  const auto is_eligible = [&](unsigned seat) { return eligible(now, seat, at); };
  const auto latest_is = [&](auto matches) {
    return [&now, matches](unsigned seat) { return matches(now.seats[seat].latest->cls); };
  };
  const Tally votes = bad(now, at);
  // While an outage is open and its end has not shown, whoever can still see says "down", and a
  // lone network says that it cannot tell.
  const bool standing_outage = now.open() && !now.cases.back().calm_since;
  if (votes.confirmed() || (standing_outage && votes.groups >= 2)) return State::down;
  const Tally not_open =
      quorum.tally(is_present, latest_is([](Class cls) { return cls == Class::not_open; }));
  if (not_open.voices == 0) return State::no_data;
  if (not_open.majority()) return State::not_open;
  if (quorum.tally(is_present, latest_is(refused)).majority()) return State::probe;
  if (votes.voices == 0) return State::no_data;
  if (votes.groups == 1 && (votes.majority() || standing_outage)) return State::unconfirmed;
  if (votes.yes > 0 && votes.yes_groups == 1) return State::one_network;
  const Tally slow = quorum.tally(
      is_eligible, [&](unsigned seat) { return now.seats[seat].vote->cls == Class::slow; });
  return slow.majority() ? State::slow : State::working;
}

Mood View::carry(const Standings& now, Instant until) const {
  Mood mood = *now.mood;
  while (mood.at < until) {
    // The next moment at which a finding has ceased to stand, if it comes first.
    Instant next = until;
    for (const Standing& standing : now.seats)
      for (const auto* finding : {&standing.vote, &standing.latest})
        if (*finding && (*finding)->stands_until() + kInstant > mood.at)
          next = std::min(next, (*finding)->stands_until() + kInstant);
    mood.at = next;
    if (const State state = this->state(now, next); state != mood.state) {
      mood.state = state;
      mood.since = next;
    }
  }
  return mood;
}

std::vector<Vote> View::votes(const Standings& now, Instant at) const {
  std::vector<Vote> votes;
  for (unsigned seat = 0; seat < now.seats.size(); ++seat) {
    const Standing& standing = now.seats[seat];
    if (!standing.latest) continue;
    votes.push_back({.vantage = quorum.vantage(seat),
                     .group = quorum.group_name(quorum.group(seat)),
                     .eligible = eligible(now, seat, at),
                     .bad = standing.bad,
                     .cls = standing.latest->cls,
                     .step = standing.latest->step});
  }
  return votes;
}

int gravity(State state) {
  switch (state) {
    case State::down:
      return 7;
    case State::unconfirmed:
      return 6;
    case State::one_network:
      return 5;
    case State::slow:
      return 4;
    case State::not_open:
      return 3;
    case State::probe:
      return 2;
    case State::no_data:
      return 1;
    case State::working:
      return 0;
  }
  return 0;
}

}  // namespace saksi::judge
