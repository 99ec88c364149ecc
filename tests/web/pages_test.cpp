// SPDX-License-Identifier: Apache-2.0
#include "web/pages/pages.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>

#include "web/shown.hpp"

namespace saksi::test {
namespace {

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

}  // namespace
}  // namespace saksi::test
