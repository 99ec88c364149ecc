// SPDX-License-Identifier: Apache-2.0
//
// The starter configuration and the manual, held against the table of options.
#include <gtest/gtest.h>

#include <sstream>

#include "base/file.hpp"
#include "settings/read.hpp"
#include "settings/settings.hpp"
#include "support/temp_dir.hpp"

namespace saksi {
namespace {

const std::string kStarter = std::string(SAKSI_SOURCE_DIR) + "/config/saksi.yaml";

std::string all_lines(const settings::Mistakes& mistakes) {
  std::string text;
  for (const std::string& line : mistakes.lines) text += line + "\n";
  return text;
}

TEST(StarterConfiguration, LoadsWithoutAMistake) {
  const settings::Reading reading = settings::read_file(kStarter);

  ASSERT_TRUE(reading) << all_lines(reading.error());
  EXPECT_EQ(reading->targets.size(), 3U);
  EXPECT_EQ(reading->target(TargetId{"disdik"}).agency, "Dinas Pendidikan");
  EXPECT_EQ(reading->backend(BackendId{"hosting-presensi"}).burst, 10U);
  EXPECT_EQ(reading->vantage(VantageId{"seluler"}).accounts.at(BackendId{"hosting-presensi"}).first,
            "UJI-SAKSI-02");
  EXPECT_EQ(
      reading->vantage(VantageId{"seluler"}).accounts.at(BackendId{"hosting-presensi"}).second,
      "credential:uji-saksi-02")
      << "no path below the folder of the file";
  EXPECT_EQ(reading->journey(JourneyId{"masuk"}).most_requests(), 8U);
  EXPECT_EQ(reading->journey(JourneyId{"masuk"}).least_requests(), 4U) << "the upload is not sent";
  EXPECT_EQ(reading->journey(JourneyId{"halaman"}).least_requests(), 1U);
  EXPECT_EQ(reading->journey(JourneyId{"jalan"}).least_requests(), 5U)
      << "a question to a name server is none to the backend";
  EXPECT_EQ(reading->most_debt(BackendId{"hosting-presensi"}), 4U);
  EXPECT_EQ(reading->journey(JourneyId{"masuk"}).steps.at(1).fields.at("nip"), "${user}");
  EXPECT_EQ(reading->controls.size(), 3U);
  EXPECT_EQ(reading->alerts.webhooks.at(0).first, "piket");
  EXPECT_EQ(reading->web.operations.port, 9464);
}

TEST(StarterConfiguration, KnowsTheHoursAndThe25FreeDaysOf2026) {
  const settings::Reading reading = settings::read_file(kStarter);
  ASSERT_TRUE(reading);
  using namespace std::chrono;
  const Calendar& calendar = reading->calendar(CalendarId{"lima-hari"});

  EXPECT_EQ(calendar.holidays.size(), 25U);
  const auto friday = calendar.hours(2026y / January / 9);
  ASSERT_TRUE(friday);
  EXPECT_EQ(friday->opening, hours(6) + minutes(30));
  EXPECT_EQ(friday->limit, hours(7) + minutes(30));
  EXPECT_EQ(friday->close, hours(8));
  EXPECT_FALSE(calendar.hours(2026y / January / 10)) << "a Saturday";
  EXPECT_FALSE(calendar.hours(2026y / August / 17)) << "a holiday";
  EXPECT_EQ(calendar.peak.at(0).weekdays, (std::vector<unsigned>{1, 2, 3, 4, 5}));
}

TEST(StarterConfiguration, NamesEveryOption) {
  const Result<std::string> text = read_file(kStarter, 1 << 20);
  ASSERT_TRUE(text);

  for (const settings::OptionHelp& option : settings::options()) {
    const auto dot = option.path.rfind('.');
    const std::string key(option.path.substr(dot == std::string_view::npos ? 0 : dot + 1));
    bool found = false;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
      const auto at = line.find(key + ":");
      found |= at != std::string::npos && line.find('#') > at &&
               (at == 0 || line[at - 1] == ' ' || line[at - 1] == '{');
    }
    EXPECT_TRUE(found) << option.path << " is not in config/saksi.yaml";
  }
}

TEST(Options, HaveHelpATypeAndPathsThatAreUnique) {
  std::set<std::string_view> paths;
  for (const settings::OptionHelp& option : settings::options()) {
    EXPECT_TRUE(paths.insert(option.path).second) << option.path << " is there twice";
    EXPECT_FALSE(option.type.empty()) << option.path;
    EXPECT_TRUE(option.help.ends_with('.') || option.help.ends_with('?'))
        << option.path << " needs a sentence";
    EXPECT_EQ(option.least.empty(), option.most.empty()) << option.path;
  }
}

TEST(Options, AreInTheManualAsTheTableSaysThem) {
  const Result<std::string> page =
      read_file(std::string(SAKSI_SOURCE_DIR) + "/docs/manual-options.md", 1 << 20);

  ASSERT_TRUE(page) << page.error().message;
  if (*page != settings::options_as_markdown()) {
    const std::string made = std::string(SAKSI_BINARY_DIR) + "/manual-options.md";
    ASSERT_TRUE(write_atomically(made, settings::options_as_markdown()));
    FAIL() << "docs/manual-options.md is old; copy " << made << " over it";
  }
}

// The defaults stand twice: in the table for people, in the structs for tests of other layers.
TEST(Options, HaveTheDefaultsOfTheStructs) {
  const settings::Reading reading = settings::read_text(R"(
backends: [{id: b}]
targets: [{id: t, agency: A, short_name: AA, backend: b, url: "https://t.example", journey: j, calendar: c}]
vantages: [{id: v, owner: o, group: g}]
controls: [{id: k1, url: "https://k1.example/"}, {id: k2, url: "https://k2.example/"}, {id: k3, url: "tls://k3.example:443"}]
journeys: [{id: j, mode: anonymous, steps: [{id: s, path: /}]}]
calendars: [{id: c, check_in: [{days: mon, opening: "07:00", limit: "07:30", close: "08:00"}]}]
web: {operated_by: o, contact: c}
)",
                                                        "least.yaml");

