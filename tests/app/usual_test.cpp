// SPDX-License-Identifier: Apache-2.0
//
// What is usual, learned from samples; and the probing thread that judges by it.
#include "app/usual.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>

#include "app/prober.hpp"
#include "app/support.hpp"
#include "net/http_server.hpp"

namespace saksi::app::test {
namespace {

const TargetId kTarget{"disdik"};

Sample seen(Instant when, std::vector<std::pair<std::string, std::int64_t>> steps,
            Class cls = Class::ok) {
  Sample sample;
  sample.target = kTarget;
  sample.end = when;
  sample.cls = cls;
  for (auto& [id, bytes] : steps) {
    StepFinding finding;
    finding.id = id;
    finding.bytes = bytes;
    sample.steps.push_back(finding);
  }
  return sample;
}

TEST(Usual, IsTheMedianOfTwentyGoodAnswersAtLeast) {
  Usual usual;
  for (int i = 0; i < 19; ++i) usual.learn(seen(at("07:00:00"), {{"masuk", 1000 + i}}));
  EXPECT_TRUE(usual.of(kTarget, at("07:01:00")).empty());
  usual.learn(seen(at("07:00:00"), {{"masuk", 900'000}}));

  const auto all = usual.of(kTarget, at("07:01:00"));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all.at("masuk").bytes, 1010u);
  EXPECT_TRUE(all.at("masuk").title_words.empty());
  EXPECT_TRUE(usual.of({"dinkes"}, at("07:01:00")).empty()) << "another target has its own";
}

TEST(Usual, IsNotLearnedFromWhatFailed) {
  Usual usual;
  for (int i = 0; i < 40; ++i)
    usual.learn(seen(at("07:00:00"), {{"masuk", 100}}, Class::assert_too_small));
  EXPECT_TRUE(usual.of(kTarget, at("07:01:00")).empty());
}

TEST(Usual, IsThatOfTheLastHopAndNotOfWhatWasHeldBack) {
  Usual usual;
  for (int i = 0; i < 20; ++i) {
    Sample sample =
        seen(at("07:00:00"), {{"login", 10}, {"login.1", 20}, {"login.2", 5000}, {"unggah", 9}});
    sample.steps.back().sent = false;
    usual.learn(sample);
  }
  const auto all = usual.of(kTarget, at("07:01:00"));
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all.at("login").bytes, 5000u);
}

TEST(Usual, IsForgottenAfterADayAndAHalf) {
  Usual usual;
  for (int i = 0; i < 20; ++i) usual.learn(seen(at("07:00:00"), {{"masuk", 1000}}));
  EXPECT_EQ(usual.of(kTarget, at("07:00:00") + 36h - 1s).size(), 1u);
  EXPECT_TRUE(usual.of(kTarget, at("07:00:00") + 36h).empty())
      << "a page that was made smaller is an outage no longer than that";
}

TEST(Usual, HasTheTitleOfTheLatest) {
  Usual usual;
  for (int i = 0; i < 20; ++i) usual.learn(seen(at("07:00:00"), {{"masuk", 1000}}));
  usual.learn(kTarget, {{"masuk", "Presensi 2022"}});
  usual.learn(kTarget, {{"masuk", "Absensi Pegawai"}});
  const std::vector<std::string> words{"absensi", "pegawai"};
  EXPECT_EQ(usual.of(kTarget, at("07:01:00")).at("masuk").title_words, words);
}

// The real thread, on real sockets: what the store knows at the start, and what is learned since.
TEST(Usual, LetsTheProbingThreadSeeAShell) {
  net::initialise();
  std::atomic<bool> shell{false};
  const auto server =
      *net::HttpServer::start({}, [&](const net::ServerRequest&, net::Responder to) {
        to.send({200, "text/html", {}, "<html>" + std::string(shell ? 50 : 5000, 'x') + "</html>"});
      });
  const ScaledClock clock(at("07:00:00"), SystemClock().wall(), 100);
  Settings office = test::office();
  office.targets.front().url = "http://127.0.0.1:" + std::to_string(server->port());
  office.backends.front().allow_private = true;
  // A busy machine must not look like a slow target, however fast time goes.
  JourneySettings& journey = office.journeys.front();
  journey.slow = journey.late = journey.timeout = 110s;
  const auto settings = std::make_shared<const Settings>(office);

  std::mutex mutex;
  std::condition_variable news;
  std::vector<Sample> samples;
  Prober::Parts parts;
  parts.settings = settings;
  parts.clock = &clock;
  parts.rules = std::move(duties_of(*settings, {}, clock.wall())->rules);
  parts.from = clock.wall();
  for (int i = 0; i < 17; ++i) parts.usual.learn(seen(clock.wall(), {{"masuk", 5013}}));
  parts.tell = [&](Note&& note) {
    if (const Finished* finished = std::get_if<Finished>(&note)) {
      const std::lock_guard lock(mutex);
      samples.push_back(finished->sample);
      if (samples.size() == 5) shell = true;
      news.notify_all();
    }
    return true;
  };
  const auto prober = *Prober::start(std::move(parts));

  std::unique_lock lock(mutex);
  const auto found = [&](Class cls) {
    return std::count_if(samples.begin(), samples.end(),
                         [&](const Sample& one) { return one.cls == cls; });
  };
  news.wait_for(lock, 30s, [&] { return found(Class::assert_too_small) > 0; });
  EXPECT_GT(found(Class::assert_too_small), 0) << "a whole page of 63 bytes";
  EXPECT_GE(found(Class::ok), 4) << "what was usual was never held against it";
  lock.unlock();
  prober->stop();
}

}  // namespace
}  // namespace saksi::app::test
