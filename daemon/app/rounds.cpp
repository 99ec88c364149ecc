// SPDX-License-Identifier: Apache-2.0
#include "app/rounds.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "base/timestamp.hpp"
#include "settings/account.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

// Tokens that a confirm leaves in the bucket, so that a second look never costs a scheduled one.
constexpr unsigned kReserve = 2;

// How long a slot may wait for its backend's budget: as long as jitter might have moved it.
constexpr Duration kMostBudgetWait = 10s;

// How long an owner's X-Saksi-Stop holds.
constexpr Duration kOwnersStop = 24h;

// Did the step fail that a light check tries? Then it is what a second look should try.
bool light_failed(const Settings& settings, const Sample& sample) {
  const auto& journey = settings.journey(sample.journey);
  for (std::size_t i = 0; i < journey.light_steps(); ++i)
    if (journey.steps[i].id == sample.step) return true;
  return false;
}

Duration longest_wait(const Slot& slot) { return std::min(slot.interval / 5, kMostBudgetWait); }

}  // namespace

Rounds::Rounds(Parts parts)
    : parts_(std::move(parts)),
      clock_(*parts_.clock),
      timetable_(std::move(parts_.rules), parts_.from),
      restraint_(parts_.settings->schedule.back_off_after, parts_.settings->schedule.refusals) {
  const Settings& settings = *parts_.settings;
  for (const Sample& sample : parts_.lately) {
    const bool here = is_here(sample.vantage) &&
                      std::any_of(settings.targets.begin(), settings.targets.end(),
                                  [&](const Target& one) { return one.id == sample.target; });
    if (!here) continue;
    restraint_.remember({sample.vantage, sample.backend, sample.target,
                         account_of(sample.vantage, settings.target(sample.target)), sample.end,
                         sample.cls, sample.controls_ok(), std::nullopt});
  }
  parts_.lately.clear();
  for (const Backend& backend : settings.backends) budgets_.emplace(backend.id, budget_of(backend));
}

// This machine's share of it: of the vantages from which it probes.
schedule::Budget Rounds::budget_of(const Backend& backend) const {
  const Settings& settings = *parts_.settings;
  const auto& vantages = settings.vantages;
  const auto own = std::count_if(vantages.begin(), vantages.end(), [&](const Vantage& vantage) {
    return settings.probes_from(vantage);
  });
  const schedule::Share share =
      schedule::safe_share(backend.requests_per_second, backend.burst, static_cast<unsigned>(own),
                           static_cast<unsigned>(vantages.size()), settings.machines());
  return {share.per_second, share.burst, settings.most_debt(backend.id), clock_.steady()};
}

void Rounds::lend(const BackendId& backend, double per_second, Duration until) {
  if (const auto budget = budgets_.find(backend); budget != budgets_.end())
    budget->second.lend(per_second, until, clock_.steady());
}

Duration Rounds::look() {
  if (stopped_) return 1s;
  drain_backlog();
  start_waiting();
  if (auto due = timetable_.due(clock_.wall())) {
    for (const auto& one : *due) take_up(one);
  } else {
    log::error("cannot lay out the plans: {}", due.error().message);
  }
  start_confirms();
  return until_next(clock_.wall());
}

Duration Rounds::until_next(Instant now) const {
  Instant next = now + 1s;
  if (const auto due = timetable_.next()) next = std::min(next, *due);
  for (const Confirm& confirm : confirms_) next = std::min(next, confirm.due);
  Duration wait = std::max<Duration>(next - now, 0us);
  for (const auto& [backend, queue] : waiting_)
    if (!queue.empty())
      wait =
          std::min(wait, budgets_.at(backend).wait_for(
                             likely_requests(*target_of(queue.front().slot),
                                             leave(queue.front()).depth == schedule::Depth::light),
                             clock_.steady()));
  return wait;
}

const Target* Rounds::target_of(const Slot& slot) const {
  for (const Target& target : parts_.settings->targets)
    if (target.id == slot.target && target.journey == slot.journey) return &target;
  return nullptr;
}

bool Rounds::is_here(const VantageId& vantage) const {
  const auto& all = parts_.settings->vantages;
  return std::any_of(all.begin(), all.end(), [&](const Vantage& v) { return v.id == vantage; });
}

