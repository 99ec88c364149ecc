// SPDX-License-Identifier: Apache-2.0
#include "alert/bulletin.hpp"

#include "parts.hpp"
#include "support/temp_dir.hpp"

namespace saksi::alert::test {
namespace {

// Forty agencies on one host, and one on another.
class Bulletins : public testing::Test {
 protected:
  Bulletins() {
    settings = settings_with({}, "");
    settings.calendars.at(0).zone = "Asia/Jakarta";
    for (unsigned day = 1; day <= 5; ++day)
      settings.calendars[0].check_in[day] = {7h, 7h + 30min, 8h};
    for (int i = 2; i <= 40; ++i) {
      Target target = settings.targets.front();
      target.id = {"opd" + std::to_string(i)};
      target.agency = "OPD " + std::to_string(i);
      settings.targets.push_back(target);
    }
    settings.alerts.telegram.push_back(
        {"piket", "token", "-100", "https://api.telegram.org", "id"});
  }

  store::Change change(const std::string& target, const std::string& event, Instant at) {
    store::Change made = change_of(event == "closed" ? "closed" : "opened");
    made.event = event;
    made.incident.number = "K-20230102-" + target + "-1";
    made.incident.outage.target = {target};
    made.incident.outage.opened = at;
    made.incident.outage.votes = {
        {{"telkom"}, "telkom", true, true, Class::http_resource_limit, "login"},
        {{"xl"}, "xl", true, true, Class::http_resource_limit, "login"},
        {{"kantor"}, "kantor", true, false, Class::ok, ""}};
    made.incident.outage.bounds.start_hi = at - 20s;
    made.incident.outage.bounds.start_lo = at - 40s;
    return made;
  }

  // As the pipeline does: the changes are applied, then told.
  std::vector<store::Message> tell(const std::vector<store::Change>& changes, Instant now) {
    for (const store::Change& one : changes) {
      std::erase_if(known, [&](const Incident& i) { return i.number == one.incident.number; });
      known.push_back(one.incident);
    }
    auto messages = bulletins(settings, known, changes, now, demo, links);
    EXPECT_TRUE(writer->commit({}, messages, now));
    return messages;
  }

  std::vector<std::string> due(Instant now) {
    std::vector<std::string> texts;
    const auto found = *writer->due(now, 100);
    for (const store::Pending& one : found) {
      texts.push_back((*parse_json(one.payload))["text"]);
      EXPECT_TRUE(writer->report({{one.id, store::Delivery::delivered, "", std::nullopt}}, now));
    }
    return texts;
  }

