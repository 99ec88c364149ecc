// SPDX-License-Identifier: Apache-2.0
//
// A run by hand as it is told: on 80 columns, as JSON, and as a file that may be passed on.
#include "cli/look.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace saksi::cli {
namespace {

using namespace std::chrono_literals;

StepFinding found(const char* id, Duration offset, Phases phases, Class cls, std::string rule,
                  int status = 200) {
  StepFinding step;
  step.id = id;
  step.offset = offset;
  step.phases = phases;
  for (const auto& part :
       {phases.dns, phases.tcp, phases.tls, phases.send, phases.wait, phases.recv})
    step.total += part.value_or(0us);
  step.cls = cls;
  step.rule = std::move(rule);
  step.http_status = status;
  step.address = "127.0.0.1:8443";
  step.bytes = 1832;
  return step;
}

class Looked : public testing::Test {
 protected:
  Looked() {
    journey_.id.text = "masuk";
    journey_.preset = "ci3";
    StepSettings login;
    login.id = "login";
    login.kind = StepKind::login;
    login.fields = {{"username", "${user}"}, {"password", "${password}"}};
    login.headers = {{"X-Api-Key", "K4nariK4nariK4nariK4nari99"}};
    journey_.steps = {login};
    target_.agency = "Dinas Pendidikan";
    target_.id.text = "disdik";
    target_.url = "https://disdik.absen-maju.example:8443";
    vantage_.id.text = "telkom";
    vantage_.isp = "Telkom (contoh)";
    sample_.vantage = vantage_.id;
    sample_.target = target_.id;
    sample_.backend.text = "hosting";
    sample_.journey = journey_.id;
    sample_.origin = Origin::by_hand;
    sample_.cls = Class::shell_only;
    sample_.step = "data";
    sample_.rule =
        "the page came, but its data from /api/beranda did not: http_timeout_ttfb: no answer "
        "within "
        "the time that a run has, which is twenty seconds of its own clock";
    sample_.steps = {
        found("halaman", 0ms, {10ms, 20ms, 30ms, 1ms, 100ms, 2ms}, Class::ok, "status 200"),
        found("login", 200ms, {{}, {}, {}, 1ms, 60ms, 1ms}, Class::ok, "status 200, redirect"),
        found("login.1", 270ms, {{}, {}, {}, 1ms, 60ms, 1ms}, Class::ok, "status 200"),
        found("data", 400ms, {{}, {}, {}, 1ms, 600ms, {}}, Class::shell_only, sample_.rule, 0)};
    sample_.steps.back().censored = true;
    sample_.steps[1].reused = true;
    sample_.controls = {
        {"a.example", true, 12ms}, {"b.example", true, 13ms}, {"c.example", false, 5s}};
    outcome_.took = 1000ms;
    outcome_.requests = 4;
    outcome_.taken = {{"login", "kunci", "ab... (40 bytes)"}};
    probes::Exchange login_exchange;
    login_exchange.step = "login";
    login_exchange.method = "POST";
    login_exchange.url = target_.url + "/login/action";
    login_exchange.sent = "application/x-www-form-urlencoded, 60 bytes";
    login_exchange.status = 200;
    login_exchange.asked = {{"User-Agent", "Saksi/0"}};
    login_exchange.answered = {{"refresh", "0;url=/dashboard"}};
    login_exchange.body = "```\n# not a heading of ours";
    outcome_.exchanges = {login_exchange};
  }
  [[nodiscard]] Look look() const { return {journey_, target_, vantage_, sample_, outcome_}; }

  JourneySettings journey_;
  Target target_;
  Vantage vantage_;
  Sample sample_;
  probes::Outcome outcome_;
};

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> all;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) all.push_back(line);
  return all;
}

TEST_F(Looked, FitsAnOldTerminal) {
  for (const std::string& line : lines_of(waterfall(look()))) EXPECT_LE(line.size(), 80u) << line;
}

