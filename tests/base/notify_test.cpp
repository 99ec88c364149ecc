// SPDX-License-Identifier: Apache-2.0
#include "base/notify.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include "support/notify_socket.hpp"

namespace saksi {
namespace {

using namespace std::chrono_literals;
using test::NotifySocket;

TEST(Notifier, SendsOneDatagramToThePathThatIsNamed) {
  NotifySocket manager;
  Notifier notifier(manager.path());
  notifier.say("READY=1\nSTATUS=2 targets");

  EXPECT_EQ(manager.heard(), std::vector<std::string>{"READY=1\nSTATUS=2 targets"});
}

TEST(Notifier, ReachesASocketOfTheAbstractNamespace) {
  const std::string name = "@saksi-test-" + std::to_string(::getpid());
  NotifySocket manager(name);
  Notifier(name).say("READY=1");

  EXPECT_EQ(manager.heard(), std::vector<std::string>{"READY=1"});
}

TEST(Notifier, SaysNothingWhereNobodyListensAndDoesNotMind) {
  ::unsetenv("NOTIFY_SOCKET");
  Notifier notifier = Notifier::of_environment();
  EXPECT_FALSE(notifier.somebody_listens());
  notifier.say("READY=1");
  Notifier gone("/nonexistent/notify");
  gone.say("READY=1");
  Notifier(std::string(300, 'x')).say("READY=1");
}

TEST(Watchdog, IsThePeriodOfTheEnvironmentIfItIsMeantForUs) {
  ::setenv("WATCHDOG_USEC", "60000000", 1);
  ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
  EXPECT_EQ(watchdog_of_environment(), 60s);
  ::setenv("WATCHDOG_PID", "1", 1);
  EXPECT_EQ(watchdog_of_environment(), 0s);
  ::unsetenv("WATCHDOG_PID");
  EXPECT_EQ(watchdog_of_environment(), 60s);
  for (const char* wrong : {"", "1 minute", "-5", "99999999999999999999"}) {
    ::setenv("WATCHDOG_USEC", wrong, 1);
    EXPECT_EQ(watchdog_of_environment(), 0s) << wrong;
  }
  ::unsetenv("WATCHDOG_USEC");
  EXPECT_EQ(watchdog_of_environment(), 0s);
}

}  // namespace
}  // namespace saksi
