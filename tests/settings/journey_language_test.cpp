// SPDX-License-Identifier: Apache-2.0
//
// The journey language as a configuration is written in it: what is understood, and what is refused
// with its place.
#include <gtest/gtest.h>

#include "settings/read.hpp"

namespace saksi::settings {
namespace {

// A good file but for its journey (from "journeys:" on) and its targets.
std::string file(const std::string& journey, const std::string& targets = R"(targets:
  - {id: disdik, agency: Dinas Pendidikan, short_name: DISDIK, backend: host, url: "https://disdik.example", journey: masuk, calendar: kantor}
)") {
  return R"(backends:
  - {id: host, consent: Surat 1/2026}
)" + targets +
         R"(vantages:
  - id: serat
    owner: Inspektorat
    group: isp-a
    accounts: [{backend: host, user: UJI-1, password_file: /etc/saksi/uji-1}]
controls:
  - {id: k1, url: "https://k1.example/"}
  - {id: k2, url: "https://k2.example/"}
  - {id: k3, url: "https://k3.example/"}
calendars:
  - id: kantor
    check_in: [{days: mon-fri, opening: "07:00", limit: "07:30", close: "08:00"}]
    peak: [{days: mon-fri, from: "07:00", to: "08:00"}]
web: {operated_by: Inspektorat, contact: saksi@example}
journeys:
  - id: masuk
)" + journey;
}

// The mistakes without their places, one a line; "none".
std::string told(const std::string& text) {
  const Reading reading = read_text(text, "x");
  if (reading) return "none";
  std::string all;
  for (const std::string& line : reading.error().lines)
    all += line.substr(line.find(' ') + 1) + "\n";
  return all;
}
std::string told_of(const std::string& steps, const std::string& above = "    mode: dry\n") {
  return told(file(above + "    steps:\n" + steps));
}
bool says(const std::string& all, const std::string& part) {
  return all.find(part) != std::string::npos;
}
// The one journey of a file that is good.
JourneySettings read(const std::string& steps, const std::string& above = "    mode: dry\n") {
  const Reading reading = read_text(file(above + "    steps:\n" + steps), "x");
  if (reading) return reading->journeys.front();
  ADD_FAILURE() << told_of(steps, above);
  return {};
}

#define EXPECT_SAYS(all, part)                                 \
  do {                                                         \
    const std::string saksi_told = (all);                      \
    EXPECT_TRUE(says(saksi_told, part)) << saksi_told << part; \
  } while (false)

const std::string kPage = "      - {id: a, path: /a}\n";
const std::string kLogin = "      - {id: l, kind: login, fields: {u: $user, p: $password}}\n";

TEST(JourneyLanguage, ReadsARequestWithAllItsParts) {
  const JourneySettings journey = read(R"(      - id: kirim
        kind: upload
        path: /kirim
        query: {x: "1"}
        headers: {X-Requested-With: XMLHttpRequest}
        fields: {lat: "${lat}"}
        sending: form
        status: [200, 422]
        size: {least: 10, most: 2000}
        type: "*/json"
        complete: false
)",
                                       "    mode: dry\n    coordinates: {lat: \"-3.79\", long: "
                                       "\"102.26\"}\n    hosts: [cdn.example]\n");
  ASSERT_EQ(journey.steps.size(), 1u);
  const StepSettings& step = journey.steps[0];
  EXPECT_EQ(step.query.at("x"), "1");
  EXPECT_EQ(step.headers.at("X-Requested-With"), "XMLHttpRequest");
  EXPECT_EQ(step.fields.at("lat"), "${lat}");
  EXPECT_EQ(step.sending, Sending::form);
  EXPECT_EQ(step.status, (std::vector<int>{200, 422}));
  EXPECT_EQ(step.size.least, 10u);
  EXPECT_EQ(step.size.most, 2000u);
  EXPECT_EQ(step.type, "*/json");
  EXPECT_EQ(step.complete, false);
  EXPECT_EQ(journey.hosts, std::vector<std::string>{"cdn.example"});
  ASSERT_TRUE(journey.coordinates);
  EXPECT_EQ(journey.coordinates->longitude, "102.26");
}

