// SPDX-License-Identifier: Apache-2.0
//
// The probing thread as the daemon starts it, with a thousand slots a second: each is an HTTP
// request that is answered. How late after its planned instant did each start?
#include <mutex>
#include <thread>

#include "app/prober.hpp"
#include "support/nginx.hpp"
#include "support/temp_dir.hpp"
#include "timing.hpp"

namespace saksi::prove {
namespace {

using namespace std::chrono_literals;

Settings a_thousand(std::uint16_t port) {
  Settings s;
  Backend backend;
  backend.id = {"satu"};
  backend.name = "Satu";
  backend.requests_per_second = 5000;
  backend.burst = 5000;
  backend.allow_private = true;
  s.backends = {backend};
  JourneySettings journey;
  journey.id = {"muka"};
  journey.mode = Mode::anonymous;
  StepSettings step;
  step.id = "muka";
  step.path = "/";
  journey.steps = {step};
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
  for (int i = 0; i < 1000; ++i) {
    Target target;
    target.id = {"opd-" + std::to_string(i)};
    target.backend = {"satu"};
    target.url = "http://127.0.0.1:" + std::to_string(port);
    target.journey = {"muka"};
    target.calendar = {"kantor"};
    s.targets.push_back(target);
  }
  s.schedule.peak = s.schedule.day = s.schedule.quiet = 1s;
  s.schedule.max_inflight = 1000;
  return s;
}

}  // namespace

bool slots_on_time() {
  const test::TempDir folder;
  const std::uint16_t port = test::free_port();
  pin_to(1);
  const test::Nginx nginx(folder.path(),
                          "access_log off; server { listen 127.0.0.1:" + std::to_string(port) +
                              "; location / { return 200 ya; } }",
                          port);
  pin_to(0);
  const SystemClock clock;
  const auto settings = std::make_shared<const Settings>(a_thousand(port));
  const Instant from = clock.wall() + 1s;
  app::Prober::Parts parts;
  parts.settings = settings;
  parts.clock = &clock;
  parts.rules = {{app::plan_of(*settings, {"sini"}, from), from, from + 1h}};
  parts.from = from;
  std::mutex mutex;
  std::vector<double> late;
  std::map<std::string, std::size_t> others;
  parts.tell = [&](app::Note&& note) {
    const std::lock_guard lock(mutex);
    if (const auto* done = std::get_if<app::Finished>(&note)) {
      late.push_back(milliseconds(done->sample.start - done->sample.planned));
      if (done->sample.cls != Class::ok)
        ++others[std::string(code(done->sample.cls)) + " " + done->sample.rule];
    } else {
      ++others["gaps"];
    }
    return true;
  };
  auto prober = app::Prober::start(std::move(parts));
  if (!prober) return claim("slots on time", prober.error().message, false);
  std::this_thread::sleep_for(12s);
  const std::lock_guard lock(mutex);
  const std::vector<double> all = late;
  for (const auto& [what, count] : others) note(fmt::format("{} times {}", count, what));
  return claim("slot lateness p99 <= 1 ms at 1,000 slots a second", spread(all),
               all.size() > 9000 && others.empty() && quantile(all, 0.99) <= 1);
}

}  // namespace saksi::prove
