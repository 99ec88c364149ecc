// SPDX-License-Identifier: Apache-2.0
#include "app/prober.hpp"

#include <pthread.h>

#include <algorithm>
#include <deque>
#include <list>
#include <thread>

#include "base/log.hpp"
#include "base/timestamp.hpp"
#include "schedule/budget.hpp"
#include "schedule/slots.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

// Tokens that a confirm leaves in the bucket, so that a second look never costs a scheduled one.
constexpr unsigned kReserve = 2;
constexpr Duration kAhead = 2min;  // how far ahead slots are laid out

struct DueSlot {
  Slot slot;
  std::size_t stand;  // index of the vantage's place on the loop
};

class LoopProber final : public Prober {
 public:
  explicit LoopProber(Parts parts) : parts_(std::move(parts)), clock_(*parts_.clock) {}
  ~LoopProber() override { stop(); }

  Result<void> open() {
    SAKSI_TRY_ASSIGN(loop_, net::Loop::create(clock_));
    const Settings& settings = *parts_.settings;
    for (const JourneySettings& journey : settings.journeys)
      journeys_.emplace(journey.id, journey_of(journey));
    for (const Backend& backend : settings.backends)
      budgets_.emplace(backend.id, schedule::Budget(backend.requests_per_second, backend.burst,
                                                    clock_.steady()));
    for (const Vantage& vantage : settings.vantages) {
      SAKSI_TRY_ASSIGN(auto resolver,
                       net::Resolver::create(*loop_, vantage.dns_servers, vantage.source_address));
      stands_.push_back({&vantage, std::move(resolver), controls_of(settings, vantage)});
    }
    laid_until_ = parts_.from;
    thread_ = std::thread([this] {
      ::pthread_setname_np(::pthread_self(), "probe");
      tick();
      loop_->run();
    });
    return {};
  }

  void stop() override {
    if (!thread_.joinable()) return;
    loop_->post([this] { cancel_all(); });
    thread_.join();
  }

  void confirm(const Sample& sample) override {
    const Duration wait = std::max<Duration>(
        Duration{0}, sample.end + parts_.settings->judge.confirm_after - clock_.wall());
    loop_->post(
        [this, wait, target = sample.target, vantage = sample.vantage, interval = sample.interval] {
          loop_->after(
              wait, [this, target, vantage, interval] { run_confirm(target, vantage, interval); });
        });
  }

 private:
  // One vantage's place on this loop.
  struct Stand {
    const Vantage* vantage;
    std::unique_ptr<net::Resolver> resolver;
    std::vector<probes::ControlHost> controls;
    unsigned inflight = 0;
  };
  struct InFlight {
    std::size_t stand;
    Sample sample;  // filled in as it comes
    unsigned drawn = 0;
    bool done = false;
    std::unique_ptr<probes::Running> running;
  };

  // Once a second of the clock: lays out slots ahead, and notices a wall clock that was stepped,
  // because due times are compared with the wall at each tick.
  void tick() {
    if (stopping_) return;
    drain_backlog();
    lay_out();
    start_due();
    Duration wait = 1s;
    if (!due_.empty())
      wait = std::clamp<Duration>(due_.front().slot.planned - clock_.wall(), 0us, 1s);
    loop_->after(wait, [this] { tick(); });
  }

  void lay_out() {
    const Instant now = clock_.wall();
    if (now + kAhead / 2 < laid_until_) return;
    const Instant until = now + kAhead;
    for (const RulingPlan& ruling : parts_.plans) {
      const Instant to = ruling.until ? std::min(*ruling.until, until) : until;
      if (laid_until_ >= to) continue;
      // Jitter may bring a slot forward: the first layout looks one interval back for such.
      const auto slots = schedule::slots(ruling.plan, first_ ? laid_until_ - 1h : laid_until_, to);
      if (!slots) {
        log::error("cannot lay out the plan of {}: {}", ruling.plan.vantage.text,
                   slots.error().message);
        continue;
      }
      for (const Slot& slot : *slots) {
        if (first_ && slot.planned < parts_.from) continue;
        if (const auto stand = stand_of(ruling.plan.vantage)) due_.push_back({slot, *stand});
      }
    }
    first_ = false;
    laid_until_ = until;
    std::stable_sort(due_.begin(), due_.end(), [](const DueSlot& a, const DueSlot& b) {
      return a.slot.planned < b.slot.planned;
    });
  }