TEST(JourneyLanguage, SaysHowFarFromTheUsualAnAnswerMayBe) {
  EXPECT_EQ(read(kPage).steps.at(0).size.tolerance, 30u);
  EXPECT_EQ(read("      - {id: a, path: /a, size: {tolerance: 60}}\n").steps.at(0).size.tolerance,
            60u);
  EXPECT_SAYS(told_of("      - {id: a, path: /a, size: {tolerance: 101}}\n"),
              "101 is outside 1 to 100");
  EXPECT_SAYS(told_of("      - {id: a, path: /a, size: {least: 1, tolerance: 60}}\n"),
              "\"tolerance\" is about what is usual, and least and most go before that");
}

TEST(JourneyLanguage, TakesUnquotedScalarsOfJsonForWhatTheyAreInJson) {
  const JourneySettings journey = read(kPage + R"(      - id: kirim
        kind: upload
        path: /kirim
        json: {ok: true, n: 7, teks: "7", tidak: "false", kosong: ~, l: [1.5, a, {b: -2}]}
)");
  ASSERT_EQ(journey.steps.size(), 2u);
  EXPECT_EQ(*journey.steps[1].json,
            Json::parse(R"({"ok": true, "n": 7, "teks": "7", "tidak": "false", "kosong": null,
                            "l": [1.5, "a", {"b": -2}]})"));
}

TEST(JourneyLanguage, TellsATextFromACheckOfAPart) {
  const JourneySettings journey = read(R"(      - id: a
        path: /a
        expect: ["Absen ${nip}", {split: "|", index: 1, equals: "2"}, {json: data.id}, {json: ok, equals: true}]
)");
  ASSERT_EQ(journey.steps.size(), 1u);
  const auto& checks = journey.steps[0].expect;
  ASSERT_EQ(checks.size(), 4u);
  EXPECT_TRUE(checks[0].literal) << "a text alone means itself";
  EXPECT_EQ(checks[1].of, Assertion::Of::split);
  EXPECT_EQ(checks[1].value, "2") << "a part is text";
  EXPECT_EQ(checks[2].test, Assertion::Test::exists);
  EXPECT_EQ(checks[3].value, true) << "a JSON value is what it is in JSON";
}

TEST(JourneyLanguage, WantsOneTestOfOnePartInEachCheck) {
  const auto check = [](const std::string& text) {
    return told_of("      - {id: a, path: /a, expect: [" + text + "]}\n");
  };
  EXPECT_SAYS(check("{contains: a, equals: b}"), "has 2 tests in one check");
  EXPECT_SAYS(check("{split: \"|\"}"), "has 0 tests in one check");
  EXPECT_SAYS(check("{json: a, split: \"|\", equals: b}"), "does not go with json");
  EXPECT_SAYS(check("{contains: a, index: 1}"), "there is no split");
  EXPECT_SAYS(check("{exists: true}"), "is about a JSON value");
  EXPECT_SAYS(check("{regex: \"(\"}"), "is not a pattern (RE2 syntax)");
}

TEST(JourneyLanguage, WantsOfEachExtractionWhatItsPlaceNeedsAndNothingElse) {
  const auto extract = [](const std::string& text) {
    return told_of("      - {id: a, path: /a, extract: [{name: t, " + text + "}]}\n");
  };
  EXPECT_EQ(extract("from: html, select: \"input[name=_token]\", attribute: value"), "none");
  EXPECT_EQ(extract("from: json, path: data.token"), "none");
  EXPECT_EQ(extract("from: header, key: X-Token"), "none");
  EXPECT_EQ(extract("from: cookie, key: XSRF-TOKEN"), "none");
  EXPECT_EQ(extract("from: regex, pattern: \"t=(.+)\""), "none");
  EXPECT_SAYS(extract("from: html"), "\"select\" is missing, and from: html cannot do without");
  EXPECT_SAYS(extract("from: json, path: a, select: b"), "\"select\" does not go with from: json");
  EXPECT_SAYS(extract("from: json, path: a, attribute: b"), "is of an HTML element");
  EXPECT_SAYS(extract("from: html, select: \"a > b\""), "is not understood");
  EXPECT_SAYS(extract("from: regex, pattern: \"[\""), "is not a pattern");
}

