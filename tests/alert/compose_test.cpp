// SPDX-License-Identifier: Apache-2.0
#include "parts.hpp"

namespace saksi::alert::test {
namespace {

TEST(Compose, GivesAlertmanagerLabelsWithoutNumberOrTime) {
  const FakeClock clock(utc("2023-01-02T00:34:31Z"));
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
            "K-20230102-DISDIK-1 Dinas Pendidikan: presensi terganggu sejak pukul 07.34 WIB");
  EXPECT_EQ(alert["generatorURL"], "https://saksi.example/gangguan/K-20230102-DISDIK-1");
  EXPECT_EQ(messages[0].channel, "alertmanager:0");
  EXPECT_TRUE(messages[0].repeat_until);
}

TEST(Compose, TellsTheEndWithTheSameLabels) {
  const FakeClock clock(utc("2023-01-02T00:54:00Z"));
  const Settings settings = settings_with({"http://127.0.0.1:9093"}, "");

  const auto opened = compose(settings, clock, {change_of("opened")}, clock.wall(), true);
  const auto closed = compose(settings, clock, {change_of("closed")}, clock.wall(), true);

  const Json first = *parse_json(opened[0].payload), last = *parse_json(closed[0].payload);
  EXPECT_EQ(first["labels"], last["labels"]);
  EXPECT_EQ(first["labels"]["demo"], "true");
  EXPECT_EQ(last["endsAt"], "2023-01-02T00:50:20Z");
  EXPECT_EQ(last["annotations"]["summary"],
            "K-20230102-DISDIK-1 Dinas Pendidikan: gangguan presensi sejak pukul 07.34 WIB sudah "
            "pulih pukul 07.50 WIB");
  EXPECT_EQ(opened[0].subject, closed[0].subject);
  EXPECT_EQ(closed[0].kind, "closed");
  EXPECT_EQ(*closed[0].repeat_until, clock.wall() + 15min);
}

TEST(Compose, NamesAnEventTheSameEachTimeAndEachEventOtherwise) {
  const FakeClock clock(utc("2023-01-02T00:54:00Z"));
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
  const FakeClock clock(utc("2023-01-02T00:54:00Z"));
  EXPECT_TRUE(compose(settings_with({"http://a"}, "http://c"), clock, {change_of("revised")},
                      clock.wall(), false)
                  .empty());
}

TEST(Compose, SaysOfAWithdrawnIncidentThatItIsWithdrawnAndWhy) {
  const FakeClock clock(utc("2023-01-02T00:54:00Z"));
  store::Change change = change_of("withdrawn");
  change.incident.withdrawn = true;
  change.incident.reason = "no sample supports it any more";

  const auto told =
      compose(settings_with({"http://a"}, "http://c"), clock, {change}, clock.wall(), false);

  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ((*parse_json(told[0].payload))["annotations"]["summary"],
            "K-20230102-DISDIK-1 Dinas Pendidikan: kejadian dicabut, tidak ada pemeriksaan yang "
            "mendukung");
  EXPECT_TRUE(parse_json(told[0].payload)->contains("endsAt"));
  EXPECT_EQ((*parse_json(told[1].payload))["event"], "withdrawn");
  EXPECT_EQ((*parse_json(told[1].payload))["reason"], "no sample supports it any more");
}

TEST(Compose, NamesNoStepWhereNoneIsKnown) {
  const FakeClock clock(utc("2023-01-02T00:54:00Z"));
  store::Change change = change_of("opened");
  change.incident.outage.step.clear();

  const auto told = compose(settings_with({"http://a"}, ""), clock, {change}, clock.wall(), false);

  const std::string text = (*parse_json(told[0].payload))["annotations"]["description"];
  EXPECT_EQ(text.find("Langkah"), std::string::npos);
  EXPECT_NE(text.find("Jaringan: telkom, xl."), std::string::npos);
}

TEST(Compose, TellsOfATargetThatHasLeftTheConfiguration) {
  const FakeClock clock(utc("2023-01-02T00:54:00Z"));
  Settings settings = settings_with({"http://a"}, "");
  settings.targets.clear();

  const auto told = compose(settings, clock, {change_of("closed")}, clock.wall(), false);

  EXPECT_EQ((*parse_json(told[0].payload))["annotations"]["summary"],
            "K-20230102-DISDIK-1 disdik: gangguan presensi sejak pukul 00.34 UTC sudah pulih pukul "
            "00.50 UTC");
}

// The whole of it, as a receiver's author sees it.
TEST(Compose, GivesAWebhookThisVeryBody) {
  const FakeClock clock(utc("2023-01-02T00:54:01Z"));
  store::Change change = change_of("closed");
  change.incident.reason = "closed";
  change.incident.revised = utc("2023-01-02T00:54:00Z");

  const auto told = compose(settings_with({}, "http://c"), clock, {change}, clock.wall(), true);

  EXPECT_EQ(*parse_json(told[0].payload), *parse_json(R"json({
    "version": 1, "event_id": "K-20230102-DISDIK-1/closed/3/webhook:it", "event": "closed",
    "demo": true, "incident": "K-20230102-DISDIK-1", "revision": 3,
    "revised_at": "2023-01-02T00:54:00Z", "reason": "closed",
    "summary": "K-20230102-DISDIK-1 Dinas Pendidikan: gangguan presensi sejak pukul 07.34 WIB sudah pulih pukul 07.50 WIB",
    "summary_en": "K-20230102-DISDIK-1 Dinas Pendidikan: attendance outage since 07:34 WIB was over at 07:50 WIB",
    "target": "disdik", "agency": "Dinas Pendidikan", "backend": "web", "journey": "masuk",
    "step": "login", "cause": "http_resource_limit", "cause_id": "Kapasitas hosting penuh (508).", "cause_en": "The hosting limit was reached (508).",
    "networks": ["telkom", "xl"],
    "start_lo": "2023-01-02T00:34:00Z", "start_hi": "2023-01-02T00:34:20Z",
    "end_lo": "2023-01-02T00:50:00Z", "end_hi": "2023-01-02T00:50:20Z",
    "at_least_us": 940000000, "link": "https://saksi.example/gangguan/K-20230102-DISDIK-1"
  })json"));
}

}  // namespace
}  // namespace saksi::alert::test
