// SPDX-License-Identifier: Apache-2.0
#include "net/loop.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "support/fake_clock.hpp"

namespace saksi::net {
namespace {

using namespace std::chrono_literals;

std::unique_ptr<Loop> make(const Clock& clock) {
  auto loop = Loop::create(clock);
  EXPECT_TRUE(loop) << loop.error().message;
  return std::move(*loop);
}

struct Pipe {
  Pipe() { EXPECT_EQ(::pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0); }
  ~Pipe() {
    ::close(ends[0]);
    ::close(ends[1]);
  }
  int ends[2] = {-1, -1};
};

TEST(Loop, FiresTimersInTheOrderOfTheirInstantsAndEqualOnesInTheOrderTheyWereMade) {
  const SystemClock clock;
  const auto loop = make(clock);
  std::string order;
  const Duration now = clock.steady();

  loop->at(now + 3ms, [&] { order += 'd', loop->stop(); });
  loop->at(now + 2ms, [&] { order += 'b'; });
  loop->at(now + 1ms, [&] { order += 'a'; });
  loop->at(now + 2ms, [&] { order += 'c'; });
  loop->run();

  EXPECT_EQ(order, "abcd");
}

TEST(Loop, KnowsHowLongWhatItHandlesMayHaveWaitedForIt) {
  const SystemClock clock;
  const auto loop = make(clock);
  Pipe pipe;
  std::vector<Duration> late;
  std::atomic<bool> first{false};
  loop->watch(pipe.ends[0], Loop::readable, [&](unsigned) {
    char byte = 0;
    EXPECT_EQ(::read(pipe.ends[0], &byte, 1), 1);
    late.push_back(loop->lateness());
    first = true;
    if (late.size() == 2) loop->stop();
  });
  // It comes while the loop is busy, and then while the loop sleeps.
  loop->after(1ms, [&] {
    EXPECT_EQ(::write(pipe.ends[1], "a", 1), 1);
    for (const Duration until = clock.steady() + 300ms; clock.steady() < until;) {
    }
  });
  std::thread other([&] {
    while (!first) std::this_thread::yield();
    for (const Duration until = clock.steady() + 300ms; clock.steady() < until;) {
    }
    EXPECT_EQ(::write(pipe.ends[1], "b", 1), 1);
  });
  loop->run();
  other.join();

  EXPECT_GE(late.at(0), 300ms);
  EXPECT_LT(late.at(1), 200ms);
}

TEST(Loop, FiresATimerOnceTheFakeClockHasPassedItAndTheLoopIsWoken) {
  test::FakeClock clock;
  const auto loop = make(clock);
  std::vector<Duration> fired;
  loop->at(1h, [&] {
    fired.push_back(clock.steady());
    loop->stop();
  });

  loop->post([&] { clock.advance(59min); });
  loop->post([&] {
    EXPECT_TRUE(fired.empty());
    clock.advance(2min);
  });
  loop->run();

  EXPECT_EQ(fired, std::vector<Duration>{61min});
}

TEST(Loop, NeverFiresBeforeTheInstantOnAFastClock) {
  const SystemClock machine;
  const ScaledClock clock(Instant{}, machine.wall(), 20);
  const auto loop = make(clock);
  const Duration began = machine.steady();
  const Duration due = clock.steady() + 2s;  // 100 ms outside
  Duration fired{0};

  loop->at(due, [&] {
    fired = clock.steady();
    loop->stop();
  });
  loop->run();

  EXPECT_GE(fired, due);
  EXPECT_GE(machine.steady() - began, 99ms);
  EXPECT_LT(machine.steady() - began, 1s) << "two seconds of the fast clock are a tenth outside";
}

TEST(Loop, ForgetsACancelledTimerAlsoWhenAnEarlierOneOfTheSameMomentCancelsIt) {
  test::FakeClock clock;
  const auto loop = make(clock);
  bool fired = false;
  Loop::TimerId second = 0;
  loop->at(0s, [&] { loop->cancel(second); });
  second = loop->at(0s, [&] { fired = true; });
  loop->at(0s, [&] { loop->stop(); });

  loop->run();
  loop->cancel(second);
  loop->cancel(4711);

  EXPECT_FALSE(fired);
}

TEST(Loop, LetsSocketsInBetweenATimerThatAlwaysWantsToRunAgain) {
  test::FakeClock clock;
  const auto loop = make(clock);
  const Pipe pipe;
  ASSERT_EQ(::write(pipe.ends[1], "x", 1), 1);
  int rounds = 0;
  std::function<void()> again = [&] {
    if (++rounds < 1000)
      loop->after(0s, again);
    else
      loop->stop();
  };
  bool seen = false;
  loop->watch(pipe.ends[0], Loop::readable, [&](unsigned) {
    seen = true;
    loop->stop();
  });

  loop->after(0s, again);
  loop->run();

  EXPECT_TRUE(seen);
  EXPECT_LT(rounds, 10);
  loop->unwatch(pipe.ends[0]);
}

TEST(Loop, TellsOnlyTheWantedDirectionsAndGoesOnTellingUntilTheyAreServed) {
  test::FakeClock clock;
  const auto loop = make(clock);
  const Pipe pipe;
  ASSERT_EQ(::write(pipe.ends[1], "x", 1), 1);
  std::vector<unsigned> told;

  loop->watch(pipe.ends[0], Loop::readable, [&](unsigned ready) {
    told.push_back(ready);
    if (told.size() == 2) loop->watch(pipe.ends[0], 0, nullptr);
  });
  loop->watch(pipe.ends[1], Loop::writable, [&](unsigned ready) {
    EXPECT_EQ(ready, static_cast<unsigned>(Loop::writable));
    if (told.size() == 2) loop->stop();
  });
  loop->run();

  EXPECT_EQ(told, (std::vector<unsigned>{Loop::readable, Loop::readable}));
  loop->unwatch(pipe.ends[1]);
}

TEST(Loop, DoesNotGiveAnOldEventToTheNewOwnerOfADescriptorsNumber) {
  test::FakeClock clock;
  const auto loop = make(clock);
  const Pipe first, second;
  ASSERT_EQ(::write(first.ends[1], "x", 1), 1);
  ASSERT_EQ(::write(second.ends[1], "x", 1), 1);
  bool wrong = false;
  // Both are ready in one batch. Whoever is first empties the other and gives its number a new
  // owner, for whom nothing is there to read any more.
  const auto take_over = [&](int mine, int other) {
    return [&, mine, other](unsigned) {
      char taken = 0;
      ASSERT_EQ(::read(other, &taken, 1), 1);
      loop->unwatch(mine);
      loop->watch(other, Loop::readable, [&](unsigned) { wrong = true; });
      loop->post([&] { loop->stop(); });
    };
  };
  loop->watch(first.ends[0], Loop::readable, take_over(first.ends[0], second.ends[0]));
  loop->watch(second.ends[0], Loop::readable, take_over(second.ends[0], first.ends[0]));

  loop->run();

  EXPECT_FALSE(wrong);
}

TEST(Loop, RunsWhatOtherThreadsPostInTheirOrder) {
  test::FakeClock clock;
  const auto loop = make(clock);
  std::vector<int> seen;

  std::thread other([&] {
    for (int i = 0; i < 1000; ++i) loop->post([&seen, i] { seen.push_back(i); });
    loop->post([&] { loop->stop(); });
  });
  loop->run();
  other.join();

  ASSERT_EQ(seen.size(), 1000u);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(seen[static_cast<std::size_t>(i)], i);
}

TEST(Loop, GoesOnAfterATaskThatThrows) {
  test::FakeClock clock;
  const auto loop = make(clock);
  bool after = false;
  loop->post([] { throw std::runtime_error("a task that fails"); });
  loop->post([&] {
    after = true;
    loop->stop();
  });

  loop->run();

  EXPECT_TRUE(after);
}

TEST(Loop, TellsItsWorstLatenessOnceInTheClocksTime) {
  test::FakeClock clock;
  const auto loop = make(clock);
  loop->at(10s, [&] { loop->stop(); });
  clock.advance(10s + 250ms);

  loop->run();

  EXPECT_EQ(loop->take_lag(), 250ms);
  EXPECT_EQ(loop->take_lag(), 0ms);
}

}  // namespace
}  // namespace saksi::net