  ASSERT_TRUE(reading) << all_lines(reading.error());
  const Backend backend;
  EXPECT_EQ(reading->backends[0].requests_per_second, backend.requests_per_second);
  EXPECT_EQ(reading->backends[0].burst, backend.burst);
  EXPECT_EQ(reading->backends[0].allow_private, backend.allow_private);
  const JourneySettings journey;
  EXPECT_EQ(reading->journeys[0].late, journey.late);
  EXPECT_EQ(reading->journeys[0].timeout, journey.timeout);
  EXPECT_EQ(reading->journeys[0].slow, journey.slow);
  EXPECT_EQ(reading->journeys[0].steps[0].kind, StepKind::page);
  EXPECT_EQ(reading->calendars[0].zone, Calendar().zone);
  const ScheduleSettings schedule;
  EXPECT_EQ(reading->schedule.seed, schedule.seed);
  EXPECT_EQ(reading->schedule.peak, schedule.peak);
  EXPECT_EQ(reading->schedule.day, schedule.day);
  EXPECT_EQ(reading->schedule.day_from, schedule.day_from);
  EXPECT_EQ(reading->schedule.day_to, schedule.day_to);
  EXPECT_EQ(reading->schedule.quiet, schedule.quiet);
  EXPECT_EQ(reading->schedule.max_inflight, schedule.max_inflight);
  const JudgeSettings judge;
  EXPECT_EQ(reading->judge.bad_after, judge.bad_after);
  EXPECT_EQ(reading->judge.good_after, judge.good_after);
  EXPECT_EQ(reading->judge.confirm_after, judge.confirm_after);
  EXPECT_EQ(reading->judge.hold, judge.hold);
  EXPECT_EQ(reading->judge.reopen, judge.reopen);
  const AlertSettings alerts;
  EXPECT_EQ(reading->alerts.resend, alerts.resend);
  EXPECT_EQ(reading->alerts.expire, alerts.expire);
  EXPECT_EQ(reading->alerts.resolved_for, alerts.resolved_for);
  const WebSettings web;
  EXPECT_EQ(reading->web.title, web.title);
  EXPECT_EQ(reading->web.pages.address, web.pages.address);
  EXPECT_EQ(reading->web.pages.port, web.pages.port);
  EXPECT_EQ(reading->web.operations.address, web.operations.address);
  EXPECT_EQ(reading->web.operations.port, web.operations.port);
  EXPECT_EQ(reading->storage.directory, StorageSettings().directory);
}

TEST(Settings, CountsTheRequestsOfAJourneyWithItsRedirects) {
  JourneySettings journey;
  journey.steps = {{"a", StepKind::page},
                   {"b", StepKind::login},
                   {"c", StepKind::data},
                   {"d", StepKind::upload}};

  EXPECT_EQ(journey.most_requests(), 2U + 3U + 1U + 0U)
      << "page + 1, login + 2, data, and an upload is held back";
}

TEST(ReadFile, TakesRelativePathsFromTheFolderOfTheFile) {
  const test::TempDir folder;
  Result<std::string> text = read_file(kStarter, 1 << 20);
  ASSERT_TRUE(text);
  const std::string directory = "directory: /var/lib/saksi";
  text->replace(text->find(directory), directory.size(), "directory: state");
  ASSERT_TRUE(write_atomically(folder / "saksi.yaml", *text));

  const settings::Reading reading = settings::read_file(folder / "saksi.yaml");

  ASSERT_TRUE(reading) << all_lines(reading.error());
  EXPECT_EQ(reading->storage.directory, folder / "state");
  EXPECT_EQ(reading->backends[0].ca_file, "") << "an empty path stays empty";
}

TEST(ReadFile, SaysThatTheFileIsMissingOrTooLarge) {
  const test::TempDir folder;
  ASSERT_TRUE(write_atomically(folder / "big.yaml", std::string((1 << 20) + 1, '#')));

  const settings::Reading missing = settings::read_file(folder / "none.yaml");
  const settings::Reading big = settings::read_file(folder / "big.yaml");
  const settings::Reading directory = settings::read_file(folder.path());

  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().lines.size(), 1U);
  EXPECT_EQ(missing.error().lines[0],
            (folder / "none.yaml") + ": cannot read: No such file or directory");
  ASSERT_FALSE(big);
  EXPECT_EQ(big.error().lines[0],
            (folder / "big.yaml") + ": larger than the 1048576 bytes that are accepted here");
  ASSERT_FALSE(directory);
}

}  // namespace
}  // namespace saksi
