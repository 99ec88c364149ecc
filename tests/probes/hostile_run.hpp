// SPDX-License-Identifier: Apache-2.0
//
// One journey against one hostile target, and what it cost: the class, the time, the memory, and
// how late anything else on the same loop became for it. Rows of a table.
//
// SAKSI_SPEED=1 runs in real time; otherwise time is twenty times as fast as the world.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <list>

#include "probes/probes.hpp"
#include "support/dns_server.hpp"
#include "support/process.hpp"

namespace saksi::probes::test {

using namespace std::chrono_literals;

// A number of /proc/self/status, in kB.
inline long status_kb(const std::string& name) {
  const std::string text = saksi::test::slurp("/proc/self/status");
  const std::size_t at = text.find("\n" + name + ":");
  return at == std::string::npos ? 0
                                 : std::strtol(text.c_str() + at + name.size() + 2, nullptr, 10);
}
inline void forget_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

struct Row {
  std::string id, variant;
  Outcome outcome;
  Duration took{0}, limit{0};
  long grown_kb = 0;
  double late_ms = 0;  // of the world outside
};

constexpr long kMostGrowthKb = 16 * 1024;

class Hostile : public testing::Test {
 protected:
  Hostile() : speed_(speed()), clock_(Instant{}, SystemClock().wall(), speed_) {
    net::initialise();
    loop_ = std::move(net::Loop::create(clock_).value());
    names({});
    journey_.id = "musuh";
    journey_.mode = Mode::login;
    journey_.timeout = 20s;
    session_.allow_private = true;
    session_.user_agent = "Saksi-test";
  }

  static int speed() {
    const char* text = std::getenv("SAKSI_SPEED");
    return text == nullptr ? 20 : std::max(1, std::atoi(text));
  }
  // What a busy machine needs to wake up and to work, of the world outside. In real time the
  // figures are the point; in the quick run, that it ends at all.
  [[nodiscard]] std::chrono::milliseconds grace() const { return speed_ == 1 ? 500ms : 3000ms; }
  // A second inside as the world's time: what a slow server sleeps.
  [[nodiscard]] auto second() const { return std::chrono::milliseconds(1000 / speed_); }

  void names(std::map<std::string, saksi::test::DnsAnswer> zone) {
    server_ = std::make_unique<saksi::test::DnsServer>(std::move(zone));
    ask(server_->address());
  }
  void ask(const std::string& server) {
    resolver_ = std::move(net::Resolver::create(*loop_, {server}, session_.way).value());
  }

  static Step page(std::vector<std::string> expect = {}, const std::string& path = "/") {
    Step step;
    step.id = "halaman";
    step.path = path;
    for (std::string& text : expect) step.expect.emplace_back(std::move(text));
    return step;
  }

  // Walks `steps` and adds a row; `classes` are those that it may end in, parted by blanks.
  // `by`: when it must have ended at the latest; 0: the journey's time-out.
  const Outcome& row(const std::string& id, const std::string& variant, const std::string& classes,
                     const std::string& base_url, std::vector<Step> steps = {page()},
                     Duration by = 0s) {
    journey_.steps = std::move(steps);
    probes::Run run;
    run.base_url = base_url;
    run.journey = &journey_;
    run.session = session_;
    run.user = "uji-01";
    run.password = Secret("r4hasia");
    run.planned_steady = clock_.steady();
    Row made{id, variant, {}, {}, by == 0s ? journey_.timeout : by};
    forget_peak();
    const long before = status_kb("VmRSS");
    const Duration began = clock_.steady();
    auto running = start(
        *loop_, *resolver_, std::move(run), [](const std::string&) {},
        [&](Outcome outcome) {
          made.outcome = std::move(outcome);
          loop_->stop();
        });
    EXPECT_TRUE(running) << running.error().message;
    tick(made);
    if (running) loop_->run();
    loop_->cancel(ticking_);
    made.took = clock_.steady() - began;
    made.grown_kb = status_kb("VmHWM") - before;
    tell(made, classes);
    rows_.push_back(std::move(made));
    return rows_.back().outcome;
  }

 private:
  // What is due every 10 ms while it goes on: the slots of others.
  void tick(Row& row) {
    const Duration due = clock_.steady() + clock_.inside(10ms);
    ticking_ = loop_->at(due, [this, &row, due] {
      const Duration late = clock_.outside(clock_.steady() - due);
      row.late_ms = std::max(row.late_ms, std::chrono::duration<double, std::milli>(late).count());
      tick(row);
    });
  }

  void tell(const Row& row, const std::string& classes) const {
    const std::string found(code(row.outcome.cls));
    std::printf("%-4s %-44s %-24s %8.0f ms %6ld kB %6.1f ms late\n", row.id.c_str(),
                row.variant.c_str(), found.c_str(),
                std::chrono::duration<double, std::milli>(row.took).count(), row.grown_kb,
                row.late_ms);
    std::fflush(stdout);
    const std::string what = row.id + " " + row.variant + ": " + row.outcome.rule;
    EXPECT_NE((" " + classes + " ").find(" " + found + " "), std::string::npos)
        << what << "; expected " << classes << ", found " << found;
    EXPECT_LE(row.took, row.limit + clock_.inside(grace())) << what;
    EXPECT_LE(row.grown_kb, kMostGrowthKb) << what;
    EXPECT_LE(row.late_ms, grace().count()) << what << "; others were held up";
  }

 protected:
  const int speed_;
  ScaledClock clock_;
  std::unique_ptr<net::Loop> loop_;
  std::unique_ptr<saksi::test::DnsServer> server_;
  std::unique_ptr<net::Resolver> resolver_;
  Journey journey_;
  net::SessionOptions session_;
  std::list<Row> rows_;
  net::Loop::TimerId ticking_ = 0;
};

}  // namespace saksi::probes::test
