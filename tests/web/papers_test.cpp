// SPDX-License-Identifier: Apache-2.0
//
// Papers as a reader's browser meets them: real store, real keeper's writer, real listener.
// SAKSI_PAPERS=DIR keeps them to look at.
#include <fstream>
#include <mutex>

#include "../inquiry/a_morning.hpp"
#include "model/verification_code.hpp"
#include "web/a_site.hpp"
#include "web/shown.hpp"

namespace saksi::web::test {
namespace {

namespace morning = inquiry::test;
using saksi::test::between;
using saksi::test::gzipped;

constexpr const char* kDay = "/cek/lembar?tgl=2/1/2023&opd=disdik";
constexpr const char* kIncident = "/gangguan/K-20230102-DISDIK-1/lembar";

class Papers : public ASite {
 protected:
  explicit Papers(std::size_t failing = 3) {
    morning::record_morning(folder_.path(), failing);
    const WebSettings web = settings_->web;
    *settings_ = morning::settings();
    settings_->web = web;
    settings_->web.contact = "kominfo@kabcontoh.example";
    settings_->web.public_url = "https://saksi.kabcontoh.example/";
    plans_ = store::Reader::open(folder_.path()).value()->plans().value();
    for (std::size_t i = 0; i < 3; ++i) {
      settings_->vantages[i].isp = std::array{"Serat", "Seluler", "Kampus"}[i];
      settings_->vantages[i].place = std::array{"Kota", "Desa", "Bukit"}[i];
    }
    clock_.step_wall(std::chrono::hours(24));
  }
  // A revision of the incident, as late samples would make one; or its withdrawal.
  void revise(bool withdrawn) {
    auto writer = writer_of();
    Incident incident = store::Reader::open(folder_.path())
                            .value()
                            ->revisions("K-20230102-DISDIK-1")
                            .value()
                            .front();
    incident.revision = 2;
    incident.reason = withdrawn ? "no sample supports it any more" : "late samples: end";
    incident.withdrawn = withdrawn;
    ASSERT_TRUE(writer->commit({{incident, withdrawn ? "withdrawn" : "revised", false}}, {},
                               clock_.wall()));
  }
  std::unique_ptr<store::Writer> writer_of() {
    return store::Writer::open(folder_.path(), {}, morning::kVantages).value();
  }
  std::string paper(const std::string& target) {
    const std::string answer = get(target);
    if (const char* keep = std::getenv("SAKSI_PAPERS")) {
      std::string name = target;
      for (char& c : name)
        if (!std::isalnum(static_cast<unsigned char>(c)) && c != '.') c = '-';
      std::ofstream(std::string(keep) + "/" + name +
                    (target.find(".pdf") != std::string::npos ? ".pdf" : ".html"))
          << body(answer);
    }
    return body(answer);
  }
  static std::string code_in(const std::string& page) {
    return between(page, "class=\"code\">", "<");
  }
};

// With somebody who records.
class Issuing : public Papers {
 protected:
  explicit Issuing(std::size_t failing = 3) : Papers(failing) {}
  void start_site() {
    issue_ = [this](const store::NewSheet& sheet) {
      const std::lock_guard lock(mutex_);
      return writer_of()->issue(sheet, clock_.wall());
    };
    start();
  }
  std::mutex mutex_;
};

TEST_F(Issuing, ASheetOfADateSaysWhatWasSeenAndWhatItDoesNotProve) {
  start_site();
  const std::string page = paper(kDay);
  for (const char* part : {"LBG-20230102-DISDIK",
                           "Revisi lembar 1",
                           "SEMENTARA",
                           "tidak dapat digunakan selama 39 dari 60 menit",
                           "dilihat dari 3 jaringan berbeda",
                           "Dari 30 menit sebelum batas: 8 menit tanpa kendala, 22 terhalang",
                           "K-20230102-DISDIK-1 revisi 1",
                           "Terukur 100% dari 60 menit",
                           "Tidak ada menit tanpa data",
                           "Langkah yang diuji: buka.",
                           "Langkah yang tidak diuji: unggah.",
                           "Pengiriman presensi (foto) tidak diuji",
                           "Aturan penilaian: aturan-1",
                           "tidak membuktikan kehadiran seseorang",
                           "bukan keputusan kepegawaian",
                           "Pemantau ini dijalankan oleh Dinas Kominfo",
                           "Kode verifikasi – bukan tanda tangan elektronik",
                           "07.08.01–07.46.32 WIB",
                           "07.08–07.47 WIB gangguan",
                           "<svg role=\"img\" aria-label=\"QR: https://saksi.kabcontoh.example/v/"})
    EXPECT_TRUE(has(page, part)) << part;
  EXPECT_FALSE(has(page, "<script"));
  EXPECT_LE(gzipped(page), 15u << 10);
  EXPECT_TRUE(
      has(paper(std::string(kDay) + "&lang=en"), "could not be used for 39 of the 60 minutes"));
  // The citation names number, revision and code.
  const std::string cite = between(page, "<p class=\"cite\">", "</p>");
  EXPECT_TRUE(has(cite, "Lembar Bukti LBG-20230102-DISDIK (revisi 1), kode " + code_in(page)))
      << cite;
}

TEST_F(Issuing, TheSameContentKeepsItsCodeAndItsDate) {
  start_site();
  const std::string first = paper(kDay), code = code_in(first);
  clock_.step_wall(std::chrono::minutes(30));
  const std::string again = paper(kDay);
  EXPECT_EQ(code_in(again), code);
  EXPECT_EQ(between(again, "Diterbitkan ", "<"), between(first, "Diterbitkan ", "<"));
  const auto kept =
      store::Reader::open(folder_.path()).value()->sheet(read_code(code).code).value();
  ASSERT_TRUE(kept);
  EXPECT_EQ(code_of(kept->content), kept->code);
}

TEST_F(Issuing, VerifiesWhatItIssued) {
  start_site();
  const std::string code = code_in(paper(kIncident));
  const std::string page = paper("/v/" + read_code(code).code);
  EXPECT_TRUE(has(page, "Asli dan berlaku</h1>")) << page.substr(page.find("<main"));
  EXPECT_TRUE(has(page, "LBG-20230102-DISDIK-1 · Revisi lembar 1"));
  EXPECT_TRUE(has(page, "07.08.01–07.46.32 WIB"));  // the archived content, to compare
  EXPECT_LE(gzipped(page), 10u << 10);
  EXPECT_FALSE(has(page, "<script"));
  std::string typed = code;  // as people type it
  for (char& c : typed) c = static_cast<char>(std::tolower(c));
  EXPECT_TRUE(has(paper("/v?kode=" + typed), "Asli dan berlaku</h1>"));
  EXPECT_TRUE(has(paper("/v?kode=" + typed + "&lang=en"), "Genuine and current</h1>"));
  std::swap(typed[0], typed[1]);
  EXPECT_TRUE(has(paper("/v?kode=" + typed), "Kode salah ketik</h1>"));
  EXPECT_TRUE(has(paper("/v?kode=" + code_of("another paper")), "Kode tidak dikenal</h1>"));
  EXPECT_TRUE(has(paper("/v"), "Periksa kode lembar</h1>"));
}

TEST_F(Issuing, SaysThatASheetWasRevisedOrWithdrawnSince) {
  start_site();
  const std::string incident = read_code(code_in(paper(kIncident))).code,
                    day = read_code(code_in(paper(kDay))).code;
  revise(false);
  clock_.step_wall(std::chrono::minutes(30));  // the day is looked at anew
  const std::string revised = paper("/v/" + incident);
  EXPECT_TRUE(has(revised, "Asli, sudah direvisi</h1>"));
  EXPECT_TRUE(has(revised, "href=\"/gangguan/K-20230102-DISDIK-1/lembar\""));
  EXPECT_TRUE(has(paper("/v/" + day), "Asli, sudah direvisi</h1>"));
  const std::string newest = paper(kIncident);
  EXPECT_TRUE(has(newest, "Revisi lembar 2"));
  EXPECT_TRUE(has(paper("/v/" + read_code(code_in(newest)).code), "Asli dan berlaku</h1>"));
}

TEST_F(Issuing, AWithdrawnIncidentClaimsNothingAnyMore) {
  start_site();
  const std::string code = read_code(code_in(paper(kIncident))).code;
  revise(true);
  clock_.step_wall(std::chrono::minutes(30));
  const std::string checked = paper("/v/" + code);
  EXPECT_TRUE(has(checked, "Asli, tetapi kejadiannya dicabut</h1>"));
  EXPECT_TRUE(has(checked, "tidak ada pemeriksaan yang mendukung"));
  const std::string page = paper(kIncident);
  EXPECT_TRUE(has(page, "DICABUT"));
  EXPECT_FALSE(has(page, "tidak dapat digunakan pada"));
  EXPECT_TRUE(has(paper("/gangguan/K-20230102-DISDIK-1/surat"), "telah dicabut"));
}

TEST_F(Issuing, BecomingFinalDoesNotMakeAPaperFalse) {
  start_site();
  const std::string provisional = paper(kDay);
  clock_.step_wall(std::chrono::hours(24 * 10));
  const std::string code = read_code(code_in(provisional)).code, page = paper("/v/" + code);
  EXPECT_TRUE(has(page, "Asli dan berlaku</h1>"));
  EXPECT_TRUE(has(page, "datanya sudah final"));
  const std::string final = paper(kDay);
  EXPECT_TRUE(has(final, "FINAL:"));
  EXPECT_NE(code_in(final), code_in(provisional));
}

TEST_F(Issuing, GivesNoCodeBeforeTheCheckInIsOver) {
  clock_.step_wall(-std::chrono::hours(24) + std::chrono::minutes(22));  // 07.57 of the day
  start_site();
  const std::string page = paper(kDay);
  EXPECT_TRUE(has(page, "PRATINJAU TANPA KODE."));
  EXPECT_TRUE(has(page, "mulai pukul 08.10 WIB"));
  EXPECT_TRUE(has(paper(std::string(kDay) + "&lang=en"), "from 08:10 WIB on"));
  EXPECT_EQ(code_in(page), "");
  EXPECT_FALSE(
      store::Reader::open(folder_.path()).value()->newest_sheet("LBG-20230102-DISDIK").value());
}

TEST_F(Issuing, SaysSoWhenTheDaysSheetsAreUsedUp) {
  auto writer = writer_of();
  for (std::int64_t i = 0; i < store::kMostSheets; ++i)
    ASSERT_TRUE(*writer->issue({"LBG-X", "date", std::to_string(i)}, clock_.wall()));
  writer.reset();
  start_site();
  EXPECT_TRUE(has(paper(kDay), "Batas 500 lembar baru dalam 24 jam sudah tercapai"));
  clock_.step_wall(std::chrono::hours(24));
  EXPECT_NE(code_in(paper(kDay)), "");
}

TEST_F(Papers, WhereNobodyRecordsTheSheetHasNoCodeAndSaysWhy) {
  start();
  const std::string page = paper(kDay);
  EXPECT_TRUE(has(page, "tidak sedang mencatat"));
  EXPECT_EQ(code_in(page), "");
  EXPECT_TRUE(has(between(page, "<p class=\"cite\">", "</p>"), "pratinjau, tanpa kode"));
}

TEST_F(Papers, HaveNoSheetForAHolidayAFutureDateOrAnUnknownAgency) {
  start();
  EXPECT_TRUE(has(paper("/cek/lembar?tgl=6/1/2023&opd=disdik"), "belum terjadi"));
  EXPECT_TRUE(has(paper("/cek/lembar?tgl=1/1/2023&opd=disdik"), "Tidak ada jadwal"));
  EXPECT_TRUE(has(paper("/cek/lembar?tgl=31/2/2023&opd=disdik"), "tidak ada di kalender"));
  EXPECT_TRUE(has(paper("/cek/lembar?tgl=2/1/2023&opd=lain"), "Pilih OPD dari daftar"));
  EXPECT_EQ(status(get("/gangguan/K-20230102-DISDIK-9/lembar")), 404);
}

TEST_F(Issuing, ThePdfIsTheSameBytesEachTimeAndNamesItsSheet) {
  start_site();
  const std::string code = code_in(paper(kIncident));
  const std::string first = get("/gangguan/K-20230102-DISDIK-1/lembar.pdf");
  EXPECT_TRUE(has(first, "Content-Type: application/pdf"));
  EXPECT_TRUE(has(first, "filename=\"LBG-20230102-DISDIK-1-" + read_code(code).code + ".pdf\""));
  EXPECT_TRUE(body(first).starts_with("%PDF-1."));
  clock_.step_wall(std::chrono::minutes(1));
  EXPECT_EQ(body(get("/gangguan/K-20230102-DISDIK-1/lembar.pdf")), body(first));
  EXPECT_NE(body(get("/gangguan/K-20230102-DISDIK-1/lembar.pdf?kop=1")), body(first));
  for (const char* target :
       {"/gangguan/K-20230102-DISDIK-1/lembar.pdf",
        "/gangguan/K-20230102-DISDIK-1/lembar.pdf?kop=1&kertas=f4",
        "/cek/lembar.pdf?tgl=2/1/2023&opd=disdik", "/gangguan/K-20230102-DISDIK-1/daftar-hadir.pdf",
        "/gangguan/K-20230102-DISDIK-1/surat.pdf",
        "/gangguan/K-20230102-DISDIK-1/surat.pdf?lang=en"})
    EXPECT_TRUE(paper(target).starts_with("%PDF-1.")) << target;
}

TEST_F(Papers, TheAttendanceListIsBlankAndCarriesTheIncident) {
  start();
  const std::string page = paper("/gangguan/K-20230102-DISDIK-1/daftar-hadir");
  for (const char* part :
       {"DAFTAR HADIR MANUAL", "K-20230102-DISDIK-1", "Dinas Pendidikan", "Senin, 2 Januari 2023",
        "<th scope=\"col\">Jam datang</th>", "<th scope=\"row\">25</th>"})
    EXPECT_TRUE(has(page, part)) << part;
  EXPECT_FALSE(has(page, "<th scope=\"row\">26</th>"));
}

TEST_F(Papers, TheLettersWriteTheDateInWords) {
  start();
  const std::string page = paper("/gangguan/K-20230102-DISDIK-1/surat");
  for (const char* part :
       {"SURAT KETERANGAN", "BERITA ACARA GANGGUAN SISTEM PRESENSI",
        "pada hari Senin tanggal dua bulan Januari tahun dua ribu dua puluh tiga (2 Januari 2023)",
        "2. ……………………………………… (BKPSDM)", "pukul 07.08 WIB sampai 07.47 WIB", "LBG-20230102-DISDIK-1"})
    EXPECT_TRUE(has(page, part)) << part;
}

// One network alone confirms nothing, whatever it saw.
class OneNetwork : public Issuing {
 protected:
  OneNetwork() : Issuing(3) {
    for (Vantage& one : settings_->vantages) one.group = "isp-a";
  }
};
TEST_F(OneNetwork, IsNeverSaidToHaveConfirmedAnything) {
  start_site();
  for (const std::string& page : {paper(kDay), paper(kIncident)}) {
    EXPECT_TRUE(has(page, "hanya satu jaringan yang mengukur"));
    EXPECT_TRUE(has(page, "tidak dapat memastikan"));
    EXPECT_FALSE(has(page, "tidak dapat digunakan"));
  }
}

}  // namespace
}  // namespace saksi::web::test
