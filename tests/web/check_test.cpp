// SPDX-License-Identifier: Apache-2.0
//
// Cek tanggal and Rekonsiliasi as a reader's browser meets them: real store, real listener.
#include <poll.h>

#include <stdexcept>
#include <thread>

#include "../inquiry/a_morning.hpp"
#include "base/json.hpp"
#include "net/http_client.hpp"
#include "web/a_site.hpp"
#include "web/backroom.hpp"
#include "web/pages/check.hpp"
#include "web/shown.hpp"

namespace saksi::web::test {
namespace {

namespace morning = inquiry::test;

class Check : public ASite {
 protected:
  Check() {
    morning::record_morning(folder_.path());
    const WebSettings web = settings_->web;
    *settings_ = morning::settings();
    settings_->web = web;
    plans_ = store::Reader::open(folder_.path()).value()->plans().value();
    clock_.step_wall(std::chrono::hours(24));
    start();
  }
  std::string cek(const std::string& query) { return body(get("/cek?" + query)); }
  std::string post(const std::string& fields, const std::string& target = "/rekonsiliasi") {
    saksi::test::RawClient client(web_->pages_port());
    client.send("POST " + target + " HTTP/1.1\r\nHost: saksi\r\nConnection: close\r\n" +
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                std::to_string(fields.size()) + "\r\n\r\n" + fields);
    return client.rest();
  }
};

TEST_F(Check, AnswersWithTheMinutesTheClassAndTheIncident) {
  const std::string page = cek("tgl=2%2F1%2F2023&opd=disdik&jam=07.52");
  for (const char* part :
       {"Didukung bukti</h1>", "22 dari 22 menit keterlambatan terjelaskan", "TL1 → tepat waktu",
        "role=\"img\"", "<table>", "/gangguan/K-20230102-DISDIK-1", "aturan-1",
        "07.08–07.47 WIB gangguan", "Pengiriman presensi (foto) tidak diuji", "= 73%"})
    EXPECT_TRUE(has(page, part)) << part;
  EXPECT_FALSE(has(page, "<script"));
  // What was asked stands in the form, and in the link to the other language.
  EXPECT_TRUE(has(page, "value=\"2/1/2023\""));
  EXPECT_TRUE(has(page, "/cek?tgl=2%2F1%2F2023&amp;opd=disdik&amp;jam=07.52&amp;lang=en"));
  EXPECT_LE(saksi::test::gzipped(page), 15u << 10);
  EXPECT_TRUE(has(cek("tgl=2%2F1%2F2023&opd=disdik&jam=07.52&lang=en"), "Supported by evidence"));
}

TEST_F(Check, GivesTheNumbersThatTheApiAndTheSheetGive) {
  const Json json =
      Json::parse(body(get("/api/v1/verdict?date=2023-01-02&target=disdik&recorded=07:52")));
  EXPECT_EQ(json["outcome"], "supported");
  EXPECT_EQ(json["explained_minutes"], 22);
  EXPECT_EQ(json["incidents"][0]["number"], "K-20230102-DISDIK-1");
  EXPECT_EQ(json["class_before"], "TL1");
  const std::string sheet = post("baris=Tanggal;OPD;Masuk%0A2/1/2023;disdik;07.52&bentuk=csv");
  EXPECT_TRUE(has(sheet, "2/1/2023;disdik;07.52;Didukung bukti;22;22;TL1;tepat waktu;")) << sheet;
}

TEST_F(Check, TellsMistakesBesideTheirFields) {
  const std::string page = cek("tgl=31%2F2%2F2023&opd=&jam=pagi");
  EXPECT_TRUE(has(page, "id=\"tgl-e\">Tanggal ini tidak ada di kalender"));
  EXPECT_TRUE(has(page, "id=\"opd-e\">Pilih OPD"));
  EXPECT_TRUE(has(page, "id=\"jam-e\">Jam tidak terbaca"));
  EXPECT_TRUE(has(page, "aria-describedby=\"tgl-e tgl-h\" aria-invalid=\"true\""));
  EXPECT_TRUE(has(page, "value=\"pagi\""));
  EXPECT_TRUE(has(cek("tgl=2/1/2023&opd=disdik"), "id=\"jam-e\">Isi jam yang tercatat"));
  EXPECT_TRUE(has(cek("tgl=2/1/2023&opd=disdik&jam=07.52&tanpa=1"), "id=\"jam-e\">Isi salah satu"));
  // Opened without a question, or from an incident, there is no mistake yet.
  EXPECT_FALSE(has(body(get("/cek")), "class=\"wrong\""));
  EXPECT_FALSE(has(cek("tgl=2023-01-02&opd=disdik&mulai=1"), "class=\"wrong\""));
  EXPECT_TRUE(has(cek("tgl=2023-01-02&opd=disdik&mulai=1"), "value=\"2023-01-02\""));
}

TEST_F(Check, SaysOfOtherDaysWhyThereIsNoVerdict) {
  EXPECT_TRUE(has(cek("tgl=5/1/2023&opd=disdik&jam=07.52"), "Belum terjadi</h1>"));
  EXPECT_TRUE(has(cek("tgl=1/1/2023&opd=disdik&jam=07.52"), "Di luar jadwal</h1>"));
  EXPECT_TRUE(has(cek("tgl=30/12/2022&opd=disdik&jam=07.52"),
                  "Saksi mulai mengukur presensi Dinas Pendidikan pada Senin, 2 Januari 2023"));
}

TEST_F(Check, TurnsNothingThatWasTypedIntoMarkup) {
  const std::string page = cek("tgl=%3Cscript%3E&opd=%22%3E%3Cb%3E&jam=%3Ci%3E");
  EXPECT_FALSE(has(page, "<script>"));
  EXPECT_FALSE(has(page, "<i>"));
  EXPECT_TRUE(has(page, "value=\"&lt;script&gt;\""));
  EXPECT_FALSE(has(post("baris=%3C/textarea%3E%3Cscript%3E"), "<script>"));
}

TEST_F(Check, RefusesWrongQuestionsOfPrograms) {
  for (const char* query :
       {"", "date=x&target=disdik&none=true", "date=2023-01-02&target=x&none=true",
        "date=2023-01-02&target=disdik", "date=2023-01-02&target=disdik&recorded=07:52&none=true",
        "date=2023-01-02&target=disdik&none=1", "date=2023-01-02&target=disdik&none=true&x=1"}) {
    const std::string answer = get("/api/v1/verdict?" + std::string(query));
    EXPECT_EQ(status(answer), 400) << query;
    EXPECT_TRUE(has(body(answer), "{\"error\":\"")) << query;
  }
}

TEST_F(Check, AnswersEveryPastedRowAndKeepsNothing) {
  const std::string fields =
      "baris=Nama;Tanggal;OPD;Masuk%0ASiti;2/1/2023;disdik;07.52%0AAli;2/1/2023;disdik;pagi&opd=";
  const std::string answer = post(fields);
  EXPECT_EQ(status(answer), 200);
  EXPECT_TRUE(has(answer, "Cache-Control: no-store"));
  EXPECT_TRUE(has(answer, "2 baris: 1 dijawab, 1 tidak terbaca"));
  EXPECT_TRUE(has(answer, "Baris 3: Jam tidak terbaca"));
  EXPECT_TRUE(has(answer, "22 menit terlambat, 22 terjelaskan"));
  const std::string csv = post(fields + "&bentuk=csv");
  EXPECT_TRUE(has(csv, "Content-Disposition: attachment"));
  EXPECT_TRUE(has(csv, "\xEF\xBB\xBFNama;Tanggal;OPD;Masuk;Hasil Saksi"));
  // The form by itself remembers nothing of either.
  EXPECT_FALSE(has(get("/rekonsiliasi"), "Siti"));
}

// What stands in the form after the first look is what the download is made from.
TEST_F(Check, GivesPastedRowsBackAsTheyWere) {
  const std::string answer = post("baris=Tanggal;OPD;Masuk%0D%0A2/1/2023;disdik;07.52%0D%0A&opd=");
  EXPECT_TRUE(has(answer, ">\nTanggal;OPD;Masuk\n2/1/2023;disdik;07.52\n</textarea>"));
}

TEST_F(Check, SaysWhatHasChangedWhereAnEarlierResultIsPasted) {
  const std::string csv = body(post("baris=Tanggal;OPD;Masuk%0A2/1/2023;disdik;07.52&bentuk=csv"));
  const std::string same = post(net::form_body({{"baris", csv}}));
  EXPECT_TRUE(has(same, "Tidak ada baris yang berubah sejak hasil yang lama."));
  std::string older = csv;
  const std::size_t explained = older.find(";22;22;");
  ASSERT_NE(explained, std::string::npos) << csv;
  older.replace(explained, 7, ";22;9;");
  const std::string changed = post(net::form_body({{"baris", older}}));
  EXPECT_TRUE(has(changed, "1 baris berubah sejak hasil yang lama."));
  EXPECT_TRUE(has(changed, "Baris 2: Menit terjelaskan: 9 menjadi 22"));
}

TEST_F(Check, SaysWhatIsWrongWithPastedRows) {
  EXPECT_TRUE(has(post("baris="), "Tempel dulu barisnya."));
  EXPECT_TRUE(has(post("baris=a;b%0A"), "Judul kolom tidak ditemukan"));
  EXPECT_TRUE(has(post("baris=Tanggal;Masuk%0A2/1/2023;07.52"), "Tidak ada kolom OPD"));
  EXPECT_TRUE(has(post("baris=Tanggal;Masuk%0A2/1/2023;07.52&opd=disdik"), "1 dijawab"));
  std::string long_sheet = "baris=Tanggal;OPD;Masuk%0A";
  for (std::size_t i = 0; i <= pages::kMostSheetRows; ++i) long_sheet += "2/1/2023;disdik;07.52%0A";
  EXPECT_TRUE(has(post(long_sheet), "Barisnya terlalu banyak"));
  std::string many_days = "baris=Tanggal;OPD;Masuk%0A";
  for (int day = 0; day < 40; ++day) many_days += std::to_string(44800 + day) + ";disdik;07.52%0A";
  EXPECT_TRUE(has(post(many_days), "Harinya terlalu banyak"));
  EXPECT_EQ(status(post("baris=" + std::string(70000, 'x'))), 413);
}

TEST_F(Check, TakesPostedRowsAtOneAddressOnly) {
  EXPECT_EQ(status(post("baris=x", "/cek")), 405);
  EXPECT_TRUE(has(ask(web_->pages_port(), "PUT", "/rekonsiliasi"), "Allow: GET, HEAD, POST\r\n"));
}

// A day of forty agencies takes seconds to judge; at half past seven everybody opens today's page.
TEST_F(Check, KeepsNobodyFromTodaysPage) {
  std::latch gate(1);
  gate_ = &gate;
  saksi::test::RawClient asks(web_->pages_port());
  asks.send(
      "GET /cek?tgl=2/1/2023&opd=disdik&jam=07.52 HTTP/1.1\r\nHost: saksi\r\nConnection: "
      "close\r\n\r\n");
  while (times_opened_ == 0) std::this_thread::yield();

  const std::string today = get("/");

  gate.count_down();
  EXPECT_EQ(status(today), 200);
  EXPECT_TRUE(has(asks.rest(), "22 dari 22 menit"));
}

TEST_F(Check, TellsWhoFindsNoPlaceInLine) {
  std::latch gate(1);
  gate_ = &gate;
  std::vector<std::unique_ptr<saksi::test::RawClient>> line;
  const auto ask_one = [&](int minute) {
    line.push_back(std::make_unique<saksi::test::RawClient>(web_->pages_port()));
    line.back()->send("GET /api/v1/verdict?date=2023-01-02&target=disdik&recorded=08:" +
                      std::to_string(10 + minute) +
                      " HTTP/1.1\r\nHost: saksi\r\nConnection: close\r\n\r\n");
  };
  for (int i = 0; i < 40; ++i) ask_one(i);
  // Those without a place are answered at once, while the first is still waited for.
  std::size_t told = 0;
  while (told < 8) {
    pollfd ready{line[line.size() - 1 - told]->fd(), POLLIN, 0};
    ASSERT_EQ(::poll(&ready, 1, 20000), 1);
    EXPECT_EQ(status(line[line.size() - 1 - told]->rest()), 503);
    ++told;
  }

  gate.count_down();
  std::size_t answered = 0;
  for (std::size_t i = 0; i < 32; ++i) answered += status(line[i]->rest()) == 200 ? 1U : 0U;
  EXPECT_EQ(answered, 32U);
  EXPECT_EQ(times_opened_, 1);  // and the day was looked at once for all
}

TEST_F(Check, LooksAgainAfterATroubleOfTheStore) {
  store_trouble_ = "disk";
  const std::string query = "/cek?tgl=2/1/2023&opd=disdik&jam=07.52";
  EXPECT_EQ(status(get(query)), 503);
  store_trouble_.clear();
  EXPECT_EQ(status(get(query)), 200);
}

TEST(Backroom, OutlivesAJobThatThrows) {
  Backroom room("test", 2);
  std::latch done(1);
  EXPECT_TRUE(room.take([]() -> Backroom::Telling { throw std::runtime_error("typed"); }));
  EXPECT_TRUE(room.take([&]() -> Backroom::Telling { return [&] { done.count_down(); }; }));
  done.wait();
}

TEST_F(Check, SaysWhenTheRecordsCannotBeRead) {
  store_trouble_ = "disk";
  const std::string query = "/cek?tgl=2/1/2023&opd=disdik&jam=07.52";
  EXPECT_EQ(status(get(query)), 503);
  EXPECT_EQ(status(get("/api/v1/verdict?date=2023-01-02&target=disdik&recorded=07:52")), 503);
  EXPECT_EQ(status(post("baris=Tanggal;OPD;Masuk%0A2/1/2023;disdik;07.52")), 503);
}

}  // namespace
}  // namespace saksi::web::test
