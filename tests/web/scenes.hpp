// SPDX-License-Identifier: Apache-2.0
//
// Literal moments of one invented office, for the tests of the pages. The morning is Monday,
// 2 January 2023; check-in opens 07.00 WIB and its limit is 07.30 WIB (00:00 and 00:30 UTC).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/timestamp.hpp"
#include "web/pages/pages.hpp"
#include "web/web.hpp"

namespace saksi::test {

using namespace std::chrono_literals;

// "07:34:20" of that Monday, as the office reads it.
inline Instant wib(int hour, int minute, int second = 0) {
  const std::chrono::sys_days day = std::chrono::year(2023) / 1 / 2;
  return Instant(day) + std::chrono::hours(hour - 7) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

inline std::shared_ptr<Settings> office() {
  auto settings = std::make_shared<Settings>();
  settings->web.title = "Presensi Kabupaten Contoh";
  settings->web.operated_by = "Inspektorat Kabupaten Contoh";
  settings->web.contact = "inspektorat@contoh.go.id";
  settings->web.public_url = "https://saksi.contoh.go.id/";
  settings->targets = {{{"disdik"},
                        "Dinas Pendidikan",
                        "DISDIK",
                        {"hosting"},
                        "https://absen.contoh.go.id",
                        {"masuk"},
                        {"kantor"}}};
  const auto vantage = [](const char* id, const char* group, const char* isp, const char* place) {
    Vantage one;
    one.id = {id};
    one.owner = "Inspektorat";
    one.group = group;
    one.isp = isp;
    one.place = place;
    return one;
  };
  settings->vantages = {vantage("pusat", "telkom", "Telkom", "Arga Makmur"),
                        vantage("pasar", "indosat", "Indosat", "Ketahun"),
                        vantage("kantor", "lan", "LAN kantor", "Kompleks Pemda")};
  JourneySettings journey;
  journey.id = {"masuk"};
  journey.mode = Mode::dry;
  journey.steps = {{"beranda", StepKind::page, "/"},
                   {"login", StepKind::login, "/login"},
                   {"data", StepKind::data, "/api/hari-ini"},
                   {"kirim", StepKind::upload, "/absen"}};
  settings->journeys = {journey};
  Calendar calendar;
  calendar.id = {"kantor"};
  for (unsigned day = 1; day <= 5; ++day) calendar.check_in[day] = {7h, 7h + 30min, 8h};
  calendar.peak = {{{1, 2, 3, 4, 5}, 6h + 45min, 8h + 15min}};
  calendar.holidays = {
      {std::chrono::year(2023) / 1 / 23, "Cuti bersama Imlek", "SKB 3 Menteri No. 1066/2022"}};
  settings->calendars = {calendar};
  return settings;
}

inline Vote vote(const char* vantage, const char* group, bool bad, Class cls, const char* step = "",
                 bool eligible = true) {
  return {{vantage}, group, eligible, bad, cls, step};
}

// All three vantages found it working a moment before `now`; 15 good minutes from 06.45 on.
inline Board calm(Instant now) {
  Board board;
  board.at = now;
  for (const char* id : {"pusat", "pasar", "kantor"}) {
    VantageView seen;
    seen.id = {id};
    seen.controls_ok = true;
    seen.last_end = now - 12s;
    seen.recorded = 40;
    board.vantages.push_back(seen);
  }
  TargetView target;
  target.state.target = {"disdik"};
  target.state.state = State::working;
  target.state.since = wib(6, 45, 4);
  target.state.votes = {vote("kantor", "lan", false, Class::ok),
                        vote("pasar", "indosat", false, Class::ok),
                        vote("pusat", "telkom", false, Class::ok)};
  target.state.last_end = now - 12s;
  target.strip_from = wib(6, 45);
  const auto passed =
      std::max<std::int64_t>(0, std::chrono::floor<std::chrono::minutes>(now - wib(6, 45)).count());
  target.strip.assign(static_cast<std::size_t>(std::min<std::int64_t>(passed, 90)),
                      MinuteState::good);
  board.targets = {target};
  return board;
}

// Out since 07.08.10 on all three networks.
inline Board overrun(Instant now) {
  Board board = calm(now);
  TargetView& target = board.targets[0];
  target.state.state = State::down;
  target.state.since = wib(7, 8, 10);
  target.state.votes = {vote("kantor", "lan", true, Class::http_timeout_ttfb, "login"),
                        vote("pasar", "indosat", true, Class::http_resource_limit, "login"),
                        vote("pusat", "telkom", true, Class::shell_only, "beranda")};
  target.incident = "K-20230102-DISDIK-1";
  for (std::size_t i = 20; i < target.strip.size(); ++i)
    target.strip[i] = i < 22   ? MinuteState::slow
                      : i < 23 ? MinuteState::intermittent
                               : MinuteState::bad;
  return board;
}

inline Incident incident(std::string number = "K-20230102-DISDIK-1") {
  Incident one;
  one.number = std::move(number);
  one.revision = 1;
  one.reason = "opened";
  one.revised = wib(7, 9, 2);
  Outage& outage = one.outage;
  outage.target = {"disdik"};
  outage.backend = {"hosting"};
  outage.journey = {"masuk"};
  outage.opened = wib(7, 9);
  outage.bounds = {wib(7, 7, 50), wib(7, 8, 10), std::nullopt, std::nullopt};
  outage.cause = Class::http_timeout_ttfb;
  outage.step = "login";
  outage.votes = {vote("kantor", "lan", false, Class::ok, ""),
                  vote("pasar", "indosat", true, Class::http_resource_limit, "login"),
                  vote("pusat", "telkom", true, Class::http_timeout_ttfb, "login")};
  outage.groups = {"indosat", "lan", "telkom"};
  outage.bad_samples = 90;
  return one;
}

inline Incident closed_incident(std::string number = "K-20230102-DISDIK-1") {
  Incident one = incident(std::move(number));
  one.revision = 2;
  one.reason = "closed";
  one.revised = wib(7, 27, 30);
  one.outage.closed = wib(7, 27, 30);
  one.outage.bounds.end_lo = wib(7, 25, 15);
  one.outage.bounds.end_hi = wib(7, 25, 50);
  return one;
}

// One look at the service by one vantage, finished at `end`.
inline Sample look(const char* vantage, Instant end, Class cls, const char* step = "login",
                   int status = 0) {
  Sample sample;
  sample.vantage = {vantage};
  sample.target = {"disdik"};
  sample.journey = {"masuk"};
  sample.interval = 30s;
  sample.end = end;
  sample.start = end - (cls == Class::ok ? Duration(1200ms) : Duration(20s));
  sample.planned = sample.start;
  sample.cls = cls;
  sample.controls = {{"a", true, 20ms}, {"b", true, 20ms}};
  StepFinding first;
  first.id = "beranda";
  first.http_status = 200;
  sample.steps = {first};
  if (cls == Class::ok) {
    for (const char* id : {"login", "data", "kirim"}) {
      StepFinding more = first;
      more.id = id;
      more.sent = std::string_view(id) != "kirim";
      sample.steps.push_back(more);
    }
  } else {
    sample.step = step;
    sample.rule = status == 0 ? "no first byte within 20 s" : "status " + std::to_string(status);
    StepFinding failed;
    failed.id = step;
    failed.cls = cls;
    failed.rule = sample.rule;
    failed.http_status = status;
    failed.total = 20s;
    sample.steps.push_back(failed);
  }
  return sample;
}

// 07.00 to 07.32, every half minute, from three networks.
inline std::vector<Sample> morning() {
  std::vector<Sample> samples;
  std::uint64_t seq = 0;
  for (Instant at = wib(7, 0); at < wib(7, 32); at += 30s) {
    const bool out = at >= wib(7, 8) && at < wib(7, 25, 30);
    samples.push_back(look("pusat", at + 5s, out ? Class::http_timeout_ttfb : Class::ok));
    samples.push_back(look("pasar", at + 10s, out ? Class::http_resource_limit : Class::ok, "login",
                           out ? 508 : 0));
    const bool spared = at < wib(7, 10);
    samples.push_back(look("kantor", at + 15s, out && !spared ? Class::http_db_conn : Class::ok,
                           "data", out ? 500 : 0));
  }
  for (Sample& sample : samples) sample.seq = ++seq;
  return samples;
}

// What a page needs beside its board.
struct Scene {
  web::Context context;
  Board board;
  Instant now;

  explicit Scene(Board at, Instant moment, std::shared_ptr<Settings> settings = office())
      : board(std::move(at)), now(moment) {
    context.settings = std::move(settings);
  }
  [[nodiscard]] web::pages::View view(Language language = Language::indonesian) const {
    return {context, board, now, language};
  }
};

}  // namespace saksi::test
