// SPDX-License-Identifier: Apache-2.0
#include "parts.hpp"

namespace saksi::alert::test {
namespace {

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

TEST_F(WorkerTest, SendsATryOnceThoughTheKeeperHandsItOverAgainBeforeItReadTheReport) {
  Receiver receiver({503, 200, 200});
  const auto worker = start(settings_with({}, receiver.url()));
  store::Pending message = pending(1, "webhook:it", "{}");

  worker->deliver({message});
  reports.wait_for(1);
  worker->deliver({message});  // still due in the store: nobody has written the report down yet
  message.attempts = 1;
  worker->deliver({message});  // now it is written, and its time has come
  EXPECT_EQ(reports.wait_for(2)[1].outcome, store::Delivery::delivered);
  worker->deliver({message, pending(2, "webhook:it", "{}")});
  const auto seen = receiver.requests.wait_for(3);
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen[2].header("x-saksi-event-id"), "event/2");
}

TEST_F(WorkerTest, TellsEveryChannelDirectlyWhenTheStoreHasFailed) {
  Receiver first({200});
  Receiver second({200});
  const auto worker = start(settings_with({first.url()}, second.url()));

  const Instant since = utc("2023-01-02T00:34:00Z");
  worker->store_failed("disk full", since);

  EXPECT_EQ(*parse_json(first.requests.wait_for(1)[0].body), *parse_json(R"([{
    "labels": {"alertname": "StoreFailed", "severity": "critical"},
    "annotations": {"summary": "Saksi: disk full"},
    "startsAt": "2023-01-02T00:34:00Z", "endsAt": "2023-01-03T00:34:00Z"}])"));
  const auto told = second.requests.wait_for(1)[0];
  EXPECT_EQ(*parse_json(told.body), *parse_json(R"({
    "version": 1, "event": "store_failed", "demo": false, "trouble": "disk full",
    "event_id": "store_failed/2023-01-02T00:34:00Z/webhook:it",
    "since": "2023-01-02T00:34:00Z"})"));
  EXPECT_EQ(told.header("x-saksi-event-id"), "store_failed/2023-01-02T00:34:00Z/webhook:it");
}

TEST_F(WorkerTest, TellsEveryAlertmanagerByItself) {
  Receiver first({200});
  Receiver second({200});
  const Settings settings = settings_with({first.url(), second.url() + "/"}, "");
  const auto worker = start(settings);
  const auto messages = compose(settings, clock, {change_of("opened")}, clock.wall(), false);
  ASSERT_EQ(messages.size(), 2U);

  worker->deliver({pending(1, messages[0].channel, messages[0].payload),
                   pending(2, messages[1].channel, messages[1].payload)});

  for (Receiver* each : {&first, &second}) {
    const auto seen = each->requests.wait_for(1);
    EXPECT_EQ(seen[0].path, "/api/v2/alerts");
    EXPECT_EQ((*parse_json(seen[0].body))[0]["labels"]["site"], "disdik");
  }
  EXPECT_EQ(reports.wait_for(2).size(), 2U);
}

TEST_F(WorkerTest, LetsAHangingChannelTakeNoPlaceOfAnothers) {
  Receiver silent({0});
  Receiver quick({200});
  const auto worker = start(settings_with({quick.url()}, silent.url()));
  std::vector<store::Pending> messages;
  for (std::int64_t id = 1; id <= 20; ++id) messages.push_back(pending(id, "webhook:it", "{}"));
  messages.push_back(pending(21, "alertmanager:0", "{\"labels\":{}}"));

  worker->deliver(messages);

  EXPECT_EQ(reports.wait_for(1)[0].id, 21);
  EXPECT_EQ(silent.requests.wait_for(8).size(), 8U);  // the others stay due in the store
}

TEST_F(WorkerTest, WaitsAsLongAsABusyReceiverAsks) {
  Receiver busy({503});
  busy.headers = {{"Retry-After", "120"}};
  const auto worker = start(settings_with({}, busy.url()));

  worker->deliver({pending(1, "webhook:it", "{}")});

  const auto report = reports.wait_for(1)[0];
  EXPECT_EQ(report.outcome, store::Delivery::retry);
  EXPECT_GE(*report.next, clock.wall() + 110s);
  EXPECT_LE(*report.next, clock.wall() + 120s);
}

TEST_F(WorkerTest, RepeatsNoAlertOfATargetThatIsNoLongerLookedAt) {
  Receiver receiver({200});
  Settings settings = settings_with({receiver.url()}, "");
  settings.targets.clear();
  const auto worker = start(settings);
  store::Pending firing = pending(1, "alertmanager:0", "{\"labels\":{}}");
  firing.kind = "opened";
  firing.repeat_until = clock.wall() + 1h;

  worker->deliver({firing});

  const auto report = reports.wait_for(1)[0];
  EXPECT_EQ(report.outcome, store::Delivery::dead);
  EXPECT_EQ(report.detail, "its target is no longer configured");
}

// A demo's morning is told in the times of the world that the receiver lives in.
TEST_F(WorkerTest, TellsAReceiverTheTimesOfTheWorldOutside) {
  Receiver receiver({200});
  const Instant now = clock.wall();
  const ScaledClock fast(utc("2023-01-02T00:34:20Z"), now, 20);
  const Settings settings = settings_with({receiver.url()}, "");
  const auto worker = *Worker::start(
      settings, fast, [this](store::DeliveryReport report) { reports.put(report); },
      WorkerOptions{.demo = true});
  const auto message = compose(settings, fast, {change_of("opened")}, fast.wall(), true)[0];

  worker->deliver({pending(1, "alertmanager:0", message.payload)});

  const Json alert = (*parse_json(receiver.requests.wait_for(1)[0].body))[0];
  // A fast clock is converted by division: to the microsecond or so.
  EXPECT_LE(std::chrono::abs(*parse_utc(alert["startsAt"].get<std::string>()) - now), 10us);
  // Four minutes of the demo are twelve seconds of the world.
  const Duration ahead = *parse_utc(alert["endsAt"].get<std::string>()) - now;
  EXPECT_GE(ahead, 12s);
  EXPECT_LE(ahead, 32s);
  EXPECT_EQ(receiver.greetings.wait_for(1)[0].path, "/api/v2/alerts");
}

TEST_F(WorkerTest, SaysAtEachStartThatTheStoreWorksUntilItIsHeard) {
  Receiver receiver({200});
  const auto worker = start(settings_with({receiver.url()}, ""));

  const Json alert = (*parse_json(receiver.greetings.wait_for(1)[0].body))[0];

  EXPECT_EQ(alert["labels"]["alertname"], "StoreFailed");
  EXPECT_LE(*parse_utc(alert["endsAt"].get<std::string>()), clock.wall());
}

}  // namespace
}  // namespace saksi::alert::test
