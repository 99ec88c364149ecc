// SPDX-License-Identifier: Apache-2.0
//
// What a service manager hears, through a real socket, on a clock that is told.
#include "app/service.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/notify.hpp"
#include "support/fake_clock.hpp"
#include "support/notify_socket.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

class ServiceTest : public testing::Test {
 protected:
  // A second of a hub in which those named move.
  void second(bool probe, bool keeper) {
    clock_.advance(1s);
    vitals_.beats[0].count += probe ? 1U : 0U;
    vitals_.beats[1].count += keeper ? 10U : 0U;
    service_.look(vitals_, clock_.steady());
  }
  void seconds(int count, bool probe = true, bool keeper = true) {
    for (int i = 0; i < count; ++i) second(probe, keeper);
  }
  long heard(const std::string& line) {
    for (std::string& more : manager_.heard()) all_.push_back(std::move(more));
    return std::count(all_.begin(), all_.end(), line);
  }

  saksi::test::FakeClock clock_;
  saksi::test::NotifySocket manager_;
  Notifier notifier_{manager_.path()};
  Service service_{[this](const std::string& lines) { notifier_.say(lines); }, 60s};
  Vitals vitals_{{{"probe", 0}, {"keeper", 0}}, true, 2, 0};
  std::vector<std::string> all_;
};

TEST_F(ServiceTest, IsReadyOnceAPlanRulesAndNotBefore) {
  vitals_.rules = false;
  seconds(45);
  EXPECT_EQ(heard("READY=1"), 0);
  EXPECT_EQ(heard("WATCHDOG=1"), 0);
  EXPECT_GE(heard("EXTEND_TIMEOUT_USEC=30000000"), 4) << "or the start would run out of time";
  vitals_.rules = true;
  seconds(5);
  EXPECT_EQ(heard("READY=1"), 1) << "once";
}

TEST_F(ServiceTest, IsNotReadyBeforeBothThreadsHaveMoved) {
  seconds(5, true, false);
  EXPECT_EQ(heard("READY=1"), 0);
  seconds(1);
  EXPECT_EQ(heard("READY=1"), 1);
}

TEST_F(ServiceTest, FeedsTheWatchdogFourTimesInItsPeriod) {
  seconds(60);
  EXPECT_EQ(heard("WATCHDOG=1"), 4);
}

TEST_F(ServiceTest, StopsFeedingWhenTheProbingLoopIsStuckThoughTheKeeperMoves) {
  seconds(60);
  const long fed = heard("WATCHDOG=1");
  seconds(29, false, true);
  EXPECT_GT(heard("WATCHDOG=1"), fed) << "half a period is allowed: a slow sync is no death";
  const long last = heard("WATCHDOG=1");
  seconds(300, false, true);
  EXPECT_EQ(heard("WATCHDOG=1"), last);
  EXPECT_EQ(heard("STATUS=stuck, and the watchdog is not fed: probe"), 1);
}

TEST_F(ServiceTest, StopsFeedingWhenTheKeeperIsStuckThoughTheLoopMoves) {
  seconds(60);
  seconds(29, true, false);
  const long last = heard("WATCHDOG=1");
  seconds(300, true, false);
  EXPECT_EQ(heard("WATCHDOG=1"), last);
  EXPECT_EQ(heard("STATUS=stuck, and the watchdog is not fed: keeper"), 1);
}

TEST_F(ServiceTest, FeedsAgainWhenWhatWasStuckMovesAgain) {
  seconds(60);
  seconds(40, true, false);
  const long last = heard("WATCHDOG=1");
  seconds(60);
  EXPECT_GE(heard("WATCHDOG=1"), last + 3);
}

TEST_F(ServiceTest, SaysInOneLineHowManyTargetsAndOpenIncidentsThereAre) {
  seconds(20);
  EXPECT_EQ(heard("STATUS=2 targets, 0 open incidents"), 1) << "told when it changes";
  vitals_.open = 1;
  seconds(20);
  EXPECT_EQ(heard("STATUS=2 targets, 1 open incident"), 1);
}

TEST_F(ServiceTest, SaysWhyItStops) {
  service_.stopping("the store has failed");
  EXPECT_EQ(heard("STOPPING=1\nSTATUS=the store has failed"), 1);
}

TEST_F(ServiceTest, FeedsNobodyWhereThereIsNoWatchdog) {
  Service quiet([this](const std::string& lines) { notifier_.say(lines); }, Duration{0});
  vitals_.beats.clear();  // pages only
  quiet.look(vitals_, 0s);
  quiet.look(vitals_, 100s);
  EXPECT_EQ(heard("READY=1"), 1);
  EXPECT_EQ(heard("WATCHDOG=1"), 0);
}

}  // namespace
}  // namespace saksi::app