// What a run will likely send: its steps, or what the last good run of the target really took.
unsigned Rounds::likely_requests(const Target& target, bool light) const {
  const JourneySettings& journey = parts_.settings->journey(target.journey);
  if (light && journey.light_steps() > 0) return journey.light_requests();
  const auto used = used_.find(target.id);
  const unsigned likely = used == used_.end() ? journey.least_requests() : used->second;
  return std::min(likely, parts_.settings->backend(target.backend).burst);
}

std::string Rounds::account_of(const VantageId& vantage, const Target& target) const {
  return saksi::account_of(*parts_.settings, parts_.settings->vantage(vantage), target);
}

// Is this the run that checks in for real? Each question must be answered with yes, and the day's
// claim is written down before anything is sent.
bool Rounds::goes_real(const VantageId& vantage, const Target& target) {
  const JourneySettings& journey = parts_.settings->journey(target.journey);
  if (journey.mode != Mode::real || !(journey.real.vantage == vantage) || !parts_.claim_real)
    return false;
  const Calendar& calendar = parts_.settings->calendar(target.calendar);
  const LocalTime local = Zone::find(calendar.zone)->local(clock_.wall());
  if (local.of_day < journey.real.at || local.of_day >= journey.real.at + 1h) return false;
  if (!calendar.hours(local.date)) return false;
  if (local.date > parts_.settings->backend(target.backend).consent_until) return false;
  const std::string date = date_text(local.date);
  std::string& asked = real_asked_[{target.id, target.journey}];
  if (asked == date) return false;
  asked = date;
  return parts_.claim_real(target.id, target.journey, date);
}

schedule::Leave Rounds::leave(const schedule::Timetable::Due& due) const {
  const Target& target = *target_of(due.slot);
  schedule::Leave leave =
      restraint_.leave(due.vantage, due.slot, account_of(due.vantage, target), clock_.wall());
  const bool is_light = parts_.settings->journey(target.journey).light_steps() == 0;
  if (leave.depth == schedule::Depth::light && is_light) leave.depth = schedule::Depth::full;
  return leave;
}

void Rounds::take_up(const schedule::Timetable::Due& due) {
  const Instant now = clock_.wall();
  const Target* target = target_of(due.slot);
  // A plan of an older configuration may name what is gone; its slots are accounted for all the
  // same.
  if (target == nullptr || !is_here(due.vantage)) return skip(due, GapReason::maintenance);
  for (const Maintenance& window : parts_.settings->maintenance)
    if (window.backend == target->backend && window.from <= now && now < window.to)
      return skip(due, GapReason::maintenance);
  if (const auto unkept = unkept_stops_.find(target->backend);
      unkept != unkept_stops_.end() && now < unkept->second)
    return skip(due, GapReason::stopped);
  if (parts_.stopped)
    if (const auto until = parts_.stopped(target->backend); until && now < *until)
      return skip(due, GapReason::stopped);
  // More than a second of the outside world late: the machine was asleep or starved. Catching up
  // would be a burst, and its latencies ours, not the target's.
  if (now - due.slot.planned > clock_.inside(1s) || !backlog_.empty())
    return skip(due, GapReason::overload);
  if (!has_uplink(due.vantage)) return skip(due, GapReason::no_uplink);
  auto& queue = waiting_[target->backend];
  if (!queue.empty() || !start(due)) queue.push_back(due);
}

// A run without a way out would say nothing of the target. Its slots are gaps with a name, and it
// is said once that the way is gone and once that it is back.
bool Rounds::has_uplink(const VantageId& vantage) {
  const std::string missing = parts_.uplink ? parts_.uplink(vantage) : std::string();
  if (missing.empty()) {
    if (cut_off_.erase(vantage) > 0) log::info("vantage {}: its uplink is back", vantage.text);
    return true;
  }
  if (cut_off_.insert(vantage).second)
    log::warning("vantage {}: no uplink: {}; its slots are skipped until it is back", vantage.text,
                 missing);
  return false;
}

