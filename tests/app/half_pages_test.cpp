// SPDX-License-Identifier: Apache-2.0
//
// "Only the logo comes up." Generated half pages and whole ones, each walked by the real runner
// over real sockets: how many of the half ones are seen, and how many whole ones are mistaken for
// one. SAKSI_HALF_PAGES=1000 makes as many of each, SAKSI_SEED=... others.
#include "app/half_pages.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <list>

#include "app/translate.hpp"
#include "base/file.hpp"
#include "net/loop.hpp"
#include "settings/read.hpp"
#include "support/raw_server.hpp"
#include "support/temp_dir.hpp"

namespace saksi::app::test {
namespace {

using namespace std::chrono_literals;
using saksi::test::RawServer;

constexpr std::size_t kAtOnce = 60;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

class Walk {
 public:
  Walk() : clock_(Instant{}, SystemClock().wall(), 10) {
    net::initialise();
    loop_ = *net::Loop::create(clock_);
    resolver_ = *net::Resolver::create(*loop_, {"127.0.0.1:1"}, "");
    EXPECT_TRUE(write_atomically(folder_ / "password", "r4hasia&1\n", 0600));
    for (const Dialect& dialect : dialects()) read(dialect);
  }

  // What the runner finds in each, `kAtOnce` of them under way at a time.
  std::vector<probes::Outcome> run(const std::vector<Case>& cases) {
    std::vector<probes::Outcome> all(cases.size());
    for (std::size_t from = 0; from < cases.size(); from += kAtOnce)
      batch(cases, from, std::min(cases.size(), from + kAtOnce), all);
    return all;
  }

 private:
  struct Reading {
    Settings settings;
    Accounts accounts;
    probes::Journey journey;
  };

  void read(const Dialect& dialect) {
    const std::string yaml = fmt::format(R"yaml(
backends: [{{id: hosting, consent: "test", allow_private: true}}]
targets:
  - {{id: disdik, agency: Dinas Pendidikan, short_name: DISDIK, backend: hosting, url: "https://absen.example", journey: masuk, calendar: kantor}}
vantages:
  - {{id: kantor, owner: Kominfo, group: satu, accounts: [{{backend: hosting, user: uji-01, password_file: "{}"}}]}}
controls: [{{id: a, url: "https://a.example/"}}, {{id: b, url: "https://b.example/"}}, {{id: c, url: "https://c.example/"}}]
calendars:
  - {{id: kantor, check_in: [{{days: mon-fri, opening: "07:00", limit: "07:30", close: "08:00"}}]}}
web: {{operated_by: Kominfo, contact: a@b.example, public_url: "https://saksi.example"}}
storage: {{directory: /tmp}}
schedule: {{seed: uji}}
journeys:
  - id: masuk
{}
    late: 20s
    timeout: 30s
    slow: 20s
    steps:
{}
)yaml",
                                         folder_ / "password", dialect.head, dialect.steps);
    auto settings = settings::read_text(yaml, dialect.name);
    if (!settings) {
      for (const std::string& line : settings.error().lines) ADD_FAILURE() << line;
      return;
    }
    Accounts accounts = *read_accounts(*settings);
    probes::Journey journey = journey_of(settings->journeys.front());
    readings_.push_back({std::move(*settings), std::move(accounts), std::move(journey)});
  }

  static void serve(RawServer::Peer& peer, const std::vector<Case>& cases, std::size_t from) {
    for (std::string head = peer.read_head(); !head.empty(); head = peer.read_head()) {
      const std::string what = head.substr(0, head.find(' ', head.find(' ') + 1));
      const std::size_t place = head.find("User-Agent: c") + 13;
      const Case& one = cases[from + std::strtoull(head.c_str() + place, nullptr, 10)];
      if (const std::size_t length = head.find("Content-Length: "); length != std::string::npos)
        peer.read_bytes(std::strtoull(head.c_str() + length + 16, nullptr, 10));
      if (what == one.victim) {
        peer.write(one.bytes);
        if (one.hangs) peer.wait_until_closed();
        if (one.resets) peer.reset_at_end();
        return;
      }
      const auto found = one.web.replies.find(what);
      if (found == one.web.replies.end() || !peer.write(wire(found->second)) ||
          found->second.framing == Framing::until_close)
        return;
    }
  }

