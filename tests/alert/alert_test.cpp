// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "alert/alert.hpp"
#include "base/json.hpp"
#include "base/timestamp.hpp"
#include "net/http_client.hpp"
#include "net/http_server.hpp"
#include "support/fake_clock.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"

namespace saksi::alert {
namespace {

using namespace std::chrono_literals;

Instant utc(const char* text) { return *parse_utc(text); }

Settings settings_with(const std::vector<std::string>& alertmanagers, const std::string& webhook) {
  Settings settings;
  settings.backends.emplace_back().id = {"web"};
  settings.calendars.emplace_back().id = {"pemda"};
  settings.targets.push_back({{"disdik"},
                              "Dinas Pendidikan",
                              "DISDIK",
                              {"web"},
                              "https://disdik.example",
                              {"masuk"},
                              {"pemda"}});
  settings.alerts.alertmanagers = alertmanagers;
  if (!webhook.empty()) settings.alerts.webhooks = {{"it", webhook}};
  settings.web.public_url = "https://saksi.example";
  return settings;
}

store::Change change_of(const std::string& event) {
  Incident incident;
  incident.number = "K-20230102-DISDIK-1";
  incident.revision = event == "opened" ? 1 : 3;
  Outage& outage = incident.outage;
  outage.target = {"disdik"};
  outage.backend = {"web"};
  outage.journey = {"masuk"};
  outage.opened = utc("2023-01-02T00:34:30Z");
  outage.bounds = {utc("2023-01-02T00:34:00Z"), utc("2023-01-02T00:34:20Z"), {}, {}};
  outage.cause = Class::http_resource_limit;
  outage.step = "login";
  outage.groups = {"telkom", "xl"};
  if (event == "closed") {
    outage.closed = utc("2023-01-02T00:54:00Z");
    outage.bounds.end_lo = utc("2023-01-02T00:50:00Z");
    outage.bounds.end_hi = utc("2023-01-02T00:50:20Z");
  }
  return {incident, event, event == "opened"};
}

// Waits for what another thread will bring; fails the test rather than hang.
template <class T>
class Inbox {
 public:
  void put(T value) {
    const std::lock_guard lock(mutex_);
    values_.push_back(std::move(value));
    came_.notify_all();
  }
  std::vector<T> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(came_.wait_for(lock, 20s, [&] { return values_.size() >= count; }));
    return values_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<T> values_;
};

TEST(Compose, GivesAlertmanagerLabelsWithoutNumberOrTime) {
  const test::FakeClock clock(utc("2023-01-02T00:34:31Z"));
  const Settings settings = settings_with({"http://127.0.0.1:9093/"}, "");

  const auto messages = compose(settings, clock, {change_of("opened")}, clock.wall(), false);

  ASSERT_EQ(messages.size(), 1U);
  const Json alert = *parse_json(messages[0].payload);
  EXPECT_EQ(alert["labels"], (Json{{"alertname", "JourneyOutage"},
                                   {"site", "disdik"},
                                   {"backend", "web"},
                                   {"journey", "masuk"},
                                   {"severity", "critical"}}));
  EXPECT_EQ(alert["startsAt"], "2023-01-02T00:34:20Z");
  EXPECT_FALSE(alert.contains("endsAt"));
  EXPECT_EQ(alert["annotations"]["summary"],
            "K-20230102-DISDIK-1 Dinas Pendidikan: gangguan presensi sejak pukul 07.34 WIB");
  EXPECT_EQ(alert["generatorURL"], "https://saksi.example/gangguan/K-20230102-DISDIK-1");
  EXPECT_EQ(messages[0].channel, "alertmanager:0");
  EXPECT_TRUE(messages[0].repeat_until);
}

TEST(Compose, TellsTheEndWithTheSameLabels) {
  const test::FakeClock clock(utc("2023-01-02T00:54:00Z"));
  const Settings settings = settings_with({"http://127.0.0.1:9093"}, "");

  const auto opened = compose(settings, clock, {change_of("opened")}, clock.wall(), true);
  const auto closed = compose(settings, clock, {change_of("closed")}, clock.wall(), true);

  const Json first = *parse_json(opened[0].payload), last = *parse_json(closed[0].payload);
  EXPECT_EQ(first["labels"], last["labels"]);
  EXPECT_EQ(first["labels"]["demo"], "true");
  EXPECT_EQ(last["endsAt"], "2023-01-02T00:50:20Z");
  EXPECT_EQ(closed[0].kind, "closed");
  EXPECT_EQ(*closed[0].repeat_until, clock.wall() + 15min);
}

TEST(Compose, NamesAnEventTheSameEachTimeAndEachEventOtherwise) {
  const test::FakeClock clock(utc("2023-01-02T00:54:00Z"));
  const Settings settings = settings_with({"http://a", "http://b"}, "http://c/hook");

  const auto once =
      compose(settings, clock, {change_of("opened"), change_of("closed")}, clock.wall(), false);
  const auto again = compose(settings, clock, {change_of("opened"), change_of("closed")},
                             clock.wall() + 1h, false);

  ASSERT_EQ(once.size(), 6U);
  std::set<std::string> ids;
  for (std::size_t i = 0; i < once.size(); ++i) {
    EXPECT_EQ(once[i].event_id, again[i].event_id);
    ids.insert(once[i].event_id);
  }
  EXPECT_EQ(ids.size(), 6U);
}

TEST(Compose, SaysNothingOfARevision) {
  const test::FakeClock clock(utc("2023-01-02T00:54:00Z"));
  EXPECT_TRUE(compose(settings_with({"http://a"}, "http://c"), clock, {change_of("revised")},
                      clock.wall(), false)
                  .empty());
}

struct Receiver {
  explicit Receiver(std::vector<int> answers) : answers_(std::move(answers)) {
    server =
        *net::HttpServer::start({}, [this](net::ServerRequest request, net::Responder responder) {
          const int status = answers_[std::min(seen_++, answers_.size() - 1)];
          requests.put(request);
          if (status != 0) {
            net::ServerResponse answer;
            answer.status = status;
            responder.send(answer);
          } else {
            held_.push_back(responder);
          }
        });
  }
  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(server->port());
  }
  Inbox<net::ServerRequest> requests;
  std::vector<int> answers_;  // 0: never answers
  std::size_t seen_ = 0;
  std::vector<net::Responder> held_;
  std::unique_ptr<net::HttpServer> server;
};

store::Pending pending(std::int64_t id, const std::string& channel, const std::string& payload) {
  store::Pending message;
  message.id = id;
  message.event_id = "event/" + std::to_string(id);
  message.channel = channel;
  message.payload = payload;
  return message;
}

class WorkerTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { net::initialise(); }
  SystemClock clock;
  Inbox<store::DeliveryReport> reports;
  std::unique_ptr<Worker> start(const Settings& settings) {
    return *Worker::start(settings, clock,
                          [this](store::DeliveryReport report) { reports.put(report); });
  }
};

