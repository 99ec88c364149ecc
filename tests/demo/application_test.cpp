// SPDX-License-Identifier: Apache-2.0
//
// The surfaces of "Absen Maju" without sockets: what each page says, what it costs, who gets in.
#include "demo/application.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "demo/multipart.hpp"

namespace saksi::demo {
namespace {

using namespace std::chrono_literals;
using net::ServerRequest;
using net::ServerResponse;

constexpr Instant kMidnight = std::chrono::sys_days(std::chrono::year(2023) / 1 / 1) + 17h;  // WIB
constexpr char kPassword[] = "rahasia-sekali";

std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const auto start = text.find(from);
  if (start == std::string::npos) return {};
  const auto end = text.find(to, start + from.size());
  return text.substr(start + from.size(), end - start - from.size());
}

std::string header(const ServerResponse& response, std::string_view wanted) {
  for (const auto& [name, value] : response.headers)
    if (name == wanted) return value;
  return {};
}

// A browser: its cookies, and the token of the last page.
struct Browser {
  Application& application;
  Instant now = kMidnight + 7h + 40min;
  std::string host = "disdik.absen-maju.example:8443";
  std::string cookies, token;

  ServerResponse send(const std::string& method, const std::string& path,
                      const std::string& body = "",
                      const std::string& type = "application/x-www-form-urlencoded",
                      Answer answer = Answer::ok) {
    ServerRequest request;
    request.method = method;
    request.target = request.path = path;
    request.headers = {{"host", host}, {"content-type", type}};
    if (!cookies.empty()) request.headers.emplace_back("cookie", cookies);
    request.body = body;
    const auto work = application.work(request);
    ServerResponse response =
        work ? application.back(request, answer, now) : application.front(request);
    if (work && (answer == Answer::ok || answer == Answer::not_open)) {
      cookies.clear();
      for (const auto& [name, value] : response.headers)
        if (name == "Set-Cookie")
          cookies += (cookies.empty() ? "" : "; ") + value.substr(0, value.find(';'));
    }
    const std::string seen = between(response.body, "name=\"_token\" value=\"", "\"");
    if (!seen.empty()) token = seen;
    return response;
  }
  ServerResponse get(const std::string& path, Answer answer = Answer::ok) {
    return send("GET", path, "", "", answer);
  }
  ServerResponse log_in(const std::string& user = "uji-saksi-01",
                        const std::string& password = kPassword) {
    get("/");
    return send("POST", "/masuk",
                "_token=" + token + "&username=" + user + "&password=" + password);
  }
  ServerResponse upload(const std::string& photo = "data:image/jpeg;base64,AAAA",
                        const std::string& lat = "-3.4") {
    std::string body;
    for (const auto& [name, value] :
         std::vector<std::pair<std::string, std::string>>{{"_token", token},
                                                          {"fotoMasuk", photo},
                                                          {"fotoMasuk_b", photo},
                                                          {"lat", lat},
                                                          {"long", "102.2"}})
      body += "--batas\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value +
              "\r\n";
    return send("POST", "/absensi/unggah", body + "--batas--\r\n",
                "multipart/form-data; boundary=batas");
  }
};

struct ApplicationTest : testing::Test {
  Application application{days().front(), kMidnight, kPassword};
  Browser browser{application};
};

TEST_F(ApplicationTest, ShowsALoginFormWithATokenAndSetsItsCookies) {
  const auto page = browser.get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Dinas Pendidikan"), std::string::npos);
  EXPECT_NE(page.body.find("<img src=\"/logo.png\""), std::string::npos);
  EXPECT_NE(page.body.find("action=\"/masuk\""), std::string::npos);
  EXPECT_EQ(browser.token.size(), 40U);
  EXPECT_NE(browser.cookies.find("XSRF-TOKEN=" + browser.token), std::string::npos);
  EXPECT_NE(browser.cookies.find("absen_session="), std::string::npos);
}

TEST_F(ApplicationTest, LetsATestAccountThroughToItsData) {
  const auto login = browser.log_in();
  EXPECT_EQ(login.status, 302);
  EXPECT_EQ(header(login, "Location"), "/absensi/pilih");
  EXPECT_NE(browser.get("/absensi/pilih").body.find("Selamat datang"), std::string::npos);
  const auto form = browser.get("/absensi/masuk");
  EXPECT_NE(form.body.find("/js/webcam.js"), std::string::npos);
  EXPECT_NE(form.body.find("/js/peta.js"), std::string::npos);
  EXPECT_EQ(form.body.find("Presensi dibuka"), std::string::npos);
  const auto data = parse_json(browser.get("/api/beranda").body);
  ASSERT_TRUE(data);
  EXPECT_EQ(data->at("nama"), "Pegawai Uji 01");
  EXPECT_EQ(data->at("opd"), "Dinas Pendidikan");
  EXPECT_EQ(data->at("tanggal"), "2023-01-02");
  EXPECT_EQ(data->at("jam"), "07:40");
  EXPECT_EQ(data->at("jadwal").at("buka"), "07:30");
}

TEST_F(ApplicationTest, GivesANewSessionWithTheNewRights) {
  browser.get("/");
  const std::string before = browser.cookies;
  browser.log_in();
  Browser thief{application};
  thief.cookies = before;
  EXPECT_EQ(thief.get("/absensi/pilih").status, 302)
      << "the id from before the login opens nothing";
}

TEST_F(ApplicationTest, SaysThatUserOrPasswordIsWrongOnceOnTheLoginPage) {
  for (const auto& [user, password] :
       std::vector<std::pair<std::string, std::string>>{{"uji-saksi-01", "salah"},
                                                        {"budi", kPassword},
                                                        {"uji-saksi-1", kPassword},
                                                        {"uji-saksi-01", ""}}) {
    const auto login = browser.log_in(user, password);
    EXPECT_EQ(header(login, "Location"), "/") << user;
    EXPECT_NE(browser.get("/").body.find("Username atau password salah!"), std::string::npos)
        << user;
    EXPECT_EQ(browser.get("/").body.find("Username atau password salah!"), std::string::npos)
        << user;
    EXPECT_EQ(browser.get("/absensi/pilih").status, 302) << user;
  }
}

TEST_F(ApplicationTest, CallsAPageWithAForeignTokenExpired) {
  browser.get("/");
  const auto stale =
      browser.send("POST", "/masuk", "_token=0000&username=uji-saksi-01&password=rahasia-sekali");
  EXPECT_EQ(stale.status, 419);
  EXPECT_NE(stale.body.find("Page Expired"), std::string::npos);
  Browser fresh{application};
  EXPECT_EQ(fresh.send("POST", "/masuk", "_token=" + browser.token).status, 419)
      << "another session's";
}

TEST_F(ApplicationTest, SaysWhenItOpensWhenTheQueueSaidThatItIsClosed) {
  browser.log_in();
  const auto page = browser.get("/absensi/masuk", Answer::not_open);
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("Presensi dibuka pukul 07.30 WIB."), std::string::npos);
}

