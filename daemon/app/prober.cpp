// SPDX-License-Identifier: Apache-2.0
#include "app/prober.hpp"

#include <pthread.h>

#include <thread>

#include "app/rounds.hpp"
#include "app/stand.hpp"

namespace saksi::app {
namespace {

class LoopProber final : public Prober {
 public:
  explicit LoopProber(Parts parts)
      : parts_(std::move(parts)), clock_(*parts_.clock), usual_(std::move(parts_.usual)) {}
  ~LoopProber() override { stop(); }

  Result<void> open() {
    SAKSI_TRY_ASSIGN(loop_, net::Loop::create(clock_));
    const Settings& settings = *parts_.settings;
    for (const JourneySettings& journey : settings.journeys)
      journeys_.emplace(journey.id, journey_of(journey));
    for (const Vantage& vantage : settings.vantages) {
      if (!settings.probes_from(vantage)) continue;
      SAKSI_TRY_ASSIGN(auto stand, Stand::make(*loop_, settings, vantage));
      stands_.emplace(vantage.id, std::move(stand));
    }
    Rounds::Parts parts;
    parts.settings = parts_.settings;
    parts.clock = parts_.clock;
    parts.rules = std::move(parts_.rules);
    parts.from = parts_.from;
    // A note that finds the queue full comes again and teaches twice: a median does not mind.
    parts.tell = [this](Note&& note) {
      if (const Finished* finished = std::get_if<Finished>(&note)) usual_.learn(finished->sample);
      return parts_.tell(std::move(note));
    };
    parts.launch = [this](const Sample& sample, std::size_t light_steps, Rounds::Calls calls) {
      return launch(sample, light_steps, std::move(calls));
    };
    parts.lately = std::move(parts_.lately);
    parts.stopped = std::move(parts_.stopped);
    parts.stop_asked = std::move(parts_.stop_asked);
    parts.claim_real = std::move(parts_.claim_real);
    parts.uplink = [this](const VantageId& vantage) {
      const auto stand = stands_.find(vantage);
      return stand == stands_.end() ? std::string() : stand->second.uplink.missing();
    };
    parts.later = [this](std::function<void()> task) { loop_->post(std::move(task)); };
    rounds_ = std::make_unique<Rounds>(std::move(parts));
    thread_ = std::thread([this] {
      ::pthread_setname_np(::pthread_self(), "probe");
      tick();
      loop_->run();
    });
    return {};
  }

  void stop() override {
    if (!thread_.joinable()) return;
    loop_->post([this] {
      rounds_->stop();
      loop_->stop();
    });
    thread_.join();
  }

  void confirm(const Sample& sample) override {
    loop_->post([this, sample] {
      rounds_->confirm(sample);
      tick();
    });
  }

  void lend(const BackendId& backend, double per_second, Duration until) override {
    loop_->post([this, backend, per_second, until] { rounds_->lend(backend, per_second, until); });
  }

 private:
  void tick() {
    loop_->cancel(timer_);
    timer_ = loop_->after(rounds_->look(), [this] { tick(); });
    if (parts_.beat) parts_.beat();
  }

  Result<std::unique_ptr<probes::Running>> launch(const Sample& sample, std::size_t light_steps,
                                                  Rounds::Calls calls) {
    const Settings& settings = *parts_.settings;
    const Target& target = settings.target(sample.target);
    const Vantage& vantage = settings.vantage(sample.vantage);
    const Stand& stand = stands_.at(sample.vantage);
    probes::Run run =
        run_of(settings, vantage, target, journeys_.at(sample.journey), parts_.accounts);
    run.session.way = stand.way;
    run.controls = stand.controls;
    run.light_steps = light_steps;
    run.real = sample.mode == Mode::real;
    run.baselines = usual_.of(sample.target, clock_.wall());
    run.planned_steady = clock_.steady() - (sample.start - sample.planned);
    run.may_send = std::move(calls.may_send);
    loop_->take_lag();
    return probes::start(
        *loop_, *stand.resolver, std::move(run), std::move(calls.late),
        [this, target = sample.target, ended = std::move(calls.ended)](probes::Outcome outcome) {
          if (worked(outcome.cls)) usual_.learn(target, outcome.titles);
          ended(std::move(outcome), loop_->take_lag());
        });
  }

  Parts parts_;
  const Clock& clock_;
  Usual usual_;
  std::unique_ptr<net::Loop> loop_;
  std::map<JourneyId, probes::Journey> journeys_;
  std::map<VantageId, Stand> stands_;
  std::unique_ptr<Rounds> rounds_;  // before the loop and the resolvers: it owns the runs
  net::Loop::TimerId timer_ = 0;
  std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Prober>> Prober::start(Parts parts) {
  auto prober = std::make_unique<LoopProber>(std::move(parts));
  SAKSI_TRY(prober->open());
  return prober;
}

}  // namespace saksi::app
