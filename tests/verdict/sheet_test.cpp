// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <chrono>

#include "verdict/reconcile.hpp"

namespace saksi::verdict {
namespace {

const std::vector<KnownAgency> kAgencies{
    {{"disdik"}, {"Dinas Pendidikan", "DISDIK", "disdik"}, "WIB"},
    {{"dinkes"}, {"Dinas Kesehatan", "DINKES", "dinkes"}, "WIB"}};

// A desk that finds every lateness explained.
Result<Answer> explained(const Asked& asked) {
  Answer answer;
  answer.asked = asked;
  answer.agency = asked.target.text;
  answer.letters = "WIB";
  answer.hours = Hours{std::chrono::hours(7), std::chrono::minutes(450), std::chrono::hours(8)};
  answer.classes = true;
  answer.class_before = "TL1";
  answer.incidents = {{"K-20230102-DISDIK-1", 2}};
  if (asked.recorded) {
    answer.verdict.outcome = Outcome::supported;
    answer.verdict.late = answer.verdict.explained =
        static_cast<int>((*asked.recorded - answer.hours->limit).count() / 60);
    answer.verdict.recovered = std::chrono::minutes(467);
  } else {
    answer.verdict.outcome = Outcome::no_data;
  }
  return answer;
}

Sheet sheet_of(std::string_view text, const Wanted& wanted = {}) {
  const auto sheet = reconcile(text, kAgencies, wanted, explained);
  if (!sheet || !*sheet) {
    ADD_FAILURE() << (sheet ? word(sheet->error(), Language::english) : sheet.error().message);
    return {};
  }
  return **sheet;
}
Word trouble_of(std::string_view text) {
  const auto sheet = reconcile(text, kAgencies, {}, explained);
  return sheet && !*sheet ? sheet->error() : Word::state_working;
}
// "disdik 2023-01-02 07:52", "-" without a record, or the reason.
std::string told(const SheetRow& row) {
  if (row.unread) return std::string(word(*row.unread, Language::english));
  if (!row.answer) return "empty";
  const Asked& asked = row.answer->asked;
  return asked.target.text + ' ' + date_text(asked.date) + ' ' +
         (asked.recorded ? clock_text(*asked.recorded) : "-");
}

TEST(Sheet, IsReadWhateverItsDelimiterIs) {
  for (const char* text : {"Tanggal;OPD;Jam Masuk\n2/1/2023;Dinas Pendidikan;07.52\n",
                           "\xEF\xBB\xBFTanggal,OPD,Jam Masuk\r\n2/1/2023,Disdik,07.52\r\n",
                           "Tanggal\tOPD\tJam Masuk\n2/1/2023\tDISDIK\t07.52",
                           "\"Tanggal\";\"OPD\";\"Jam Masuk\"\n\"2/1/2023\";\"dinas  "
                           "pendidikan\";\"07.52\"\n"}) {
    const Sheet sheet = sheet_of(text);
    ASSERT_EQ(sheet.records.size(), 1u) << text;
    EXPECT_EQ(told(sheet.records[0]), "disdik 2023-01-02 07:52") << text;
  }
}

TEST(Sheet, IsPartedByWhatPartsItsHeader) {
  // A title says the date, and any sign could be said to leave the whole line as one cell.
  EXPECT_EQ(told(sheet_of("Tanggal : 2 Jan 2023\nUnit Kerja : Disdik\nNo\tNama\tJam Datang\n"
                          "1\tA\t07.52\n")
                     .records.at(0)),
            "disdik 2023-01-02 07:52");
  // Other signs in its names part nothing.
  EXPECT_EQ(
      told(sheet_of("Tanggal;OPD;Jam Masuk (WIB, server)\n2/1/2023;disdik;07.52\n").records.at(0)),
      "disdik 2023-01-02 07:52");
  EXPECT_EQ(told(sheet_of("Tanggal : 2 Jan 2023\nUnit Kerja : Disdik\nNo\tNama, NIP\tJam Masuk\n"
                          "1\tA, 1985\t07.52\n")
                     .records.at(0)),
            "disdik 2023-01-02 07:52");
}

// One column is parted by nothing, which is no ambiguity.
TEST(Sheet, OfOneColumnHasNoRecords) {
  const Sheet sheet = sheet_of("Tanggal : 2 Jan 2023\nUnit Kerja : Disdik\nJam Masuk\n07.52\n");
  ASSERT_EQ(sheet.records.size(), 1u);
  EXPECT_EQ(sheet.records[0].unread, Word::row_not_a_record);
}

// Either sign finds all three columns, with other cells in them.
TEST(Sheet, IsRefusedWhereTwoSignsPartItsHeaderEquallyWell) {
  const std::string text = "Tanggal;x,Jam Masuk;y,OPD\n2/1/2023;a,07.52;b,disdik\n";
  EXPECT_EQ(trouble_of(text), Word::sheet_two_readings);
}

TEST(Sheet, OfOursIsReadAsItWasWrittenWhateverItsHeaderHolds) {
  const Sheet sheet = sheet_of("Tanggal\tOPD, unit\tJam Masuk; server\n2/1/2023\tdisdik\t07.52\n");
  const Sheet again = sheet_of(as_csv(sheet, Language::indonesian, "saksi.example", "hari ini"));
  ASSERT_TRUE(again.earlier);
  ASSERT_EQ(again.records.size(), 1u);
  EXPECT_EQ(told(again.records[0]), "disdik 2023-01-02 07:52");
}

TEST(Sheet, HasItsHeaderBelowTitlesAndInTwoLevels) {
  const Sheet sheet = sheet_of(
      "REKAP PRESENSI;;;;;\nPeriode : Januari 2023;;;;;\n;;;;;\n"
      "No;Nama;Tanggal;Unit Kerja;JADWAL;;PRESENSI HARIAN;\n"
      ";;;;Masuk;Pulang;Masuk;Pulang\n"
      "1;A;02/01/2023;Dinas Kesehatan;07:30;16:00;07:41;16:02\n");
  EXPECT_EQ(sheet.columns.time, 6u);
  ASSERT_EQ(sheet.records.size(), 1u);
  EXPECT_EQ(told(sheet.records[0]), "dinkes 2023-01-02 07:41");
}

TEST(Sheet, TakesDateAndAgencyFromItsTitleWhereNoColumnHasThem) {
  const Sheet sheet = sheet_of(
      "Tanggal : 2 Jan 2023;;\nUnit Kerja;: Dinas Pendidikan;\nNo;Nama;Jam Datang;Jam Pulang\n"
      "1;A;07.52;16.00\n2;B;00:00:00;16.00\nMengetahui;;;\n");
  ASSERT_EQ(sheet.records.size(), 3u);
  EXPECT_EQ(told(sheet.records[0]), "disdik 2023-01-02 07:52");
  EXPECT_EQ(told(sheet.records[1]), "disdik 2023-01-02 -");
  // A signature below the rows is not somebody without a record.
  EXPECT_EQ(sheet.records[2].unread, Word::row_not_a_record);
}

TEST(Sheet, ReadsTheNumbersOfSpreadsheets) {
  const Sheet sheet = sheet_of("Tgl;SKPD;Masuk\n44928;disdik;0,327777777777778\n44928;disdik;0\n");
  EXPECT_EQ(told(sheet.records[0]), "disdik 2023-01-02 07:52");
  EXPECT_EQ(told(sheet.records[1]), "disdik 2023-01-02 -");
}

TEST(Sheet, ListsEveryRowThatItCannotReadWithItsReason) {
  const Sheet sheet = sheet_of(
      "Tanggal;OPD;Masuk\n2/1/2023;disdik;pagi\n31/2/2023;disdik;07.52\n2/1/2023;Dinas X;07.52\n"
      ";disdik;07.52\n;;\n2/1/2023;disdik;07.52\n");
  ASSERT_EQ(sheet.records.size(), 6u);
  EXPECT_EQ(sheet.records[0].unread, Word::typed_time_unread);
  EXPECT_EQ(sheet.records[1].unread, Word::typed_date_none);
  EXPECT_EQ(sheet.records[2].unread, Word::row_unknown_agency);
  EXPECT_EQ(sheet.records[3].unread, Word::row_no_date);
  EXPECT_EQ(told(sheet.records[4]), "empty");
  EXPECT_EQ(sheet.records[5].number, 7u);  // as the spreadsheet counts
  EXPECT_EQ(sheet.answered, 1u);
  EXPECT_EQ(sheet.unread, 4u);
}

TEST(Sheet, SaysWhatIsWrongWithIt) {
  EXPECT_EQ(trouble_of(""), Word::sheet_empty);
  EXPECT_EQ(trouble_of(" \n "), Word::sheet_empty);
  EXPECT_EQ(trouble_of("2/1/2023;disdik;07.52\n"), Word::sheet_no_header);
  EXPECT_EQ(trouble_of("Tanggal;Masuk\n2/1/2023;07.52\n"), Word::sheet_no_agency);
  Wanted few;
  few.most_rows = 1;
  const auto sheet =
      reconcile("Tanggal;OPD;Masuk\n1;2;3\n1;2;3\n", kAgencies, few, explained).value();
  EXPECT_EQ(sheet.error(), Word::sheet_too_long);
}

TEST(Sheet, TakesTheAgencyThatIsGivenWhereItNamesNone) {
  Wanted wanted;
  wanted.target = TargetId{"dinkes"};
  EXPECT_EQ(told(sheet_of("Tanggal;Masuk\n2/1/2023;07.52\n", wanted).records[0]),
            "dinkes 2023-01-02 07:52");
}

TEST(Sheet, ComesBackWithEveryCellAndColumnsOfOurs) {
  const Sheet sheet = sheet_of(
      "Nama,NIP,Tanggal,OPD,Jam Masuk\nA,'1985,2/1/2023,disdik,07.52\n=1+1,@x,x,disdik,07.52\n");
  const std::string csv = as_csv(sheet, Language::indonesian, "saksi.example", "hari ini");

  EXPECT_TRUE(
      csv.starts_with("\xEF\xBB\xBFNama;NIP;Tanggal;OPD;Jam Masuk;Hasil Saksi;Menit "
                      "terlambat;Menit terjelaskan;Kelas sebelum;Kelas sesudah;"
                      "Penjelasan;Nomor kejadian;Rujukan\r\n"))
      << csv;
  EXPECT_NE(csv.find("\r\nA;'1985;2/1/2023;disdik;07.52;Didukung bukti;22;22;TL1;tepat waktu;"),
            std::string::npos)
      << csv;
  EXPECT_NE(csv.find("K-20230102-DISDIK-1 revisi 2"), std::string::npos);
  EXPECT_NE(csv.find("\r\n'=1+1;'@x;x;disdik;07.52;Tidak terbaca;;;;;"), std::string::npos) << csv;
}

TEST(Table, NeutralisesFormulas) {
  std::string out;
  write_row(out, {"=A1", "+1", "-1", "@x", "a=b", "\tx", "p;q", "say \"x\""});
  EXPECT_EQ(out, "'=A1;'+1;'-1;'@x;a=b;\"'\tx\";\"p;q\";\"say \"\"x\"\"\"\r\n");
}

TEST(Table, ReadsQuotesAsSpreadsheetsWriteThem) {
  EXPECT_EQ(read_rows("a;\"b;\"\"c\"\"\nd\";e\r\nf;;\r\n", ';'),
            (std::vector<Cells>{{"a", "b;\"c\"\nd", "e"}, {"f", "", ""}}));
  EXPECT_EQ(read_rows("\"never ends", ';'), (std::vector<Cells>{{"never ends"}}));
  EXPECT_TRUE(read_rows("", ';').empty());
}

// --- an earlier answer, answered again ---

const char* const kTwo =
    "Nama;Tanggal;OPD;Jam Masuk\nA;2/1/2023;Disdik;07.52\nB;2/1/2023;Dinkes;07.40\n;;;\n";

TEST(Sheet, ThatIsAnEarlierAnswerSaysWhatChanged) {
  for (const Language language : {Language::indonesian, Language::english}) {
    const std::string before = as_csv(sheet_of(kTwo), language, "saksi.example", "1 Feb 2023");
    const auto again = reconcile(before, kAgencies, {}, [](const Asked& asked) {
      Result<Answer> answer = explained(asked);
      if (asked.target.text == "dinkes") answer->verdict.explained = 4;
      return answer;
    });
    ASSERT_TRUE(again && *again);
    const auto changed = changes(**again, Language::indonesian);
    ASSERT_EQ(changed.size(), 1U);
    EXPECT_EQ(changed.begin()->first, 3U);
    EXPECT_EQ(
        changed.begin()->second,
        language == Language::indonesian
            ? "Menit terjelaskan: 10 menjadi 4; Kelas sesudah: tepat waktu menjadi tanpa kelas"
            : "Menit terjelaskan: 10 menjadi 4; Kelas sesudah: on time menjadi no class");
    const auto rows = read_rows(as_csv(**again, language, "saksi.example", "2 Feb 2023"), ';');
    ASSERT_EQ(rows.size(), 4U);
    EXPECT_EQ(rows[0].size(), 4U + kOurColumns.size() + 1)
        << "its columns are renewed, not doubled";
    EXPECT_EQ(rows[0].back(), word(Word::out_changed, language));
    EXPECT_EQ(rows[1].size(), 4U + kOurColumns.size()) << "nothing changed";
    EXPECT_NE(rows[2].back().find("10"), std::string::npos);

    const auto third = reconcile(as_csv(**again, language, "", ""), kAgencies, {}, explained);
    ASSERT_TRUE(third && *third);
    EXPECT_EQ(changes(**third, language).size(), 1U) << "the column of changes is renewed as well";
  }
}

TEST(Sheet, ThatIsAnEarlierAnswerAndSaysTheSameHasNoChange) {
  const std::string before = as_csv(sheet_of(kTwo), Language::english, "a", "yesterday");
  const Sheet again = sheet_of(before);
  ASSERT_TRUE(again.earlier);
  EXPECT_TRUE(changes(again, Language::indonesian).empty());
}

TEST(Sheet, FindsItsOwnColumnsWhereverSomebodyMovedOurs) {
  // The eight columns of an answer, dragged between the sheet's own.
  std::string moved, filler;
  for (const Word column : kOurColumns)
    moved += std::string(word(column, Language::indonesian)) + ";", filler += "x;";
  const Sheet sheet =
      sheet_of("Tanggal;OPD;" + moved + "Jam Masuk\n2/1/2023;Disdik;" + filler + "07.52\n");
  ASSERT_TRUE(sheet.earlier);
  ASSERT_EQ(sheet.records.size(), 1u);
  EXPECT_EQ(told(sheet.records[0]), "disdik 2023-01-02 07:52");
}

TEST(Sheet, TakesNoSentenceOfAnEarlierAnswerForItsHeader) {
  // The answer's sentence has every word that names a column in it, and one row holds it all.
  std::string ours, row;
  for (const Word column : kOurColumns) {
    ours += ";" + std::string(word(column, Language::indonesian));
    row += column == Word::out_sentence ? ";tanggal jam absen masuk opd" : ";";
  }
  const Sheet sheet = sheet_of("Tanggal : 2 Jan 2023;\nUnit Kerja : Disdik;\nNo;Jam Datang" + ours +
                               "\n1;07.52" + row + "\n");
  ASSERT_TRUE(sheet.earlier);
  EXPECT_EQ(sheet.columns.header, 2u);
  ASSERT_EQ(sheet.records.size(), 1u);
  EXPECT_EQ(told(sheet.records[0]), "disdik 2023-01-02 07:52");
}

TEST(Sheet, ShowsNoControlCharactersOfAnEarlierAnswer) {
  const Cells was{"\x1B[2J\x07 lain", "22", "22", "TL1", "", "", "", ""};
  const Cells is{"Didukung bukti", "22", "22", "TL1", "", "", "", ""};
  EXPECT_EQ(change_of(was, is, Language::indonesian),
            "Hasil Saksi: [2J lain menjadi Didukung bukti");
}

TEST(Sheet, KeepsAForeignColumnThatIsCalledLikeOneOfOurs) {
  const Sheet sheet = sheet_of("Tanggal;OPD;Jam Masuk;Menit terlambat\n2/1/2023;Disdik;07.52;22\n");
  EXPECT_FALSE(sheet.earlier);
  EXPECT_EQ(sheet.rows[1].size(), 4U);
}

}  // namespace
}  // namespace saksi::verdict