bool Rounds::start(const schedule::Timetable::Due& due) {
  const Instant now = clock_.wall();
  if (inflight(due.vantage) >= parts_.settings->schedule.max_inflight) {
    skip(due, GapReason::overlap, oldest_age(due.vantage, now));
    return true;
  }
  const Target& target = *target_of(due.slot);
  const schedule::Leave leave = this->leave(due);
  if (leave.depth == schedule::Depth::none) {
    skip(due, leave.asked ? GapReason::asked : GapReason::back_off);
    return true;
  }
  const bool light = leave.depth == schedule::Depth::light;
  const unsigned likely = likely_requests(target, light);
  if (!budgets_.at(target.backend).draw(likely, clock_.steady())) {
    if (now - due.slot.planned < longest_wait(due.slot)) return false;
    skip(due, GapReason::budget);
    return true;
  }
  Sample sample;
  sample.vantage = due.vantage;
  sample.origin = Origin::scheduled;
  sample.slot = due.slot.nominal;
  // Latency counts from here, not from before the wait: the wait follows from when other slots
  // fell due, not from how fast the target is.
  sample.planned = waiting_[target.backend].empty() ? due.slot.planned : now;
  sample.interval = leave.interval;
  restraint_.began(due.vantage, due.slot, leave.depth, now);
  if (!light && goes_real(due.vantage, target)) sample.mode = Mode::real;
  launch(std::move(sample), target, likely, light);
  return true;
}

// In order: a small run does not overtake a large one, which would else wait for ever.
void Rounds::start_waiting() {
  for (auto& [backend, queue] : waiting_) {
    while (!queue.empty()) {
      if (!backlog_.empty())
        skip(queue.front(), GapReason::overload);
      else if (!start(queue.front()))
        break;
      queue.pop_front();
    }
  }
}

void Rounds::confirm(const Sample& sample) {
  confirms_.push_back({sample.end + parts_.settings->judge.confirm_after, sample.vantage,
                       sample.target, sample.interval, light_failed(*parts_.settings, sample)});
}

void Rounds::start_confirms() {
  const Instant now = clock_.wall();
  std::vector<Confirm> due;
  std::erase_if(confirms_, [&](const Confirm& confirm) {
    if (confirm.due <= now) due.push_back(confirm);
    return confirm.due <= now;
  });
  for (const Confirm& confirm : due) start_confirm(confirm);
}

void Rounds::start_confirm(const Confirm& confirm) {
  const Settings& settings = *parts_.settings;
  const Target& target = settings.target(confirm.target);
  const unsigned likely = likely_requests(target, confirm.light);
  // A second look that the site did not wish for, or at a backend that is known to be in trouble,
  // is not worth its load.
  Slot slot;
  slot.target = confirm.target;
  slot.backend = target.backend;
  slot.interval = confirm.interval;
  const auto leave =
      restraint_.leave(confirm.vantage, slot, account_of(confirm.vantage, target), clock_.wall());
  if (restraint_.backs_off(target.backend, clock_.wall()) || leave.depth == schedule::Depth::none ||
      (leave.depth == schedule::Depth::light && !confirm.light))
    return;
  if (!backlog_.empty() || !is_here(confirm.vantage) || !has_uplink(confirm.vantage) ||
      !waiting_[target.backend].empty() ||
      inflight(confirm.vantage) >= settings.schedule.max_inflight ||
      !budgets_.at(target.backend).draw(likely, clock_.steady(), kReserve))
    return;
  Sample sample;
  sample.vantage = confirm.vantage;
  sample.origin = Origin::confirm;
  sample.planned = clock_.wall();
  sample.interval = confirm.interval;
  launch(std::move(sample), target, likely, confirm.light);
}

void Rounds::launch(Sample sample, const Target& target, unsigned drawn, bool light) {
  sample.target = target.id;
  sample.backend = target.backend;
  sample.journey = target.journey;
  const Mode mode = parts_.settings->journey(target.journey).mode;
  if (mode == Mode::real && sample.mode != Mode::real)
    sample.mode = Mode::dry;  // this time it is held back
  else
    sample.mode = mode;
  sample.start = clock_.wall();
  const Flight flight = flights_.insert(flights_.end(), {std::move(sample), drawn});
  flight->light = light;
  Calls calls;
  calls.may_send = [this, flight] { return may_send(*flight); };
  calls.late = [this, flight](const std::string& step) {
    const Sample& late = flight->sample;
    tell(judge::LateNote{late.vantage, late.target, late.journey, late.planned, step});
  };
  calls.ended = [this, flight](probes::Outcome outcome, Duration lag) {
    finish(flight, std::move(outcome), lag);
  };
  const JourneySettings& journey = parts_.settings->journey(target.journey);
  auto running = parts_.launch(flight->sample, light ? journey.light_steps() : 0, std::move(calls));
  if (running) {
    flight->running = std::move(*running);
    return;
  }
  // Nothing was sent: something of ours is broken, and no evidence about the target.
  log::error("cannot start a run from {}: {}", flight->sample.vantage.text,
             running.error().message);
  probes::Outcome unfit;
  unfit.cls = Class::invalid_monitor;
  unfit.rule = running.error().message;
  finish(flight, std::move(unfit), Duration{0});
}