TEST_F(ApplicationTest, RecordsAnUploadOncePerAccount) {
  browser.log_in();
  browser.get("/absensi/masuk");
  EXPECT_EQ(browser.upload("bukan gambar").body, "0");
  EXPECT_EQ(browser.upload("data:image/jpeg;base64,AAAA", "91").body, "0");
  EXPECT_EQ(browser.upload("data:image/jpeg;base64,AAAA", "").body, "0");
  EXPECT_EQ(browser.get("/riwayat").body.find("07:40"), std::string::npos);
  EXPECT_EQ(browser.upload().body, "1");
  EXPECT_EQ(browser.upload().body, "2");
  EXPECT_NE(browser.get("/riwayat").body.find("<td>07:40 WIB</td>"), std::string::npos);
  browser.token = "00";
  EXPECT_EQ(browser.upload().status, 419);
  Browser other{application};
  other.log_in("uji-saksi-02");
  other.get("/absensi/masuk");
  EXPECT_EQ(other.upload().body, "1");
}

TEST_F(ApplicationTest, TakesNoUploadBeforeTheOpening) {
  browser.now = kMidnight + 7h + 29min;
  browser.log_in();
  browser.get("/absensi/masuk");
  EXPECT_EQ(browser.upload().body, "0");
}

TEST_F(ApplicationTest, ShowsStrangersTheLoginOnly) {
  for (const char* path : {"/absensi/pilih", "/absensi/masuk", "/riwayat"})
    EXPECT_EQ(header(browser.get(path), "Location"), "/") << path;
  EXPECT_EQ(browser.get("/api/beranda").status, 401);
  browser.log_in();
  browser.now += 3h;
  EXPECT_EQ(browser.get("/absensi/pilih").status, 302) << "a session ends after two quiet hours";
}

