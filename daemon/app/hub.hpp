// SPDX-License-Identifier: Apache-2.0
//
// The daemon: which threads there are and how they are wired. Threads exist here and in the
// stations that this page starts, and nowhere else (ARCHITECTURE.md has the table).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/service.hpp"
#include "base/clock.hpp"
#include "settings/settings.hpp"

namespace saksi::app {

struct HubOptions {
  std::shared_ptr<const Settings> settings;
  std::string config_digest;     // SHA-256 of the configuration file
  std::string config_text;       // of which agents get an excerpt
  const Clock* clock = nullptr;  // outlives the hub
  std::string purpose = "live";  // "demo:2023-01-02:7": kept apart for ever
  std::string demo_name;         // shown on pages; empty: not a demo
  bool probing = true;           // false: only show what is recorded (a demo that has ended)
};

class Hub {
 public:
  // Everything that can be wrong with the store, the ports and the accounts is said here, before
  // the first request is sent.
  static Result<std::unique_ptr<Hub>> start(HubOptions options);
  virtual ~Hub() = default;  // stops in order: probes, keeper, messages, web
  [[nodiscard]] virtual std::uint16_t pages_port() const = 0;
  [[nodiscard]] virtual std::uint16_t operations_port() const = 0;
  [[nodiscard]] virtual std::uint16_t agents_port() const = 0;  // 0: no vantage has an agent
  // What there is to say of its health; any thread.
  [[nodiscard]] virtual Vitals vitals() const = 0;
  // Returns when `signal_fd` becomes readable (a stop was asked for: true) or when the store has
  // failed (false: everybody was told, end with exit code 3). Calls `each_second` meanwhile.
  virtual bool run_until(int signal_fd, const std::function<void()>& each_second) = 0;
  bool run_until(int signal_fd) { return run_until(signal_fd, {}); }
};

}  // namespace saksi::app