bool Rounds::may_send(InFlight& flight) {
  if (flight.asked < flight.drawn ||
      budgets_.at(flight.sample.backend).draw_further(clock_.steady())) {
    flight.drawn = std::max(flight.drawn, ++flight.asked);
    return true;
  }
  return false;
}

void Rounds::finish(Flight flight, probes::Outcome outcome, Duration lag) {
  Sample& sample = flight->sample;
  const unsigned sent = std::min(outcome.requests, flight->drawn);
  budgets_.at(sample.backend).give_back(flight->drawn - sent, clock_.steady());
  flight->done = true;
  // A run of questions to name servers alone sends the backend nothing, and need not wait for it.
  const unsigned least = std::min(1U, parts_.settings->journey(sample.journey).least_requests());
  if (worked(outcome.cls) && !flight->light) used_[sample.target] = std::max(least, sent);
  if (outcome.stopped) {
    skip(sample, GapReason::budget);
  } else {
    sample.end = sample.start + outcome.took;
    sample.loop_lag = lag;
    sample.cls = outcome.cls;
    sample.step = std::move(outcome.step);
    sample.rule = std::move(outcome.rule);
    sample.steps = std::move(outcome.steps);
    sample.controls = std::move(outcome.controls);
    restraint_.heard({sample.vantage, sample.backend, sample.target,
                      flight->light
                          ? std::string()
                          : account_of(sample.vantage, parts_.settings->target(sample.target)),
                      sample.end, sample.cls, sample.controls_ok(), outcome.retry_after});
    const Instant until = clock_.wall() + kOwnersStop;
    if (outcome.asked_to_stop && (!parts_.stop_asked || !parts_.stop_asked(sample.backend, until)))
      unkept_stops_[sample.backend] = until;
    tell(Finished{std::move(sample), std::move(outcome.body)});
  }
  // The run may be on the stack below us.
  parts_.later([this, flight] {
    if (!stopped_) flights_.erase(flight);
  });
}

void Rounds::skip(const schedule::Timetable::Due& due, GapReason reason, Duration oldest) {
  const Slot& slot = due.slot;
  tell(Gap{due.vantage, 0, slot.target, slot.journey, slot.nominal, slot.planned, reason, oldest});
}

void Rounds::skip(const Sample& sample, GapReason reason) {
  if (!sample.slot) return;
  tell(Gap{sample.vantage, 0, sample.target, sample.journey, *sample.slot, sample.planned, reason,
           Duration{0}});
}

unsigned Rounds::inflight(const VantageId& vantage) const {
  return static_cast<unsigned>(std::count_if(
      flights_.begin(), flights_.end(),
      [&](const InFlight& flight) { return flight.sample.vantage == vantage && !flight.done; }));
}

Duration Rounds::oldest_age(const VantageId& vantage, Instant now) const {
  Duration oldest{0};
  for (const InFlight& flight : flights_)
    if (flight.sample.vantage == vantage && !flight.done)
      oldest = std::max(oldest, now - flight.sample.start);
  return oldest;
}

// Nothing is ever thrown away here: what the keeper cannot take now waits, and meanwhile no new run
// starts, so that the backlog is bounded by the runs in flight and the slots that pass.
void Rounds::tell(Note note) {
  if (backlog_.empty() && parts_.tell(std::move(note))) return;
  if (std::holds_alternative<judge::LateNote>(note)) return;  // the sample will say the same
  backlog_.push_back(std::move(note));
}

void Rounds::drain_backlog() {
  while (!backlog_.empty() && parts_.tell(std::move(backlog_.front()))) backlog_.pop_front();
}

void Rounds::stop() {
  if (stopped_) return;
  stopped_ = true;
  for (InFlight& flight : flights_) {
    if (flight.done) continue;
    flight.running.reset();
    skip(flight.sample, GapReason::stopping);
  }
  flights_.clear();
  for (const auto& [backend, queue] : waiting_)
    for (const auto& due : queue) skip(due, GapReason::stopping);
  waiting_.clear();
  drain_backlog();
  if (!backlog_.empty())
    log::error(
        "{} notes could not be recorded before the end; their slots will be named at the next "
        "start",
        backlog_.size());
}

}  // namespace saksi::app
