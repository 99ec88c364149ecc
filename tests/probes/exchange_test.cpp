// SPDX-License-Identifier: Apache-2.0
//
// What a person may pass on of a run: everything that helps, and no secret in any dress.
#include "probes/exchange.hpp"

#include <gtest/gtest.h>

#include "probes/extract.hpp"

namespace saksi::probes {
namespace {

constexpr const char* kPassword = "K4n&ri\"1";
constexpr const char* kToken = "T0kenK4nari";
constexpr const char* kCookie = "C00kieK4nari";

std::vector<Exchange> told(const net::HttpRequest& request, net::HttpObservation seen) {
  Values values;
  values.user = "UJI-SAKSI-01";
  values.password = Secret(kPassword);
  values.named["token"] = kToken;
  Secrets secrets;
  secrets.add_values(values, {{"login", "token", masked(kToken)}});
  Exchanges exchanges;
  net::SessionOptions session;
  session.user_agent = "Saksi/0 (+https://saksi.example)";
  exchanges.note("login", request, session, seen);
  return exchanges.told(secrets);
}

std::string all_of(const Exchange& one) {
  std::string text = one.step + one.method + one.url + one.sent + one.body;
  for (const auto& headers : {one.asked, one.answered})
    for (const auto& [name, value] : headers) text += name + ": " + value + "\n";
  return text;
}

net::HttpRequest request() {
  net::HttpRequest made;
  made.method = "POST";
  made.url = std::string("https://absen.example/masuk?kunci=") + kToken + "&tgl=2023-01-02";
  made.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                  {"Authorization", std::string("Bearer ") + kToken},
                  {"X-XSRF-TOKEN", kCookie},
                  {"X-Kunci", kToken}};
  made.body = "username=UJI-SAKSI-01&password=K4n%26ri%221";
  return made;
}

net::HttpObservation answer(const std::string& body) {
  net::HttpObservation seen;
  seen.status = 302;
  seen.headers = {{"content-type", "text/html"},
                  {"set-cookie", std::string("sesi=") + kCookie + "; path=/; httponly"},
                  {"location", std::string("/menu?t=") + kToken}};
  seen.body = body;
  return seen;
}

// A body is looked at as far as what is kept can need; where it is cut, nothing is half hidden.
TEST(Secrets, LeaveNothingOfASecretThatIsCutInTwo) {
  std::string password = "kunci";  // of words, so that nothing but the list of secrets knows it
  for (int i = 0; i < 150; ++i) password += " sandi panjang";
  Secrets secrets;
  secrets.add(password);
  const std::size_t looked_at = 64U << 10;
  for (const std::size_t before : {1U, 5U, 400U, 1500U, 2000U}) {
    std::string body;
    while (body.size() + password.size() + 1 < looked_at - before) body += password + " ";
    body.resize(looked_at - before, ' ');  // of all this no more is left than a few hundred bytes
    const std::string kept = secrets.scrub(body + password + " selesai");
    EXPECT_EQ(kept.find("sandi"), std::string::npos) << before;
    EXPECT_EQ(kept.find("panjang"), std::string::npos) << before;
  }
  // Nor of what is redacted by its looks.
  std::string body = "data:image/png;base64,";
  body.resize(looked_at - 8, 'A');
  body.back() = ' ';
  const std::string kept = secrets.scrub(body + "198501012010011001");
  EXPECT_EQ(kept.find("1985"), std::string::npos) << kept;
  EXPECT_LT(kept.size(), 100u) << "the picture is one mark";
}

TEST(Exchanges, TellWhatWasAskedAndAnswered) {
  const Exchange one = told(request(), answer("<h1>Selamat datang</h1>")).at(0);

  EXPECT_EQ(one.step, "login");
  EXPECT_EQ(one.method, "POST");
  EXPECT_EQ(one.url, "https://absen.example/masuk?kunci=[...]&tgl=[...]");
  EXPECT_EQ(one.sent, "application/x-www-form-urlencoded, 43 bytes");
  EXPECT_EQ(one.status, 302);
  EXPECT_EQ(one.body, "<h1>Selamat datang</h1>");
  const std::string text = all_of(one);
  for (const char* kept :
       {"User-Agent: Saksi/0", "Authorization: ", "set-cookie: sesi=[12 bytes]; path=/",
        "location: /menu?t=[...]", "content-type: text/html"})
    EXPECT_NE(text.find(kept), std::string::npos) << kept << " is not in\n" << text;
}

TEST(Exchanges, HoldNoSecretInAnyDress) {
  for (const std::string& body :
       {std::string("ditolak: K4n&ri\"1"), std::string("ditolak: K4n&amp;ri&quot;1"),
        std::string("p=K4n%26ri%221"), std::string("{\"x\": \"K4n&ri\\\"1\"}"),
        std::string("halo UJI-SAKSI-01"), std::string("var t = '") + kToken + "'",
        std::string("<a href=/x?") + kToken + ">", std::string("sesi anda ") + kCookie}) {
    const std::string text = all_of(told(request(), answer(body)).at(0));
    for (const char* secret : {"K4n", "nari", "UJI-SAKSI", "SzRuJnJpIjE"})
      EXPECT_EQ(text.find(secret), std::string::npos) << body << " became\n" << text;
  }
}

// The page that gave a token came before the answer that says that it is one.
TEST(Exchanges, EraseFromEarlierAnswersWhatALaterOneSet) {
  Exchanges exchanges;
  exchanges.note("halaman", request(), {}, answer(std::string("x = ") + "L4terK4nari"));
  net::HttpObservation later = answer("");
  later.headers.emplace_back("set-cookie", "lain=L4terK4nari");
  exchanges.note("login", request(), {}, later);

  EXPECT_EQ(exchanges.told({}).at(0).body, "x = [...]");
}

TEST(Masked, ShowsTwoCharactersOfALongValueAndItsLength) {
  EXPECT_EQ(masked("eyJhbGciOi"), "ey... (10 bytes)");
  EXPECT_EQ(masked("1234567"), "... (7 bytes)") << "of a short one two characters would be much";
}

}  // namespace
}  // namespace saksi::probes
