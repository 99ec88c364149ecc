// SPDX-License-Identifier: Apache-2.0
//
// Every page that the tests look at, by name, and how to read one as a person would.
#pragma once

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>
#include <vector>

#include "web/scenes.hpp"
#include "web/web.hpp"

namespace saksi::test {

using web::pages::View;

inline constexpr auto kIndonesian = Language::indonesian;
inline constexpr auto kEnglish = Language::english;

inline std::size_t gzipped(const std::string& page) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, page.size()), '\0');
  std::string in = page;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  const std::size_t size = stream.total_out;
  deflateEnd(&stream);
  return size;
}

inline std::string between(const std::string& text, const std::string& from,
                           const std::string& to) {
  const std::size_t begin = text.find(from);
  if (begin == std::string::npos) return "";
  const std::size_t at = begin + from.size();
  return text.substr(at, text.find(to, at) - at);
}

// What a reader sees: no style, no markup.
inline std::string words_of(const std::string& page) {
  const std::string body = page.substr(page.find("</style>"));
  std::string text;
  bool tag = true;
  for (const char c : body) {
    if (c == '<') tag = true;
    if (!tag) text += c;
    if (c == '>') {
      tag = false;
      text += ' ';
    }
  }
  return text;
}

inline std::string headline(const std::string& page) {
  const std::string h1 = between(page, "<h1>", "</h1>");
  const std::size_t glyph = h1.rfind('>');
  return glyph == std::string::npos ? h1 : h1.substr(glyph + 1);
}

inline bool has(const std::string& page, const std::string& what) {
  return words_of(page).find(what) != std::string::npos;
}

inline std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

// --- every page that a test looks at, by name: also written out for the browser tests ---

struct Shown {
  std::string name;
  Scene scene;
  std::size_t budget;  // gzipped bytes
  std::string (*render)(const View&);
};

inline Scene one_network() {
  Scene scene(calm(wib(7, 20)), wib(7, 20));
  TargetState& state = scene.board.targets[0].state;
  state.state = State::one_network;
  state.since = wib(7, 12, 5);
  state.votes[2] = vote("pusat", "telkom", true, Class::isp_block, "beranda");
  for (std::size_t i = 27; i < 35; ++i) scene.board.targets[0].strip[i] = MinuteState::one_network;
  return scene;
}

inline Scene with_state(State state, Instant now) {
  Scene scene(calm(now), now);
  scene.board.targets[0].state.state = state;
  scene.board.targets[0].state.since = now - 4min;
  return scene;
}

inline Scene cut_off() { return Scene(overrun(wib(7, 20)), wib(7, 24)); }

// After the morning: out from 07.05 to 07.40, then well again.
inline Scene recovered() {
  Scene scene(calm(wib(8, 20)), wib(8, 20));
  TargetView& target = scene.board.targets[0];
  for (std::size_t i = 20; i < 55; ++i) target.strip[i] = MinuteState::bad;
  return scene;
}

inline Scene on_holiday() {
  const Instant now = wib(7, 20) + std::chrono::days(21);
  Scene scene(calm(wib(7, 20)), now);
  scene.board.targets[0].strip.clear();
  scene.board.targets[0].state.last_end = now - 12s;
  return scene;
}

inline Scene many_agencies() {
  Scene scene(overrun(wib(7, 20)), wib(7, 20));
  auto settings = office();
  const char* names[] = {"Dinas Kesehatan", "Dinas Pekerjaan Umum dan Penataan Ruang",
                         "Sekretariat Daerah", "Badan Keuangan"};
  for (int i = 0; i < 4; ++i) {
    Target target = settings->targets[0];
    target.id = {"opd-" + std::to_string(i)};
    target.agency = names[i];
    settings->targets.push_back(target);
    TargetView seen = calm(wib(7, 20)).targets[0];
    seen.state.target = target.id;
    seen.state.state = i == 0   ? State::down
                       : i == 1 ? State::slow
                       : i == 2 ? State::no_data
                                : State::working;
    if (i == 0) seen.state.votes = scene.board.targets[0].state.votes;
    scene.board.targets.push_back(seen);
  }
  scene.context.settings = settings;
  scene.context.demo = true;
  scene.context.demo_name = "2 Januari 2023";
  return scene;
}

