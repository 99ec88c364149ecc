// SPDX-License-Identifier: Apache-2.0
#include "probes/clock_step.hpp"

#include "net/http_date.hpp"
#include "probes/direct_run.hpp"
#include "support/raw_server.hpp"

namespace saksi::probes {
namespace {

using namespace std::chrono_literals;
using saksi::test::RawServer;

// Our clock at 1,000 s and a bit; the server's is `ahead` of it, and shows whole seconds.
Dated answered(Duration at, Duration way, Duration ahead) {
  const Instant sent{1000s + at}, received = sent + way;
  const Instant there = sent + way / 2 + ahead;
  return {sent, received,
          Instant(std::chrono::floor<std::chrono::seconds>(there.time_since_epoch()))};
}

TEST(Skew, IsAnIntervalThatHoldsTheTruthWhateverTheAnswersAre) {
  for (const Duration ahead : {0us, Duration(140s), Duration(-3600s), Duration(330ms)})
    for (Duration at = 0us; at < 1s; at += 37ms)
      for (const Duration way : {Duration(1ms), Duration(80ms), Duration(900ms)}) {
        std::vector<Dated> answers;
        std::optional<Duration> width;
        for (unsigned i = 0; i < 4; ++i) {
          answers.push_back(answered(at + i * (250ms + way), way, ahead));
          const auto skew = skew_of(answers);
          ASSERT_TRUE(skew && skew->agreed);
          ASSERT_LE(skew->lo, ahead);
          ASSERT_GE(skew->hi, ahead);
          ASSERT_LE(skew->hi - skew->lo, 1s + way);
          ASSERT_LE(skew->hi - skew->lo, width.value_or(1h)) << "an answer more made it wider";
          width = skew->hi - skew->lo;
        }
        ASSERT_LE(*width, way == 1ms ? 300ms : 2s) << "four answers a quarter of a second apart";
      }
}

TEST(Skew, HoldsAllAnswersWhereNoOneClockFitsThem) {
  const auto skew = skew_of({answered(0ms, 10ms, 0s), answered(250ms, 10ms, 90s)});

  ASSERT_TRUE(skew);
  EXPECT_FALSE(skew->agreed);
  EXPECT_LT(skew->lo, 0s);
  EXPECT_GT(skew->hi, 90s);
  EXPECT_EQ(judge_clock(skew, 2, 30s).cls, Class::ok) << "a part of it lies within the limit";
}

TEST(Skew, IsToldOnlyWhereAllOfItLiesBeyondTheLimit) {
  EXPECT_EQ(judge_clock(Skew{31s, 32s}, 1, 30s).cls, Class::clock_skew);
  EXPECT_EQ(judge_clock(Skew{29s, 32s}, 1, 30s).cls, Class::ok);
  EXPECT_EQ(judge_clock(Skew{-32s, -31s}, 1, 30s).cls, Class::clock_skew);
  EXPECT_EQ(judge_clock(Skew{-32s, -29s}, 1, 30s).cls, Class::ok);
  EXPECT_EQ(judge_clock(Skew{139500ms, 140250ms}, 2, 30s).rule,
            "the server's clock minus ours is between +139.50 s and +140.25 s, by 2 answers");
  EXPECT_EQ(judge_clock({}, 0, 30s).cls, Class::probe_problem);
}

TEST(HttpDate, IsReadInItsOneFormAlone) {
  EXPECT_EQ(net::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Instant(784111777s));
  EXPECT_EQ(net::parse_http_date("Thu, 29 Feb 2024 23:59:60 GMT"), Instant(1709251200s));
  for (const char* bad : {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
                          "Sun, 06 Nov 1994 08:49:37 WIB", "Sun, 31 Feb 1994 08:49:37 GMT",
                          "Sun, 06 Nop 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
                          "Sun, 06 Nov 1994 08:49:-1 GMT", "Sun, 06 Nov 1994 08:49:37 GMT "})
    EXPECT_FALSE(net::parse_http_date(bad)) << bad;
}

std::string date_text(Instant at) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char text[40];
  return {text, std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

class ClockStep : public test::DirectRun {
 protected:
  // A server whose clock is `ahead`, and which says `more` in its head.
  std::unique_ptr<RawServer> server(Duration ahead, std::string more = "", bool dated = true) {
    auto made = std::make_unique<RawServer>([=, this](RawServer::Peer& peer) {
      for (std::string head = peer.read_head(); !head.empty(); head = peer.read_head()) {
        {
          const std::lock_guard lock(mutex_);
          heads_.push_back(head);
        }
        peer.write("HTTP/1.1 200 OK\r\n" +
                   (dated ? "Date: " + date_text(clock_.wall() + ahead) + "\r\n" : "") + more +
                   "Content-Length: 4\r\n\r\n");
      }
    });
    base_url_ = "http://127.0.0.1:" + std::to_string(made->port());
    return made;
  }
  std::mutex mutex_;
  std::vector<std::string> heads_;
};

TEST_F(ClockStep, TellsTheServersClockAsAnIntervalAndAsksByHead) {
  const auto right = server(0s);
  Step asked = step(StepKind::clock);
  asked.path = "/login";
  asked.direct.requests = 3;

  const Outcome outcome = finish({asked});

  ASSERT_EQ(outcome.steps.size(), 1u);
  const StepFinding& finding = outcome.steps.front();
  EXPECT_EQ(code(finding.cls), "ok") << finding.rule;
  ASSERT_TRUE(finding.clock_lo && finding.clock_hi);
  EXPECT_LE(*finding.clock_lo, 0s);
  EXPECT_GE(*finding.clock_hi, 0s);
  EXPECT_LE(*finding.clock_hi - *finding.clock_lo, 900ms) << "three answers leave less than one";
  EXPECT_EQ(finding.http_status, 200);
  EXPECT_GE(finding.total, 500ms);
  EXPECT_EQ(outcome.requests, 3u);
  EXPECT_EQ(asked_, 3) << "each request counts against the budget";
  const std::lock_guard lock(mutex_);
  ASSERT_EQ(heads_.size(), 3u);
  EXPECT_EQ(heads_.front().find("HEAD /login HTTP/1.1\r\n"), 0u);
}

TEST_F(ClockStep, SaysClockSkewWhichIsNoOutage) {
  const auto wrong = server(140s);

  const StepFinding finding = find(step(StepKind::clock));

  EXPECT_EQ(code(finding.cls), "clock_skew") << finding.rule;
  EXPECT_GT(*finding.clock_lo, 138s);
  EXPECT_LT(*finding.clock_hi, 142s);
  EXPECT_FALSE(is_failure(outcome_.cls));

  Step patient = step(StepKind::clock);
  patient.direct.limit = 5min;
  EXPECT_EQ(code(find(patient).cls), "ok");
}

TEST_F(ClockStep, DoesNotReadACachesDate) {
  const auto cached = server(140s, "Age: 140\r\n");
  EXPECT_EQ(code(find(step(StepKind::clock)).cls), "probe_problem");
  EXPECT_FALSE(outcome_.steps.front().clock_lo);
  const auto silent = server(0s, "", false);
  EXPECT_EQ(code(find(step(StepKind::clock)).cls), "probe_problem");
}

TEST_F(ClockStep, GivesAFailureOnTheWayItsOwnClass) {
  std::uint16_t closed = 0;
  ::close(saksi::test::listen_tcp(closed));
  base_url_ = "http://127.0.0.1:" + std::to_string(closed);
  EXPECT_EQ(code(find(step(StepKind::clock)).cls), "tcp_refused") << outcome_.rule;

  RawServer mute([](RawServer::Peer& peer) { peer.wait_until_closed(); });
  base_url_ = mute.url("");
  journey_.timeout = 300ms;
  EXPECT_EQ(code(find(step(StepKind::clock)).cls), "http_timeout_ttfb");
  EXPECT_TRUE(outcome_.steps.front().censored);
}

TEST_F(ClockStep, TellsWhatItKnowsWhereTheBudgetOrTheTimeEnds) {
  const auto right = server(0s);
  Step asked = step(StepKind::clock);
  asked.direct.requests = 8;
  most_asked_ = 2;

  EXPECT_EQ(code(find(asked).cls), "ok") << outcome_.rule;
  EXPECT_EQ(outcome_.requests, 2u);
  EXPECT_FALSE(outcome_.stopped);

  most_asked_ = 0;
  find(asked);
  EXPECT_TRUE(outcome_.stopped);

  most_asked_ = 1000;
  journey_.timeout = 600ms;
  EXPECT_EQ(code(find(asked).cls), "ok") << outcome_.rule;
  EXPECT_LT(outcome_.requests, 8u);
}

TEST_F(ClockStep, CanBeDroppedBetweenItsRequests) {
  const auto right = server(0s);
  Step asked = step(StepKind::clock);
  asked.direct.requests = 8;
  auto running = begin({asked});
  loop_->after(100ms, [&] { running->reset(); });
  loop_->after(600ms, [&] { loop_->stop(); });
  loop_->run();
  EXPECT_TRUE(outcome_.steps.empty());
}

}  // namespace
}  // namespace saksi::probes
