// SPDX-License-Identifier: Apache-2.0
//
// The whole attendance web on loopback, visited by the curl command line: certificates, names,
// hosts, the queue behind the sockets, sick networks and the truth log.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "base/zone.hpp"
#include "demo/demo.hpp"
#include "demo/truth.hpp"
#include "support/process.hpp"
#include "support/temp_dir.hpp"

namespace saksi::demo {
namespace {

using namespace std::chrono_literals;

constexpr char kHost[] = "disdik.absen-maju.example";
constexpr int kCurlTimedOut = 28;

// The web, begun at an hour of 2 January 2023 and running thirty times as fast as the world.
class WebTest : public testing::Test {
 protected:
  void SetUp() override { SAKSI_NEEDS_PROGRAM("curl"); }

  void open(TimeOfDay of_day, int speed = 30, const Day& day = days().front()) {
    midnight_ = Zone::find(day.zone)->instant(day.date, 0s);
    clock_ = std::make_unique<ScaledClock>(midnight_ + of_day, SystemClock().wall(), speed);
    auto web = AttendanceWeb::start({day, 1, folder_ / "web", clock_.get()});
    ASSERT_TRUE(web) << web.error().message;
    web_ = std::move(*web);
    port_ = std::to_string(web_->https_port());
  }

  test::Ran curl(std::vector<std::string> more, const std::string& source = "127.0.0.11",
                 const std::string& host = kHost) {
    std::vector<std::string> argv{"curl",        "-sS",
                                  "--max-time",  "15",
                                  "--cacert",    web_->ca_file(),
                                  "--interface", source,
                                  "--resolve",   host + ":" + port_ + ":127.0.0.1",
                                  "-b",          folder_ / "jar",
                                  "-c",          folder_ / "jar"};
    argv.insert(argv.end(), more.begin(), more.end());
    return test::run(argv, folder_ / ("out" + std::to_string(++runs_)));
  }
  [[nodiscard]] std::string url(const std::string& path, const std::string& host = kHost) const {
    return "https://" + host + ":" + port_ + path;
  }
  test::Ran control(std::size_t which, const std::string& source) {
    const std::string target = web_->control_urls().at(which);  // https://host:port/
    const std::string host_port = target.substr(8, target.size() - 9);
    return test::run(
        {"curl", "-sSI", "--max-time", "2", "--cacert", web_->ca_file(), "--interface", source,
         "--resolve", host_port + ":127.0.0." + std::to_string(which + 2), target},
        folder_ / ("out" + std::to_string(++runs_)));
  }

