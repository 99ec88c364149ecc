// SPDX-License-Identifier: Apache-2.0
//
// One demo from start to end: the world, the hub as a child, the companions, progress, and the
// evidence gathered for the score.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/demo_score.hpp"
#include "demo/demo.hpp"

namespace saksi::cli {

struct DemoPlan {
  demo::Day day;
  std::uint64_t seed = 1;
  int speed = 20;
  std::optional<TimeOfDay> kill;
  std::string directory;
  std::string telegram_api;  // of a Bot API to tell, too; empty: none
  std::uint16_t wanted_port = 8080;
  bool quiet = false;  // no progress lines
  bool stay = true;    // keep the pages up at the end
};

struct DemoResult {
  Evidence evidence;
  bool replay_same = false;
  bool interrupted = false;
  std::map<std::string, unsigned>
      notifications;                  // "alertmanager firing" -> how many the receiver got
  unsigned firing_notifications = 0;  // of Alertmanager
  unsigned incident_groups = 0;       // outages that it should have told of once each
};

class DemoPlay {
 public:
  static Result<std::unique_ptr<DemoPlay>> start(DemoPlan plan);
  virtual ~DemoPlay() = default;
  virtual Result<DemoResult> run(int signal_fd) = 0;
  virtual void summarise(const DemoResult& result, const std::vector<std::string>& wrong) = 0;
  virtual void stay(int signal_fd) = 0;
};

}  // namespace saksi::cli
