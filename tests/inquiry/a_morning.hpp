// SPDX-License-Identifier: Apache-2.0
//
// A real store with one morning in it: an agency watched from three networks every thirty seconds,
// 06.00 to 09.00 WIB of 2 January 2023, and out of order from 07.08 to 07.47.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/timestamp.hpp"
#include "settings/settings.hpp"
#include "store/store.hpp"
#include "support/temp_dir.hpp"

namespace saksi::inquiry::test {

using std::chrono::minutes;
using std::chrono::seconds;

inline Instant at(const std::string& utc) { return parse_utc(utc).value(); }
inline TimeOfDay clock(const char* text) { return parse_time_of_day(text).value(); }
inline Date day(const char* text) { return parse_date(text).value(); }
inline const std::vector<VantageId> kVantages{{"pusat"}, {"barat"}, {"timur"}};

inline Settings settings() {
  Settings all;
  all.backends = {{.id = {"absen"}, .name = "Absen Maju"}};
  Calendar calendar;
  calendar.id = {"kantor"};
  for (unsigned weekday = 1; weekday <= 5; ++weekday)
    calendar.check_in[weekday] = {clock("07:00"), clock("07:30"), clock("08:00")};
  calendar.holidays = {{day("2023-01-06"), "Hari Contoh", "SKB"}};
  calendar.late_classes = {{"TL1", 1, 30, day("1970-01-01"), day("9999-12-31")},
                           {"TL2", 31, 60, day("1970-01-01"), day("9999-12-31")}};
  all.calendars = {calendar};
  JourneySettings journey;
  journey.id = {"masuk"};
  journey.steps = {{.id = "buka"}, {.id = "unggah", .kind = StepKind::upload}};
  all.journeys = {journey};
  all.targets = {{.id = {"disdik"},
                  .agency = "Dinas Pendidikan",
                  .short_name = "DISDIK",
                  .backend = {"absen"},
                  .url = "https://disdik.absen-maju.example",
                  .journey = {"masuk"},
                  .calendar = {"kantor"}}};
  all.vantages = {{.id = {"pusat"}, .owner = "kominfo", .group = "isp-a"},
                  {.id = {"barat"}, .owner = "kominfo", .group = "isp-b"},
                  {.id = {"timur"}, .owner = "kominfo", .group = "isp-c"}};
  return all;
}

inline Sample sample(const VantageId& vantage, Instant end, bool fails) {
  Sample one;
  one.vantage = vantage;
  one.target = {"disdik"};
  one.backend = {"absen"};
  one.journey = {"masuk"};
  one.planned = one.start = end - seconds(1);
  one.slot = one.planned;
  one.end = end;
  one.interval = seconds(30);
  one.cls = fails ? Class::http_5xx : Class::ok;
  StepFinding step;
  step.id = "buka";
  step.cls = one.cls;
  StepFinding held;
  held.id = "unggah";
  held.sent = false;
  one.steps = {step};
  if (fails)
    one.step = "buka";
  else
    one.steps.push_back(held);
  one.controls = {{"a", true, {}}, {"b", true, {}}, {"c", true, {}}};
  return one;
}

// Fills the store of `directory`; `failing` are the networks that are out in the outage.
inline void record_morning(const std::string& directory, std::size_t failing = 3) {
  auto writer = store::Writer::open(directory, {}, kVantages).value();
  std::vector<store::Entry> entries;
  for (const VantageId& vantage : kVantages) {
    Plan plan;
    plan.vantage = vantage;
    plan.effective = at("2023-01-01T22:00:00Z");
    PlanEntry entry;
    entry.target = {"disdik"};
    entry.backend = {"absen"};
    entry.journey = {"masuk"};
    entry.zone = "Asia/Jakarta";
    entry.quiet = std::chrono::hours(6);
    plan.entries = {entry};
    entries.emplace_back(plan);
  }
  const Instant from = at("2023-01-02T00:08:00Z"), to = at("2023-01-02T00:47:00Z");
  for (Instant end = at("2023-01-01T23:00:02Z"); end < at("2023-01-02T02:00:00Z");
       end += seconds(30))
    for (std::size_t i = 0; i < kVantages.size(); ++i)
      entries.emplace_back(
          sample(kVantages[i], end + seconds(i), end >= from && end < to && i < failing));
  ASSERT_TRUE(writer->append(entries));
  Incident incident;
  incident.number = "K-20230102-DISDIK-1";
  incident.revision = 1;
  incident.reason = "opened";
  incident.revised = to;
  incident.outage.target = {"disdik"};
  incident.outage.backend = {"absen"};
  incident.outage.journey = {"masuk"};
  incident.outage.opened = from + seconds(32);
  incident.outage.closed = to + seconds(120);
  incident.outage.bounds = {from - seconds(28), from + seconds(2), to, to + seconds(3)};
  incident.outage.cause = Class::http_5xx;
  ASSERT_TRUE(writer->commit({{incident, "opened", true}}, {}, to));
}

}  // namespace saksi::inquiry::test
