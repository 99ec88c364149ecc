// SPDX-License-Identifier: Apache-2.0
//
// What the tests of the wiring share: a small office as its configuration would read, and a hand on
// the probing thread's decisions, with runs that begin and end when the test says so.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "app/duties.hpp"
#include "app/rounds.hpp"
#include "app/translate.hpp"
#include "base/timestamp.hpp"
#include "settings/settings.hpp"
#include "support/fake_clock.hpp"

namespace saksi::app::test {

using namespace std::chrono_literals;
using saksi::test::FakeClock;

// A Tuesday.
inline Instant at(const std::string& time) { return parse_utc("2026-11-24T" + time + "Z").value(); }

inline Vantage vantage(const std::string& id) {
  Vantage made;
  made.id = {id};
  made.owner = "Pemilik " + id;
  made.group = "jaringan-" + id;
  return made;
}

// Two vantages on two networks look at one page all day at the same pace.
inline Settings office(Duration interval = 1min) {
  Settings s;
  s.backends.push_back({.id = {"host-1"},
                        .name = "Host",
                        .requests_per_second = 50,
                        .burst = 50,
                        .allow_private = true});
  s.targets.push_back({{"disdik"},
                       "Dinas Pendidikan",
                       "DISDIK",
                       {"host-1"},
                       "http://127.0.0.1:9",
                       {"halaman"},
                       {"kantor"}});
  s.vantages = {vantage("pusat"), vantage("timur")};
  JourneySettings journey;
  journey.id = {"halaman"};
  journey.mode = Mode::anonymous;
  StepSettings step;
  step.id = "masuk";
  step.path = "/login";
  journey.steps = {step};
  s.journeys.push_back(journey);
  Calendar calendar;
  calendar.id = {"kantor"};
  calendar.zone = "Asia/Jakarta";
  s.calendars.push_back(calendar);
  s.schedule.seed = "uji";
  s.schedule.peak = s.schedule.day = s.schedule.quiet = interval;
  s.web.pages.port = s.web.operations.port = 0;
  return s;
}

// Plays loop and network for Rounds.
class Hand {
 public:
  struct Run {
    Sample sample;
    Rounds::Calls calls;
    std::size_t light_steps = 0;
    bool cancelled = false;
  };

  explicit Hand(Settings settings, Instant from = at("00:00:00"), std::vector<Plan> recorded = {},
                std::vector<Sample> lately = {})
      : clock(from), settings_(std::make_shared<const Settings>(std::move(settings))) {
    Rounds::Parts parts;
    parts.settings = settings_;
    parts.clock = &clock;
    auto duties = duties_of(*settings_, recorded, from);
    EXPECT_TRUE(duties) << duties.error().message;
    parts.rules = std::move(duties->rules);
    parts.from = from;
    parts.tell = [this](Note&& note) {
      if (full) return false;
      notes.push_back(std::move(note));
      return true;
    };
    parts.launch = [this](const Sample& sample, std::size_t light_steps, Rounds::Calls calls) {
      return run(sample, light_steps, std::move(calls));
    };
    parts.stopped = [this](const BackendId&) { return stopped_until; };
    parts.stop_asked = [this](const BackendId&, Instant until) {
      if (keeps_stops) stopped_until = until;
      return keeps_stops;
    };
    parts.claim_real = [this](const TargetId& target, const JourneyId& journey,
                              const std::string& date) {
      return claimed.insert(target.text + "/" + journey.text + "/" + date).second;
    };
    parts.uplink = [this](const VantageId& id) {
      return cut_off.contains(id.text) ? "interface wwan0 has no carrier" : "";
    };
    parts.lately = std::move(lately);
    parts.later = [this](std::function<void()> task) { tasks_.push_back(std::move(task)); };
    rounds = std::make_unique<Rounds>(std::move(parts));
  }

  // Looks whenever asked to, until `time`.
  void play(Instant time) {
    for (;;) {
      const Duration wait = look();
      if (clock.wall() + wait > time) break;
      clock.advance(std::max<Duration>(wait, 1us));
    }
    clock.advance(time - clock.wall());
    look();
  }

  // Plays until so many runs were started in all.
  void play_until_runs(std::size_t count, Duration most = 30min) {
    const Instant end = clock.wall() + most;
    for (Duration wait = look(); runs.size() < count && clock.wall() < end; wait = look())
      clock.advance(std::max<Duration>(wait, 1us));
    ASSERT_GE(runs.size(), count);
  }

  Duration look() {
    const Duration wait = rounds->look();
    run_tasks();
    for (; answers && ended_ < runs.size(); ++ended_) end(ended_, answer);
    return wait;
  }

  void end(std::size_t which, Class cls = Class::ok, unsigned requests = 1) {
    probes::Outcome outcome;
    outcome.cls = cls;
    outcome.step = cls == Class::ok ? "" : "masuk";
    outcome.requests = requests;
    outcome.took = clock.wall() - runs.at(which)->sample.start;
    outcome.controls = {{"netral", true, 20ms}};
    outcome.retry_after = std::exchange(retry_after, std::nullopt);
    outcome.asked_to_stop = std::exchange(asks_to_stop, false);
    runs.at(which)->calls.ended(std::move(outcome), Duration{0});
    run_tasks();
  }

  template <class T>
  [[nodiscard]] std::vector<T> told() const {
    std::vector<T> found;
    for (const Note& note : notes)
      if (const T* held = std::get_if<T>(&note)) found.push_back(*held);
    return found;
  }

  FakeClock clock;
  std::vector<std::shared_ptr<Run>> runs;
  std::vector<Note> notes;
  bool full = false;     // the keeper's queue
  bool answers = false;  // every run ends at once, so:
  Class answer = Class::ok;
  std::optional<Duration> retry_after;  // said by the next answer
  bool keeps_stops = true;
  bool asks_to_stop = false;  // likewise
  std::optional<Instant> stopped_until;
  std::set<std::string> cut_off;  // vantages without their uplink
  std::set<std::string> claimed;  // days of real check-ins
  std::unique_ptr<Rounds> rounds;

 private:
  struct Running final : probes::Running {
    explicit Running(std::shared_ptr<Run> it) : run(std::move(it)) {}
    ~Running() override { run->cancelled = true; }
    std::shared_ptr<Run> run;
  };
  Result<std::unique_ptr<probes::Running>> run(const Sample& sample, std::size_t light_steps,
                                               Rounds::Calls calls) {
    runs.push_back(std::make_shared<Run>(Run{sample, std::move(calls), light_steps}));
    return std::make_unique<Running>(runs.back());
  }
  void run_tasks() {
    for (const auto& task : std::exchange(tasks_, {})) task();
  }

  std::shared_ptr<const Settings> settings_;
  std::vector<std::function<void()>> tasks_;
  std::size_t ended_ = 0;
};

}  // namespace saksi::app::test
