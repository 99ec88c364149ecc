// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "base/json.hpp"
#include "web/a_site.hpp"

namespace saksi::web::test {
namespace {

class Api : public ASite {
 protected:
  Json json(const std::string& target) {
    const std::string answer = get(target);
    EXPECT_EQ(status(answer), 200) << answer;
    EXPECT_TRUE(has(answer, "Content-Type: application/json\r\n"));
    return Json::parse(body(answer), nullptr, false);
  }
};

Incident morning_of_2_january() {
  Incident incident;
  incident.number = "K-20230102-DISDIK-1";
  incident.revision = 1;
  incident.reason = "closed";
  incident.revised = at("2023-01-02T01:00:00Z");
  incident.outage.target = {"disdik"};
  incident.outage.backend = {"absen"};
  incident.outage.journey = {"masuk"};
  incident.outage.opened = at("2023-01-02T00:31:00Z");
  incident.outage.closed = at("2023-01-02T00:58:00Z");
  incident.outage.bounds = {at("2023-01-02T00:30:00Z"), at("2023-01-02T00:30:20Z"),
                            at("2023-01-02T00:55:20Z"), at("2023-01-02T00:56:00.5Z")};
  incident.outage.cause = Class::http_timeout_ttfb;
  incident.outage.step = "buka";
  incident.outage.votes = {{{"pusat"}, "isp-a", true, true, Class::http_timeout_ttfb, "buka"}};
  incident.outage.groups = {"isp-a", "isp-b"};
  incident.outage.bad_samples = 17;
  return incident;
}

TEST_F(Api, TellsAnIncidentWithItsBoundsItsVotesAndItsCauseInBothLanguages) {
  auto store = writer();
  ASSERT_TRUE(
      store->commit({{morning_of_2_january(), "opened", true}}, {}, at("2023-01-02T01:00:00Z")));
  start();

  const Json answer = json("/api/v1/incidents");

  const Json expected = Json::parse(R"({
    "number": "K-20230102-DISDIK-1", "revision": 1, "reason": "closed", "revised": "2023-01-02T01:00:00Z",
    "withdrawn": false, "target": "disdik", "agency": "Dinas Pendidikan", "backend": "absen", "journey": "masuk",
    "opened": "2023-01-02T00:31:00Z", "closed": "2023-01-02T00:58:00Z",
    "start_lo": "2023-01-02T00:30:00Z", "start_hi": "2023-01-02T00:30:20Z",
    "end_lo": "2023-01-02T00:55:20Z", "end_hi": "2023-01-02T00:56:00.5Z",
    "at_least_us": 1500000000, "at_most_us": 1560500000,
    "cause": {"class": "http_timeout_ttfb", "stage": "http", "blame": "target",
              "id": "Server menerima permintaan tetapi tidak menjawab dalam 20 detik.",
              "en": "The server took the request but did not answer within 20 s."},
    "step": "buka", "groups": ["isp-a", "isp-b"], "episodes": 1, "bad_samples": 17,
    "votes": [{"vantage": "pusat", "group": "isp-a", "eligible": true, "bad": true,
               "class": "http_timeout_ttfb", "step": "buka"}], "acknowledged": []})");
  EXPECT_EQ(answer["complete"], true);
  EXPECT_EQ(answer["at"], "2023-01-02T00:35:00Z");
  ASSERT_EQ(answer["incidents"].size(), 1u);
  EXPECT_EQ(answer["incidents"][0], expected) << answer["incidents"][0].dump(2);
}

TEST_F(Api, LeavesTheEndOfAnOpenIncidentEmpty) {
  Incident open = morning_of_2_january();
  open.reason = "opened";
  open.outage.closed.reset();
  open.outage.bounds.end_lo.reset();
  open.outage.bounds.end_hi.reset();
  auto store = writer();
  ASSERT_TRUE(store->commit({{open, "opened", true}}, {}, at("2023-01-02T01:00:00Z")));
  start();

  const Json row =
      json("/api/v1/incidents?target=disdik&number=K-20230102-DISDIK-1")["incidents"][0];

  EXPECT_TRUE(row["closed"].is_null());
  EXPECT_TRUE(row["end_hi"].is_null());
  EXPECT_TRUE(row["at_most_us"].is_null());
}

TEST_F(Api, SaysWhenTheLimitCutTheIncidents) {
  Incident second = morning_of_2_january();
  second.number = "K-20230102-DISDIK-2";
  second.outage.opened = at("2023-01-02T03:31:00Z");
  second.outage.bounds = {at("2023-01-02T03:30:00Z"), at("2023-01-02T03:30:20Z"), {}, {}};
  auto store = writer();
  ASSERT_TRUE(store->commit({{morning_of_2_january(), "opened", true}, {second, "opened", true}},
                            {}, at("2023-01-02T04:00:00Z")));
  start();

  const Json one = json("/api/v1/incidents?limit=1");
  const Json early = json("/api/v1/incidents?from=2023-01-02T00:00:00Z&to=2023-01-02T02:00:00Z");

  EXPECT_EQ(one["complete"], false);
  ASSERT_EQ(one["incidents"].size(), 1u);
  EXPECT_EQ(one["incidents"][0]["number"], "K-20230102-DISDIK-2");
  ASSERT_EQ(early["incidents"].size(), 1u);
  EXPECT_EQ(early["incidents"][0]["number"], "K-20230102-DISDIK-1");
  EXPECT_EQ(json("/api/v1/incidents?limit=2")["complete"], true);
}

TEST_F(Api, TellsSamplesAsTheyAreRecorded) {
  const Sample taken = sample("pusat", at("2023-01-02T00:30:02.25Z"), Class::http_5xx);
  auto store = writer();
  const auto seqs = store->append({taken});
  ASSERT_TRUE(seqs);
  start();

  const Json answer = json("/api/v1/samples");

  ASSERT_EQ(answer["samples"].size(), 1u);
  Json row = answer["samples"][0];
  EXPECT_EQ(row["seq"], seqs->front());
  row.erase("seq");
  EXPECT_EQ(row, store::to_json(store::Entry(taken)));
  EXPECT_EQ(row["end"], "2023-01-02T00:30:02.25Z");
  EXPECT_EQ(row["steps"][0]["total_us"], 2'000'000);
  EXPECT_EQ(row["steps"][0]["phases"], Json({{"wait_us", 1'500'000}}));
  EXPECT_EQ(answer["classes"]["http_5xx"]["en"], "The application failed on the server (5xx).");
  EXPECT_TRUE(answer["next"].is_null());
}

TEST_F(Api, ChoosesSamplesByTimeVantageAndFailure) {
  auto store = writer();
  ASSERT_TRUE(store->append({sample("pusat", at("2023-01-02T00:30:00Z"), Class::ok),
                             sample("barat", at("2023-01-02T00:30:10Z"), Class::http_5xx),
                             sample("pusat", at("2023-01-02T00:30:30Z"), Class::http_5xx)}));
  start();
  const auto count = [&](const std::string& query) {
    return json("/api/v1/samples" + query)["samples"].size();
  };

  EXPECT_EQ(count(""), 3u);
  EXPECT_EQ(count("?vantage=pusat"), 2u);
  EXPECT_EQ(count("?failures=true"), 2u);
  EXPECT_EQ(count("?failures=true&vantage=barat"), 1u);
  EXPECT_EQ(count("?from=2023-01-02T00:30:10Z"), 2u);
  EXPECT_EQ(count("?to=2023-01-02T00:30:10Z"), 1u);
  EXPECT_EQ(count("?target=disdik&to=2022-12-01T00:00:00Z"), 0u);
}

TEST_F(Api, LeadsThroughMoreSamplesThanOneAnswerHolds) {
  std::vector<store::Entry> entries;
  for (int i = 0; i < 25; ++i)
    entries.emplace_back(
        sample("pusat", at("2023-01-02T00:00:00Z") + std::chrono::seconds(30 * i), Class::ok));
  auto store = writer();
  ASSERT_TRUE(store->append(entries));
  start();

  std::set<std::uint64_t> seen;
  std::string next = "2023-01-02T00:00:00Z";
  int answers = 0;
  while (!next.empty() && answers < 10) {
    const Json answer = json("/api/v1/samples?limit=10&from=" + next);
    for (const Json& row : answer["samples"]) seen.insert(row["seq"].get<std::uint64_t>());
    next = answer["next"].is_null() ? std::string() : answer["next"].get<std::string>();
    ++answers;
  }

  EXPECT_EQ(seen.size(), 25u);
  EXPECT_EQ(answers, 3);
}

TEST_F(Api, TellsTheDailySeals) {
  auto store = writer();
  const DaySeal first =
      store->seal_day("2023-01-01", "Asia/Jakarta", at("2023-01-01T16:59:00Z")).value();
  const DaySeal second =
      store->seal_day("2023-01-02", "Asia/Jakarta", at("2023-01-02T16:59:00Z")).value();
  start();

  const Json answer = json("/api/v1/seals");
  ASSERT_EQ(answer["seals"].size(), 2u);
  EXPECT_EQ(answer["seals"][0]["digest"], hex(second.digest));
  EXPECT_EQ(answer["seals"][1]["date"], "2023-01-01");
  EXPECT_EQ(json("/api/v1/seals?limit=1")["complete"], false);
}

TEST_F(Api, AnswersWrongQuestionsWithOneSentenceThatSaysWhatToWrite) {
  start();
  const std::pair<const char*, const char*> cases[] = {
      {"/api/v1/incidents?from=kemarin",
       "from: \"kemarin\" is not a time in UTC; write for example 2023-01-02T00:30:00Z"},
      {"/api/v1/incidents?to=2023-01-02T07:30:00%2B07:00",
       "to: \"2023-01-02T07:30:00+07:00\" is not a time in UTC; write for example "
       "2023-01-02T00:30:00Z"},
      {"/api/v1/incidents?from=2023-01-03T00:00:00Z&to=2023-01-02T00:00:00Z",
       "to: must be later than from"},
      {"/api/v1/samples?from=2023-01-03T00:00:00Z&to=2023-01-03T00:00:00Z",
       "to: must be later than from"},
      {"/api/v1/incidents?target=dinkes", "target: there is no \"dinkes\"; known are disdik"},
      {"/api/v1/samples?vantage=utara",
       "vantage: there is no \"utara\"; known are pusat, barat, timur"},
      {"/api/v1/incidents?number=1%20OR%201",
       "number: \"1 OR 1\" is not an incident's number; write for example K-20230102-DISDIK-1"},
      {"/api/v1/incidents?limit=0", "limit: \"0\" is not a whole number from 1 to 1000"},
      {"/api/v1/incidents?limit=1001", "limit: \"1001\" is not a whole number from 1 to 1000"},
      {"/api/v1/incidents?limit=-1", "limit: \"-1\" is not a whole number from 1 to 1000"},
      {"/api/v1/incidents?limit=10x", "limit: \"10x\" is not a whole number from 1 to 1000"},
      {"/api/v1/incidents?limit=99999999999999999999999",
       "limit: \"99999999999999999999999\" is not a whole number from 1 to 1000"},
      {"/api/v1/incidents?limit=", "limit: \"\" is not a whole number from 1 to 1000"},
      {"/api/v1/incidents?limit=1&limit=2", "limit: given twice; give it once"},
      {"/api/v1/incidents?since=1",
       "unknown parameter \"since\"; known are from,to,target,number,limit"},
      {"/api/v1/samples?failures=ya", "failures: \"ya\" is neither true nor false"},
  };
  for (const auto& [target, sentence] : cases) {
    const std::string answer = get(target);
    EXPECT_EQ(status(answer), 400) << target;
    EXPECT_EQ(body(answer), (Json{{"error", sentence}}.dump() + "\n")) << target;
  }
  EXPECT_EQ(times_opened_, 0) << "a wrong question reached the store";
}

TEST_F(Api, SurvivesBytesThatAreNotText) {
  start();

  const std::string answer = get("/api/v1/incidents?target=%ff%fe");

  EXPECT_EQ(status(answer), 400);
  EXPECT_FALSE(Json::parse(body(answer), nullptr, false).is_discarded());
}

}  // namespace
}  // namespace saksi::web::test
