// SPDX-License-Identifier: Apache-2.0
//
// The uplink thread of an agent: delivers what the spool holds, what is live ahead of what is late,
// and hears what the hub wants. It probes nothing and waits for nobody but the hub.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "base/clock.hpp"
#include "net/hub_call.hpp"
#include "store/delivery.hpp"
#include "vantage/spool.hpp"

namespace saksi::app {

class Uplink {
 public:
  struct Parts {
    vantage::Spool* spool = nullptr;
    const Clock* clock = nullptr;
    net::HubAddress hub;
    std::string directory;
    std::uint64_t plan = 0;  // serial that is followed; 0: none yet
    // On the uplink's thread; must not block for long.
    std::function<void(std::string document)> new_plan;
    // `sent`: steady time at which the delivery left.
    std::function<void(const store::Receipt&, Duration sent)> heard;
    std::function<void(const std::string& why)> turned_away;  // the hub will never take this key
  };
  static Result<std::unique_ptr<Uplink>> start(Parts parts);
  virtual ~Uplink() = default;                   // breaks off what is under way
  virtual void wake() = 0;                       // there is something new in the spool; any thread
  virtual void follows(std::uint64_t plan) = 0;  // any thread
};

// Which records to send next. Pure, but for reading the spool.
struct Cargo {
  std::vector<store::Record> records;
  bool more = false;  // there is a backlog beyond it
};
struct Progress {
  std::uint64_t delivered = 0;  // the hub's chain is there up to before this one
  std::uint64_t live = 0;  // and so is what is before this one and recorded since it was cut off
};
// The newest records first, then the oldest that the hub lacks. After `cut_off` records behind,
// those recorded meanwhile are the backlog.
Result<Cargo> next_cargo(vantage::Spool& spool, const Progress& progress);

}  // namespace saksi::app
