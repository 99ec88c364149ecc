// SPDX-License-Identifier: Apache-2.0
//
// What a probe costs in memory while it waits for a target that never answers.
#include <fmt/format.h>

#include <sstream>

#include "bench.hpp"

namespace saksi::bench {
namespace {

double resident() {  // proc(5), statm: the second field, in pages
  std::istringstream fields(test::slurp("/proc/self/statm"));
  double size = 0, pages = 0;
  fields >> size >> pages;
  return pages * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

}  // namespace

double memory_in_flight(const Targets& targets, bool tls, std::size_t count) {
  using namespace std::chrono_literals;
  const SystemClock clock;
  const auto loop = std::move(net::Loop::create(clock).value());
  const auto resolver = std::move(net::Resolver::create(*loop, {"127.0.0.1:1"}, "").value());
  probes::Journey journey;
  journey.id = "lambat";
  journey.timeout = 120s;
  journey.steps.resize(1);
  journey.steps[0].id = "lambat";
  journey.steps[0].path = "/lambat";
  std::size_t ended = 0;
  std::vector<std::unique_ptr<probes::Running>> runs;
  const auto begin = [&] {
    probes::Run run;
    run.base_url = tls ? targets.https : targets.http;
    run.journey = &journey;
    run.session.allow_private = true;
    run.session.ca_file = targets.bundle;
    run.session.connect_timeout = 60s;
    run.planned_steady = clock.steady();
    runs.push_back(std::move(
        probes::start(*loop, *resolver, std::move(run), {}, [&](const probes::Outcome& outcome) {
          if (++ended == 1) fmt::print("        ended: {} {}\n", code(outcome.cls), outcome.rule);
        }).value()));
  };
  // Ten first, so that libraries and trust anchors are there before the first look.
  double before = 0;
  std::size_t made = 0;
  std::function<void()> next = [&] {
    begin();
    if (++made == count + 10) return;
    loop->after(made == 10 ? 2s : 2ms, next);
  };
  loop->post(next);
  loop->after(1500ms, [&] { before = resident(); });
  loop->after(2s + 3ms * static_cast<int>(count) + 5s, [&] { loop->stop(); });
  loop->run();
  if (ended != 0 || made != count + 10) return -1;
  return (resident() - before) / static_cast<double>(count);
}

}  // namespace saksi::bench
