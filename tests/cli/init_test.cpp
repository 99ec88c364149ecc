// SPDX-License-Identifier: Apache-2.0
//
// `saksi init` against the demo's own web, and against pages that no decent web shows.
#include "cli/init.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/file.hpp"
#include "demo/demo.hpp"
#include "net/http_client.hpp"
#include "settings/read.hpp"
#include "support/raw_server.hpp"
#include "support/temp_dir.hpp"

namespace saksi::cli {
namespace {

Answers answered() {
  Answers answers;
  answers.agency = "Dinas \"Pendidikan\"";
  answers.short_name = "DISDIK";
  answers.zone = "Asia/Jakarta";
  answers.opening = "06:30";
  answers.limit = "07:30";
  answers.close = "08:30";
  answers.days = "mon-fri";
  answers.owner = "Diskominfo: Kab. Contoh";
  answers.contact = "saksi@kabcontoh.example";
  answers.network = "Serat Rumahan";
  answers.controls = {"https://a.example/", "https://b.example/", "tls://c.example:443"};
  answers.directory = "state";
  return answers;
}

Answers with_account() {
  Answers answers = answered();
  answers.account = "UJI-SAKSI-01";
  answers.password_file = "credential:uji-saksi-01";
  answers.consent = "Surat 045/001/2026";
  answers.after_login = "Selamat datang";
  return answers;
}

std::string mistakes(const std::string& yaml) {
  const auto reading = settings::read_text(yaml, "saksi.yaml");
  if (reading) return {};
  std::string all;
  for (const std::string& line : reading.error().lines) all += line + "\n";
  return all;
}

const std::string kForm =
    "<form method=post action=/masuk><input name=nip><input type=password name=sandi>"
    "<button>Masuk sekarang</button></form>";
const std::string kUrl = "https://absen.example/login";

TEST(Init, WritesAConfigurationThatLogsInWhereThePageHasAForm) {
  const Seen seen = seen_at(kUrl, kForm);
  ASSERT_EQ(seen.obstacle, "");
  const std::string yaml = starter_yaml(seen, with_account());
  const auto reading = settings::read_text(yaml, "saksi.yaml");
  ASSERT_TRUE(reading) << mistakes(yaml) << yaml;

  const JourneySettings& journey = reading->journeys.at(0);
  EXPECT_EQ(journey.mode, Mode::login);
  EXPECT_EQ(journey.steps.at(0).path, "/login");
  ASSERT_EQ(journey.steps.at(0).expect.size(), 1U);
  EXPECT_EQ(journey.steps.at(0).expect[0].text(), "Masuk sekarang");
  EXPECT_EQ(journey.steps.at(1).fields.at("nip"), "${user}");
  EXPECT_EQ(journey.steps.at(1).fields.at("sandi"), "${password}");
  EXPECT_EQ(reading->targets.at(0).agency, "Dinas \"Pendidikan\"");
  EXPECT_EQ(reading->targets.at(0).url, "https://absen.example");
  EXPECT_EQ(reading->vantages.at(0).group, "serat-rumahan");
  EXPECT_EQ(reading->vantages.at(0).accounts.begin()->second.second, "credential:uji-saksi-01");
}

TEST(Init, LooksAtThePageOnlyWhereNoRunCouldLogIn) {
  const std::vector<std::pair<std::string, std::string>> pages{
      {"<div id=app></div><script src=/app.js></script>", "no form with a password"},
      {"<form><input name=q></form>", "no form with a password"},
      {"<form method=post action=https://lain.example/x><input name=u><input type=password "
       "name=p></form>",
       "another place"},
      {"<form method=post action=http://absen.example/x><input name=u><input type=password "
       "name=p></form>",
       "another place"},
      {"<form><input name=u><input type=password name=p></form>", "POST"},
      {"<form method=post><input type=password name=p></form>", "no field with a name"},
      {"<form method=post><input name=u><input type=password name=p><img src=/captcha></form>",
       "CAPTCHA"},
      {std::string("<\0f\0o\0r\0m\0>\0", 12), "no form with a password"}};
  for (const auto& [html, why] : pages) {
    const Seen seen = seen_at(kUrl, html);
    EXPECT_NE(seen.obstacle.find(why), std::string::npos) << html << ": " << seen.obstacle;
    const std::string yaml = starter_yaml(seen, answered());
    const auto reading = settings::read_text(yaml, "saksi.yaml");
    ASSERT_TRUE(reading) << mistakes(yaml);
    EXPECT_EQ(reading->journeys.at(0).mode, Mode::anonymous);
    EXPECT_EQ(reading->journeys.at(0).steps.size(), 1U);
  }
}

TEST(Init, LetsAHostilePageSayNothingInTheFileButText) {
  const std::string hostile =
      "<title>x\"\n]}\nbackends: []\n\xFF</title><form method=post><input name='a\": b\n#'>"
      "<input type=password name='p}\\'><input type=hidden name='h\nstorage: 1'>"
      "<input name='lain\nweb: 2'><button>\\x41\"]} #: ya</button></form>";
  const Seen seen = seen_at(kUrl + "?a=\"]", hostile);
  EXPECT_NE(seen.obstacle, "") << "a name with a line end is not written";
  EXPECT_EQ(mistakes(starter_yaml(seen, answered())).find("storage"), std::string::npos);
  const Seen quoted = seen_at(kUrl,
                              "<form method=post><input name='a\": b #'><input "
                              "type=password name='p}\\'><button>\\x41\"]} #: ya</button>");
  ASSERT_EQ(quoted.obstacle, "");
  const std::string yaml = starter_yaml(quoted, with_account());
  const auto reading = settings::read_text(yaml, "saksi.yaml");
  ASSERT_TRUE(reading) << mistakes(yaml) << yaml;
  EXPECT_EQ(reading->journeys.at(0).steps.at(1).fields.at("a\": b #"), "${user}");
  EXPECT_EQ(reading->journeys.at(0).steps.at(0).expect.at(0).text(), "\\x41\"]} #: ya");
}

class InitLook : public testing::Test {
 protected:
  void SetUp() override {
    net::initialise();
    answers_.allow_private = true;
  }
  std::string trouble(const std::string& answer) {
    test::RawServer server([&](test::RawServer::Peer& peer) {
      head_ = peer.read_head();
      peer.write(answer);
    });
    const auto seen = look_at(server.url("/login"), answers_);
    return seen ? "" : seen.error().message;
  }
  Answers answers_ = answered();
  std::string head_;
};

TEST_F(InitLook, RefusesWhatItMayNotReadAndSaysWhy) {
  const std::string big = "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n";
  EXPECT_NE(trouble(big + std::string(5'000'000, 'x')).find("/login: "), std::string::npos);
  EXPECT_NE(head_.find("User-Agent: Saksi/"), std::string::npos) << head_;
  EXPECT_NE(head_.find("contact=saksi@kabcontoh.example"), std::string::npos) << head_;
  EXPECT_NE(trouble("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n").find("status 503"),
            std::string::npos);
  EXPECT_NE(trouble("HTTP/1.1 302 Found\r\nLocation: https://lain.example/\r\nContent-Length: "
                    "0\r\n\r\n")
                .find("another host"),
            std::string::npos);
  EXPECT_NE(trouble("HTTP/1.1 302 Found\r\nLocation: /login\r\nConnection: close\r\n"
                    "Content-Length: 0\r\n\r\n")
                .find("more than 3 times"),
            std::string::npos);
  EXPECT_NE(trouble("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi").find("not https"),
            std::string::npos);
}

class InitDemo : public testing::Test {
 protected:
  void SetUp() override {
    net::initialise();
    const demo::Day& day = demo::days().front();
    const Instant early = Zone::find(day.zone)->instant(day.date, day.from);
    clock_ = std::make_unique<ScaledClock>(early, SystemClock().wall(), 1);
    auto web = demo::AttendanceWeb::start({day, 1, folder_ / "web", clock_.get()});
    ASSERT_TRUE(web) << web.error().message;
    web_ = std::move(*web);
    const demo::Agency& agency = demo::days().front().agencies.front();
    words_ = {"https://" + agency.host + ":" + std::to_string(web_->https_port()) + "/",
              "--agency=Dinas Pendidikan",
              "--short-name=DISDIK",
              "--zone=Asia/Jakarta",
              "--opening=07:30",
              "--limit=08:00",
              "--owner=Diskominfo",
              "--network=Serat",
              "--contact=saksi@kabcontoh.example",
              "--account=" + web_->user(),
              "--password-file=" + web_->password_file(),
              "--consent=demo",
              "--after-login=Selamat datang",
              "--allow-private",
              "--ca-file=" + web_->ca_file(),
              "--dns-server=127.0.0.1:" + std::to_string(web_->dns_port()),
              "-o",
              file_};
    for (const std::string& control : web_->control_urls())
      words_.push_back("--control=" + control);
  }
  test::TempDir folder_;
  std::string file_ = folder_ / "saksi.yaml";
  std::unique_ptr<ScaledClock> clock_;
  std::unique_ptr<demo::AttendanceWeb> web_;
  Arguments words_;
};

TEST_F(InitDemo, WritesWhatCheckAcceptsAndWhatARealRunLogsInWith) {
  ASSERT_EQ(init(words_, {}), done);
  EXPECT_EQ(run_check({"-c", file_}), done);
  EXPECT_EQ(run_probe({"disdik", "-c", file_}), done) << read_file(file_, 1 << 20).value();
}

TEST_F(InitDemo, NeverWritesOverAFileUnlessToldTo) {
  ASSERT_TRUE(write_atomically(file_, "punya orang\n"));
  EXPECT_EQ(init(words_, {}), usage);
  EXPECT_EQ(read_file(file_, 100).value(), "punya orang\n");
  words_.emplace_back("--force");
  EXPECT_EQ(init(words_, {}), done);
  EXPECT_NE(read_file(file_, 1 << 20).value().find("saksi init"), std::string::npos);
}

TEST_F(InitDemo, NamesWhatIsMissingInOneLineWhereNobodyCanBeAsked) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(init({words_[0], "--agency=X", "-o", file_}, {}), usage);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "saksi: missing: --short-name --zone --opening --limit --owner --contact --network "
            "--account --password-file --consent --after-login --control --control --control (or "
            "--anonymous, which needs no account)\n");
  EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(InitDemo, AsksForWhatNoFlagHasSaid) {
  std::erase_if(words_, [](const std::string& word) {
    return word.starts_with("--agency") || word.starts_with("--consent");
  });
  std::vector<std::string> asked;
  EXPECT_EQ(init(words_,
                 [&](const std::string& question) {
                   asked.push_back(question);
                   return std::string("Jawaban");
                 }),
            done);
  ASSERT_EQ(asked.size(), 2U);
  EXPECT_NE(asked[0].find("Agency"), std::string::npos);
  EXPECT_NE(asked[1].find("consent"), std::string::npos);
}

TEST_F(InitDemo, WritesNothingFromAnAnswerThatCannotBeUsed) {
  words_[2] = "--short-name=dinas pendidikan";
  EXPECT_EQ(init(words_, {}), usage);
  EXPECT_FALSE(std::filesystem::exists(file_));
}

}  // namespace
}  // namespace saksi::cli