  void batch(const std::vector<Case>& cases, std::size_t from, std::size_t to,
             std::vector<probes::Outcome>& all) {
    RawServer server([&](RawServer::Peer& peer) { serve(peer, cases, from); });
    std::list<std::unique_ptr<probes::Running>> running;
    std::size_t open = to - from;
    for (std::size_t i = from; i < to; ++i) {
      Reading& reading = readings_[cases[i].web.dialect];
      Target target = reading.settings.targets.front();
      target.url = server.url("");
      probes::Run run = run_of(reading.settings, reading.settings.vantages.front(), target,
                               reading.journey, reading.accounts);
      run.session.user_agent = fmt::format("c{}", i - from);  // which of them asks
      run.planned_steady = clock_.steady();
      auto started = probes::start(
          *loop_, *resolver_, std::move(run), [](const std::string&) {},
          [&, i](probes::Outcome outcome) {
            all[i] = std::move(outcome);
            if (--open == 0) loop_->stop();
          });
      ASSERT_TRUE(started) << started.error().message;
      running.push_back(std::move(*started));
    }
    loop_->run();
  }

  const saksi::test::TempDir folder_;
  ScaledClock clock_;
  std::unique_ptr<net::Loop> loop_;
  std::unique_ptr<net::Resolver> resolver_;
  std::vector<Reading> readings_;
};

std::string told(const Case& one, const probes::Outcome& found) {
  return fmt::format(
      "  seed {} {}{}: {} at \"{}\": {}", one.seed, dialects()[one.web.dialect].name,
      one.half ? fmt::format(", {} {}", one.victim, kDamages[static_cast<std::size_t>(one.damage)])
               : "",
      code(found.cls), found.step, found.rule);
}

TEST(HalfPages, AreSeenAndWholeOnesAreNotTakenForThem) {
  const std::uint64_t many = number_from("SAKSI_HALF_PAGES", 100);
  const std::uint64_t seed = number_from("SAKSI_SEED", 1);
  std::vector<Case> half, whole;
  for (std::uint64_t i = 0; i < many; ++i) {
    half.push_back(half_case(seed * 1'000'000 + i));
    whole.push_back(whole_case(seed * 1'000'000 + many + i));
  }
  // Those that are waited for wait together.
  std::stable_partition(half.begin(), half.end(), [](const Case& one) { return one.hangs; });
  Walk walk;
  ASSERT_FALSE(HasFailure());
  const auto seen_half = walk.run(half);
  const auto seen_whole = walk.run(whole);

  std::array<std::pair<unsigned, unsigned>, kDamages.size()> by_damage{};
  std::size_t found = 0, mistaken = 0;
  std::string told_of;
  for (std::size_t i = 0; i < half.size(); ++i) {
    const bool right = is_failure(seen_half[i].cls) && seen_half[i].step == half[i].step;
    auto& [of, all] = by_damage[static_cast<std::size_t>(half[i].damage)];
    ++all;
    if (right)
      ++found, ++of;
    else
      told_of += told(half[i], seen_half[i]) + "\n";
  }
  for (std::size_t i = 0; i < whole.size(); ++i)
    if (seen_whole[i].cls != Class::ok) {
      ++mistaken;
      told_of += told(whole[i], seen_whole[i]) + "\n";
    }
  std::printf("half pages, seed %llu\n", static_cast<unsigned long long>(seed));
  for (std::size_t i = 0; i < kDamages.size(); ++i)
    std::printf("  %-24s %4u of %4u\n", std::string(kDamages[i]).c_str(), by_damage[i].first,
                by_damage[i].second);
  std::printf("half pages seen: %zu of %zu, %.2f %%; whole pages mistaken: %zu of %zu, %.2f %%\n%s",
              found, half.size(), 100.0 * static_cast<double>(found) / static_cast<double>(many),
              mistaken, whole.size(),
              100.0 * static_cast<double>(mistaken) / static_cast<double>(many), told_of.c_str());
  EXPECT_GE(found * 100, many * 99);
  EXPECT_LE(mistaken * 1000, many);
}

}  // namespace
}  // namespace saksi::app::test
