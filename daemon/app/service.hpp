// SPDX-License-Identifier: Apache-2.0
//
// What the service manager is told, and when. The watchdog is fed for as long as each thread that
// matters moves by its own count; nobody vouches for another. Pure: vitals in, lines out.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/clock.hpp"

namespace saksi::app {

// What a hub knows of itself, at one moment.
struct Vitals {
  struct Beat {
    std::string who;
    std::uint64_t count = 0;  // grows while that thread does its work
  };
  std::vector<Beat> beats;  // of each thread without which nothing is watched
  bool rules = false;       // a plan rules now
  std::size_t targets = 0, open = 0;
};

class Service {
 public:
  // `say` sends lines to the manager; `watchdog` is its period, zero where it has none.
  Service(std::function<void(const std::string&)> say, Duration watchdog);

  // To be called about once a second; `steady` is the time of the world outside.
  void look(const Vitals& vitals, Duration steady);
  void stopping(const std::string& why);

 private:
  struct Seen {
    std::uint64_t count = 0;
    Duration moved{0};
  };
  // The thread that has stood still for too long, in words; or empty.
  std::string stuck(const Vitals& vitals, Duration steady);
  void show(const std::string& status);

  std::function<void(const std::string&)> say_;
  Duration watchdog_, patience_;
  std::map<std::string, Seen> seen_;
  std::string status_;
  Duration fed_ = Duration::min(), extended_ = Duration::min();
  bool ready_ = false;
};

}  // namespace saksi::app
