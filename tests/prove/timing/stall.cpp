// SPDX-License-Identifier: Apache-2.0
//
// A page that sends its headers at once and its body late, as a proxy before a stuck application
// does, is slow: a prober that stops its watch at the headers would call it fast.
#include <thread>

#include "probes/probes.hpp"
#include "support/raw_server.hpp"
#include "timing.hpp"

namespace saksi::prove {

bool stalled_page() {
  using namespace std::chrono_literals;
  constexpr auto stall = 800ms;
  const test::RawServer server([&](test::RawServer::Peer& peer) {
    if (peer.read_head().empty()) return;
    peer.write("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 34\r\n\r\n");
    std::this_thread::sleep_for(stall);
    peer.write("<html><body>Absen</body></html>   ");
    peer.wait_until_closed();
  });
  const SystemClock clock;
  const auto loop = std::move(net::Loop::create(clock).value());
  const auto resolver = std::move(net::Resolver::create(*loop, {"127.0.0.1:1"}, "").value());
  probes::Journey journey;
  journey.id = "halaman";
  journey.slow = 500ms;
  journey.timeout = 10s;
  journey.steps.resize(1);
  journey.steps[0].id = "muka";
  journey.steps[0].path = "/";
  std::size_t slow = 0;
  std::vector<double> wait, recv;
  constexpr int kRuns = 10;
  for (int i = 0; i < kRuns; ++i) {
    probes::Run run;
    run.base_url = "http://127.0.0.1:" + std::to_string(server.port());
    run.journey = &journey;
    run.session.allow_private = true;
    run.planned_steady = clock.steady();
    const auto running =
        probes::start(*loop, *resolver, std::move(run), {}, [&](const probes::Outcome& outcome) {
          slow += outcome.cls == Class::slow ? 1 : 0;
          if (outcome.cls != Class::slow)
            note(fmt::format("{}: {}", code(outcome.cls), outcome.rule));
          const Phases& phases = outcome.steps.at(0).phases;
          wait.push_back(milliseconds(phases.wait.value_or(Duration{0})));
          recv.push_back(milliseconds(phases.recv.value_or(Duration{0})));
          loop->stop();
        });
    if (!running) return claim("a stalled page", running.error().message, false);
    loop->run();
  }
  note("first byte: " + spread(wait));
  note("body:       " + spread(recv));
  return claim("a page that stalls 800 ms after its headers is slow (limit 500 ms)",
               fmt::format("{} of {} slow", slow, kRuns),
               slow == kRuns && quantile(recv, 0) >= 799);
}

}  // namespace saksi::prove
