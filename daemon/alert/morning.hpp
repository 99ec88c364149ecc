// SPDX-License-Identifier: Apache-2.0
//
// What people are told at a time of day, on working days: before the crowd comes, how each service
// stands (SIAP PAGI); after it has gone, how the morning went (RINGKASAN PAGI). What was not
// measured is never said to be well. Pure: each message is named after its day and zone, so that a
// second try is the same message.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/board.hpp"
#include "settings/settings.hpp"
#include "store/store.hpp"

namespace saksi::alert {

// One of the two, for all calendars of one zone that work on that day.
struct Round {
  enum class Kind : std::uint8_t { ready, summary } kind = Kind::ready;
  std::string id;  // "ready/2023-01-02/Asia/Jakarta"
  Zone zone;
  Date date;
  std::vector<TargetId> targets;  // in configured order
};

// Those whose time has come, and is not gone by half an hour: later nobody can use them any more.
[[nodiscard]] std::vector<Round> rounds_due(const Settings& settings, Instant now);

// From the opening of the check-in to its limit, as far as that has come. Whole minutes.
struct Morning {
  Instant from, to;
  bool whole = false;  // the limit has passed
};
[[nodiscard]] std::optional<Morning> morning_of(const Settings& settings, const TargetId& target,
                                                const Round& round, Instant now);

[[nodiscard]] std::vector<store::Message> ready(const Settings& settings, const Round& round,
                                                const Board& board, Instant now, bool demo);

struct MorningFacts {
  std::map<TargetId, std::vector<MinuteState>> minutes;  // of its Morning
  std::vector<Incident> incidents;  // that are known; which belong here is decided here
  std::vector<Sample> samples;      // that ended since the first opening; theirs and others'
  std::optional<DaySeal> seal;      // the latest
};
[[nodiscard]] std::vector<store::Message> summary(const Settings& settings, const Round& round,
                                                  const MorningFacts& facts, Instant now,
                                                  bool demo);

}  // namespace saksi::alert