// Nine o'clock at an office of several agencies, two of which were out in the morning.
inline Scene at_nine() {
  Scene scene = many_agencies();
  scene.now = wib(9, 0);
  scene.board.at = scene.now;
  for (VantageView& vantage : scene.board.vantages) vantage.last_end = scene.now - 12s;
  for (TargetView& target : scene.board.targets) {
    target.state.state = State::working;
    target.state.votes = calm(scene.now).targets[0].state.votes;
    target.state.last_end = scene.now - 12s;
    target.incident.reset();
    target.strip.assign(90, MinuteState::good);
  }
  Incident other = closed_incident("K-20230102-DINKES-1");
  other.outage.target = {"opd-0"};
  *other.outage.bounds.end_hi += 90s;
  scene.board.ended = {closed_incident(), other};
  return scene;
}

inline std::vector<Incident> busy_month() {
  std::vector<Incident> all;
  for (unsigned day = 2; day <= 20; ++day) {
    Incident one = closed_incident("K-202301" + std::string(day < 10 ? "0" : "") +
                                   std::to_string(day) + "-DISDIK-1");
    const Duration shift = std::chrono::days(day - 2);
    one.outage.bounds.start_lo += shift;
    one.outage.bounds.start_hi += shift;
    *one.outage.bounds.end_lo += shift + std::chrono::minutes(day);
    *one.outage.bounds.end_hi += shift + std::chrono::minutes(day);
    one.withdrawn = day == 5;
    all.push_back(one);
  }
  Incident going = incident("K-20230120-DISDIK-2");
  going.outage.bounds.start_lo = wib(8, 0) + std::chrono::days(18);
  going.outage.bounds.start_hi = wib(8, 0, 30) + std::chrono::days(18);
  all.push_back(going);
  return all;
}

inline Scene january_20() {
  Scene scene(calm(wib(7, 20)), wib(8, 10) + std::chrono::days(18));
  scene.board.vantages[0].last_end = scene.now - 20s;
  return scene;
}

inline const std::vector<Shown>& all_pages() {
  using namespace web::pages;
  constexpr std::size_t kToday = 14 * 1024, kLog = 20 * 1024, kIncident = 25 * 1024;
  static const std::vector<Shown> pages{
      {"today-normal", Scene(calm(wib(7, 20)), wib(7, 20)), kToday, today},
      {"today-outage", Scene(overrun(wib(7, 34)), wib(7, 34)), kToday, today},
      {"today-many", many_agencies(), kToday, today},
      {"today-one-network", one_network(), kToday, today},
      {"today-unconfirmed", with_state(State::unconfirmed, wib(7, 20)), kToday, today},
      {"today-slow", with_state(State::slow, wib(7, 20)), kToday, today},
      {"today-not-open", with_state(State::not_open, wib(6, 50)), kToday, today},
      {"today-late-open", with_state(State::not_open, wib(7, 5)), kToday, today},
      {"today-probe", with_state(State::probe, wib(7, 20)), kToday, today},
      {"today-no-data", with_state(State::no_data, wib(7, 20)), kToday, today},
      {"today-cut-off", cut_off(), kToday, today},
      {"today-never", Scene(Board{}, wib(7, 20)), kToday, today},
      {"today-holiday", on_holiday(), kToday, today},
      {"today-before", Scene(calm(wib(6, 30)), wib(6, 30)), kToday, today},
      {"today-after", recovered(), kToday, today},
      {"today-at-nine", at_nine(), kToday, today},
      {"log-empty", Scene(calm(wib(7, 20)), wib(7, 20)), kLog,
       [](const View& v) { return log(v, {}, ""); }},
      {"log-full", january_20(), kLog,
       [](const View& v) { return log(v, busy_month(), "2023-01"); }},
      {"incident-closed", Scene(calm(wib(8, 20)), wib(8, 20)), kIncident,
       [](const View& v) {
         return web::pages::incident(v, {test::incident(), closed_incident()}, morning());
       }},
      {"incident-open", Scene(overrun(wib(7, 20)), wib(7, 20)), kIncident,
       [](const View& v) { return web::pages::incident(v, {test::incident()}, morning()); }},
      {"incident-withdrawn", Scene(calm(wib(8, 20)), wib(8, 20)), kIncident,
       [](const View& v) {
         Incident gone = closed_incident();
         gone.withdrawn = true;
         gone.reason = "withdrawn";
         gone.revision = 3;
         return web::pages::incident(v, {test::incident(), closed_incident(), gone}, {});
       }},
      {"missing", Scene(calm(wib(7, 20)), wib(7, 20)), kToday, not_found},
      {"trouble", Scene(calm(wib(7, 20)), wib(7, 20)), kToday,
       [](const View& v) { return trouble(v, "database is locked"); }},
  };
  return pages;
}

inline std::string page(const std::string& name, Language language = kIndonesian) {
  for (const Shown& one : all_pages())
    if (one.name == name) return one.render(one.scene.view(language));
  ADD_FAILURE() << "no page " << name;
  return "";
}

}  // namespace saksi::test
