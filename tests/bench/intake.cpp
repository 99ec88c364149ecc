// SPDX-License-Identifier: Apache-2.0
//
// What a hub takes from agents on one core: every signature of a delivery checked, its records
// chained, written and synced.
#include <sys/resource.h>

#include "bench.hpp"
#include "store/agent_support.hpp"
#include "store/intake.hpp"
#include "support/temp_dir.hpp"

namespace saksi::bench {
namespace {

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

Sample journey(std::size_t i) {
  Sample sample = store::test::sample(
      "kampus", store::test::at("00:00:00") + std::chrono::seconds(30) * static_cast<long>(i));
  for (const char* id : {"beranda", "login", "formulir"}) {
    StepFinding step;
    step.id = id;
    step.http_status = 200;
    step.phases = {std::chrono::milliseconds(4),   std::chrono::milliseconds(20),
                   std::chrono::milliseconds(40),  std::chrono::microseconds(90),
                   std::chrono::milliseconds(300), std::chrono::milliseconds(2)};
    step.total = std::chrono::milliseconds(366);
    step.address = "192.0.2.10:443";
    step.bytes = 14'000;
    sample.steps.push_back(step);
  }
  for (const char* host : {"a.example", "b.example", "c.example"})
    sample.controls.push_back({host, true, std::chrono::milliseconds(40)});
  return sample;
}

}  // namespace

// `size` records a delivery. Samples a second of one core's time, and of the wall's.
IntakeRate intake_rate(std::size_t size) {
  const saksi::test::TempDir folder;
  auto writer = store::Writer::open(folder.path(), {"live"}, {}).value();
  store::test::FakeAgent agent("kampus");
  if (!writer->enrol({"kampus"}, agent.key.public_key(), store::test::at("00:00:00"))) return {};
  constexpr std::size_t count = 10'000;
  std::vector<std::string> deliveries;
  std::vector<store::Record> some;
  for (std::size_t i = 0; i < count; ++i) {
    some.push_back(agent.add(journey(i)));
    if (some.size() == size || i + 1 == count) deliveries.push_back(agent.delivery(some));
    if (some.size() == size) some.clear();
  }
  const store::Hearing all{[](const store::Opened&) { return store::Mute::none; },
                           [](const Plan&) { return true; }, [](const Plan&) {}};
  const SystemClock clock;
  const double cpu = cpu_seconds();
  const Duration began = clock.steady();
  for (const std::string& text : deliveries) {
    auto delivery = store::read_delivery(text, agent.hub);
    if (!delivery || !writer->take_in(delivery->arrival, all)) return {};
  }
  const double wall = std::chrono::duration<double>(clock.steady() - began).count();
  return {count / (cpu_seconds() - cpu), count / wall};
}

}  // namespace saksi::bench
