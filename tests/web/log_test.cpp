// SPDX-License-Identifier: Apache-2.0
#include "web/pages/pages.hpp"

#include <gtest/gtest.h>

#include "web/shown.hpp"

namespace saksi::test {
namespace {

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

}  // namespace
}  // namespace saksi::test