  [[nodiscard]] std::optional<std::size_t> stand_of(const VantageId& id) const {
    for (std::size_t i = 0; i < stands_.size(); ++i)
      if (stands_[i].vantage->id == id) return i;
    return std::nullopt;
  }

  void start_due() {
    const Instant now = clock_.wall();
    while (!due_.empty() && due_.front().slot.planned <= now) {
      const DueSlot due = due_.front();
      due_.pop_front();
      start(due, now);
    }
  }

  void start(const DueSlot& due, Instant now) {
    const Settings& settings = *parts_.settings;
    Stand& stand = stands_[due.stand];
    const auto target = std::find_if(settings.targets.begin(), settings.targets.end(),
                                     [&](const Target& t) { return t.id == due.slot.target; });
    // A plan of an older configuration may name what is gone; its slots are accounted for all the
    // same.
    if (target == settings.targets.end() || target->journey != due.slot.journey)
      return skip(due, GapReason::maintenance);
    for (const Maintenance& window : settings.maintenance)
      if (window.backend == target->backend && window.from <= now && now < window.to)
        return skip(due, GapReason::maintenance);
    // More than a second of the outside world late: the machine was asleep or starved. Catching up
    // would be a burst, and its latencies ours, not the target's.
    if (now - due.slot.planned > clock_.inside(1s) || !backlog_.empty())
      return skip(due, GapReason::overload);
    if (stand.inflight >= settings.schedule.max_inflight)
      return skip(due, GapReason::overlap, oldest_age(due.stand, now));
    const unsigned most = settings.journey(target->journey).most_requests();
    if (!budgets_.at(target->backend).draw(most, clock_.steady()))
      return skip(due, GapReason::budget);

    Sample sample;
    sample.origin = Origin::scheduled;
    sample.slot = due.slot.nominal;
    sample.planned = due.slot.planned;
    sample.interval = due.slot.interval;
    launch(due.stand, *target, std::move(sample), most);
  }

  void run_confirm(const TargetId& id, const VantageId& vantage, Duration interval) {
    if (stopping_ || !backlog_.empty()) return;
    const Settings& settings = *parts_.settings;
    const auto stand = stand_of(vantage);
    const Target& target = settings.target(id);
    const unsigned most = settings.journey(target.journey).most_requests();
    if (!stand || stands_[*stand].inflight >= settings.schedule.max_inflight ||
        !budgets_.at(target.backend).draw(most, clock_.steady(), kReserve))
      return;  // a confirm is a favour to speed; without it the next slot decides
    Sample sample;
    sample.origin = Origin::confirm;
    sample.planned = clock_.wall();
    sample.interval = interval;
    launch(*stand, target, std::move(sample), most);
  }

  void launch(std::size_t stand_index, const Target& target, Sample sample, unsigned drawn) {
    const Settings& settings = *parts_.settings;
    Stand& stand = stands_[stand_index];
    sample.vantage = stand.vantage->id;
    sample.target = target.id;
    sample.backend = target.backend;
    sample.journey = target.journey;
    sample.mode = settings.journey(target.journey).mode;
    sample.start = clock_.wall();

    probes::Run run;
    run.base_url = target.url;
    run.journey = &journeys_.at(target.journey);
    run.session = session_of(settings, *stand.vantage, target);
    if (const auto account = parts_.accounts.find({stand.vantage->id, target.backend});
        account != parts_.accounts.end()) {
      run.user = account->second.user;
      run.password = account->second.password;
    }
    run.controls = stand.controls;
    run.planned_steady = clock_.steady() - (sample.start - sample.planned);

    loop_->take_lag();
    const auto flight =
        inflight_.insert(inflight_.end(), {stand_index, std::move(sample), drawn, false, nullptr});
    ++stand.inflight;
    auto running = probes::start(
        *loop_, *stand.resolver, std::move(run), [this, flight] { tell_late(flight->sample); },
        [this, flight](probes::Outcome outcome) { finish(flight, std::move(outcome)); });
    if (running) {
      flight->running = std::move(*running);
      return;
    }
    // Nothing was sent: something of ours is broken, and no evidence about the target.
    log::error("cannot start a run from {}: {}", stand.vantage->id.text, running.error().message);
    probes::Outcome unfit;
    unfit.cls = Class::invalid_monitor;
    unfit.rule = running.error().message;
    loop_->post([this, flight, unfit] { finish(flight, unfit); });
  }

