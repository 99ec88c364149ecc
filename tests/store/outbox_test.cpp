// SPDX-License-Identifier: Apache-2.0
#include "store/support.hpp"

namespace saksi::store::test {
namespace {

Message message(const std::string& event, const std::string& kind,
                std::optional<Instant> repeat = std::nullopt) {
  return {event, "K-20230102-DISDIK-1", "disdik/masuk", kind, "alertmanager:0",
          "{}",  at("00:00:00"),        repeat};
}

class Outbox : public testing::Test {
 protected:
  void post(const Message& m) { ASSERT_TRUE(writer->commit({}, {m}, at("00:00:00"))); }
  std::vector<std::string> due(Instant now) {
    std::vector<std::string> events;
    const auto found = writer->due(now, 100);
    EXPECT_TRUE(found) << found.error().message;
    for (const Pending& pending : *found) events.push_back(pending.event_id);
    return events;
  }
  void report(std::int64_t id, Delivery outcome, Instant now,
              std::optional<Instant> next = std::nullopt) {
    const auto done = writer->report({{id, outcome, "", next}}, now);
    ASSERT_TRUE(done) << done.error().message;
  }
  using Events = std::vector<std::string>;
  TempDir dir;
  std::unique_ptr<Writer> writer = open_writer(dir.path());
};

TEST_F(Outbox, HoldsAMessageUntilItsTimeAndUntilItIsDelivered) {
  Message later = message("e1", "opened");
  later.not_before = at("00:05:00");
  post(later);

  EXPECT_EQ(due(at("00:04:59")), Events{});
  EXPECT_EQ(due(at("00:05:00")), Events{"e1"});
  report(1, Delivery::retry, at("00:05:00"), at("00:05:10"));
  EXPECT_EQ(due(at("00:05:09")), Events{});
  EXPECT_EQ(writer->due(at("00:05:10"), 100)->front().attempts, 1U);
  report(1, Delivery::delivered, at("00:05:10"));
  EXPECT_EQ(due(at("10:00:00")), Events{});
}

TEST_F(Outbox, TakesAnEventOnce) {
  post(message("e1", "opened"));
  post(message("e1", "opened"));
  EXPECT_EQ(due(at("00:00:00")), Events{"e1"});
}

TEST_F(Outbox, RepeatsUntilTheTimeSet) {
  post(message("e1", "opened", at("00:03:00")));
  report(1, Delivery::delivered, at("00:00:01"), at("00:01:01"));
  EXPECT_EQ(due(at("00:01:00")), Events{});
  EXPECT_EQ(due(at("00:01:01")), Events{"e1"});
  report(1, Delivery::delivered, at("00:03:00"), at("00:04:00"));
  EXPECT_EQ(due(at("00:10:00")), Events{});
}

TEST_F(Outbox, LetsAClosedAlertReplaceTheRepeatedOne) {
  post(message("e1", "opened", at("09:00:00")));
  report(1, Delivery::delivered, at("00:00:01"), at("00:01:00"));
  post(message("e2", "closed", at("00:15:00")));
  EXPECT_EQ(due(at("00:02:00")), Events{"e2"});

  report(1, Delivery::delivered, at("00:02:00"), at("00:03:00"));  // was under way; stays ended
  report(2, Delivery::delivered, at("00:02:00"), at("00:03:00"));
  EXPECT_EQ(due(at("00:03:00")), Events{"e2"});
  post(message("e3", "reopened", at("09:00:00")));
  EXPECT_EQ(due(at("00:03:00")), Events{"e3"});
}

TEST_F(Outbox, NeverLetsClosedOvertakeOpened) {
  post(message("e1", "opened"));
  report(1, Delivery::retry, at("00:00:01"), at("00:05:00"));
  post(message("e2", "closed"));
  Message elsewhere = message("e3", "closed");
  elsewhere.channel = "webhook:it";
  post(elsewhere);

  EXPECT_EQ(due(at("00:01:00")), Events{"e3"});
  EXPECT_EQ(due(at("00:05:00")), (Events{"e1", "e3"}));
  report(1, Delivery::dead, at("00:05:00"));
  EXPECT_EQ(due(at("00:05:00")), (Events{"e2", "e3"}));
}

// To a receiver that knows alerts by their labels, two incidents of one subject are one alert.
TEST_F(Outbox, LetsANewIncidentEndTheRepeatsOfAnEarlierOnesEnd) {
  post(message("e1", "closed", at("09:00:00")));
  report(1, Delivery::delivered, at("00:00:01"), at("00:01:00"));
  Message second = message("e2", "opened", at("09:00:00"));
  second.incident = "K-20230102-DISDIK-2";
  post(second);

  EXPECT_EQ(due(at("00:02:00")), Events{"e2"});
}

TEST_F(Outbox, SaysNoEndOfOneIncidentWhileAnotherOfTheSameLabelsFires) {
  Message first = message("e1", "opened", at("09:00:00"));
  first.incident = "K-20230102-DISDIK-2";
  post(first);
  post(message("e2", "closed", at("09:00:00")));
  Message once = message("e3", "closed");  // to a receiver of events, each is news
  once.channel = "webhook:it";
  post(once);

  EXPECT_EQ(due(at("00:02:00")), (Events{"e1", "e3"}));
}

TEST_F(Outbox, KeepsEverySubjectApart) {
  post(message("e1", "opened", at("09:00:00")));
  report(1, Delivery::delivered, at("00:00:01"), at("00:01:00"));
  Message other = message("e2", "closed", at("09:00:00"));
  other.subject = "bkpsdm/masuk";
  post(other);

  EXPECT_EQ(due(at("00:02:00")), (Events{"e1", "e2"}));
}

TEST_F(Outbox, SurvivesARestartAndIsCounted) {
  post(message("e1", "opened"));
  report(1, Delivery::retry, at("00:00:01"), at("00:00:02"));
  writer.reset();
  writer = open_writer(dir.path());

  EXPECT_EQ(due(at("00:00:02")), Events{"e1"});
  auto counts = open_reader(dir.path())->outbox();
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->at("alertmanager:0").pending, 1U);
  EXPECT_EQ(counts->at("alertmanager:0").oldest, at("00:00:00"));
  EXPECT_EQ(counts->at("alertmanager:0").sent.at("retried"), 1U);
  report(1, Delivery::delivered, at("00:00:03"));
  counts = open_reader(dir.path())->outbox();
  EXPECT_EQ(counts->at("alertmanager:0").pending, 0U);
  EXPECT_EQ(counts->at("alertmanager:0").sent.at("delivered"), 1U);
}

// Of a store made before messages had subjects, each gets that of its incident.
TEST_F(Outbox, TakesOverAnEarlierStore) {
  Change change;
  change.incident.number = "K-20230102-DISDIK-1";
  change.incident.outage.target = {"disdik"};
  change.incident.outage.backend = {"host-1"};
  change.incident.outage.journey = {"masuk"};
  change.event = "opened";
  change.fresh = true;
  ASSERT_TRUE(writer->commit({change}, {message("e1", "opened", at("09:00:00"))}, at("00:00:00")));
  writer.reset();
  tamper(dir.path(),
         "DROP TABLE unheard; DROP TABLE aside; DROP TABLE early; DROP TABLE agents; DROP TABLE "
         "agent_plans; DROP TABLE sheets; DROP TABLE seals; DROP TABLE acknowledgements; ALTER "
         "TABLE keys DROP "
         "COLUMN elsewhere; DROP INDEX "
         "outbox_subject; ALTER TABLE "
         "outbox DROP COLUMN subject;"
         "CREATE INDEX outbox_incident ON outbox (incident, channel); PRAGMA user_version=1");

  writer = open_writer(dir.path());

  EXPECT_EQ(writer->due(at("00:00:01"), 1)->front().subject, "disdik/masuk");
}

TEST_F(Outbox, LetsNoChannelStandInAnothersWay) {
  std::vector<Message> crowd;
  for (int i = 0; i < 20; ++i) {
    crowd.push_back(message("e" + std::to_string(i), "opened", at("09:00:00")));
    crowd.back().subject = "s" + std::to_string(i);
    crowd.back().channel = "telegram:piket";
  }
  crowd.push_back(message("other", "opened", at("09:00:00")));
  crowd.back().subject = "s";
  crowd.back().channel = "alertmanager:0";
  ASSERT_TRUE(writer->commit({}, crowd, at("09:00:00")));

  const auto due = *writer->due(at("09:00:01"), 5);

  ASSERT_EQ(due.size(), 6U);
  EXPECT_EQ(due[0].event_id, "e0");
  EXPECT_EQ(due[5].event_id, "other");
}

TEST_F(Outbox, CommitsIncidentAndMessagesTogetherOrNeither) {
  Change change;
  change.incident.number = "K-20230102-DISDIK-1";
  change.incident.revision = 3;  // there is no revision 2
  change.incident.outage.target = {"disdik"};
  change.incident.outage.backend = {"host-1"};
  change.incident.outage.journey = {"check-in"};
  EXPECT_FALSE(writer->commit({change}, {message("e1", "opened")}, at("00:00:00")));
  EXPECT_EQ(due(at("00:01:00")), Events{});
}

}  // namespace
}  // namespace saksi::store::test
