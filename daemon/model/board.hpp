// SPDX-License-Identifier: Apache-2.0
//
// What is true now, as one immutable value: the keeper thread makes a new one after each batch, and
// pages, API and metrics read whichever is current. Nobody who reads it touches the store.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "model/day_seal.hpp"
#include "model/incident.hpp"
#include "model/sample.hpp"

namespace saksi {

struct VantageView {
  VantageId id;
  bool controls_ok = false;
  std::optional<Instant> last_end;  // of its latest sample
  std::uint64_t recorded = 0;       // records in its chain
};

struct TargetView {
  TargetState state;
  std::optional<std::string> incident;  // number of the open one
  Instant strip_from;                   // first minute of `strip`
  std::vector<MinuteState> strip;       // today's peak so far
  std::map<VantageId, Sample> latest;   // by vantage
};

// Counters since start, for /metrics. Keys are closed sets times configured ids.
struct RunKey {
  TargetId target;
  JourneyId journey;
  VantageId vantage;
  std::string result;  // ok|slow|failed|set_aside
  friend auto operator<=>(const RunKey&, const RunKey&) = default;
};
struct FailureKey {
  TargetId target;
  JourneyId journey;
  VantageId vantage;
  std::string step;
  Class cls;
  friend auto operator<=>(const FailureKey&, const FailureKey&) = default;
};
struct GapKey {
  TargetId target;
  JourneyId journey;
  VantageId vantage;
  GapReason reason;
  friend auto operator<=>(const GapKey&, const GapKey&) = default;
};
struct StepKey {
  TargetId target;
  JourneyId journey;
  VantageId vantage;
  std::string step;
  friend auto operator<=>(const StepKey&, const StepKey&) = default;
};
inline constexpr std::array kDurationBuckets{0.1, 0.25, 0.5, 1.,  2.,  3.,
                                             5.,  8.,   13., 21., 34., 60.};
struct Histogram {
  std::array<std::uint64_t, kDurationBuckets.size() + 1> counts{};  // not cumulative
  double sum = 0;
};

struct OutboxView {
  std::uint64_t pending = 0;
  std::optional<Instant> oldest;
  std::map<std::string, std::uint64_t> sent;  // by outcome: delivered|retried|dead
};

// What an agent said of itself with its latest delivery.
struct AgentView {
  std::optional<Instant> heard;  // by the hub's clock; absent: not in this life of the hub
  std::string version;
  std::uint64_t plan = 0, plan_wanted = 0;    // serials: followed, and issued
  std::uint64_t recorded = 0, delivered = 0;  // records in its journal; of them here, in order
  std::uint64_t journal_bytes = 0, disk_free = 0, troubles = 0;
  bool waiting = false;                          // its disk takes nothing
  std::optional<Duration> offset_lo, offset_hi;  // the hub's clock minus its own
  std::map<std::string, std::uint64_t> mute;     // records without a vote, by reason
};

struct Board {
  Instant at;
  bool store_ok = true;
  std::string store_trouble;              // what a person should read when it is not
  std::vector<TargetView> targets;        // in configured order
  std::vector<VantageView> vantages;      // in configured order
  std::map<VantageId, AgentView> agents;  // vantages from which a remote agent probes
  std::map<std::string, std::uint64_t> deliveries_refused;  // by reason
  std::vector<Incident> open;                               // incidents without an end
  std::vector<Incident> ended;                // ended on this day of their target; latest first
  std::vector<Acknowledgement> acknowledged;  // of those that are open, in order
  std::map<std::string, OutboxView> outbox;   // by channel
  std::optional<DaySeal> seal;                // the latest
  std::map<RunKey, std::uint64_t> runs;
  std::map<FailureKey, std::uint64_t> failures;
  std::map<GapKey, std::uint64_t> gaps;
  std::map<StepKey, Histogram> steps;
};

// The current board. Any thread. (std::atomic<std::shared_ptr> would do, but ThreadSanitizer
// reports a race inside g++ 12's library.)
class BoardHolder {
 public:
  void publish(std::shared_ptr<const Board> board) {
    const std::lock_guard lock(mutex_);
    current_ = std::move(board);
  }
  [[nodiscard]] std::shared_ptr<const Board> current() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Board> current_ = std::make_shared<const Board>();
};

}  // namespace saksi
