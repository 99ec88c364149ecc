// SPDX-License-Identifier: Apache-2.0
//
// The probing thread: one event loop on which every vantage's slots fall due, draw on their
// backend's budget, run, and end as a note to the keeper. Every slot ends as exactly one note. What
// is decided is in rounds.hpp; this is the thread, the network and the accounts.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "app/notes.hpp"
#include "app/translate.hpp"
#include "app/usual.hpp"
#include "schedule/ruling.hpp"
#include "settings/settings.hpp"

namespace saksi::app {

class Prober {
 public:
  struct Parts {
    std::shared_ptr<const Settings> settings;
    const Clock* clock = nullptr;
    Accounts accounts;
    std::vector<schedule::Rule> rules;
    Instant from;                // slots planned before are the store's business (back-filled)
    std::vector<Sample> lately;  // see Rounds::Parts for these four
    std::function<std::optional<Instant>(const BackendId&)> stopped;
    std::function<bool(const BackendId&, Instant until)> stop_asked;
    Usual usual;  // what the store knows of good answers
    // False: the queue is full; the prober keeps the note and sends nothing new until it drains.
    std::function<bool(Note&&)> tell;
    std::function<void()> beat;  // called each time that the loop has looked at what is due
    std::function<bool(const TargetId&, const JourneyId&, const std::string& date)> claim_real;
  };
  static Result<std::unique_ptr<Prober>> start(Parts parts);
  // Stops: what is under way is cancelled, and its slots are told as gaps. Joins the thread.
  virtual ~Prober() = default;
  virtual void stop() = 0;
  // A second, fresh look after a failure. Any thread.
  virtual void confirm(const Sample& sample) = 0;
  // See Rounds::lend. Any thread.
  virtual void lend(const BackendId& backend, double per_second, Duration until) = 0;
};

}  // namespace saksi::app