// ---- names --------------------------------------------------------------------------------------

const std::string kTakes =
    "      - {id: a, path: /a, extract: [{name: token, from: html, select: p}]}\n";

TEST(JourneyNames, AreKnownOnceAnEarlierStepHasTakenThem) {
  const std::string use = "      - {id: b, path: \"/b?t=${token}\"}\n";
  EXPECT_EQ(told_of(kTakes + use), "none");
  EXPECT_SAYS(told_of(use + kTakes),
              "${token} is not known here: it is taken out of the answer of step \"a\", which does "
              "not come before");
  EXPECT_SAYS(told_of(kPage + use), "${token} is not known here: no earlier step extracts it");
  EXPECT_SAYS(told_of(kTakes + "      - {id: b, path: \"/b?t=${tokem}\"}\n"),
              "did you mean ${token}?");
}

TEST(JourneyNames, AreLookedForInEveryTextThatIsSentOrChecked) {
  for (const char* text :
       {"path: \"/${x}\"", "path: /b, query: {q: \"${x}\"}", "path: /b, headers: {X-A: \"${x}\"}",
        "path: /b, expect: [{contains: \"${x}\"}]",
        "path: /b, forbidden: [{json: a, equals: \"${x}\"}]"})
    EXPECT_SAYS(told_of(kPage + "      - {id: b, " + text + "}\n"), "${x} is not known here");
  EXPECT_EQ(told_of("      - {id: b, path: /b, expect: [\"${x}\", {regex: \"^a{2}$\"}]}\n"),
            "none");
}

TEST(JourneyNames, OfPlacesNeedCoordinatesOfTheJourneyOrOfEachTarget) {
  const std::string use = "      - {id: b, path: \"/b?lat=${lat}\"}\n";
  EXPECT_SAYS(told_of(use), "write coordinates: {lat: ..., long: ...}");
  EXPECT_EQ(told_of(use, "    mode: dry\n    coordinates: {lat: \"-3.79\", long: \"102.26\"}\n"),
            "none");
  EXPECT_SAYS(told_of(use, "    mode: dry\n    coordinates: {lat: \"-3.79\"}\n"),
              "\"long\" is missing, and a place has both");
  EXPECT_SAYS(told_of(use, "    mode: dry\n    coordinates: {lat: \"91\", long: \"0\"}\n"),
              "is not degrees from -90 to 90");
}

TEST(JourneyNames, ThatSaksiGivesAreNotGivenTwice) {
  EXPECT_SAYS(told_of("      - {id: a, path: /a, extract: [{name: user, from: json, path: a}]}\n"),
              "\"user\" is a name that Saksi gives itself");
}

TEST(JourneyNames, LetThePasswordGoNowhereButToTheLogin) {
  const auto with = [](const std::string& step) {
    return told_of(kPage + "      - " + step + "\n");
  };
  EXPECT_EQ(with("{id: l, kind: login, path: /l, json: {u: $user, p: \"${password}\"}}"), "none");
  EXPECT_SAYS(with("{id: b, path: \"/b?p=${password}\"}"), "never into an address or a check");
  EXPECT_SAYS(with("{id: b, path: /b, expect: [{contains: \"${password}\"}]}"),
              "never into an address or a check");
  EXPECT_SAYS(with("{id: b, path: /b, headers: {X-A: \"${password}\"}}"),
              "is sent by steps of kind login alone");
}

