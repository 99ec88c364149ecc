// SPDX-License-Identifier: Apache-2.0
//
// What a service manager is told: one datagram to the socket that it names (sd_notify(3)). The
// protocol is that datagram and no more, so it is written here instead of linking libsystemd.
#pragma once

#include <string>

#include "base/clock.hpp"

namespace saksi {

class Notifier {
 public:
  Notifier() = default;                            // says nothing to nobody
  explicit Notifier(std::string socket);           // a path, or "@name" of the abstract namespace
  [[nodiscard]] static Notifier of_environment();  // $NOTIFY_SOCKET; none: says nothing

  // Lines of "KEY=value". Never waits and never fails: an error is logged once.
  void say(const std::string& lines);
  [[nodiscard]] bool somebody_listens() const { return !socket_.empty(); }

 private:
  std::string socket_;
  bool complained_ = false;
};

// How often this process must say WATCHDOG=1 ($WATCHDOG_USEC, and $WATCHDOG_PID is ours); zero: it
// need not.
[[nodiscard]] Duration watchdog_of_environment();

}  // namespace saksi