TEST_F(WorkerTest, PostsAnEventWithItsIdAndReportsIt) {
  Receiver receiver({200});
  const auto worker = start(settings_with({}, receiver.url() + "/hook"));

  worker->deliver({pending(7, "webhook:it", "{\"a\":1}")});

  const auto seen = receiver.requests.wait_for(1);
  EXPECT_EQ(seen[0].path, "/hook");
  EXPECT_EQ(seen[0].body, "{\"a\":1}");
  EXPECT_EQ(seen[0].header("x-saksi-event-id"), "event/7");
  EXPECT_EQ(reports.wait_for(1)[0].outcome, store::Delivery::delivered);
}

TEST_F(WorkerTest, AsksForARetryAfterAServerErrorAndGivesUpOnARefusal) {
  Receiver receiver({500, 404});
  const auto worker = start(settings_with({}, receiver.url()));

  worker->deliver({pending(1, "webhook:it", "{}")});
  const auto first = reports.wait_for(1)[0];
  worker->deliver({pending(2, "webhook:it", "{}")});
  const auto second = reports.wait_for(2)[1];

  EXPECT_EQ(first.outcome, store::Delivery::retry);
  EXPECT_GT(*first.next, clock.wall() - 1s);
  EXPECT_EQ(second.outcome, store::Delivery::dead);
  EXPECT_EQ(second.detail, "status 404");
}

