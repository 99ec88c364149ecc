// SPDX-License-Identifier: Apache-2.0
//
// The text that Prometheus scrapes: whole, checked by promtool, and under attack.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <clocale>
#include <cstdlib>
#include <locale>
#include <set>
#include <sstream>

#include "base/file.hpp"
#include "base/timestamp.hpp"
#include "metrics/metrics.hpp"
#include "metrics/writer.hpp"
#include "support/temp_dir.hpp"

namespace saksi::metrics {
namespace {

using namespace std::chrono_literals;

const Instant kNow = parse_utc("2023-01-02T00:52:00Z").value();
const TargetId kDisdik{"disdik"};
const JourneyId kMasuk{"masuk"};
const VantageId kTelkom{"telkom"};

Sample sample(VantageId vantage, Instant end, Class cls) {
  Sample out;
  out.vantage = std::move(vantage);
  out.target = kDisdik;
  out.journey = kMasuk;
  out.planned = end - 21s;
  out.start = end - 20500ms;
  out.end = end;
  out.cls = cls;
  StepFinding page;
  page.id = "beranda";
  page.total = 500ms;
  page.phases = {2ms, 10ms, 30ms, 1ms, 450ms, 7ms};
  StepFinding login;
  login.id = "login";
  login.cls = cls;
  login.phases.wait = 20s;  // on the connection of the step before: no dns, tcp or tls
  out.steps = {page, login};
  out.controls = {{"k1", true, 20ms}, {"k2", true, 20ms}, {"k3", false, 3s}};
  return out;
}

// One target that is down, one that nobody has looked at yet; telkom reports, indosat has gone
// silent.
Board board() {
  Board out;
  out.at = kNow;
  TargetView disdik;
  disdik.state.target = kDisdik;
  disdik.state.state = State::down;
  disdik.latest[kTelkom] = sample(kTelkom, kNow - 10s, Class::http_timeout_ttfb);
  disdik.latest[VantageId{"indosat"}] = sample(VantageId{"indosat"}, kNow - 3h, Class::ok);
  TargetView dinkes;
  dinkes.state.target = TargetId{"dinkes"};
  out.targets = {disdik, dinkes};
  out.vantages = {{kTelkom, true, kNow - 10s, 120}, {VantageId{"indosat"}, true, kNow - 3h, 80}};
  Incident incident;
  incident.number = "K-20230102-DISDIK-1";
  incident.outage.target = kDisdik;
  incident.outage.journey = kMasuk;
  out.open = {incident};
  AgentView agent;
  agent.heard = kNow - 20s;
  agent.version = "0.1.0";
  agent.plan = agent.plan_wanted = 3;
  agent.recorded = 130;
  agent.delivered = 120;
  agent.journal_bytes = 65'536;
  agent.disk_free = 1'000'000;
  agent.offset_lo = -3ms;
  agent.offset_hi = 40ms;
  agent.mute["older_plan"] = 2;
  out.agents[kTelkom] = agent;
  agent.heard = kNow - 3h;
  out.agents[VantageId{"indosat"}] = agent;
  out.deliveries_refused["bad_signature"] = 1;
  out.outbox["alertmanager"] = {2, kNow - 90s, {{"delivered", 7}, {"retried", 1}}};
  out.outbox["piket"] = {0, std::nullopt, {{"dead", 1}}};
  for (const char* vantage : {"telkom", "indosat"}) {
    const VantageId id{vantage};
    out.runs[{kDisdik, kMasuk, id, "ok"}] = 100;
    out.runs[{kDisdik, kMasuk, id, "failed"}] = 20;
    out.failures[{kDisdik, kMasuk, id, "login", Class::http_timeout_ttfb}] = 20;
    out.gaps[{kDisdik, kMasuk, id, GapReason::overlap}] = 3;
    Histogram& steps = out.steps[{kDisdik, kMasuk, id, "login"}];
    steps.counts[2] = 100;  // within 0.5 s
    steps.counts[9] = 19;   // within 21 s
    steps.counts[12] = 1;   // beyond all
    steps.sum = 475.25;
  }
  return out;
}

Identity identity() {
  Identity out;
  out.version = "0.1.0";
  out.revision = "abc1234";
  out.vantages = {{kTelkom, "Telkom \"rumah\"", "Arga Makmur", "telkom", "Kominfo"},
                  {VantageId{"indosat"}, "Indosat", "Kantor", "indosat", "Kominfo"}};
  out.silent_after = 5min;
  out.targets = {{kDisdik, kMasuk}, {TargetId{"dinkes"}, kMasuk}};
  return out;
}

// All lines but those of the process, which change from run to run.
std::string without_process(const std::string& text) {
  std::istringstream lines(text);
  std::string out;
  for (std::string line; std::getline(lines, line);)
    if (line.find("process_") == std::string::npos) out += line + "\n";
  return out;
}

// promtool's exit code and what it says about `text`; no value when it is not installed.
std::optional<std::pair<int, std::string>> promtool(const std::string& text) {
  if (std::system("command -v promtool >/dev/null 2>&1") != 0) return std::nullopt;
  const test::TempDir folder;
  EXPECT_TRUE(write_atomically(folder / "metrics", text));
  const int status = std::system(
      ("promtool check metrics <" + (folder / "metrics") + " >" + (folder / "said") + " 2>&1")
          .c_str());
  return std::pair(WEXITSTATUS(status), read_file(folder / "said", 1 << 20).value_or("unreadable"));
}

#define NEEDS_PROMTOOL(result)                                                                 \
  if (!(result)) {                                                                             \
    if (std::getenv("CI") != nullptr) FAIL() << "promtool is missing: apt install prometheus"; \
    GTEST_SKIP() << "promtool is missing: apt install prometheus";                             \
  }

TEST(Exposition, IsTheGoldenTextForADayOfTrouble) {
  const std::string made = without_process(exposition(board(), identity()));
  const Result<std::string> golden =
      read_file(std::string(SAKSI_SOURCE_DIR) + "/tests/metrics/golden.txt", 1 << 20);

  if (!golden || made != *golden) {
    const std::string path = std::string(SAKSI_BINARY_DIR) + "/metrics-golden.txt";
    ASSERT_TRUE(write_atomically(path, made));
    FAIL() << "differs from tests/metrics/golden.txt; compare it with " << path;
  }
}

TEST(Exposition, IsCleanForPromtool) {
  const auto checked = promtool(exposition(board(), identity()));
  NEEDS_PROMTOOL(checked);

  EXPECT_EQ(checked->first, 0);
  EXPECT_EQ(checked->second, "");
}

TEST(Exposition, IsCleanForPromtoolBeforeTheFirstSample) {
  const auto checked = promtool(exposition(Board(), Identity()));
  NEEDS_PROMTOOL(checked);

  EXPECT_EQ(checked->first, 0);
  EXPECT_EQ(checked->second, "");
}

TEST(Exposition, ServesEveryRowOfTheTableForAFullBoard) {
  const std::string text = exposition(board(), identity());

  for (const MetricHelp& row : table()) {
    const std::string name(row.name);
    EXPECT_NE(text.find("# HELP " + name + " " + std::string(row.help) + "\n"), std::string::npos)
        << name;
    EXPECT_NE(text.find("# TYPE " + name + " " + std::string(row.type) + "\n"), std::string::npos)
        << name;
    EXPECT_NE(text.find("\n" + name), std::string::npos) << name << " has no series";
  }
}

TEST(Exposition, LeavesOutWhatASilentVantageSaidLast) {
  const std::string text = exposition(board(), identity());

  std::set<std::string> names;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.find("vantage=\"indosat\"") != std::string::npos)
      names.insert(line.substr(0, line.find('{')));
  EXPECT_EQ(names, (std::set<std::string>{"saksi_agent_last_delivery_timestamp_seconds",
                                          "saksi_agent_last_report_timestamp_seconds",
                                          "saksi_agent_unheard_records_total", "saksi_gaps_total",
                                          "saksi_records_total", "saksi_vantage_info"}));
}

TEST(Exposition, ShowsAVantageAgainWhenItReportsAgain) {
  Board later = board();
  later.vantages[1].last_end = kNow - 5min;  // exactly as old as it may be
  later.targets[0].latest[VantageId{"indosat"}] =
      sample(VantageId{"indosat"}, kNow - 5min, Class::ok);

  const std::string text = exposition(later, identity());

  EXPECT_NE(
      text.find("saksi_journey_success{site=\"disdik\",journey=\"masuk\",vantage=\"indosat\"} 1\n"),
      std::string::npos);
}

TEST(Exposition, SaysNothingOfSuccessWhenTheRunWasSetAside) {
  Board aside = board();
  aside.targets[0].latest[kTelkom].controls.clear();  // its own network was not known to work

  const std::string text = exposition(aside, identity());

  EXPECT_EQ(text.find("saksi_journey_success"), std::string::npos);
  EXPECT_NE(text.find("saksi_journey_last_run_timestamp_seconds"), std::string::npos);
}

TEST(Exposition, WarnsOfOneNetworkWithoutCallingItAnIncident) {
  Board one = board();
  one.open.clear();
  one.targets[0].state.state = State::one_network;

  const std::string text = exposition(one, identity());

  EXPECT_NE(
      text.find(
          "saksi_incident_active{site=\"disdik\",journey=\"masuk\",severity=\"critical\"} 0\n"),
      std::string::npos);
  EXPECT_NE(
      text.find(
          "saksi_incident_active{site=\"disdik\",journey=\"masuk\",severity=\"warning\"} 1\n"),
      std::string::npos);
}

TEST(Exposition, KeepsHostileLabelsInsideTheirQuotes) {
  Board hostile = board();
  const std::string evil = "a\"} 1\nsaksi_forged{x=\"\\";
  hostile.runs[{kDisdik, kMasuk, kTelkom, evil}] = 1;
  hostile.runs[{kDisdik, kMasuk, kTelkom, "\xff"}] = 1;
  hostile.runs[{kDisdik, kMasuk, kTelkom, "\xfe"}] =
      2;  // becomes the same label: one series, summed
  hostile.runs[{kDisdik, kMasuk, kTelkom, std::string("n\0l\r\t\x1b", 6)}] = 1;
  hostile.runs[{kDisdik, kMasuk, kTelkom, std::string(100'000, 'x')}] = 1;
  Identity who = identity();
  who.vantages[0].isp = "\xed\xa0\x80 caf\xc3\xa9 \xf0\x9f\x98\x80";

  const std::string text = exposition(hostile, who);

  EXPECT_EQ(text.find("\nsaksi_forged"), std::string::npos);
  EXPECT_NE(text.find("result=\"a\\\"} 1\xEF\xBF\xBDsaksi_forged{x=\\\"\\\\\"} 1\n"),
            std::string::npos);
  EXPECT_NE(text.find("result=\"\xEF\xBF\xBD\"} 3\n"), std::string::npos);
  EXPECT_NE(text.find("caf\xc3\xa9 \xf0\x9f\x98\x80"), std::string::npos) << "good UTF-8 stays";
  EXPECT_EQ(text.find(std::string(257, 'x')), std::string::npos) << "a label has at most 256 bytes";
  const auto checked = promtool(text);
  NEEDS_PROMTOOL(checked);
  EXPECT_EQ(checked->first, 0) << checked->second;
}

// A daemon in a German or Indonesian locale writes 0,25 and 1.000.000 unless it is told not to.
class CommaForPoint : public std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

TEST(Exposition, WritesNumbersTheSameInEveryLocale) {
  const std::string before = without_process(exposition(board(), identity()));
  const std::locale saved =
      std::locale::global(std::locale(std::locale::classic(), new CommaForPoint));
  std::setlocale(LC_ALL, "de_DE.UTF-8");  // where it is installed

  const std::string text = exposition(board(), identity());

  std::setlocale(LC_ALL, "C");
  std::locale::global(saved);
  EXPECT_EQ(without_process(text), before);
  EXPECT_EQ(text.find("process_cpu_seconds_total 0,"), std::string::npos);
}

TEST(Process, GivesFiguresThatCanBeTrue) {
  const std::string text = exposition(Board(), Identity());
  const auto value = [&](const std::string& name) {
    const auto at = text.find("\n" + name + " ");
    return at == std::string::npos ? -1.0 : std::stod(text.substr(at + name.size() + 2));
  };

  EXPECT_GT(value("process_resident_memory_bytes"), 1e6);
  EXPECT_LT(value("process_resident_memory_bytes"), 1e11);
  EXPECT_GE(value("process_open_fds"), 3);
  EXPECT_GE(value("process_max_fds"), value("process_open_fds"));
  EXPECT_GE(value("process_cpu_seconds_total"), 0);
  EXPECT_GT(value("process_start_time_seconds"), 1.6e9);
}

TEST(Table, FollowsTheRulesOfNames) {
  std::set<std::string_view> names;
  for (const MetricHelp& row : table()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name << " is there twice";
    EXPECT_EQ(row.help.find_first_of("\n\\"), std::string_view::npos)
        << row.name << ": help is written unescaped";
    EXPECT_TRUE(row.help.ends_with('.') || row.help.ends_with('?'))
        << row.name << " needs a sentence";
    EXPECT_EQ(row.name.ends_with("_total"), row.type == "counter") << row.name;
  }
}

TEST(WriterDeathTest, StopsTheProcessWhenASeriesIsNotInTheTable) {
  EXPECT_DEATH(Writer().gauge("saksi_forgotten", {}, 1),
               "saksi_forgotten is served, but it is not in the table");
  EXPECT_DEATH(Writer().counter("saksi_store_ok", {}, 1),
               "saksi_store_ok is served as another type");
  EXPECT_DEATH(Writer().gauge("saksi_store_ok", {"x"}, 1),
               "saksi_store_ok is served with other labels");
}

}  // namespace
}  // namespace saksi::metrics
