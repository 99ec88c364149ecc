// SPDX-License-Identifier: Apache-2.0
#include "web/pages/pages.hpp"

#include <gtest/gtest.h>

#include <array>

#include "web/shown.hpp"

namespace saksi::test {
namespace {

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
      {"today-at-nine", "Pagi ini sempat ada gangguan", "There was an outage this morning"},
  };
  for (const auto& [name, indonesian, english] : expected) {
    EXPECT_EQ(headline(page(name)), indonesian) << name;
    EXPECT_EQ(headline(page(name, kEnglish)), english) << name;
  }
}

TEST(Today, TellsStaffWhatToDoInAnOutage) {
  const std::string text = page("today-outage");

  EXPECT_TRUE(
      has(text, "Presensi Dinas Pendidikan tidak dapat dipakai lewat 3 dari 3 jaringan pantau."));
  EXPECT_TRUE(has(text, "Bukan hanya HP Anda."));
  EXPECT_TRUE(has(text, "Isi daftar hadir manual di unit kerja Anda."));
  EXPECT_NE(text.find("href=\"/gangguan/K-20230102-DISDIK-1\""), std::string::npos);
}

TEST(Today, PointsToTheListWhereFortyAgenciesHaveANumber) {
  Scene scene(overrun(wib(7, 20)), wib(7, 20));
  auto settings = office();
  for (int i = 2; i <= 40; ++i) {
    Target target = settings->targets[0];
    TargetView seen = scene.board.targets[0];
    target.id = seen.state.target = {"opd-" + std::to_string(i)};
    seen.incident = "K-20230102-OPD" + std::to_string(i) + "-1";
    settings->targets.push_back(target);
    scene.board.targets.push_back(seen);
  }
  scene.context.settings = settings;

  const std::string text = web::pages::today(scene.view());

  EXPECT_NE(text.find("<a href=\"#opd\">Catat nomor kejadian OPD Anda"), std::string::npos);
  EXPECT_NE(text.find("id=\"opd\""), std::string::npos);
  EXPECT_EQ(count(text, "/gangguan/K-20230102-OPD40-1"), 1u);
  EXPECT_EQ(count(text, "class=\"number\""), 0u);
}

TEST(Today, StillTellsOfAnOutageThatIsOver) {
  const std::string text = page("today-at-nine");

  EXPECT_TRUE(has(text, "07.08–07.25 WIB"));
  EXPECT_TRUE(has(text, "paling sedikit 17 menit 5 detik, paling lama 18 menit"));
  EXPECT_TRUE(has(text, "07.08–07.27 WIB"));
  EXPECT_NE(text.find("href=\"/gangguan/K-20230102-DISDIK-1\""), std::string::npos);
  EXPECT_NE(text.find("href=\"/gangguan/K-20230102-DINKES-1\""), std::string::npos);
  EXPECT_FALSE(has(page("today-normal"), "yang sudah berakhir"));
}

TEST(Today, DoesNotCallTheDayNormalOnceThereWasAnOutage) {
  Scene scene = recovered();
  scene.now = wib(7, 50);
  scene.board = calm(scene.now);
  scene.board.ended = {closed_incident()};

  EXPECT_EQ(headline(web::pages::today(scene.view())), "Sudah pulih; hari ini sempat ada gangguan");
}

TEST(Today, NamesSixEndedOutagesAndPointsToTheLogForTheRest) {
  Scene scene = recovered();
  for (int i = 1; i <= 8; ++i)
    scene.board.ended.push_back(closed_incident("K-20230102-DISDIK-" + std::to_string(i)));

  const std::string text = web::pages::today(scene.view());

  EXPECT_NE(text.find("K-20230102-DISDIK-6"), std::string::npos);
  EXPECT_EQ(text.find("K-20230102-DISDIK-7"), std::string::npos);
  EXPECT_TRUE(has(text, "2 lainnya ada di Daftar gangguan"));
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
  EXPECT_TRUE(has(text, "1 menit lambat, 1 menit tersendat, 1 menit tidak ada data"));
  EXPECT_TRUE(has(text, "dihitung sampai pukul 07.20 WIB"));
}

TEST(Today, CallsMinutesWithoutAStripUnknownAndNotUsable) {
  Scene scene(calm(wib(7, 20)), wib(7, 20));
  scene.board.targets[0].strip_from = wib(7, 10);  // the hub was started late
  scene.board.targets[0].strip.assign(10, MinuteState::good);

  const std::string text = web::pages::today(scene.view());

  EXPECT_NE(text.find("<b>10</b> <span>dari 20 menit</span>"), std::string::npos);
  EXPECT_TRUE(has(text, "10 menit tidak ada data"));
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
      text.find("aria-label=\"Menit demi menit, 06.45–07.34 WIB: 06.45–07.05 WIB normal, "
                "07.05–07.07 WIB lambat, 07.07–07.08 WIB tersendat, 07.08–07.34 WIB gangguan.\""),
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

TEST(Today, NamesTheDayOfAStateThatBeganEarlier) {
  const std::string text = page("today-holiday");  // 23 January; the state began on the 2nd

  EXPECT_TRUE(has(text, "sejak Senin, 2 Januari 2023, 06.45 WIB"));
}

TEST(Today, ShowsTheLatestSealAtItsFoot) {
  Scene scene(overrun(wib(7, 20)), wib(7, 20));
  DaySeal seal;
  seal.date = "2023-01-01";
  seal.digest = sha256("the day before");
  EXPECT_FALSE(has(web::pages::today(scene.view()), "Segel harian"));
  scene.board.seal = seal;
  const std::string text = web::pages::today(scene.view());
  EXPECT_TRUE(has(text, "Segel harian Minggu, 1 Januari 2023: " + short_text(seal.digest))) << text;
}

TEST(Today, SaysThatOneNetworkCannotConfirmAndHowToAddASecond) {
  EXPECT_FALSE(has(page("today-normal"), "Hanya satu jaringan yang memantau"));
  Scene scene(overrun(wib(7, 20)), wib(7, 20));
  auto settings = office();
  for (Vantage& vantage : settings->vantages) vantage.group = "telkom";
  scene.context.settings = settings;
  const std::string text = web::pages::today(scene.view());
  EXPECT_TRUE(has(text, "Hanya satu jaringan yang memantau"));
  EXPECT_TRUE(has(text, "menambah jaringan kedua di mesin ini, misalnya modem seluler"));
}

}  // namespace
}  // namespace saksi::test