TEST_F(WorkerTest, IsNotDelayedByAReceiverThatNeverAnswers) {
  Receiver silent({0});
  Receiver quick({200});
  const auto worker = start(settings_with({quick.url()}, silent.url()));

  worker->deliver(
      {pending(1, "webhook:it", "{}"), pending(2, "alertmanager:0", "{\"labels\":{\"a\":\"b\"}}")});

  const auto report = reports.wait_for(1)[0];
  EXPECT_EQ(report.id, 2);
  EXPECT_EQ(report.outcome, store::Delivery::delivered);
}

TEST_F(WorkerTest, TellsEveryChannelDirectlyWhenTheStoreHasFailed) {
  Receiver first({200});
  Receiver second({200});
  const auto worker = start(settings_with({first.url()}, second.url()));

  worker->store_failed("disk full", clock.wall());

  EXPECT_NE(first.requests.wait_for(1)[0].body.find("StoreFailed"), std::string::npos);
  EXPECT_NE(second.requests.wait_for(1)[0].body.find("store_failed"), std::string::npos);
}

TEST_F(WorkerTest, MakesARealAlertmanagerNotifyOnceHoweverOftenItIsTold) {
  const std::string program = test::find_program("prometheus-alertmanager");
  if (program.empty()) {
    if (test::under_ci()) FAIL() << "prometheus-alertmanager is not installed";
    GTEST_SKIP() << "prometheus-alertmanager is not installed";
  }
  const test::TempDir folder;
  Receiver pager({200});
  std::ofstream(folder / "am.yml")
      << "route: {receiver: pager, group_by: [site], group_wait: 100ms, group_interval: 1s, "
         "repeat_interval: 4h}\nreceivers: [{name: pager, webhook_configs: [{url: \""
      << pager.url() << "\"}]}]\n";
  const std::uint16_t port = test::free_port();
  test::Process alertmanager(
      {program, "--config.file=" + (folder / "am.yml"), "--storage.path=" + (folder / "data"),
       "--web.listen-address=127.0.0.1:" + std::to_string(port), "--cluster.listen-address="},
      folder / "log");
  const Settings settings = settings_with({"http://127.0.0.1:" + std::to_string(port)}, "");
  const auto worker = start(settings);
  store::Change change = change_of("opened");
  change.incident.outage.bounds.start_lo = change.incident.outage.bounds.start_hi =
      clock.wall() - 1min;
  const auto opened = compose(settings, clock, {change}, clock.wall(), false)[0];
  std::size_t told = 0;
  for (std::size_t tries = 0; told < 3 && tries < 2000; ++tries) {
    worker->deliver({pending(static_cast<std::int64_t>(tries), "alertmanager:0", opened.payload)});
    if (reports.wait_for(tries + 1).back().outcome == store::Delivery::delivered) ++told;
  }
  ASSERT_EQ(told, 3U);

  const auto firing = *parse_json(pager.requests.wait_for(1)[0].body);
  change.event = "closed";
  change.incident.outage.bounds.end_hi = clock.wall();
  const auto closed = compose(settings, clock, {change}, clock.wall(), false)[0];
  worker->deliver({pending(100'000, "alertmanager:0", closed.payload)});
  const auto all = pager.requests.wait_for(2);

  EXPECT_EQ(firing["status"], "firing");
  EXPECT_EQ((*parse_json(all[1].body))["status"], "resolved");
  EXPECT_EQ(all.size(), 2U);
}

}  // namespace
}  // namespace saksi::alert