  test::TempDir folder_;
  Instant midnight_;
  std::unique_ptr<ScaledClock> clock_;
  std::unique_ptr<AttendanceWeb> web_;
  std::string port_;
  int runs_ = 0;
};

std::string token_of(const std::string& page) {
  const std::string mark = "name=\"_token\" value=\"";
  const auto at = page.find(mark);
  return at == std::string::npos ? "" : page.substr(at + mark.size(), 40);
}

TEST_F(WebTest, LetsAPhoneLogInAndTellsItThatItIsNotOpen) {
  open(7h + 14min);
  const auto page = curl({"-D", folder_ / "head", url("/")});
  ASSERT_EQ(page.status, 0) << page.output;
  EXPECT_NE(page.output.find("Dinas Pendidikan"), std::string::npos);
  const std::string head = test::slurp(folder_ / "head");
  EXPECT_NE(head.find("Date: Mon, 02 Jan 2023 00:1"), std::string::npos) << head;

  std::string password = test::slurp(web_->password_file());
  password.pop_back();
  std::ofstream(folder_ / "form") << "_token=" << token_of(page.output)
                                  << "&username=" << web_->user() << "&password=" << password;
  const auto login = curl({"-D", "-", "--data-binary", "@" + folder_ / "form", url("/masuk")});
  EXPECT_NE(login.output.find("302"), std::string::npos) << login.output;
  EXPECT_NE(login.output.find("/absensi/pilih"), std::string::npos) << login.output;
  EXPECT_NE(curl({url("/absensi/pilih")}).output.find("Selamat datang, uji-saksi-01."),
            std::string::npos);
  EXPECT_NE(curl({url("/absensi/masuk")}).output.find("Presensi dibuka pukul 07.30 WIB."),
            std::string::npos);
  EXPECT_NE(curl({url("/api/beranda")}).output.find("\"opd\":\"Dinas Pendidikan\""),
            std::string::npos);

  const auto wrong =
      curl({"-o", folder_ / "w", "-w", "%{http_code}", "-d", "_token=x", url("/masuk")});
  EXPECT_EQ(wrong.output, "419");
}

TEST_F(WebTest, SpeaksForEachAgencyByItsHostAndForNobodyElse) {
  open(7h);
  for (const Agency& agency : days().front().agencies)
    EXPECT_NE(curl({url("/", agency.host)}, "127.0.0.12", agency.host).output.find(agency.name),
              std::string::npos);
  const std::string nobody = "lain.absen-maju.example";
  EXPECT_NE(curl({url("/", nobody)}, "127.0.0.12", nobody).output.find("Welcome to nginx!"),
            std::string::npos);
}

TEST_F(WebTest, RefusesAnUploadOverTwoMebibytes) {
  open(7h);
  std::ofstream(folder_ / "big") << std::string((2u << 20) + 1, 'x');
  EXPECT_EQ(curl({"-o", folder_ / "w", "-w", "%{http_code}", "-H", "Expect:", "--data-binary",
                  "@" + folder_ / "big", url("/absensi/unggah")})
                .output.substr(0, 3),
            "413");
}

TEST_F(WebTest, HasThreeNeutralHosts) {
  open(7h);
  ASSERT_EQ(web_->control_urls().size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    const auto ran = control(i, "127.0.0.11");
    EXPECT_EQ(ran.status, 0) << ran.output;
    EXPECT_TRUE(ran.output.starts_with("HTTP/1.1 204")) << ran.output;
  }
}

TEST_F(WebTest, CutsOneNetworkOffTheWebAlone) {
  open(7h + 3min);
  const auto cut = curl({url("/logo.png"), "-o", folder_ / "logo"}, "127.0.0.13");
  EXPECT_NE(cut.status, 0);
  EXPECT_NE(cut.status, kCurlTimedOut) << cut.output;
  EXPECT_EQ(control(0, "127.0.0.13").status, 0);
  EXPECT_EQ(curl({url("/logo.png"), "-o", folder_ / "logo"}, "127.0.0.12").status, 0);
}

TEST_F(WebTest, SilencesAllThatASickNetworkReaches) {
  open(8h + 7min);
  EXPECT_EQ(curl({"--max-time", "1", url("/logo.png")}, "127.0.0.13").status, kCurlTimedOut);
  EXPECT_EQ(control(1, "127.0.0.13").status, kCurlTimedOut);
  EXPECT_EQ(control(1, "127.0.0.12").status, 0);
  EXPECT_EQ(curl({url("/logo.png"), "-o", folder_ / "logo"}, "127.0.0.12").status, 0);
}

TEST_F(WebTest, ShowsOnlyTheLogoWhileItIsOverrun) {
  open(7h + 38min);
  const auto load = web_->load();
  EXPECT_NE(load.mood.find("overrun"), std::string::npos) << load.mood;
  EXPECT_EQ(curl({"-o", folder_ / "logo", url("/logo.png")}).status, 0);
  EXPECT_TRUE(test::slurp(folder_ / "logo").starts_with("\x89PNG"));
  std::string seen;
  for (int i = 0; i < 5; ++i) {
    // 20 s of the demo are two thirds of a second outside.
    const auto ran =
        curl({"-o", folder_ / "w", "-w", "%{http_code}", "--max-time", "0.6", url("/")});
    const bool hung = ran.status == kCurlTimedOut;
    EXPECT_TRUE(hung || ran.output == "508") << ran.status << " " << ran.output;
    seen += hung ? " hang" : " 508";
  }
  RecordProperty("seen", seen);
  const auto outages = hard_outages(web_->truth());
  ASSERT_EQ(outages.size(), 1U);
  EXPECT_GT(outages[0].to - outages[0].from, 4min);
}

TEST_F(WebTest, ClosesDownWhileARequestWaits) {
  Day hopeless = days().front();
  hopeless.workers = 1;
  hopeless.backlog = 1'000'000;
  open(7h + 28min, 1, hopeless);
  ASSERT_GT(web_->load().waiting, 300U);  // minutes, at one worker
  test::Process waiting({"curl", "-sv", "--max-time", "60", "--cacert", web_->ca_file(),
                         "--resolve", std::string(kHost) + ":" + port_ + ":127.0.0.1", url("/")},
                        folder_ / "waiting");
  while (test::slurp(folder_ / "waiting").find("> GET /") == std::string::npos && waiting.running())
    std::this_thread::yield();
  ASSERT_TRUE(waiting.running()) << test::slurp(folder_ / "waiting");
  web_.reset();
  EXPECT_GT(waiting.wait(std::chrono::seconds(10)), 0) << "curl must see its connection closed";
}

TEST_F(WebTest, WritesDownWhatItServed) {
  open(7h + 55min);
  const auto truth = web_->truth();
  ASSERT_GT(truth.size(), 380U) << "the morning up to now is played at once";
  std::string expected = Truth::csv_head();
  for (const TruthBin& bin : truth) expected += Truth::csv_line(bin);
  EXPECT_TRUE(test::slurp(folder_ / "web/truth.csv").starts_with(expected));
  struct stat about {};
  ASSERT_EQ(::stat(web_->password_file().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
}

TEST(AttendanceWeb, SaysWhyItCannotStart) {
  const SystemClock clock;
  const auto nowhere = AttendanceWeb::start({days().front(), 1, "/proc/nowhere", &clock});
  ASSERT_FALSE(nowhere);
  EXPECT_NE(nowhere.error().message.find("/proc/nowhere"), std::string::npos)
      << nowhere.error().message;
  Day lost = days().front();
  lost.zone = "Asia/Bengkulu";
  EXPECT_FALSE(AttendanceWeb::start({lost, 1, "/tmp", &clock}));
}

}  // namespace
}  // namespace saksi::demo
