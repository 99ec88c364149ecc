// SPDX-License-Identifier: Apache-2.0
//
// One journey of steps below HTTP, on real sockets of this machine.
#pragma once

#include <gtest/gtest.h>

#include "probes/probes.hpp"
#include "support/dns_server.hpp"

namespace saksi::probes::test {

using namespace std::chrono_literals;

class DirectRun : public testing::Test {
 protected:
  explicit DirectRun(int speed = 1) : clock_(Instant{}, SystemClock().wall(), speed) {
    net::initialise();
    loop_ = std::move(net::Loop::create(clock_).value());
    journey_.id = "ringan";
    journey_.mode = Mode::anonymous;
    journey_.timeout = 10s;
    session_.allow_private = true;
  }

  void name_server(std::map<std::string, saksi::test::DnsAnswer> zone) {
    server_ = std::make_unique<saksi::test::DnsServer>(std::move(zone));
    resolver_ =
        std::move(net::Resolver::create(*loop_, {server_->address()}, session_.way).value());
  }

  static Step step(StepKind kind) {
    Step made;
    made.id = "langkah";
    made.kind = kind;
    return made;
  }

  Result<std::unique_ptr<Running>> begin(std::vector<Step> steps) {
    if (!resolver_) name_server({});
    journey_.steps = std::move(steps);
    probes::Run run;
    run.base_url = base_url_;
    if (names_hosts_)
      for (const Step& one : journey_.steps) run.hosts.push_back(one.direct.name);
    run.journey = &journey_;
    run.session = session_;
    run.planned_steady = clock_.steady();
    run.may_send = [this] { return ++asked_ <= most_asked_; };
    return start(
        *loop_, *resolver_, std::move(run), [](const std::string&) {},
        [this](Outcome outcome) {
          outcome_ = std::move(outcome);
          loop_->stop();
        });
  }

  // Runs to the end, or to a guard behind every time-out.
  Outcome finish(std::vector<Step> steps) {
    auto running = begin(std::move(steps));
    if (!running) {
      ADD_FAILURE() << running.error().message;
      return {};
    }
    const auto guard = loop_->after(journey_.timeout * 3, [this] {
      ADD_FAILURE() << "the run never ended";
      loop_->stop();
    });
    loop_->run();
    loop_->cancel(guard);
    return outcome_;
  }
  StepFinding find(const Step& step) {
    const Outcome outcome = finish({step});
    return outcome.steps.empty() ? StepFinding{} : outcome.steps.front();
  }

  ScaledClock clock_;
  std::unique_ptr<net::Loop> loop_;
  std::unique_ptr<saksi::test::DnsServer> server_;
  std::unique_ptr<net::Resolver> resolver_;
  std::string base_url_ = "https://absen.test:8443";
  Journey journey_;
  bool names_hosts_ = true;  // may each step ask whom it names?
  net::SessionOptions session_;
  Outcome outcome_;
  int asked_ = 0, most_asked_ = 1000;
};

}  // namespace saksi::probes::test