  void tell_late(const Sample& sample) {
    tell(judge::LateNote{sample.vantage, sample.target, sample.journey, sample.planned});
  }

  void finish(std::list<InFlight>::iterator flight, probes::Outcome outcome) {
    Sample& sample = flight->sample;
    sample.end = sample.start + outcome.took;
    sample.loop_lag = loop_->take_lag();
    sample.cls = outcome.cls;
    sample.step = std::move(outcome.step);
    sample.rule = std::move(outcome.rule);
    sample.steps = std::move(outcome.steps);
    sample.controls = std::move(outcome.controls);
    const unsigned sent = std::min(outcome.requests, flight->drawn);
    budgets_.at(sample.backend).give_back(flight->drawn - sent, clock_.steady());
    --stands_[flight->stand].inflight;
    flight->done = true;
    tell(Finished{std::move(sample), std::move(outcome.body)});
    // The run may be on the stack below us: it goes when the loop comes round again.
    loop_->post([this, flight] {
      if (!stopping_) inflight_.erase(flight);
    });
  }

  void skip(const DueSlot& due, GapReason reason, Duration oldest = Duration{0}) {
    tell(Gap{stands_[due.stand].vantage->id, 0, due.slot.target, due.slot.journey, due.slot.nominal,
             due.slot.planned, reason, oldest});
  }

  [[nodiscard]] Duration oldest_age(std::size_t stand, Instant now) const {
    Duration oldest{0};
    for (const InFlight& flight : inflight_)
      if (flight.stand == stand && !flight.done)
        oldest = std::max(oldest, now - flight.sample.start);
    return oldest;
  }

  // Nothing is ever thrown away here: what the keeper cannot take now waits, and meanwhile no new
  // run starts, so that the backlog is bounded by the runs in flight and the slots that pass.
  void tell(Note note) {
    if (backlog_.empty() && parts_.tell(std::move(note))) return;
    if (std::holds_alternative<judge::LateNote>(note)) return;  // the sample will say the same
    backlog_.push_back(std::move(note));
  }

  void drain_backlog() {
    while (!backlog_.empty() && parts_.tell(std::move(backlog_.front()))) backlog_.pop_front();
  }

  void cancel_all() {
    stopping_ = true;
    for (InFlight& flight : inflight_) {
      if (flight.done) continue;
      flight.running.reset();
      const Sample& sample = flight.sample;
      if (sample.slot)
        tell(Gap{sample.vantage, 0, sample.target, sample.journey, *sample.slot, sample.planned,
                 GapReason::stopping, Duration{0}});
    }
    inflight_.clear();
    drain_backlog();
    if (!backlog_.empty())
      log::error(
          "{} notes could not be recorded before the end; their slots will be named at the next "
          "start",
          backlog_.size());
    loop_->stop();
  }

  Parts parts_;
  const Clock& clock_;
  std::unique_ptr<net::Loop> loop_;
  std::map<JourneyId, probes::Journey> journeys_;
  std::map<BackendId, schedule::Budget> budgets_;
  std::vector<Stand> stands_;
  std::deque<DueSlot> due_;
  std::list<InFlight> inflight_;
  std::deque<Note> backlog_;
  Instant laid_until_{};
  bool first_ = true;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Prober>> Prober::start(Parts parts) {
  auto prober = std::make_unique<LoopProber>(std::move(parts));
  SAKSI_TRY(prober->open());
  return prober;
}

}  // namespace saksi::app
