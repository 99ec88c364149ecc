// SPDX-License-Identifier: Apache-2.0
//
// A remote vantage: the front half of the hub, with an uplink in the place of the judge. It probes
// whether or not its hub is there, records in its own journal, and delivers. Threads: probe (as in
// the hub), journal, uplink.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/service.hpp"
#include "base/clock.hpp"
#include "model/ids.hpp"
#include "net/hub_call.hpp"

namespace saksi::app {

// What `saksi agent join` leaves in the folder: agent.json.
struct AgentIdentity {
  VantageId vantage;
  net::HubAddress hub;
};
Result<void> write_identity(const std::string& directory, const AgentIdentity& identity);
Result<AgentIdentity> read_identity(const std::string& directory);

struct AgentOptions {
  std::string directory;
  std::string files;             // the folder from which relative paths of the plan are taken
  const Clock* clock = nullptr;  // outlives the agent
  std::string demo;              // as in records; empty: live
};

class Agent {
 public:
  static Result<std::unique_ptr<Agent>> start(AgentOptions options);
  virtual ~Agent() = default;  // stops in order: probes, journal, uplink
  [[nodiscard]] virtual Vitals vitals() const = 0;
  // Returns when `signal_fd` becomes readable. Calls `each_second` meanwhile.
  virtual void run_until(int signal_fd, const std::function<void()>& each_second) = 0;
};

}  // namespace saksi::app
