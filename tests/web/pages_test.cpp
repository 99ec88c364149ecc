// SPDX-License-Identifier: Apache-2.0
#include "web/pages/pages.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>

#include "scenes.hpp"
#include "support/fake_clock.hpp"
#include "web/web.hpp"

namespace saksi::test {
namespace {

using web::pages::View;

constexpr auto kIndonesian = Language::indonesian;
constexpr auto kEnglish = Language::english;

std::size_t gzipped(const std::string& page) {
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

std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t begin = text.find(from);
  if (begin == std::string::npos) return "";
  const std::size_t at = begin + from.size();
  return text.substr(at, text.find(to, at) - at);
}

// What a reader sees: no style, no markup.
std::string words_of(const std::string& page) {
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

std::string headline(const std::string& page) {
  const std::string h1 = between(page, "<h1>", "</h1>");
  const std::size_t glyph = h1.rfind('>');
  return glyph == std::string::npos ? h1 : h1.substr(glyph + 1);
}

bool has(const std::string& page, const std::string& what) {
  return words_of(page).find(what) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& what) {
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

Scene one_network() {
  Scene scene(calm(wib(7, 20)), wib(7, 20));
  TargetState& state = scene.board.targets[0].state;
  state.state = State::one_network;
  state.since = wib(7, 12, 5);
  state.votes[2] = vote("pusat", "telkom", true, Class::isp_block, "beranda");
  for (std::size_t i = 27; i < 35; ++i) scene.board.targets[0].strip[i] = MinuteState::one_network;
  return scene;
}

Scene with_state(State state, Instant now) {
  Scene scene(calm(now), now);
  scene.board.targets[0].state.state = state;
  scene.board.targets[0].state.since = now - 4min;
  return scene;
}

Scene cut_off() { return Scene(overrun(wib(7, 20)), wib(7, 24)); }

// After the morning: out from 07.05 to 07.40, then well again.
Scene recovered() {
  Scene scene(calm(wib(8, 20)), wib(8, 20));
  TargetView& target = scene.board.targets[0];
  for (std::size_t i = 20; i < 55; ++i) target.strip[i] = MinuteState::bad;
  return scene;
}

Scene on_holiday() {
  const Instant now = wib(7, 20) + std::chrono::days(21);
  Scene scene(calm(wib(7, 20)), now);
  scene.board.targets[0].strip.clear();
  scene.board.targets[0].state.last_end = now - 12s;
  return scene;
}

Scene many_agencies() {
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

std::vector<Incident> busy_month() {
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

Scene january_20() {
  Scene scene(calm(wib(7, 20)), wib(8, 10) + std::chrono::days(18));
  scene.board.vantages[0].last_end = scene.now - 20s;
  return scene;
}

const std::vector<Shown>& all_pages() {
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

std::string page(const std::string& name, Language language = kIndonesian) {
  for (const Shown& one : all_pages())
    if (one.name == name) return one.render(one.scene.view(language));
  ADD_FAILURE() << "no page " << name;
  return "";
}

// --- what holds for all of them ---

TEST(Pages, StayWithinTheirWeight) {
  for (const Shown& one : all_pages())
    for (const Language language : {kIndonesian, kEnglish}) {
      const std::size_t size = gzipped(one.render(one.scene.view(language)));
      EXPECT_LE(size, one.budget) << one.name;
    }
}

TEST(Pages, AreOneDocumentThatAsksForNothingElse) {
  for (const Shown& one : all_pages()) {
    const std::string text = one.render(one.scene.view());
    EXPECT_EQ(text.rfind("<!doctype html>", 0), 0u) << one.name;
    EXPECT_EQ(text.find("<script"), std::string::npos) << one.name;
    EXPECT_EQ(text.find(" src="), std::string::npos) << one.name;
    EXPECT_EQ(text.find("@import"), std::string::npos) << one.name;
    EXPECT_EQ(text.find("@font-face"), std::string::npos) << one.name;
    EXPECT_EQ(count(text, "rel=\"stylesheet\""), 0u) << one.name;
    EXPECT_EQ(count(text, "<h1"), 1u) << one.name;
    EXPECT_EQ(count(text, "<main"), 1u) << one.name;
  }
}

TEST(Pages, SayTheirLanguageAndOfferTheOther) {
  for (const Shown& one : all_pages()) {
    EXPECT_NE(one.render(one.scene.view()).find("<html lang=\"id\">"), std::string::npos);
    EXPECT_NE(one.render(one.scene.view()).find("lang=en\" lang=\"en\""), std::string::npos)
        << one.name;
    EXPECT_NE(one.render(one.scene.view(kEnglish)).find("<html lang=\"en\">"), std::string::npos);
    EXPECT_NE(one.render(one.scene.view(kEnglish)).find("lang=\"id\" hreflang=\"id\""),
              std::string::npos);
  }
}

TEST(Pages, PutTheZoneBesideEveryTime) {
  // A time alone, or the last of a range: never without letters.
  const std::regex bare_id(
      "\\b[0-2][0-9]\\.[0-5][0-9](\\.[0-5][0-9])?(?!\\.?[0-9])(?! (WIB|WITA|WIT)|–)");
  const std::regex bare_en(
      "\\b[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?(?!:?[0-9])(?! (WIB|WITA|WIT)|–)");
  for (const Shown& one : all_pages()) {
    std::smatch found;
    const std::string indonesian = words_of(one.render(one.scene.view()));
    EXPECT_FALSE(std::regex_search(indonesian, found, bare_id))
        << one.name << ": " << found.str() << found.suffix().str().substr(0, 30);
    const std::string english = words_of(one.render(one.scene.view(kEnglish)));
    EXPECT_FALSE(std::regex_search(english, found, bare_en))
        << one.name << ": " << found.str() << found.suffix().str().substr(0, 30);
  }
}

TEST(Pages, UseNoJargon) {
  const std::regex jargon(
      "\\b(down|uptime|downtime|error rate|degraded|terdegradasi|server mati|hidup|500 ms)\\b",
      std::regex::icase);
  for (const Shown& one : all_pages())
    for (const Language language : {kIndonesian, kEnglish}) {
      std::smatch found;
      const std::string text = words_of(one.render(one.scene.view(language)));
      EXPECT_FALSE(std::regex_search(text, found, jargon)) << one.name << ": " << found.str();
    }
}

TEST(Pages, SayWhoRunsTheMonitorAndThatNoPresenceIsProven) {
  for (const Shown& one : all_pages()) {
    const std::string text = one.render(one.scene.view());
    EXPECT_TRUE(has(text, "Pemantau ini dijalankan oleh Inspektorat Kabupaten Contoh."))
        << one.name;
    EXPECT_TRUE(has(text, "Tidak membuktikan kehadiran seseorang.")) << one.name;
  }
}

TEST(Pages, LeaveNoMarkUnfilled) {
  for (const Shown& one : all_pages())
    for (const Language language : {kIndonesian, kEnglish})
      EXPECT_EQ(words_of(one.render(one.scene.view(language))).find('{'), std::string::npos)
          << one.name;
}

TEST(Pages, NeverTakeATextFromOutsideForMarkup) {
  const std::string hostile =
      "<script>alert(1)</script>\"'><img src=x onerror=a>&\x01\xC3\x28\xE2\x80\xAE";
  auto settings = office();
  settings->web.title = settings->web.operated_by = settings->web.contact =
      settings->web.public_url = hostile;
  settings->targets[0].agency = hostile;
  for (Vantage& one : settings->vantages) one.isp = one.place = one.group = hostile;
  settings->calendars[0].holidays = {{std::chrono::year(2023) / 1 / 2, hostile, hostile}};
  Scene scene(overrun(wib(7, 20)), wib(7, 20), settings);
  scene.context.demo = true;
  scene.context.demo_name = hostile;
  scene.board.targets[0].incident = hostile;
  Incident one = closed_incident(hostile);
  one.reason = hostile;
  one.outage.step = hostile;
  one.outage.groups = {hostile};
  for (Vote& its : one.outage.votes) its.group = its.step = hostile;
  std::vector<Sample> samples = morning();
  for (Sample& sample : samples) sample.rule = sample.step = hostile;
  Scene broken = scene;
  broken.board.store_ok = false;
  broken.board.store_trouble = hostile;

  for (const std::string& text : {web::pages::today(scene.view()), web::pages::today(broken.view()),
                                  web::pages::log(scene.view(), {one}, hostile),
                                  web::pages::incident(scene.view(), {one}, samples),
                                  web::pages::trouble(scene.view(), hostile)}) {
    EXPECT_EQ(text.find("<script"), std::string::npos);
    EXPECT_EQ(text.find("<img"), std::string::npos);
    EXPECT_EQ(text.find('\x01'), std::string::npos);
    EXPECT_EQ(text.find("\xC3\x28"), std::string::npos) << "bytes that are not UTF-8";
    EXPECT_EQ(text.find("\xE2\x80\xAE"), std::string::npos) << "right-to-left override";
    EXPECT_NE(text.find("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;"), std::string::npos);
  }
}

TEST(Pages, TellADemonstrationFromTheRealThing) {
  EXPECT_TRUE(has(page("today-many"), "Simulasi."));
  EXPECT_TRUE(has(page("today-many", kEnglish), "none of it is real"));
  EXPECT_FALSE(has(page("today-normal"), "Simulasi."));
}

TEST(Pages, AreWrittenForTheBrowserTests) {
  const std::filesystem::path folder = std::filesystem::path(SAKSI_BINARY_DIR) / "pages";
  std::filesystem::create_directories(folder);
  for (const Shown& one : all_pages())
    for (const Language language : {kIndonesian, kEnglish}) {
      std::ofstream file(folder / (one.name + (language == kIndonesian ? ".id.html" : ".en.html")));
      file << one.render(one.scene.view(language));
      EXPECT_TRUE(file.good()) << one.name;
    }
}

// --- Hari ini ---

TEST(Today, AnswersInTheHeadlineWhateverTheState) {
  const std::vector<std::array<std::string, 3>> expected{
      {"today-normal", "Normal: tidak terlihat gangguan", "Working: no outage seen"},
      {"today-outage", "Gangguan umum sejak 07.08 WIB", "General outage since 07:08 WIB"},
      {"today-many", "Gangguan umum sejak 06.45 WIB (2 dari 5 OPD)",
       "General outage since 06:45 WIB (2 of 5 agencies)"},
      {"today-one-network", "Gangguan di satu jaringan", "Problem on one network"},
      {"today-unconfirmed", "Satu jaringan: belum dapat dipastikan", "One network: cannot confirm"},
      {"today-slow", "Lambat sejak 07.16 WIB", "Slow since 07:16 WIB"},
      {"today-not-open", "Belum dibuka", "Not open yet"},
      {"today-late-open", "Terlambat dibuka", "Opened late"},
      {"today-probe", "Pemeriksa bermasalah", "Probe problem"},
      {"today-no-data", "Tidak ada data", "No data"},
      {"today-cut-off", "Pemantau terputus", "The monitor is cut off"},
      {"today-never", "Belum ada data", "No data yet"},
      {"today-holiday", "Hari libur: Cuti bersama Imlek", "Holiday: Cuti bersama Imlek"},
      {"today-before", "Pemeriksaan pagi mulai pukul 06.45 WIB",
       "Morning checks start at 06:45 WIB"},
      {"today-after", "Pagi ini: 5 dari 30 menit layak pakai",
       "This morning: 5 of 30 minutes were usable"},
  };
  for (const auto& [name, indonesian, english] : expected) {
    EXPECT_EQ(headline(page(name)), indonesian) << name;
    EXPECT_EQ(headline(page(name, kEnglish)), english) << name;
  }
}

TEST(Today, TellsStaffWhatToDoInAnOutage) {
  const std::string text = page("today-outage");

  EXPECT_TRUE(
      has(text, "Presensi Dinas Pendidikan tidak dapat dipakai dari 3 dari 3 jaringan pantau."));
  EXPECT_TRUE(has(text, "Bukan hanya HP Anda."));
  EXPECT_TRUE(has(text, "Isi daftar hadir manual di unit kerja Anda."));
  EXPECT_NE(text.find("href=\"/gangguan/K-20230102-DISDIK-1\""), std::string::npos);
}

TEST(Today, NamesTheNetworkThatAloneFails) {
  const std::string text = page("today-one-network");

  EXPECT_TRUE(has(text, "gagal hanya lewat Telkom."));
  EXPECT_FALSE(has(text, "daftar hadir manual"));
}

TEST(Today, NeverSaysThatAnUntriedUploadWorked) {
  for (const Language language : {kIndonesian, kEnglish}) {
    const std::string text = page("today-normal", language);
    EXPECT_TRUE(has(text, language == kIndonesian ? "Langkah kirim foto tidak diuji"
                                                  : "Sending the photo is not exercised"));
    EXPECT_FALSE(has(text, "layanan normal"));
    EXPECT_FALSE(has(text, "service works"));
  }
}

TEST(Today, DoesNotClaimALoginThatAnAnonymousJourneyNeverTried) {
  auto settings = office();
  settings->journeys[0].mode = Mode::anonymous;
  const Scene scene(calm(wib(7, 20)), wib(7, 20), settings);

  const std::string text = web::pages::today(scene.view());

  EXPECT_TRUE(has(text, "Diuji: halaman."));
  EXPECT_TRUE(has(text, "Login, formulir presensi dan langkah kirim foto tidak diuji."));
  EXPECT_FALSE(has(text, "akun uji"));
}

TEST(Today, CountsOnlyGoodMinutesBetweenOpeningAndLimit) {
  Scene scene(calm(wib(7, 20)), wib(7, 20));
  auto& strip = scene.board.targets[0].strip;  // from 06.45: index 15 is 07.00
  strip[10] = MinuteState::bad;                // before the opening: not counted
  strip[15] = MinuteState::intermittent;
  strip[16] = MinuteState::slow;
  strip[17] = MinuteState::unknown;

  const std::string text = web::pages::today(scene.view());

  EXPECT_NE(text.find("<b>17</b> <span>dari 20 menit</span>"), std::string::npos);
  EXPECT_TRUE(has(text, "1 menit Lambat, 1 menit Tersendat, 1 menit Tidak ada data"));
  EXPECT_TRUE(has(text, "dihitung sampai pukul 07.20 WIB"));
}

TEST(Today, CallsMinutesWithoutAStripUnknownAndNotUsable) {
  Scene scene(calm(wib(7, 20)), wib(7, 20));
  scene.board.targets[0].strip_from = wib(7, 10);  // the hub was started late
  scene.board.targets[0].strip.assign(10, MinuteState::good);

  const std::string text = web::pages::today(scene.view());

  EXPECT_NE(text.find("<b>10</b> <span>dari 20 menit</span>"), std::string::npos);
  EXPECT_TRUE(has(text, "10 menit Tidak ada data"));
}

TEST(Today, SaysThatTheScheduleMakesLateWhenTheWindowIsEmpty) {
  auto settings = office();
  settings->calendars[0].check_in[1] = {7h + 30min, 7h + 30min, 8h};
  const Scene scene(calm(wib(7, 20)), wib(7, 20), settings);

  EXPECT_TRUE(has(web::pages::today(scene.view()), "Jadwal membuat terlambat"));
}

TEST(Today, TakesTheColoursAwayAfterThreeMinutesOfSilence) {
  const Scene fresh(calm(wib(7, 20)), wib(7, 22, 40));
  const Scene silent(calm(wib(7, 20)), wib(7, 22, 49));  // the last sample ended 07.19.48

  EXPECT_EQ(web::pages::today(fresh.view()).find("<body class=\"grey\""), std::string::npos);
  const std::string text = web::pages::today(silent.view());
  EXPECT_NE(text.find("<body class=\"grey\""), std::string::npos);
  EXPECT_TRUE(has(text, "Data terakhir pukul 07.19.48 WIB, Senin, 2 Januari 2023."));
  EXPECT_TRUE(has(text, "jangan simpulkan layanan normal"));
  EXPECT_EQ(text.find("class=\"g ok\""), std::string::npos) << "no green shape is left";
}

TEST(Today, GrantsRarerChecksAtNightTheirInterval) {
  Scene scene(calm(wib(3, 0)), wib(3, 14));
  scene.board.targets[0].latest[{"pusat"}] = look("pusat", wib(2, 59, 48), Class::ok);
  scene.board.targets[0].latest[{"pusat"}].interval = 15min;

  EXPECT_EQ(web::pages::today(scene.view()).find("<body class=\"grey\""), std::string::npos);
}

TEST(Today, IsGreyWhenTheStoreIsBroken) {
  Scene scene(calm(wib(7, 20)), wib(7, 20));
  scene.board.store_ok = false;
  scene.board.store_trouble = "disk full";

  const std::string text = web::pages::today(scene.view());

  EXPECT_EQ(headline(text), "Kami tidak dapat mengukur saat ini");
  EXPECT_TRUE(has(text, "disk full"));
  EXPECT_NE(text.find("<body class=\"grey\""), std::string::npos);
}

TEST(Today, NamesTheDecreeOfAHoliday) {
  EXPECT_TRUE(has(page("today-holiday"), "Dasar: SKB 3 Menteri No. 1066/2022."));
}

TEST(Today, ReloadsItselfInPeakHoursOnlyAndCanBeStopped) {
  const std::string peak = page("today-normal");
  EXPECT_NE(peak.find("http-equiv=\"refresh\" content=\"60\""), std::string::npos);
  EXPECT_NE(peak.find("href=\"/?segar=0\""), std::string::npos);

  const Scene scene(calm(wib(7, 20)), wib(7, 20));
  View stopped = scene.view();
  stopped.reload = false;
  EXPECT_EQ(web::pages::today(stopped).find("http-equiv=\"refresh\""), std::string::npos);

  for (const char* name : {"today-before", "today-after", "today-holiday"})
    EXPECT_EQ(page(name).find("http-equiv=\"refresh\""), std::string::npos) << name;
}

TEST(Today, DrawsTheMinutesAsOneImageWithItsSentenceAndItsTable) {
  const std::string text = page("today-outage");

  EXPECT_EQ(count(text, "role=\"img\""), 1u);
  EXPECT_NE(
      text.find("aria-label=\"Menit demi menit, 06.45–07.34 WIB: 06.45–07.05 WIB Normal, "
                "07.05–07.07 WIB Lambat, 07.07–07.08 WIB Tersendat, 07.08–07.34 WIB Gangguan.\""),
      std::string::npos);
  EXPECT_NE(
      text.find(
          "<tr><th scope=\"row\">07.08–07.34 WIB</th><td>Gangguan</td><td>26 menit</td></tr>"),
      std::string::npos);
}

TEST(Today, ReadsTheZoneOfTheOffice) {
  auto settings = office();
  settings->calendars[0].zone = "Asia/Jayapura";
  const Scene scene(overrun(wib(7, 20)), wib(7, 20), settings);

  EXPECT_EQ(headline(web::pages::today(scene.view())), "Gangguan umum sejak 09.08 WIT");
}

// --- Daftar gangguan ---

TEST(Log, PutsOpenIncidentsFirstAndTheLatestBeforeTheEarlier) {
  const std::string text = page("log-full");

  const std::size_t open = text.find("K-20230120-DISDIK-2"),
                    last = text.find("K-20230120-DISDIK-1"),
                    first = text.find("K-20230102-DISDIK-1");
  EXPECT_LT(open, last);
  EXPECT_LT(last, first);
  EXPECT_TRUE(has(text, "19 gangguan tercatat pada Januari 2023. 1 masih berlangsung."));
}

TEST(Log, GivesTheBoundsAndBothLengths) {
  const Scene scene(calm(wib(8, 20)), wib(8, 20));
  const std::string text = web::pages::log(scene.view(), {closed_incident()}, "2023-01");

  EXPECT_TRUE(has(text, "Senin, 2 Januari 2023, 07.08–07.25 WIB"));
  EXPECT_TRUE(has(text, "mulai 07.07.50–07.08.10 WIB; pulih 07.25.15–07.25.50 WIB"));
  EXPECT_TRUE(has(text, "paling sedikit 17 menit 5 detik, paling lama 18 menit"));
  EXPECT_TRUE(has(text, "Server menerima permintaan tetapi tidak menjawab dalam 20 detik."));
  EXPECT_TRUE(has(text, "Indosat, LAN kantor dan Telkom"));
}

TEST(Log, CountsNothingThatItHasNotSeenOfAnOpenIncident) {
  const Scene scene(overrun(wib(7, 20)), wib(7, 20));
  const std::string text = web::pages::log(scene.view(), {incident()}, "");

  EXPECT_TRUE(has(text, "berlangsung sejak 07.08.10 WIB"));
  EXPECT_TRUE(has(text, "masih berlangsung"));
  EXPECT_FALSE(has(text, "sejauh ini paling sedikit"));
  EXPECT_FALSE(has(text, "12 menit"));
}

TEST(Log, StrikesWithdrawnIncidentsOutAndDoesNotCountThem) {
  Incident gone = closed_incident();
  gone.withdrawn = true;
  const Scene scene(calm(wib(8, 20)), wib(8, 20));
  const std::string text = web::pages::log(scene.view(), {gone}, "2023-01");

  EXPECT_NE(text.find("<del><a"), std::string::npos);
  EXPECT_TRUE(has(text, "Tidak ada gangguan tercatat pada Januari 2023."));
  EXPECT_TRUE(has(text, "sudah dicabut"));
}

TEST(Log, DoesNotTakeAnEmptyMonthForAWorkingService) {
  const std::string text = page("log-empty");

  EXPECT_TRUE(has(text, "Tidak ada gangguan tercatat pada Januari 2023."));
  EXPECT_TRUE(has(text, "Pada waktu tanpa data, kami tidak tahu."));
}

TEST(Log, ShowsOnlyTheMonthThatWasAskedFor) {
  const Scene scene(calm(wib(8, 20)), wib(8, 20) + std::chrono::days(60));

  EXPECT_EQ(web::pages::log(scene.view(), {closed_incident()}, "2023-02").find("K-20230102"),
            std::string::npos);
  EXPECT_NE(web::pages::log(scene.view(), {closed_incident()}, "2023-01").find("K-20230102"),
            std::string::npos);
  const auto span = web::pages::log_span(scene.view(), "2023-01");
  EXPECT_EQ(utc_text(span.from), "2022-12-31T17:00:00Z");  // midnight of the office
  EXPECT_EQ(utc_text(span.to), "2023-01-31T17:00:00Z");
}

TEST(Log, LinksTheMonthsAroundAndNoneThatLiesAhead) {
  const Scene scene(calm(wib(8, 20)), wib(8, 20) + std::chrono::days(60));  // March
  const std::string february = web::pages::log(scene.view(kEnglish), {}, "2023-02");
  EXPECT_NE(february.find("href=\"/gangguan?bulan=2023-01&amp;lang=en\""), std::string::npos);
  EXPECT_NE(february.find("href=\"/gangguan?bulan=2023-03&amp;lang=en\""), std::string::npos);

  EXPECT_EQ(web::pages::log(scene.view(), {}, "2023-03").find("bulan=2023-04"), std::string::npos);
  EXPECT_TRUE(has(web::pages::log(scene.view(), {}, "2031-01"), "Bulan ini belum terjadi."));
}

TEST(Log, TakesAnythingElseThanAMonthForThePresentOne) {
  const Scene scene(calm(wib(8, 20)), wib(8, 20));
  for (const char* query :
       {"", "2023-13", "0000-00", "Januari", "2023-1", "../../x", "99999999999999999999"})
    EXPECT_EQ(headline(web::pages::log(scene.view(), {}, query)), "Daftar gangguan, Januari 2023")
        << query;
}

// --- Kejadian ---

TEST(IncidentPage, LeadsWithTheShortestAndTheLongestItCanHaveBeen) {
  EXPECT_EQ(headline(page("incident-closed")),
            "Paling sedikit 17 menit 5 detik, paling lama 18 menit");
  EXPECT_EQ(headline(page("incident-closed", kEnglish)),
            "At least 17 minutes 5 seconds, at most 18 minutes");
  EXPECT_EQ(headline(page("incident-open")), "Masih berlangsung sejak 07.08 WIB");
  EXPECT_EQ(headline(page("incident-withdrawn")), "Kejadian ini dicabut");
}

TEST(IncidentPage, RoundsTheLeastDownAndTheMostUp) {
  Incident one = closed_incident();
  one.outage.bounds.end_lo = *one.outage.bounds.end_lo + 999ms;
  one.outage.bounds.end_hi = *one.outage.bounds.end_hi + 1ms;
  const Scene scene(calm(wib(8, 20)), wib(8, 20));

  EXPECT_EQ(headline(web::pages::incident(scene.view(), {one}, {})),
            "Paling sedikit 17 menit 5 detik, paling lama 18 menit 1 detik");
}

TEST(IncidentPage, ExplainsItsFourBounds) {
  const std::string text = words_of(page("incident-closed"));
  for (const char* at : {"07.07.50 WIB", "07.08.10 WIB", "07.25.15 WIB", "07.25.50 WIB"})
    EXPECT_NE(text.find(at), std::string::npos) << at;
  EXPECT_TRUE(has(page("incident-open"), "belum terlihat pulih"));
}

TEST(IncidentPage, DrawsOneLineForEachVantage) {
  const std::string text = page("incident-closed");

  EXPECT_EQ(count(text, "role=\"img\""), 3u);
  EXPECT_NE(
      text.find("aria-label=\"Telkom, Arga Makmur, 07.02–07.31 WIB: 07.02–07.08 WIB Normal, "
                "07.08–07.25 WIB gagal, 07.25–07.26 WIB Tersendat, 07.26–07.31 WIB Normal.\""),
      std::string::npos);
}

TEST(IncidentPage, CountsWhereTheFailedChecksStopped) {
  const std::string text = page("incident-closed");

  // 35 failed on each of two networks at the login, 31 in the office at the data.
  EXPECT_TRUE(has(text, "Dari 101 pemeriksaan yang gagal"));
  EXPECT_NE(text.find("<b>beranda (halaman)</b>: berhasil 101 kali"), std::string::npos);
  EXPECT_NE(text.find("<b>login (masuk (login))</b>: gagal 70 kali"), std::string::npos);
  EXPECT_NE(text.find("<b>data</b>: gagal 31 kali"), std::string::npos);
  EXPECT_NE(text.find("<b>kirim (kirim foto)</b>: tidak tercapai"), std::string::npos);
}

TEST(IncidentPage, LaysTheFirstFailuresOut) {
  const std::string text = page("incident-closed");

  EXPECT_TRUE(has(text, "07.08.10 WIB"));
  EXPECT_TRUE(has(text, "Kapasitas hosting penuh (508)."));
  EXPECT_TRUE(has(text, "HTTP 508"));
  EXPECT_TRUE(has(text, "tanpa jawaban HTTP"));
  EXPECT_NE(text.find("<code>http_timeout_ttfb</code> no first byte within 20 s"),
            std::string::npos);
}

TEST(IncidentPage, KeepsUnfitVantagesOutOfTheEvidence) {
  std::vector<Sample> samples = morning();
  for (Sample& sample : samples)
    for (ControlFinding& control : sample.controls) control.ok = false;
  const Scene scene(calm(wib(8, 20)), wib(8, 20));
  const std::string text = web::pages::incident(scene.view(), {closed_incident()}, samples);

  EXPECT_TRUE(has(text, "Tidak ada pemeriksaan gagal yang tersedia"));
  EXPECT_TRUE(has(text, "Tidak dihitung"));
}

TEST(IncidentPage, KeepsEveryRevisionWithItsReasonNewestFirst) {
  const std::string text = page("incident-withdrawn");

  const std::size_t at = text.find("Semua revisi kejadian ini");
  EXPECT_LT(text.find(">Revisi 3<", at), text.find(">Revisi 2<", at));
  EXPECT_LT(text.find(">Revisi 2<", at), text.find(">Revisi 1<", at));
  EXPECT_TRUE(has(text, "dicabut: tidak ada pemeriksaan yang mendukung"));
  EXPECT_TRUE(has(text, "gangguan ditutup setelah pulih"));
}

TEST(IncidentPage, CanBeCited) {
  EXPECT_TRUE(
      has(page("incident-closed"),
          "Saksi saksi.contoh.go.id, kejadian K-20230102-DISDIK-1 revisi 2, Dinas Pendidikan, "
          "Senin, 2 Januari 2023, 07.08–07.25 WIB, paling sedikit 17 menit 5 detik, paling lama 18 "
          "menit; "
          "diakses Senin, 2 Januari 2023, 08.20 WIB. "
          "https://saksi.contoh.go.id/gangguan/K-20230102-DISDIK-1"));
}

TEST(IncidentPage, SaysWhatItDoesNotProve) {
  EXPECT_TRUE(
      has(page("incident-closed"), "Kehadiran seseorang, atau bahwa seseorang mencoba presensi."));
}

TEST(IncidentPage, DrawsAWeekOfOutageInLargerBoxesWithinItsWeight) {
  Incident one = closed_incident();
  one.outage.bounds.end_lo = *one.outage.bounds.end_lo + std::chrono::days(7);
  one.outage.bounds.end_hi = *one.outage.bounds.end_hi + std::chrono::days(7);
  std::vector<Sample> samples;
  for (Instant at = wib(7, 0); at < wib(7, 0) + std::chrono::days(7); at += 2min)
    for (const char* vantage : {"pusat", "pasar", "kantor"})
      samples.push_back(look(vantage, at,
                             at.time_since_epoch().count() % 7 < 3 ? Class::ok : Class::http_5xx,
                             "login", 500));
  const Scene scene(calm(wib(8, 20)), wib(8, 20) + std::chrono::days(8));

  const std::string text = web::pages::incident(scene.view(), {one}, samples);

  EXPECT_TRUE(has(text, "Satu kotak mewakili 240 menit."));
  EXPECT_LE(gzipped(text), 25u * 1024);
}

TEST(IncidentPage, StillNamesWhatTheSettingsForgot) {
  auto settings = office();
  settings->targets.clear();
  settings->vantages.clear();
  settings->journeys.clear();
  const Scene scene(calm(wib(8, 20)), wib(8, 20), settings);

  const std::string text = web::pages::incident(scene.view(), {closed_incident()}, morning());

  EXPECT_TRUE(has(text, "disdik"));
  EXPECT_TRUE(has(text, "pusat"));
}

}  // namespace
}  // namespace saksi::test
