// SPDX-License-Identifier: Apache-2.0
#include <mutex>

#include "web/a_site.hpp"

namespace saksi::web::test {
namespace {

class Acknowledging : public ASite {
 protected:
  Acknowledging() {
    Incident incident;
    incident.number = "K-20230102-DISDIK-1";
    incident.outage.target = {"disdik"};
    incident.outage.bounds.start_hi = at("2023-01-02T00:30:00Z");
    board_.open = {incident};
    token_holds_ = [](const std::string& number, std::string_view token) {
      return number == "K-20230102-DISDIK-1" && token == "rahasia";
    };
    acknowledge_ = [this](const Acknowledgement& said) -> Result<AckOutcome> {
      const std::lock_guard lock(mutex_);
      said_.push_back(said);
      if (!trouble_.empty()) return fail(trouble_);
      return outcome_;
    };
  }
  std::string post(const std::string& fields, const std::string& number = "K-20230102-DISDIK-1") {
    saksi::test::RawClient client(web_->operations_port());
    client.send("POST /akui/" + number + " HTTP/1.1\r\nHost: saksi\r\nConnection: close\r\n" +
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
                std::to_string(fields.size()) + "\r\n\r\n" + fields);
    return client.rest();
  }
  std::vector<Acknowledgement> said() {
    const std::lock_guard lock(mutex_);
    return said_;
  }
  AckOutcome outcome_ = AckOutcome::recorded;
  std::string trouble_;
  std::mutex mutex_;
  std::vector<Acknowledgement> said_;
};

// What mail filters and previews of links do.
TEST_F(Acknowledging, NeverHappensByFollowingTheLink) {
  start();
  for (const char* method : {"GET", "HEAD"})
    EXPECT_EQ(status(ask(web_->operations_port(), method, "/akui/K-20230102-DISDIK-1?t=rahasia")),
              200);
  EXPECT_TRUE(said().empty());
  const std::string page = operations("/akui/K-20230102-DISDIK-1?t=rahasia");
  EXPECT_TRUE(has(page, "<form method=\"post\" action=\"/akui/K-20230102-DISDIK-1\">"));
  EXPECT_TRUE(has(page, "Dinas Pendidikan"));
  EXPECT_TRUE(has(page, "Cache-Control: no-store\r\n"));
  EXPECT_TRUE(has(page, "Referrer-Policy: no-referrer\r\n"));
  EXPECT_FALSE(has(page, "http")) << "it leads nowhere, and takes the token nowhere";
}

TEST_F(Acknowledging, HappensByTheButtonWithTheName) {
  start();
  const std::string page = post("t=rahasia&nama=+Budi+%C3%89+");
  EXPECT_EQ(status(page), 200);
  EXPECT_TRUE(has(page, "sudah diakui"));
  EXPECT_FALSE(has(page, "<form"));
  ASSERT_EQ(said().size(), 1U);
  EXPECT_EQ(said()[0], (Acknowledgement{"K-20230102-DISDIK-1", clock_.wall(), "Budi \xC3\x89"}));
  EXPECT_EQ(body(post("t=rahasia&nama=&bentuk=json")), "{\"outcome\":\"recorded\"}\n");
}

TEST_F(Acknowledging, NeedsTheTokenOfThatIncident) {
  start();
  for (const char* target : {"/akui/K-20230102-DISDIK-1", "/akui/K-20230102-DISDIK-1?t=salah",
                             "/akui/K-20230102-DISDIK-2?t=rahasia"}) {
    const std::string page = operations(target);
    EXPECT_EQ(status(page), 403) << target;
    EXPECT_FALSE(has(page, "<form")) << target;
  }
  EXPECT_EQ(status(post("nama=Budi")), 403);
  EXPECT_EQ(status(post("t=salah")), 403);
  EXPECT_EQ(status(post("t=rahasia", "K-20230102-DISDIK-2")), 403);
  EXPECT_TRUE(said().empty());
}

TEST_F(Acknowledging, TakesNoNameThatCannotBeShown) {
  start();
  for (const std::string& name :
       {std::string("%FF"), std::string("a%01b"), std::string("a%0Ab"), std::string(61, 'x')})
    EXPECT_EQ(status(post("t=rahasia&nama=" + name)), 400) << name;
  EXPECT_TRUE(said().empty());
  EXPECT_EQ(status(post("t=rahasia&nama=" + std::string(60, 'x'))), 200);
}

TEST_F(Acknowledging, IsNotSaidToBeRecordedWhenItIsNot) {
  trouble_ = "the keeper has not answered in time";
  start();
  std::string page = post("t=rahasia");
  EXPECT_EQ(status(page), 503);
  EXPECT_TRUE(has(page, "belum tercatat"));
  EXPECT_TRUE(has(page, "<form")) << "to try again";
  EXPECT_FALSE(has(page, "sudah diakui"));
}

TEST_F(Acknowledging, SaysThatAnIncidentIsOver) {
  outcome_ = AckOutcome::over;
  start();
  EXPECT_EQ(status(post("t=rahasia")), 409);
  EXPECT_EQ(body(post("t=rahasia&bentuk=json")), "{\"outcome\":\"over\"}\n");
}

TEST_F(Acknowledging, IsRefusedWhereNobodyRecords) {
  acknowledge_ = {};
  start();
  EXPECT_EQ(status(post("t=rahasia&bentuk=json")), 503);
}

TEST_F(Acknowledging, IsShownOnTheIncidentsPageAndInTheAnswerForPrograms) {
  const auto store = writer();
  Incident incident = board_.open[0];
  incident.reason = "opened";
  incident.outage.backend = {"absen"};
  incident.outage.journey = {"masuk"};
  incident.outage.bounds.start_lo = incident.outage.opened = at("2023-01-02T00:29:00Z");
  ASSERT_TRUE(store->commit({{incident, "opened", true}}, {}, clock_.wall()));
  const Acknowledgement said{incident.number, at("2023-01-02T00:33:00Z"), "Budi <b>"};
  EXPECT_TRUE(*store->acknowledge(said));
  EXPECT_FALSE(*store->acknowledge(said)) << "the same again";
  settings_->web.public_url = "https://saksi.example/";
  start();
  const std::string page = get("/gangguan/" + incident.number);
  EXPECT_TRUE(has(page, "Diakui oleh Budi &lt;b&gt;, 07.33 WIB."));
  EXPECT_TRUE(has(page,
                  "<p class=\"copy\">Bapak/Ibu, sistem presensi Dinas Pendidikan sedang "
                  "*gangguan* sejak pukul 07.30 WIB"));
  EXPECT_TRUE(has(page, "Perkembangan: https://saksi.example/gangguan/K-20230102-DISDIK-1</p>"));
  EXPECT_TRUE(has(get("/api/v1/incidents"),
                  R"("acknowledged":[{"at":"2023-01-02T00:33:00Z","by":"Budi <b>"}])"));
}

}  // namespace
}  // namespace saksi::web::test