TEST_F(Looked, DrawsEachStepOnOneScaleAndSaysWhy) {
  const std::vector<std::string> lines = lines_of(waterfall(look()));

  const auto row = [&](const std::string& begin) {
    for (const std::string& line : lines)
      if (line.starts_with(begin)) return line;
    return std::string();
  };
  const std::string first = row("halaman "), login = row("login "), data = row("data ");
  const auto bar = [](const std::string& line) {
    const std::size_t from = line.find('|') + 1;
    return line.substr(from, line.rfind('|') - from);
  };
  ASSERT_EQ(bar(first).size(), bar(data).size());
  const std::size_t width = bar(first).size();
  EXPECT_TRUE(bar(first).find_first_of("dct") == 0) << first;
  EXPECT_NE(bar(first).find('.'), std::string::npos) << first;
  EXPECT_EQ(bar(login).find_first_not_of(' '), width / 5) << login;
  EXPECT_EQ(bar(data).back(), '.') << "it waited to the end: " << data;
  EXPECT_NE(first.find("163.0 ms  ok"), std::string::npos) << first;
  EXPECT_NE(data.find("601.0 ms+"), std::string::npos) << "a time-out is more than that: " << data;
  EXPECT_NE(data.find("  -"), std::string::npos) << "no answer, no status: " << data;
  std::string text = waterfall(look());
  for (char& c : text)
    if (c == '\n') c = ' ';
  while (text.find("  ") != std::string::npos) text.erase(text.find("  "), 1);
  for (const char* said :
       {"POST /login/action: status 200, redirect", "on the same connection",
        "taken at login: ${kunci} = ab... (40 bytes)", "c.example did NOT answer",
        "shell_only at step data: ", "because: the page came, but its data from /api/beranda",
        "1832 bytes; server 127.0.0.1:8443", "preset ci3"})
    EXPECT_NE(text.find(said), std::string::npos) << said << " is not in\n" << text;
}

TEST_F(Looked, IsTheSampleThatWouldBeRecordedAndMore) {
  const Json json = as_json(look());

  EXPECT_EQ(json.at("kind"), "sample");
  EXPECT_EQ(json.at("origin"), "by_hand");
  EXPECT_EQ(json.at("class"), "shell_only");
  EXPECT_EQ(json.at("steps").size(), 4u);
  const Json& extra = json.at("extra");
  EXPECT_EQ(extra.at("format"), "probe-1");
  EXPECT_EQ(extra.at("requests"), 4);
  EXPECT_EQ(extra.at("taken").at(0).at("masked"), "ab... (40 bytes)");
  EXPECT_EQ(extra.at("exchanges").at(0).at("response_headers"),
            Json::array({Json::array({"refresh", "0;url=/dashboard"})}));
  EXPECT_EQ(parse_canonical(canonical(json)).value(), json);
}

TEST_F(Looked, ReportsWithoutTheSecretsOfTheConfiguration) {
  const std::string report = bug_report(look());

  EXPECT_EQ(report.find("K4nari"), std::string::npos) << report;
  for (const char* said : {"Saksi 0.", "    shell_only at step data", "> POST https://",
                           "< refresh: 0;url=/dashboard", "\"kind\": \"login\""})
    EXPECT_NE(report.find(said), std::string::npos) << said << " is not in\n" << report;
  EXPECT_NE(report.find("\n    # not a heading of ours"), std::string::npos)
      << "a foreign body ends no block";
}

TEST(Wrapped, KeepsWordsWholeAndCountsCharactersNotBytes) {
  EXPECT_EQ(wrapped("satu dua tiga", 2, 10), "  satu dua\n  tiga\n");
  EXPECT_EQ(wrapped("é é é é", 0, 7), "é é é é\n");
  EXPECT_EQ(wrapped("terlalu-panjang-sekali x", 0, 8), "terlalu-panjang-sekali\nx\n");
  EXPECT_EQ(wrapped("", 4), "");
}

}  // namespace
}  // namespace saksi::cli
