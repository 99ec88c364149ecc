// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/resource.h>

#include <atomic>
#include <deque>
#include <thread>

#include "app/pipeline.hpp"
#include "app/translate.hpp"
#include "base/channel.hpp"
#include "bench.hpp"
#include "metrics/metrics.hpp"

namespace saksi::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kPlaces = 16;  // in flight
constexpr std::size_t kTargets = 60;

double cpu_ms() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto ms = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
  };
  return ms(usage.ru_utime) + ms(usage.ru_stime);
}

double thread_ms() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

Settings office() {
  Settings s;
  Backend backend;
  backend.id = {"host-1"};
  backend.name = "Host";
  backend.allow_private = true;
  s.backends = {backend};
  JourneySettings journey;
  journey.id = {"ukur"};
  s.journeys = {journey};
  Calendar calendar;
  calendar.id = {"kantor"};
  calendar.zone = "Asia/Jakarta";
  s.calendars = {calendar};
  Vantage vantage;
  vantage.id = {"sini"};
  vantage.owner = "Pemilik";
  vantage.group = "satu";
  s.vantages = {vantage};
  for (std::size_t i = 0; i < kTargets; ++i) {
    Target target;
    target.id = {"opd-" + std::to_string(i)};
    target.agency = "OPD " + std::to_string(i);
    target.short_name = "OPD" + std::to_string(i);
    target.backend = {"host-1"};
    target.journey = {"ukur"};
    target.calendar = {"kantor"};
    s.targets.push_back(target);
  }
  return s;
}

class Daemon final : public Ours {
 public:
  Daemon(const Targets& targets, const std::string& base, std::vector<probes::Step> steps,
         Mode mode)
      : settings_(std::make_shared<const Settings>(office())) {
    journey_.id = "ukur";
    journey_.mode = mode;
    journey_.timeout = 20s;
    journey_.slow = 5s;
    journey_.steps = std::move(steps);
    run_.journey = &journey_;
    run_.base_url = base;
    run_.session.allow_private = true;
    run_.session.ca_file = targets.bundle;
    run_.session.user_agent = "Saksi";
    run_.user = "uji";
    run_.password = Secret("rahasia");
    resolver_ = std::move(
        net::Resolver::create(*loop_, {"127.0.0.1:" + std::to_string(targets.dns_port)}, "")
            .value());
    app::Pipeline::Parts parts;
    parts.settings = settings_;
    parts.clock = &clock_;
    const Plan plan = app::plan_of(*settings_, {"sini"}, clock_.wall());
    parts.plans = {plan};
    parts.writer = std::move(store::Writer::open(folder_.path(), {}, {{"sini"}}).value());
    parts.reader = std::move(store::Reader::open(folder_.path()).value());
    parts.board = &board_;
    pipeline_ = std::make_unique<app::Pipeline>(std::move(parts));
    must(pipeline_->resume());
    keeper_ = std::thread([this] {
      while (!notes_.finished()) {
        auto notes = notes_.take(64, 100ms);
        const std::size_t count = notes.size();
        must(pipeline_->take(std::move(notes)));
        kept_ += count;
      }
    });
  }
  ~Daemon() override {
    notes_.close();
    keeper_.join();
  }

  Cost measure(Duration length) override {
    const double before = cpu_ms(), thread_before = thread_ms();
    until_ = clock_.steady() + length;
    cost_ = {};
    running_ = kPlaces;
    places_.clear();
    places_.resize(kPlaces);
    for (std::size_t i = 0; i < kPlaces; ++i) loop_->post([this, i] { begin(i); });
    loop_->post([this] { scrape(); });
    loop_->run();
    loop_->cancel(scrape_timer_);
    cost_.probing_ms = thread_ms() - thread_before;
    while (kept_ < told_) std::this_thread::sleep_for(1ms);
    cost_.cpu_ms = cpu_ms() - before;
    return cost_;
  }

 private:
  static void must(const Result<void>& result) {
    if (result) return;
    fmt::print(stderr, "bench: {}\n", result.error().message);
    std::abort();
  }

  // Once a second, fifteen times as often as Prometheus would.
  void scrape() {
    const std::string text = metrics::exposition(*board_.current(), identity_);
    if (text.empty()) std::abort();
    scrape_timer_ = loop_->after(1s, [this] { scrape(); });
  }

  void begin(std::size_t place) {
    if (clock_.steady() >= until_) {
      if (--running_ == 0) loop_->stop();
      return;
    }
    probes::Run run = run_;
    run.planned_steady = clock_.steady();
    const Instant start = clock_.wall();
    auto running = probes::start(
        *loop_, *resolver_, std::move(run), {},
        [this, place, start](probes::Outcome outcome) { ended(place, start, std::move(outcome)); });
    if (!running) must(tl::unexpected(running.error()));
    places_[place] = std::move(*running);
  }

  void ended(std::size_t place, Instant start, probes::Outcome outcome) {
    Sample sample;
    sample.vantage = {"sini"};
    sample.target = settings_->targets[told_ % kTargets].id;
    sample.backend = {"host-1"};
    sample.journey = {"ukur"};
    sample.mode = journey_.mode;
    sample.slot = sample.planned = sample.start = start + Duration(told_ % 2);
    sample.end = start + outcome.took;
    sample.interval = 30s;
    sample.loop_lag = loop_->take_lag();
    sample.cls = outcome.cls;
    sample.step = std::move(outcome.step);
    sample.rule = std::move(outcome.rule);
    sample.steps = std::move(outcome.steps);
    sample.controls = {
        {"netral-1", true, 10ms}, {"netral-2", true, 10ms}, {"netral-3", true, 10ms}};
    ++cost_.probes;
    if (outcome.cls != Class::ok && ++cost_.failed == 1)
      fmt::print("        ours failed: {} {} {}\n", code(outcome.cls), sample.step, sample.rule);
    app::Note note(app::Finished{std::move(sample), std::move(outcome.body)});
    while (!notes_.offer(std::move(note))) std::this_thread::yield();
    ++told_;
    loop_->post([this, place] { begin(place); });
  }

  const SystemClock clock_;
  const std::shared_ptr<const Settings> settings_;
  const metrics::Identity identity_ = app::identity_of(*settings_);
  const test::TempDir folder_;
  probes::Journey journey_;
  probes::Run run_;
  BoardHolder board_;
  Channel<app::Note> notes_{20000};
  std::unique_ptr<app::Pipeline> pipeline_;
  std::atomic<std::size_t> kept_{0};
  std::thread keeper_;
  std::unique_ptr<net::Loop> loop_ = std::move(net::Loop::create(clock_).value());
  std::unique_ptr<net::Resolver> resolver_;
  std::vector<std::unique_ptr<probes::Running>> places_;
  std::size_t told_ = 0, running_ = 0;
  net::Loop::TimerId scrape_timer_ = 0;
  Duration until_{0};
  Cost cost_;
};

}  // namespace

std::unique_ptr<Ours> ours(const Targets& targets, const std::string& base,
                           std::vector<probes::Step> steps, Mode mode) {
  return std::make_unique<Daemon>(targets, base, std::move(steps), mode);
}

}  // namespace saksi::bench
