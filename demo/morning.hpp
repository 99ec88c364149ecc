// SPDX-License-Identifier: Apache-2.0
//
// One day of the web without its sockets: the queue, the crowd on it and the truth about both.
// Pure: advance() plays everything up to an instant. One thread at a time.
#pragma once

#include <vector>

#include "demo/crowd.hpp"
#include "demo/truth.hpp"

namespace saksi::demo {

class Morning {
 public:
  Morning(const Day& day, Instant midnight, std::uint64_t seed);

  void advance(Instant until) { agenda_.run_until(until); }
  [[nodiscard]] Instant now() const { return agenda_.now(); }
  [[nodiscard]] std::optional<Instant> next() const { return agenda_.next(); }

  // A request in the same queue as the crowd's, entered in the same truth. `done` as in Queue; or
  // Answer::fault, where a switch of the day spoils what the queue served. `source` is the address
  // it comes from, empty for the crowd.
  void submit(Work work, Duration patience, Queue::Done done, const std::string& source = "");
  [[nodiscard]] std::optional<FaultTime> fault(const std::string& source) const {
    return switch_at(day_, agenda_.now() - midnight_, source);
  }

  std::vector<TruthBin> take_final() { return truth_.take_final(agenda_.now()); }
  [[nodiscard]] AttendanceWeb::Load load() const;
  [[nodiscard]] const Queue& queue() const { return queue_; }
  [[nodiscard]] const Crowd& crowd() const { return crowd_; }

 private:
  const Day day_;
  const Instant midnight_;
  Agenda agenda_;
  unsigned workers_, backlog_;
  Queue queue_;
  Truth truth_;
  Crowd crowd_;
};

}  // namespace saksi::demo
