// SPDX-License-Identifier: Apache-2.0
#include "paper/sheet.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "base/timestamp.hpp"
#include "paper/compose.hpp"
#include "paper/pdf.hpp"
#include "paper/qr.hpp"

namespace saksi::paper {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

Instant at(const char* utc) { return parse_utc(utc).value(); }

Sheet a_sheet() {
  Sheet sheet;
  sheet.kind = Kind::incident;
  sheet.number = "LBG-20230102-DISDIK-1";
  sheet.final_from = parse_date("2023-01-10").value();
  sheet.target = "disdik";
  sheet.agency = "Dinas Pendidikan";
  sheet.host = "disdik.absen-maju.example";
  sheet.date = parse_date("2023-01-02").value();
  sheet.zone = "Asia/Jakarta";
  sheet.hours = Hours{hours(7), hours(7) + minutes(30), hours(8)};
  sheet.incidents = {{"K-20230102-DISDIK-1", 2}};
  sheet.bounds = Bounds{at("2023-01-02T00:07:50Z"), at("2023-01-02T00:08:10Z"),
                        at("2023-01-02T00:25:15Z"), at("2023-01-02T00:25:50Z")};
  sheet.failed_from = at("2023-01-02T00:00:00Z");
  sheet.failed_to = at("2023-01-02T01:00:00Z");
  sheet.streaks = {{"Kota", "Serat", at("2023-01-02T00:08:10.5Z"), at("2023-01-02T00:25:15Z"),
                    Class::http_timeout_ttfb, std::chrono::seconds(20), "login", 34}};
  sheet.minutes_from = hours(7);
  sheet.minutes.assign(60, MinuteState::good);
  for (std::size_t i = 0; i < 7; ++i)  // each state once
    sheet.minutes[10 + i] = static_cast<MinuteState>(i);
  sheet.gaps = {{hours(7) + minutes(16), hours(7) + minutes(17)}};
  sheet.blocked = 2;
  sheet.soft = 5;
  sheet.coverage = 98;
  sheet.window = 30;
  sheet.usable = 24;
  sheet.window_blocked = 2;
  sheet.window_soft = 5;
  sheet.window_unknown = 1;
  sheet.steps = {{"login", false, true}, {"unggah", true, false}};
  sheet.vantages = {"Kota", "Desa"};
  sheet.networks = {"Serat", "Seluler"};
  sheet.independent = 2;
  sheet.failing = 2;
  sheet.operated_by = "Inspektorat";
  sheet.contact = "a@b.example";
  sheet.site = "saksi.example";
  return sheet;
}

std::string said(const Document& document) {
  std::string all;
  for (const Block& block : document.blocks) {
    if (const auto* one = std::get_if<Paragraph>(&block)) all += one->text + "\n";
    if (const auto* list = std::get_if<Bullets>(&block))
      for (const std::string& item : list->items) all += item + "\n";
    if (const auto* seal = std::get_if<Seal>(&block)) all += seal->code + " " + seal->url + "\n";
  }
  return all;
}

TEST(Sheet, ReadsBackWhatItWrote) {
  Sheet sheet = a_sheet();
  EXPECT_EQ(sheet_from_content(content_of(sheet)).value(), sheet);
  sheet.kind = Kind::date;
  sheet.seal = "9c4177ae0b2df310";
  sheet.withdrawn = true;
  sheet.withdrawn_reason = "no sample supports it any more";
  sheet.hours.reset();
  sheet.bounds.reset();
  sheet.minutes.clear();
  EXPECT_EQ(sheet_from_content(content_of(sheet)).value(), sheet);
}

TEST(Sheet, RefusesWhatIsNotOne) {
  for (const char* bytes :
       {"", "{}", "[]", "{\"format\":\"lembar-1\"}", "{\"format\":\"lembar-2\"}"})
    EXPECT_FALSE(sheet_from_content(bytes)) << bytes;
  std::string content = content_of(a_sheet());
  content.replace(content.find("http_timeout_ttfb"), 4, "htpp");
  EXPECT_FALSE(sheet_from_content(content));
}

TEST(Sheet, RefusesWhatWouldNotBeWrittenAgainAsItIs) {
  const auto with = [](const char* name, const Json& value) {
    Json json = to_json(a_sheet());
    json[name] = value;
    return sheet_from_json(json).has_value();
  };
  EXPECT_TRUE(with("blocked", 5));
  EXPECT_FALSE(with("blocked", true)) << "a word for a number";
  EXPECT_FALSE(with("blocked", std::int64_t{1} << 32U)) << "a number that would be cut";
  EXPECT_FALSE(with("kind", "day")) << "a word of no list";
  EXPECT_FALSE(with("failed_to", "2023-01-02T01:00:00.0Z")) << "another spelling";
  EXPECT_FALSE(with("catatan", "x")) << "a field too many";
}

// Every claim of the paper is in what its code is made from.
TEST(Sheet, HasAnotherCodeWhenAnyClaimIsAnotherOne) {
  const std::string code = code_of(content_of(a_sheet()));
  const std::function<void(Sheet&)> changes[] = {
      [](Sheet& s) { s.agency = "Dinas Lain"; },
      [](Sheet& s) { s.minutes[20] = MinuteState::bad; },
      [](Sheet& s) { s.streaks[0].to += std::chrono::seconds(1); },
      [](Sheet& s) { s.streaks[0].vantage = "Desa"; },
      [](Sheet& s) { s.usable = 30; },
      [](Sheet& s) { s.final = true; },
      [](Sheet& s) { s.steps[1].exercised = true; },
      [](Sheet& s) { s.hours->limit += minutes(1); },
      [](Sheet& s) { s.incidents[0].revision = 3; },
      [](Sheet& s) { s.operated_by = "Orang lain"; },
      [](Sheet& s) { s.simulation = true; },
      [](Sheet& s) { s.seal = "00"; },
  };
  for (const auto& change : changes) {
    Sheet other = a_sheet();
    change(other);
    EXPECT_NE(code_of(content_of(other)), code);
    EXPECT_EQ(sheet_from_content(content_of(other)).value(), other);
  }
}

TEST(Sheet, IsTheSameEvidenceWhoeverRunsTheMonitor) {
  Sheet other = a_sheet();
  other.operated_by = "Dinas Kominfo";
  other.final = true;
  other.seal = "9c";
  EXPECT_TRUE(same_evidence(a_sheet(), other));
  other.minutes[20] = MinuteState::bad;
  EXPECT_FALSE(same_evidence(a_sheet(), other));
}

TEST(Sheet, NeverSaysMoreThanWasSeen) {
  const auto text = [](const Sheet& sheet) {
    return said(sheet_document(sheet, {}, "", Language::indonesian));
  };
  Sheet sheet = a_sheet();
  EXPECT_NE(text(sheet).find("tidak dapat digunakan pada waktu di bawah ini"), std::string::npos);
  sheet.independent = 1;
  EXPECT_EQ(text(sheet).find("tidak dapat digunakan"), std::string::npos);
  EXPECT_NE(text(sheet).find("Satu jaringan tidak dapat memastikan"), std::string::npos);

  sheet = a_sheet();
  sheet.kind = Kind::date;
  EXPECT_NE(text(sheet).find("selama 2 dari 60 menit"), std::string::npos);
  sheet.blocked = 0;
  EXPECT_NE(text(sheet).find("melihat kendala"), std::string::npos);
  sheet.soft = 0;
  EXPECT_NE(text(sheet).find("titik pantau kami tidak melihat gangguan"), std::string::npos);
  EXPECT_NE(text(sheet).find("Pengiriman presensi (foto) tidak diuji"), std::string::npos);
  sheet.coverage = 79;
  EXPECT_NE(text(sheet).find("hanya mengukur 79%"), std::string::npos);
  EXPECT_EQ(text(sheet).find("berfungsi"), std::string::npos);

  sheet = a_sheet();
  sheet.withdrawn = true;
  EXPECT_NE(text(sheet).find("telah dicabut"), std::string::npos);
  EXPECT_EQ(text(sheet).find("tidak dapat digunakan"), std::string::npos);
}

TEST(Sheet, ShowsItsCodeWithAndWithoutAnAddress) {
  const Issue issue{code_of("x"), 2, at("2023-01-03T00:00:00Z"), {}, {}};
  EXPECT_NE(said(sheet_document(a_sheet(), issue, "https://s.example/", Language::indonesian))
                .find(shown_code(issue.code) + " https://s.example/v/" + issue.code),
            std::string::npos);
  const std::string bare = said(sheet_document(a_sheet(), issue, "", Language::indonesian));
  EXPECT_NE(bare.find(shown_code(issue.code) + " \n"), std::string::npos);
  EXPECT_EQ(bare.find("http"), std::string::npos);
}

TEST(Pdf, IsTheSameBytesForTheSameSheetAndNoOther) {
  const Issue issue{code_of("x"), 2, at("2023-01-03T00:00:00Z"), {}, {}};
  const auto pdf = [&](const Sheet& sheet, const Sheetform& form = {}) {
    return pdf_of(sheet_document(sheet, issue, "https://s.example", Language::indonesian), form)
        .value();
  };
  const std::string first = pdf(a_sheet());
  EXPECT_EQ(pdf(a_sheet()), first);
  EXPECT_NE(first.find("/CreationDate (20230103000000Z)"), std::string::npos);
  Sheet other = a_sheet();
  other.agency = "Dinas Lain";
  EXPECT_NE(pdf(other), first);
  EXPECT_NE(pdf(a_sheet(), {true, false}), first);
  EXPECT_NE(pdf(a_sheet(), {false, true}), first);
}

TEST(Pdf, EndsWhereADocumentIsTooLong) {
  Document document;
  document.blocks.assign(2000, Paragraph{"Baris"});
  const auto pdf = pdf_of(document, {});
  ASSERT_FALSE(pdf);
  EXPECT_NE(pdf.error().message.find("more than 20 pages"), std::string::npos);
}

TEST(Qr, SaysSoWhenNothingCanHoldTheText) {
  EXPECT_EQ(qr_of("https://s.example/v/8PYNPEYF8ZS")->size, 29);  // version 3, level M
  EXPECT_FALSE(qr_of(std::string(4000, 'a')));
}

}  // namespace
}  // namespace saksi::paper