TEST(JourneyNames, LetThePictureGoOnlyWhereItsBytesCan) {
  const auto upload = [](const std::string& more) {
    return told_of(kPage + "      - {id: u, kind: upload, path: /u, " + more + "}\n");
  };
  EXPECT_EQ(upload("fields: {foto: $picture}"), "none");
  EXPECT_EQ(upload("json: {foto: \"${picture|datauri}\"}"), "none");
  EXPECT_SAYS(upload("json: {foto: \"${picture}\"}"), "the picture is bytes, and here goes text");
  EXPECT_SAYS(upload("sending: form, fields: {foto: $picture}"), "the picture is bytes");
  EXPECT_SAYS(upload("fields: {a: \"${user|datauri}\"}"), "datauri is for the picture");
  EXPECT_SAYS(upload("fields: {a: \"${user|number}\"}"), "number is for values of json alone");
}

// ---- steps --------------------------------------------------------------------------------------

TEST(JourneySteps, SendAPostOnlyWhereSomebodySaysThatItIsSafe) {
  EXPECT_SAYS(told_of("      - {id: a, path: /a, method: POST}\n"),
              "If its owner says that this one");
  EXPECT_EQ(told_of("      - {id: a, path: /a, method: POST, safe: true}\n"), "none");
  EXPECT_SAYS(told_of("      - {id: a, path: /a, safe: true}\n"), "is about a POST");
  EXPECT_SAYS(
      told_of("      - {id: a, path: /a, method: POST, safe: true}\n", "    mode: anonymous\n"),
      "mode is anonymous, which only looks");
  EXPECT_SAYS(told_of(kPage + "      - {id: l, kind: login, method: GET, path: /l}\n"),
              "of a login or an upload is POST");
}

TEST(JourneySteps, GoNoFurtherThanTheModeOfTheirJourney) {
  EXPECT_SAYS(told_of(kPage + kLogin, "    mode: anonymous\n"), "which looks at pages only");
  EXPECT_SAYS(told_of(kPage + "      - {id: u, kind: upload}\n", "    mode: login\n"),
              "which ends before it");
  EXPECT_SAYS(told_of(kPage + "      - {id: u, kind: upload}\n", "    mode: sink\n"),
              "backend \"host\" has no sink_url");
}

TEST(JourneySteps, TakeTheirAddressFromAFormOnlyWhereAPageCouldHaveOne) {
  EXPECT_SAYS(told_of(kLogin), "no page step stands before this one");
  EXPECT_SAYS(told_of("      - {id: a}\n"), "has no form to take it from");
  EXPECT_EQ(told_of(kPage + kLogin), "none");
}

TEST(JourneySteps, WriteNoHeaderThatSaysWhoAsksOrHoldsASecret) {
  const auto header = [](const std::string& text) {
    return told_of("      - {id: a, path: /a, headers: {" + text + "}}\n");
  };
  EXPECT_EQ(header("X-Requested-With: XMLHttpRequest"), "none");
  for (const char* name : {"Host: a", "User-Agent: a", "Cookie: a", "X-Saksi-Probe: a"})
    EXPECT_SAYS(header(name), "is written by Saksi itself");
  EXPECT_SAYS(header("Authorization: Bearer abc"), "configurations are copied and shown");
  EXPECT_SAYS(header("\"X A\": b"), "is not the name of a header");
}

TEST(JourneySteps, AskNoHostThatTheConfigurationDoesNotName) {
  const std::string step = "      - {id: a, path: \"https://cdn.example/a\"}\n";
  EXPECT_SAYS(told_of(step), "leads to cdn.example, which is neither the host of target");
  EXPECT_EQ(told_of(step, "    mode: dry\n    hosts: [cdn.example]\n"), "none");
  EXPECT_SAYS(told_of("      - {id: a, path: \"http://disdik.example/a\"}\n"),
              "is http, and the targets");
  EXPECT_SAYS(
      told_of(
          kPage +
              "      - {id: l, kind: login, path: \"https://cdn.example/l\", fields: {u: $user}}\n",
          "    mode: dry\n    hosts: [cdn.example]\n"),
      "would send the account to cdn.example");
}