  Settings settings;
  bool demo = false;
  AckLinks links;
  std::vector<Incident> known;
  const saksi::test::TempDir folder;
  std::unique_ptr<store::Writer> writer = *store::Writer::open(folder.path(), {"live"}, {});
  const Instant at712 = utc("2023-01-02T00:12:40Z");  // 07.12 WIB, a Monday
};

TEST_F(Bulletins, SayWhatFailsWhereSinceWhenAndWhatToDoFirst) {
  tell({change("disdik", "opened", at712)}, at712);

  const auto texts = due(at712 + 10s);

  ASSERT_EQ(texts.size(), 1U);
  EXPECT_EQ(texts[0],
            "[GANGGUAN] Presensi Dinas Pendidikan sejak pukul 07.12 WIB.\n"
            "Gagal di 2 dari 3 titik pantau (telkom, xl).\n"
            "Dipakai bersama: web melayani 40 OPD. Yang belum disebut mungkin ikut terganggu.\n"
            "Tahap: login. Tanda: Kapasitas hosting penuh (508).\n"
            "Batas presensi pukul 07.30 WIB, 17 menit lagi.\n"
            "Langkah pertama: periksa beban server: proses web, antrean, sambungan basis data.\n"
            "Nomor kejadian: K-20230102-disdik-1\n"
            "https://saksi.example/gangguan/K-20230102-disdik-1\n"
            "\n"
            "Untuk diteruskan:\n"
            "Bapak/Ibu, sistem presensi Dinas Pendidikan sedang *gangguan* sejak pukul 07.12 WIB "
            "dan terpantau dari beberapa jaringan. Bukan hanya HP Anda. Mohon isi *daftar hadir "
            "manual* di unit kerja dan simpan foto berwaktu. Catat nomor kejadian: "
            "*K-20230102-disdik-1*. Perkembangan: "
            "https://saksi.example/gangguan/K-20230102-disdik-1");
}

TEST_F(Bulletins, RingOnceForFortyAgenciesOfOneHost) {
  tell({change("disdik", "opened", at712)}, at712);
  EXPECT_TRUE(due(at712 + 4s).empty()) << "it waits for the others";
  for (int i = 2; i <= 40; ++i)
    tell({change("opd" + std::to_string(i), "opened", at712 + std::chrono::milliseconds(200 * i))},
         at712 + std::chrono::milliseconds(200 * i));

  const auto texts = due(at712 + 10s);
  tell({change("opd3", "reopened", at712 + 40s)}, at712 + 40s);  // told already

  ASSERT_EQ(texts.size(), 1U);
  EXPECT_EQ(
      texts[0].substr(0, texts[0].find('\n')),
      "[GANGGUAN] Presensi Dinas Pendidikan, OPD 2, OPD 3, OPD 4, OPD 5, OPD 6, 34 lainnya sejak "
      "pukul 07.12 WIB.");
  EXPECT_NE(texts[0].find("Nomor kejadian: K-20230102-disdik-1 dan 39 lainnya"), std::string::npos);
  EXPECT_TRUE(due(at712 + 5min).empty());
}

TEST_F(Bulletins, NameTheHostWhileOthersStandOnItToo) {
  settings.targets.resize(2);
  settings.backends.at(0).name = "Hosting presensi";
  tell({change("disdik", "opened", at712)}, at712);
  tell({change("opd2", "opened", at712 + 8s)}, at712 + 8s);

  const auto texts = due(at712 + 20s);

  ASSERT_EQ(texts.size(), 1U);
  EXPECT_EQ(texts[0].find("Dipakai bersama"), std::string::npos) << "all are named";
}

TEST_F(Bulletins, TellTheEndWhenTheLastAgencyHasRecovered) {
  tell({change("disdik", "opened", at712), change("opd2", "opened", at712)}, at712);
  due(at712 + 10s);

  const Instant end = utc("2023-01-02T00:54:00Z");
  EXPECT_TRUE(tell({change("disdik", "closed", at712)}, end).empty());
  tell({change("opd2", "closed", at712)}, end + 20s);

  const auto texts = due(end + 20s);
  ASSERT_EQ(texts.size(), 1U);
  EXPECT_EQ(texts[0],
            "[PULIH] Presensi Dinas Pendidikan, OPD 2: langkah yang diuji dapat dipakai lagi sejak "
            "pukul 07.50 WIB.\n"
            "Terganggu paling lambat sejak pukul 07.12 WIB, paling sedikit 37 menit 40 detik.\n"
            "Nomor kejadian: K-20230102-disdik-1 dan 1 lainnya\n"
            "https://saksi.example/");
}

// After an hour without a line to Telegram nobody wants to be woken for what is over.
TEST_F(Bulletins, AreOneMessageWhereTheBeginningWasNeverSent) {
  tell({change("disdik", "opened", at712)}, at712);
  const auto first = *writer->due(at712 + 10s, 1);
  ASSERT_EQ(first.size(), 1U);
  ASSERT_TRUE(writer->report({{first[0].id, store::Delivery::retry, "no line", at712 + 5min}},
                             at712 + 10s));
  const Instant end = utc("2023-01-02T00:54:00Z");
  tell({change("disdik", "closed", at712)}, end);

  const auto texts = due(end + 1min);

  ASSERT_EQ(texts.size(), 1U);
  EXPECT_EQ(texts[0].substr(0, 7), "[PULIH]");
}

// Late samples took the only incident back before anybody was told of it.
TEST_F(Bulletins, SayNothingOfWhatNobodyHeardAndIsTakenBack) {
  store::Change one = change("disdik", "opened", at712);
  tell({one}, at712);
  one.event = "withdrawn";
  one.incident.withdrawn = true;
  one.incident.revision = 2;
  tell({one}, at712 + 5s);

  EXPECT_TRUE(due(at712 + 1min).empty());
}

TEST_F(Bulletins, TakeBackWhatWasTold) {
  store::Change one = change("disdik", "opened", at712);
  tell({one}, at712);
  ASSERT_EQ(due(at712 + 10s).size(), 1U);
  one.event = "withdrawn";
  one.incident.withdrawn = true;
  one.incident.revision = 2;
  tell({one}, at712 + 1min);

  const auto texts = due(at712 + 1min);
  ASSERT_EQ(texts.size(), 1U);
  EXPECT_EQ(texts[0].substr(0, 29), "[DICABUT] K-20230102-disdik-1");
}

// Requests that still wait open an outage before any sample says on which backend the site stands.
TEST_F(Bulletins, KnowTheBackendOfAnOutageWithoutASample) {
  store::Change one = change("disdik", "opened", at712);
  one.incident.outage.backend = {};
  tell({one}, at712);
  due(at712 + 10s);
  store::Change end = change("disdik", "closed", at712);

  const auto messages = tell({end}, at712 + 20min);

  ASSERT_EQ(messages.size(), 1U);
  EXPECT_EQ(messages[0].subject, "backend/web");
  EXPECT_EQ(due(at712 + 20min).size(), 1U);
}

TEST_F(Bulletins, RingAgainForTheNextOutage) {
  tell({change("disdik", "opened", at712)}, at712);
  due(at712 + 10s);
  const Instant end = utc("2023-01-02T00:54:00Z");
  tell({change("disdik", "closed", at712)}, end);
  due(end);

  auto again = change("disdik", "opened", end + 1h);
  again.incident.number = "K-20230102-disdik-2";
  tell({again}, end + 1h);

  EXPECT_EQ(due(end + 1h + 10s).size(), 1U);
}

TEST_F(Bulletins, SayAfterHowManySecondsATimeOutCame) {
  JourneySettings journey;
  journey.id = {"masuk"};
  journey.timeout = 25s;
  settings.journeys.push_back(journey);
  store::Change one = change("disdik", "opened", at712);
  one.incident.outage.cause = Class::http_timeout_ttfb;
  tell({one}, at712);
  EXPECT_NE(due(at712 + 10s).at(0).find("tidak menjawab dalam 25 detik."), std::string::npos);
}

TEST_F(Bulletins, LeadStaffToWhereTheyAcknowledge) {
  links = AckLinks("https://piket.example", *store::AckKey::open_or_create(folder.path()));
  tell({change("disdik", "opened", at712)}, at712);
  const std::string text = due(at712 + 10s).at(0);
  EXPECT_NE(text.find("Akui (pengingat berhenti): https://piket.example/akui/"
                      "K-20230102-disdik-1?t="),
            std::string::npos)
      << text;
  EXPECT_LT(text.find("/akui/"), text.find("Untuk diteruskan:")) << "it is not to be passed on";
}

TEST_F(Bulletins, MarkWhatIsOnlyASimulation) {
  demo = true;
  tell({change("disdik", "opened", at712)}, at712);
  EXPECT_EQ(due(at712 + 10s).at(0).substr(0, 34), "(SIMULASI, bukan kejadian nyata)\n[");
}

// Documented at core.telegram.org/bots/api: 429 with parameters.retry_after; 403 for a bot that was
// thrown out.
class Telegram : public WorkerTest {
 protected:
  Telegram() {
    settings = settings_with({}, "");
    std::ofstream(folder / "token") << "42:SECRET\n";
    std::filesystem::permissions(folder / "token", std::filesystem::perms::owner_read);
    server =
        *net::HttpServer::start({}, [this](net::ServerRequest request, net::Responder responder) {
          requests.put(request);
          net::ServerResponse answer;
          answer.status = status;
          answer.body = body;
          responder.send(answer);
        });
    settings.alerts.telegram.push_back({"piket", folder / "token", "-100",
                                        "http://127.0.0.1:" + std::to_string(server->port()),
                                        "id"});
  }
  store::DeliveryReport sent() {
    const auto worker = start(settings);
    worker->deliver({pending(1, "telegram:piket", R"({"text":"[PULIH] <b>"})")});
    return reports.wait_for(1)[0];
  }
  const saksi::test::TempDir folder;
  Settings settings;
  int status = 200;
  std::string body = R"({"ok":true,"result":{}})";
  Inbox<net::ServerRequest> requests;
  std::unique_ptr<net::HttpServer> server;
};

TEST_F(Telegram, GetsTheTextForItsChatWithTheBotsToken) {
  EXPECT_EQ(sent().outcome, store::Delivery::delivered);

  const auto request = requests.wait_for(1)[0];
  EXPECT_EQ(request.path, "/bot42:SECRET/sendMessage");
  EXPECT_EQ(
      *parse_json(request.body),
      *parse_json(R"({"chat_id":"-100","text":"[PULIH] <b>","disable_web_page_preview":true})"));
}

TEST_F(Telegram, IsLeftAloneAsLongAsItAsks) {
  status = 429;
  body =
      R"({"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":40}})";

  const auto report = sent();

  EXPECT_EQ(report.outcome, store::Delivery::retry);
  EXPECT_GE(*report.next, clock.wall() + 35s);
}

TEST_F(Telegram, RefusesForGoodABotThatWasThrownOut) {
  status = 403;
  EXPECT_EQ(sent().outcome, store::Delivery::dead);
}

// Twenty in ten minutes; the rest waits in the outbox.
TEST_F(Telegram, IsSpared) {
  settings.alerts.webhooks = {{"it", settings.alerts.telegram[0].api}};
  const auto worker = start(settings);
  // A second message, to a channel that is gone, is answered when the first has left the way.
  std::size_t sent = 0;
  const auto deliver = [&](std::int64_t id) {
    worker->deliver({pending(id, "telegram:piket", R"({"text":"halo"})")});
    if (id <= 20) reports.wait_for(++sent);
    worker->deliver({pending(1000 + id, "gone:1", "{}")});
    return reports.wait_for(++sent);
  };
  for (std::int64_t id = 1; id <= 20; ++id) deliver(id);
  deliver(21);
  // Two rounds to the same server behind it: had the 21st been sent, it would have been there
  // first.
  for (const std::int64_t id : {5001, 5002}) {
    worker->deliver({pending(id, "webhook:it", "{}")});
    reports.wait_for(++sent);
  }
  for (const net::ServerRequest& request : requests.wait_for(22))
    EXPECT_NE(request.header("x-saksi-event-id"), "event/21");
  EXPECT_EQ(requests.wait_for(22).size(), 22U);
}

TEST_F(Telegram, LeavesNoTokenInWhatIsReported) {
  server.reset();  // nobody listens
  const auto report = sent();
  EXPECT_EQ(report.outcome, store::Delivery::retry);
  EXPECT_EQ(report.detail.find("SECRET"), std::string::npos) << report.detail;
}

TEST_F(Telegram, IsNotStartedWithoutItsToken) {
  std::filesystem::remove(folder / "token");
  const auto worker = Worker::start(settings, clock, [](const auto&) {});
  ASSERT_FALSE(worker);
  EXPECT_NE(worker.error().message.find("telegram:piket: token file"), std::string::npos);
}

}  // namespace
}  // namespace saksi::alert::test
