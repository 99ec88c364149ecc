// SPDX-License-Identifier: Apache-2.0
#include <deque>

#include "web/a_site.hpp"

namespace saksi::web::test {
namespace {

using namespace std::chrono_literals;

class Operations : public ASite {
 protected:
  void last_sample(Instant end, Duration interval) {
    Sample latest = sample("pusat", end, Class::http_5xx);
    latest.interval = interval;
    TargetView view;
    view.state.target = {"disdik"};
    view.latest[{"pusat"}] = latest;
    board_.targets = {view};
  }
  // The site has been up since then; now it is 07.35 WIB.
  void start_at(Instant started) {
    const Instant now = clock_.wall();
    clock_.step_wall(started - now);
    start();
    clock_.step_wall(now - started);
  }
};

TEST_F(Operations, HealthOnlySaysThatTheDaemonAnswers) {
  board_.store_ok = false;
  start();

  const std::string answer = operations("/healthz");

  EXPECT_EQ(status(answer), 200);
  EXPECT_EQ(body(answer), "alive\n");
}

TEST_F(Operations, MetricsCarryTheTypeThatPrometheusExpects) {
  start();

  const std::string answer = operations("/metrics");

  EXPECT_EQ(status(answer), 200);
  EXPECT_TRUE(has(answer, "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
  EXPECT_TRUE(has(body(answer), "# HELP saksi_"));
  EXPECT_TRUE(has(body(answer), "# TYPE saksi_"));
}

TEST_F(Operations, ReadyWhileItIsStartingUpEvenWithoutASample) {
  start_at(at("2023-01-02T00:20:00Z"));  // quiet hours: a slot every 15 minutes

  EXPECT_EQ(body(operations("/readyz")), "ready\n");
}

TEST_F(Operations, NotReadyWhenNoSampleCameAfterTheStart) {
  start_at(at("2023-01-02T00:00:00Z"));

  const std::string answer = operations("/readyz");

  EXPECT_EQ(status(answer), 503);
  EXPECT_EQ(body(answer), "no sample has been recorded since the start at 2023-01-02T00:00:00Z\n");
}

TEST_F(Operations, ReadyWhileSamplesComeWhateverTheySayOfTheTarget) {
  last_sample(at("2023-01-02T00:34:40Z"), 30s);
  start_at(at("2023-01-01T00:00:00Z"));

  EXPECT_EQ(status(operations("/readyz")), 200);
}

TEST_F(Operations, NotReadyWhenTheSamplesStopped) {
  last_sample(at("2023-01-02T00:30:00Z"), 30s);
  start_at(at("2023-01-01T00:00:00Z"));

  const std::string answer = operations("/readyz");

  EXPECT_EQ(status(answer), 503);
  EXPECT_EQ(body(answer),
            "the latest sample is from 2023-01-02T00:30:00Z, and it is 2023-01-02T00:35:00Z; a "
            "sample was due every "
            "30s\n");
}

TEST_F(Operations, ReadyInTheFirstQuietQuarterOfAnHourOfTheEvening) {
  last_sample(at("2023-01-02T10:59:00Z"), 2min);  // 17.59 WIB; the pace changes at 18.00
  clock_.step_wall(at("2023-01-02T11:12:00Z") - clock_.wall());
  start_at(at("2023-01-01T00:00:00Z"));

  EXPECT_EQ(body(operations("/readyz")), "ready\n");
}

TEST_F(Operations, NotReadyWhenTheStoreIsInTroubleAndSaysWhich) {
  last_sample(at("2023-01-02T00:34:40Z"), 30s);
  board_.store_ok = false;
  board_.store_trouble = "the disk is full";
  start();

  const std::string answer = operations("/readyz");

  EXPECT_EQ(status(answer), 503);
  EXPECT_EQ(body(answer), "the store is in trouble: the disk is full\n");
}

TEST_F(Operations, ReadyDuringMaintenanceAndAWhileAfterIt) {
  settings_->maintenance = {{.backend = {"absen"},
                             .from = at("2023-01-02T00:00:00Z"),
                             .to = at("2023-01-02T00:40:00Z"),
                             .reason = "pindah server"}};
  last_sample(at("2023-01-01T23:59:50Z"), 30s);
  start_at(at("2023-01-01T00:00:00Z"));

  EXPECT_EQ(status(operations("/readyz")), 200);
  clock_.advance(10min);
  EXPECT_EQ(status(operations("/readyz")), 200);
  clock_.advance(30min);
  EXPECT_EQ(status(operations("/readyz")), 503);
}

TEST_F(Operations, StayUsableWhileACrowdHoldsThePublicListener) {
  last_sample(at("2023-01-02T00:34:40Z"), 30s);
  start();
  std::deque<saksi::test::RawClient> crowd;
  for (int i = 0; i < 400; ++i) crowd.emplace_back(web_->pages_port()).send("GET / HTTP/1.1\r\nHo");

  EXPECT_EQ(status(operations("/readyz")), 200);
  EXPECT_EQ(status(get("/")), 200);
}

}  // namespace
}  // namespace saksi::web::test