TEST(JourneySteps, ReachForNoHostBelowHttpThatTheConfigurationDoesNotName) {
  const auto step = [](const std::string& kind, const std::string& name) {
    return "      - {id: b, kind: " + kind + ", name: \"" + name + "\"}\n";
  };
  for (const char* kind : {"tcp", "tls", "icmp"}) {
    EXPECT_SAYS(told_of(kPage + step(kind, "CDN.example")),
                "\"name\" is cdn.example, which is neither the host of target \"disdik\" nor among "
                "hosts");
    EXPECT_EQ(told_of(kPage + step(kind, "Disdik.example")), "none");
    EXPECT_EQ(
        told_of(kPage + step(kind, "CDN.example"), "    mode: dry\n    hosts: [cdn.example]\n"),
        "none");
    EXPECT_SAYS(told_of(kPage + step(kind, "2001:db8::7")), "is 2001:db8::7, which is neither");
    EXPECT_EQ(
        told_of(kPage + step(kind, "2001:db8::7"), "    mode: dry\n    hosts: [\"2001:db8::7\"]\n"),
        "none");
  }
  EXPECT_EQ(told_of(kPage + step("dns", "pusat.example")), "none")
      << "a name server is asked, not the host";
}

TEST(JourneySteps, ReachForAHostThatTheirTargetNames) {
  const auto with = [](const std::string& more) {
    return told(file(
        "    mode: dry\n    steps:\n" + kPage + "      - {id: b, kind: tcp, name: lb.example}\n",
        "targets:\n  - {id: disdik, agency: Dinas, short_name: DISDIK, backend: host, "
        "url: \"https://disdik.example\", journey: masuk, calendar: kantor" +
            more + "}\n"));
  };
  EXPECT_EQ(with(", hosts: [lb.example]"), "none");
  EXPECT_SAYS(with(""), "is lb.example, which is neither");
}

TEST(JourneySteps, SendEitherFieldsOrJson) {
  EXPECT_SAYS(
      told_of(kPage + "      - {id: l, kind: login, path: /l, fields: {u: $user}, json: {a: b}}\n"),
      "goes in the place of fields");
  EXPECT_SAYS(told_of("      - {id: a, path: /a, json: {a: b}}\n"), "is sent by POST alone");
}

// ---- presets ------------------------------------------------------------------------------------

TEST(Presets, FillWhatAStepDoesNotStateItself) {
  const JourneySettings journey =
      read(kPage + kLogin + "      - {id: b, path: /b, not_open: [tutup]}\n",
           "    mode: login\n    preset: laravel-blade\n");
  ASSERT_EQ(journey.steps.size(), 3u);
  EXPECT_TRUE(journey.steps[0].token) << "the first page carries the login's token";
  EXPECT_FALSE(journey.steps[2].token);
  EXPECT_TRUE(journey.steps[0].probe_problem.empty()) << "of logins alone";
  EXPECT_FALSE(journey.steps[1].probe_problem.empty());
  EXPECT_FALSE(journey.steps[0].not_open.empty());
  ASSERT_EQ(journey.steps[2].not_open.size(), 1u) << "what is stated stays as it is";
  EXPECT_EQ(journey.steps[2].not_open[0].text(), "tutup");
}

TEST(Presets, LetAListBeEmptyThatSomebodyEmptied) {
  const JourneySettings journey =
      read("      - {id: b, path: /b, not_open: []}\n", "    mode: anonymous\n    preset: ci3\n");
  ASSERT_EQ(journey.steps.size(), 1u);
  EXPECT_TRUE(journey.steps[0].not_open.empty());
  EXPECT_FALSE(journey.steps[0].forbidden.empty());
}