TEST_F(ApplicationTest, SpeaksTheHostingsWordsWhenTheQueueRefuses) {
  EXPECT_EQ(browser.get("/", Answer::resource_limit).status, 508);
  EXPECT_NE(browser.get("/", Answer::resource_limit).body.find("Resource Limit Is Reached"),
            std::string::npos);
  EXPECT_EQ(browser.get("/", Answer::database).status, 500);
  EXPECT_NE(
      browser.get("/", Answer::database).body.find("SQLSTATE[HY000] [1040] Too many connections"),
      std::string::npos);
  EXPECT_EQ(browser.get("/", Answer::gateway).status, 504);
  EXPECT_NE(browser.get("/", Answer::gateway).body.find("504 Gateway Time-out"), std::string::npos);
}

TEST_F(ApplicationTest, ServesStaticFilesOutsideTheQueue) {
  const auto logo = browser.get("/logo.png");
  EXPECT_EQ(logo.content_type, "image/png");
  EXPECT_TRUE(logo.body.starts_with("\x89PNG\r\n\x1a\n"));
  EXPECT_EQ(browser.get("/js/peta.js").content_type, "text/javascript");
  ServerRequest request;
  request.method = "GET";
  request.path = "/logo.png";
  request.headers = {{"host", "DISDIK.absen-maju.example"}};
  EXPECT_FALSE(application.work(request));
  request.path = "/";
  EXPECT_EQ(application.work(request), Work::login_page);
}

TEST_F(ApplicationTest, KnowsItsHostsPathsAndMethods) {
  browser.host = "lain.absen-maju.example";
  EXPECT_NE(browser.get("/").body.find("Welcome to nginx!"), std::string::npos);
  browser.host = "setda.absen-maju.example";
  EXPECT_NE(browser.get("/").body.find("Sekretariat Daerah"), std::string::npos);
  EXPECT_EQ(browser.get("/wp-login.php").status, 404);
  EXPECT_EQ(browser.get("/masuk").status, 405);
  EXPECT_EQ(browser.send("POST", "/").status, 405);
  EXPECT_EQ(browser.get("/api/jam").body, "07:40");
}

TEST_F(ApplicationTest, KeepsOnlySoManySessions) {
  browser.log_in();
  for (int i = 0; i < 6000; ++i) {
    Browser stranger{application};
    stranger.now = browser.now + std::chrono::milliseconds(i);
    stranger.get("/");
    if (i == 3000) {
      browser.now = stranger.now;
      ASSERT_EQ(browser.get("/absensi/pilih").status, 200) << "those in use stay";
    }
  }
  EXPECT_EQ(application.sessions(), 4096U);
}

TEST(Multipart, ReadsThePartsByName) {
  const auto parts =
      read_multipart("multipart/form-data; boundary=\"xx\"",
                     "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n2\r\n"
                     "--xx\r\ncontent-disposition: form-data; filename=\"f\"; name=b\r\n"
                     "Content-Type: image/jpeg\r\n\r\n\r\n--xx--\r\n");
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts.at("a"), "1\r\n2");
  EXPECT_EQ(parts.at("b"), "");
}

TEST(Multipart, HasNoPartsWhenTheBodyIsNotWellFormed) {
  const std::string type = "multipart/form-data; boundary=xx";
  const std::string good =
      "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--xx--\r\n";
  ASSERT_EQ(read_multipart(type, good).size(), 1U);
  for (std::size_t size = 0; size < good.size() - 4; ++size)
    EXPECT_TRUE(read_multipart(type, good.substr(0, size)).empty()) << size << " bytes";
  EXPECT_TRUE(read_multipart("text/plain", good).empty());
  EXPECT_TRUE(read_multipart("multipart/form-data", good).empty());
  EXPECT_TRUE(
      read_multipart("multipart/form-data; boundary=" + std::string(71, 'x'), good).empty());
  std::string many;
  for (int i = 0; i < 33; ++i)
    many += "--xx\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
  EXPECT_TRUE(read_multipart(type, many + "--xx--\r\n").empty());
}

}  // namespace
}  // namespace saksi::demo
