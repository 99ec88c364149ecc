// SPDX-License-Identifier: Apache-2.0
//
// The board as Prometheus text (exposition format 0.0.4). Each metric has one row in the table of
// metrics.cpp: name, type, help, labels. Series of a vantage that went silent are left out, because
// a gauge kept from a dead agent would report yesterday's truth for ever.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/board.hpp"

namespace saksi::metrics {

struct MetricHelp {
  std::string_view name;    // "saksi_journey_success"
  std::string_view type;    // gauge, counter, histogram
  std::string_view labels;  // "site,journey,vantage"
  std::string_view help;
};
[[nodiscard]] const std::vector<MetricHelp>& table();

// Facts that do not change while the daemon runs.
struct Identity {
  std::string version, revision;
  struct Vantage {
    VantageId id;
    std::string isp, place, group, owner;
  };
  std::vector<Vantage> vantages;
  Duration silent_after = std::chrono::minutes(5);
  // What is configured, so that a target without any sample yet has its series too.
  struct Target {
    TargetId id;
    JourneyId journey;
  };
  std::vector<Target> targets;
};

[[nodiscard]] std::string exposition(const Board& board, const Identity& identity);

}  // namespace saksi::metrics