TEST(Presets, SayWhatTheyBrought) {
  const JourneySettings journey = read("      - {id: d, kind: data, path: /d}\n",
                                       "    mode: anonymous\n    preset: json-success\n");
  ASSERT_EQ(journey.steps.size(), 1u);
  EXPECT_EQ(journey.steps[0].type, "application/json");
  std::vector<std::string> lists;
  for (const std::string& line : journey.steps[0].from_preset)
    lists.push_back(line.substr(0, line.find(':')));
  EXPECT_EQ(lists,
            (std::vector<std::string>{"not_open", "rule_reject", "forbidden", "expect", "type"}));
}

TEST(Presets, AreNoneWhereNoneIsNamed) {
  const JourneySettings journey = read(kPage);
  ASSERT_EQ(journey.steps.size(), 1u);
  EXPECT_TRUE(journey.steps[0].from_preset.empty() && journey.steps[0].not_open.empty());
  EXPECT_SAYS(told_of(kPage, "    mode: dry\n    preset: laravel\n"), "preset");
}

// ---- groups of targets --------------------------------------------------------------------------

std::string group(const std::string& url, const std::string& rows) {
  return "target_groups:\n  - url: \"" + url +
         "\"\n    backend: host\n    journey: masuk\n    calendar: kantor\n    for:\n" + rows;
}
const std::string kTwo =
    "      - {id: disdik, agency: Dinas Pendidikan, short_name: DISDIK}\n"
    "      - {id: dinkes, agency: Dinas Kesehatan, short_name: DINKES}\n";
const std::string kSteps = "    mode: dry\n    steps:\n" + kPage;

TEST(TargetGroups, MakeATargetOfEachAgency) {
  const Reading reading = read_text(file(kSteps, group("https://${id}.absen.example", kTwo)), "x");
  ASSERT_TRUE(reading) << reading.error().lines[0];
  ASSERT_EQ(reading->targets.size(), 2u);
  EXPECT_EQ(reading->targets[0].url, "https://disdik.absen.example");
  EXPECT_EQ(reading->targets[1].url, "https://dinkes.absen.example");
}

TEST(TargetGroups, LowerAShortNameAndTakeValuesOfTheirOwn) {
  const Reading reading = read_text(
      file(kSteps,
           group("https://${short_name}-${kode}.absen.example",
                 "      - {id: a, agency: A, short_name: DISDIK, values: {kode: \"7\"}}\n")),
      "x");
  ASSERT_TRUE(reading) << reading.error().lines[0];
  EXPECT_EQ(reading->targets[0].url, "https://disdik-7.absen.example");
}

TEST(TargetGroups, RefuseWhatMakesNoAddressOrNoTwoTargets) {
  EXPECT_SAYS(told(file(kSteps, group("https://${kode}.absen.example", kTwo))),
              "has no \"kode\", which the address");
  EXPECT_SAYS(told(file(kSteps, group("https://${id", kTwo))), "has no closing }");
  EXPECT_SAYS(told(file(kSteps, group("http://${id}.absen.example", kTwo))), "https");
  EXPECT_SAYS(told(file(kSteps, group("https://${id}.absen.example", kTwo + kTwo))),
              "is a target already");
  EXPECT_SAYS(
      told(file(kSteps,
                group("https://${a}.absen.example",
                      "      - {id: a, agency: A, short_name: AAA, values: {a: \"${id}\"}}\n"))),
      "holds a ${name} itself");
}

TEST(TargetGroups, MakeNoMoreTargetsThanOneSaksiWatches) {
  std::string rows;
  for (int i = 0; i < 65; ++i)
    rows += "      - {id: a" + std::to_string(i) + ", agency: A" + std::to_string(i) +
            ", short_name: A" + std::to_string(i + 10) + "}\n";
  EXPECT_SAYS(told(file(kSteps, group("https://${id}.absen.example", rows))),
              "65 targets, and at most 64");
}

}  // namespace
}  // namespace saksi::settings
