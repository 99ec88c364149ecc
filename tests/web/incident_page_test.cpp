// SPDX-License-Identifier: Apache-2.0
#include "web/pages/pages.hpp"

#include <gtest/gtest.h>

#include "web/shown.hpp"

namespace saksi::test {
namespace {

TEST(IncidentPage, LeadsWithTheShortestAndTheLongestItCanHaveBeen) {
  EXPECT_EQ(headline(page("incident-closed")),
            "Gangguan paling sedikit 17 menit 5 detik, paling lama 18 menit");
  EXPECT_EQ(headline(page("incident-closed", kEnglish)),
            "Outage of at least 17 minutes 5 seconds, at most 18 minutes");
  EXPECT_EQ(headline(page("incident-open")), "Gangguan masih berlangsung sejak 07.08 WIB");
  EXPECT_EQ(headline(page("incident-withdrawn")), "Kejadian ini dicabut");
}

TEST(IncidentPage, RoundsTheLeastDownAndTheMostUp) {
  Incident one = closed_incident();
  one.outage.bounds.end_lo = *one.outage.bounds.end_lo + 999ms;
  one.outage.bounds.end_hi = *one.outage.bounds.end_hi + 1ms;
  const Scene scene(calm(wib(8, 20)), wib(8, 20));

  EXPECT_EQ(headline(web::pages::incident(scene.view(), {one}, {})),
            "Gangguan paling sedikit 17 menit 5 detik, paling lama 18 menit 1 detik");
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
      text.find("aria-label=\"Telkom, Arga Makmur, 07.02–07.31 WIB: 07.02–07.08 WIB normal, "
                "07.08–07.25 WIB gagal, 07.25–07.26 WIB tersendat, 07.26–07.31 WIB normal.\""),
      std::string::npos);
}

TEST(IncidentPage, CountsWhereTheFailedChecksStopped) {
  const std::string text = page("incident-closed");

  // 35 failed on each of two networks at the login, 31 in the office at the data.
  EXPECT_TRUE(has(text, "Dari 101 pemeriksaan yang gagal"));
  EXPECT_NE(text.find("<b>beranda (halaman)</b>: berhasil 101 kali"), std::string::npos);
  EXPECT_NE(text.find("<b>login</b>: gagal 70 kali"), std::string::npos);
  EXPECT_NE(text.find("<b>data</b>: gagal 31 kali"), std::string::npos);
  EXPECT_NE(text.find("<b>kirim (kirim foto)</b>: tidak tercapai"), std::string::npos);
}

TEST(IncidentPage, LaysTheFirstFailuresOut) {
  const std::string text = page("incident-closed");

  EXPECT_TRUE(has(text, "07.08.10 WIB"));
  EXPECT_TRUE(has(text, "Kapasitas hosting penuh (508)."));
  EXPECT_TRUE(has(text, "Basis data menolak sambungan baru."));
  EXPECT_EQ(count(text, "<code>"), 3u) << "one line for each kind of each vantage";
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

TEST(IncidentPage, TranslatesTheReasonsOfTheRegistryAndKeepsOthers) {
  Incident late = closed_incident();
  late.reason = "late samples: start, votes";
  Incident odd = late;
  odd.revision = 3;
  odd.reason = "operator <b>said so</b>";
  const Scene scene(calm(wib(8, 20)), wib(8, 20));

  const std::string text = web::pages::incident(scene.view(), {odd, late}, {});

  EXPECT_TRUE(has(text, "data susulan masuk: waktu mulai dan suara"));
  EXPECT_NE(text.find("operator &lt;b&gt;said so&lt;/b&gt;"), std::string::npos);
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
