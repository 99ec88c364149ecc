// SPDX-License-Identifier: Apache-2.0
#include "demo/queue.hpp"

#include <gtest/gtest.h>

#include <map>

namespace saksi::demo {
namespace {

using namespace std::chrono_literals;

constexpr Duration kPatient = 10min;

struct Shop {
  explicit Shop(QueueOptions options = {}) : queue(agenda, options) {}
  Agenda agenda{Instant{}};
  Queue queue;
  std::vector<std::pair<Answer, Duration>> answers;  // and when, since the start

  void ask(Work work, Duration patience = kPatient) {
    queue.submit(work, patience,
                 [this](Answer answer) { answers.emplace_back(answer, agenda.now() - Instant{}); });
  }
  void play(Duration until) { agenda.run_until(Instant{} + until); }
};

QueueOptions small(unsigned workers, unsigned pool, unsigned backlog) {
  QueueOptions options;
  options.workers = workers;
  options.database_pool = pool;
  options.backlog = backlog;
  return options;
}

TEST(Queue, ServesARequestInItsServiceTime) {
  Shop shop(small(1, 1, 10));
  shop.ask(Work::login_page);
  EXPECT_EQ(shop.queue.busy(), 1U);
  shop.play(1s);
  ASSERT_EQ(shop.answers.size(), 1U);
  EXPECT_EQ(shop.answers[0].first, Answer::ok);
  EXPECT_GE(shop.answers[0].second, 200ms);
  EXPECT_LE(shop.answers[0].second, 500ms);
  EXPECT_EQ(shop.queue.busy(), 0U);
}

TEST(Queue, AnswersNobodyWhileItsStorageHangs) {
  QueueOptions options = small(1, 1, 10);
  options.hang_from = Instant{} + 100ms;  // before the first is done
  options.hang_to = Instant{} + 40s;
  Shop shop(options);
  shop.ask(Work::login_page);
  shop.play(5s);
  shop.ask(Work::menu, 20s);
  shop.play(39s);
  ASSERT_EQ(shop.answers.size(), 1U);
  EXPECT_EQ(shop.answers[0], std::pair(Answer::abandoned, Duration(25s)));
  shop.play(45s);
  ASSERT_EQ(shop.answers.size(), 2U);
  EXPECT_EQ(shop.answers[1].first, Answer::ok);
  EXPECT_GE(shop.answers[1].second, 40s);
  EXPECT_EQ(shop.queue.busy(), 0U) << "the worker is free again";
}

TEST(Queue, ServesInTheOrderOfArrival) {
  Shop shop(small(1, 1, 10));
  std::string order;
  for (const char who : {'a', 'b', 'c'})
    shop.queue.submit(Work::menu, kPatient, [&order, who](Answer) { order += who; });
  EXPECT_EQ(shop.queue.waiting(), 2U);
  shop.play(5s);
  EXPECT_EQ(order, "abc");
}

TEST(Queue, TurnsARequestAwayAtOnceWhenTheLineIsFull) {
  Shop shop(small(1, 1, 2));
  for (int i = 0; i < 4; ++i) shop.ask(Work::menu);
  ASSERT_EQ(shop.answers.size(), 1U);
  EXPECT_EQ(shop.answers[0], (std::pair{Answer::resource_limit, Duration(0)}));
  shop.play(10s);
  EXPECT_EQ(shop.answers.size(), 4U);
}

TEST(Queue, KeepsWorkingForAClientThatHasLeft) {
  Shop shop(small(1, 1, 10));
  shop.ask(Work::login);        // 0.5 s at least
  shop.ask(Work::menu, 100ms);  // leaves long before its turn
  shop.play(150ms);
  ASSERT_EQ(shop.answers.size(), 1U);
  EXPECT_EQ(shop.answers[0], (std::pair{Answer::abandoned, Duration(100ms)}));
  EXPECT_EQ(shop.queue.waiting(), 1U) << "the request must stay in the line";
  shop.play(10s);
  EXPECT_EQ(shop.queue.wasted(), 1U);
  EXPECT_EQ(shop.answers.size(), 2U) << "and nobody hears of it a second time";
}

TEST(Queue, TheFrontServerGivesUpAfterAMinute) {
  Shop shop(small(1, 1, 500));
  for (int i = 0; i < 200; ++i) shop.ask(Work::login);  // 200 x 0.85 s
  shop.play(10min);
  std::map<Answer, int> count;
  for (const auto& [answer, at] : shop.answers) {
    ++count[answer];
    if (answer == Answer::gateway) {
      EXPECT_EQ(at, Duration(60s));
    }
  }
  EXPECT_GT(count[Answer::gateway], 100);
  EXPECT_EQ(count[Answer::gateway] + count[Answer::ok], 200);
}

TEST(Queue, RefusesWhenEveryDatabaseConnectionIsTaken) {
  QueueOptions options = small(10, 1, 0);
  options.database_wait = 50ms;
  Shop shop(options);
  for (int i = 0; i < 10; ++i) shop.ask(Work::data);  // each holds a connection for 0.2 s at least
  shop.play(60ms);
  ASSERT_EQ(shop.answers.size(), 9U);
  for (const auto& answer : shop.answers)
    EXPECT_EQ(answer, (std::pair{Answer::database, Duration(50ms)}));
  EXPECT_EQ(shop.queue.busy(), 1U);
  shop.play(2s);
  EXPECT_EQ(shop.answers.back().first, Answer::ok);
}

TEST(Queue, HandsAFreedConnectionToTheNextThatWaits) {
  QueueOptions options = small(2, 1, 0);
  options.database_wait = 5s;
  Shop shop(options);
  shop.ask(Work::data);
  shop.ask(Work::data);
  shop.play(20s);
  ASSERT_EQ(shop.answers.size(), 2U);
  EXPECT_EQ(shop.answers[0].first, Answer::ok);
  EXPECT_EQ(shop.answers[1].first, Answer::ok);
  EXPECT_EQ(shop.queue.connections(), 0U);
}

TEST(Queue, AConnectionWhoseClientLeftSleepsBeforeItIsFree) {
  QueueOptions options = small(1, 1, 0);
  options.database_sleep = 5s;
  Shop shop(options);
  shop.ask(Work::data, 10ms);
  shop.play(2s);
  EXPECT_EQ(shop.queue.busy(), 0U);
  EXPECT_EQ(shop.queue.connections(), 1U);
  shop.play(7s);
  EXPECT_EQ(shop.queue.connections(), 0U);
}

TEST(Queue, SaysNotOpenUntilTheOpeningAndCheaply) {
  QueueOptions options = small(1, 1, 10);
  options.opening = Instant{} + 10s;
  Shop shop(options);
  shop.ask(Work::form);
  shop.ask(Work::menu);
  shop.play(10s);
  shop.ask(Work::form);
  shop.play(20s);
  ASSERT_EQ(shop.answers.size(), 3U);
  EXPECT_EQ(shop.answers[0].first, Answer::not_open);
  EXPECT_LE(shop.answers[0].second, 120ms);
  EXPECT_EQ(shop.answers[1].first, Answer::ok) << "only the form has hours";
  EXPECT_EQ(shop.answers[2].first, Answer::ok);
}

TEST(Queue, GivesEveryRequestExactlyOneOutcomeAndEndsEmpty) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    QueueOptions options = small(5, 3, 200);
    options.seed = seed;
    Agenda agenda{Instant{}};
    Queue queue(agenda, options);
    Random random(seed, "storm");
    std::vector<int> outcomes(3000, 0);
    std::map<Answer, int> count;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      agenda.at(Instant{} + random.between(0s, 3min), [&, i] {
        const auto work = static_cast<Work>(static_cast<int>(random.unit() * 8));
        queue.submit(work, random.between(1s, 80s), [&, i](Answer answer) {
          ++outcomes[i];
          ++count[answer];
        });
      });
    }
    agenda.run_until(Instant{} + 1h);
    EXPECT_EQ(std::count(outcomes.begin(), outcomes.end(), 1), 3000);
    for (const Answer answer :
         {Answer::ok, Answer::resource_limit, Answer::database, Answer::abandoned})
      EXPECT_GT(count[answer], 0) << name(answer);
    EXPECT_EQ(queue.busy(), 0U);
    EXPECT_EQ(queue.waiting(), 0U);
    EXPECT_EQ(queue.connections(), 0U);
    EXPECT_FALSE(agenda.next());
  }
}

}  // namespace
}  // namespace saksi::demo
