// SPDX-License-Identifier: Apache-2.0
//
// What the probing thread decides, without the thread and the network: which slots are due, which
// of them run and which become gaps, what is drawn from whose budget, and what the keeper is told.
// Every slot ends as exactly one note. All calls on one thread; told the time by the clock, and
// asked to look again by whoever owns the loop.
#pragma once

#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/notes.hpp"
#include "probes/probes.hpp"
#include "schedule/budget.hpp"
#include "schedule/restraint.hpp"
#include "schedule/shares.hpp"
#include "schedule/timetable.hpp"
#include "settings/settings.hpp"

namespace saksi::app {

class Rounds {
 public:
  // How a run that was started comes back. `ended` gives the loop's worst lateness with it.
  struct Calls {
    std::function<bool()> may_send;
    std::function<void(const std::string& step)> late;
    std::function<void(probes::Outcome, Duration lag)> ended;
  };
  struct Parts {
    std::shared_ptr<const Settings> settings;
    const Clock* clock = nullptr;
    std::vector<schedule::Rule> rules;
    Instant from;  // slots that were to start before are the store's business
    // False: the queue is full; the note is kept and nothing new starts until it drains.
    std::function<bool(Note&&)> tell;
    // Starts a run of what the sample names; destroying what it returns cancels it.
    // `light_steps` of them alone, where it is not 0.
    std::function<Result<std::unique_ptr<probes::Running>>(const Sample&, std::size_t light_steps,
                                                           Calls)>
        launch;
    std::function<void(std::function<void()>)> later;  // once the stack has been left
    std::vector<Sample> lately;  // of the day before: what their refusals and wishes still forbid
    // Until when whoever runs this saksi, or the backend's owner, has it stand still. Asked at each
    // slot, so it must be quick. Empty: never.
    std::function<std::optional<Instant>(const BackendId&)> stopped;
    // The owner's answer asked us to stop: to be kept beyond a restart, and found by `stopped`.
    // False: it could not be kept, and holds until the end of this life.
    std::function<bool(const BackendId&, Instant until)> stop_asked;
    // Takes the day's one real check-in, durably, before it is sent; false when it was taken before
    // or cannot be written down. Empty: none is ever sent.
    std::function<bool(const TargetId&, const JourneyId&, const std::string& date)> claim_real;
    // What is missing of the vantage's own way out, in words; "" while it is there. Asked before
    // each run, so it must be quick. Empty: all ways are always there.
    std::function<std::string(const VantageId&)> uplink;
  };
  explicit Rounds(Parts parts);

  // Does what is due; says how long it may be left alone, a second at most.
  Duration look();
  // A second, fresh look after a failure, when its wait has passed. A favour to speed: it may not
  // come to pass, and then the next slot decides.
  void confirm(const Sample& sample);
  // The hub lends so much of a backend's budget until then (steady).
  void lend(const BackendId& backend, double per_second, Duration until);
  // Ends all: what is under way is cancelled, and its slots are told as gaps.
  void stop();

 private:
  struct InFlight {
    Sample sample;  // filled in as it comes
    unsigned drawn = 0, asked = 0;
    bool light = false;
    bool done = false;
    std::unique_ptr<probes::Running> running;
  };
  using Flight = std::list<InFlight>::iterator;
  struct Confirm {
    Instant due;
    VantageId vantage;
    TargetId target;
    Duration interval;
    bool light = false;
  };

  void take_up(const schedule::Timetable::Due& due);
  bool start(const schedule::Timetable::Due& due);  // false: the budget makes it wait
  void start_waiting();
  void start_confirms();
  void start_confirm(const Confirm& confirm);
  void launch(Sample sample, const Target& target, unsigned drawn, bool light);
  bool may_send(InFlight& flight);
  void finish(Flight flight, probes::Outcome outcome, Duration lag);
  void skip(const schedule::Timetable::Due& due, GapReason reason, Duration oldest = Duration{0});
  void skip(const Sample& sample, GapReason reason);
  void tell(Note note);
  void drain_backlog();
  bool has_uplink(const VantageId& vantage);
  [[nodiscard]] const Target* target_of(const Slot& slot) const;
  [[nodiscard]] bool is_here(const VantageId& vantage) const;
  [[nodiscard]] unsigned inflight(const VantageId& vantage) const;
  [[nodiscard]] Duration oldest_age(const VantageId& vantage, Instant now) const;
  [[nodiscard]] unsigned likely_requests(const Target& target, bool light) const;
  [[nodiscard]] std::string account_of(const VantageId& vantage, const Target& target) const;
  [[nodiscard]] bool goes_real(const VantageId& vantage, const Target& target);
  [[nodiscard]] schedule::Leave leave(const schedule::Timetable::Due& due) const;
  [[nodiscard]] Duration until_next(Instant now) const;
  [[nodiscard]] schedule::Budget budget_of(const Backend& backend) const;

  Parts parts_;
  const Clock& clock_;
  schedule::Timetable timetable_;
  std::map<BackendId, schedule::Budget> budgets_;
  std::map<BackendId, std::deque<schedule::Timetable::Due>> waiting_;  // for the budget, in order
  schedule::Restraint restraint_;
  std::map<TargetId, unsigned> used_;  // requests that the last good run sent
  std::map<std::pair<TargetId, JourneyId>, std::string> real_asked_;  // the date
  std::map<BackendId, Instant> unkept_stops_;
  std::set<VantageId> cut_off_;  // whose way out is missing, and that is said
  std::vector<Confirm> confirms_;
  std::list<InFlight> flights_;
  std::deque<Note> backlog_;
  bool stopped_ = false;
};

}  // namespace saksi::app
