// SPDX-License-Identifier: Apache-2.0
#include "probes/login_page.hpp"

#include <gtest/gtest.h>

namespace saksi::probes {
namespace {

using Names = std::vector<std::string>;

TEST(LoginPage, IsReadAsALaravelApplicationWritesIt) {
  const LoginPage page = read_login_page(R"(<!DOCTYPE html><html><head>
<title>Masuk | Absen Maju</title><link rel="stylesheet" href="/a.css"><script src="/a.js"></script>
</head><body><img src="/logo.png"><form method="POST" action="/masuk">
<input type="hidden" name="_token" value="abc">
<label for="u">Nama pengguna:</label><input id="u" name="username" required>
<label for="p">Kata sandi</label><input id="p" name="password" type="password">
<button type="submit">Masuk</button></form></body></html>)");

  EXPECT_EQ(page.title, "Masuk | Absen Maju");
  EXPECT_EQ(page.password_forms, 1U);
  EXPECT_EQ(page.action, "/masuk");
  EXPECT_EQ(page.method, "POST");
  EXPECT_EQ(page.user_field, "username");
  EXPECT_EQ(page.password_field, "password");
  EXPECT_EQ(page.csrf, "_token");
  EXPECT_EQ(page.hidden, Names{"_token"});
  EXPECT_EQ(page.words, (Names{"Kata sandi", "Nama pengguna", "Masuk"}));
  EXPECT_EQ(page.scripts + page.styles + page.images, 3U);
  EXPECT_FALSE(page.captcha);
}

TEST(LoginPage, TakesTheFormThatARunWouldSendWhereThereAreSeveral) {
  const LoginPage page = read_login_page(
      "<form action=/cari><input name=q></form>"
      "<form action=/pegawai method=post><input name=key><input name=nip><input type=password "
      "name=sandi></form>"
      "<form action=/admin method=post><input name=email><input type=password name=pw></form>");

  EXPECT_EQ(page.forms, 3U);
  EXPECT_EQ(page.password_forms, 2U);
  EXPECT_EQ(page.action, "/pegawai");
  EXPECT_EQ(page.user_field, "nip") << "by its name";
  EXPECT_EQ(page.password_field, "sandi");
  EXPECT_EQ(page.others, Names{"key"});
}

TEST(LoginPage, ReadsAFormThatATableTearsApart) {
  const LoginPage page = read_login_page(
      "<table><form action=/masuk method=post><tr><td><input name=nip></td></tr>"
      "<tr><td><input type=password name=sandi></td></tr></form></table>");
  EXPECT_EQ(page.password_forms, 1U);
  EXPECT_EQ(page.user_field, "nip");
  EXPECT_EQ(page.password_field, "sandi");
}

TEST(LoginPage, FindsNothingWhereThereIsNothing) {
  for (const char* html : {"", "<div id=app></div><script src=/app.js></script>",
                           "<form><input name=q></form>", "<input type=password name=lepas>"}) {
    const LoginPage page = read_login_page(html);
    EXPECT_EQ(page.password_forms, 0U) << html;
    EXPECT_EQ(page.password_field, "") << html;
  }
}

TEST(LoginPage, SeesACaptcha) {
  EXPECT_TRUE(read_login_page("<form><input name=u><input type=password name=p>"
                              "<div class='g-recaptcha'></div></form>")
                  .captcha);
  EXPECT_TRUE(
      read_login_page("<form><img src='/captcha.php'><input type=password name=p></form>").captcha);
}

TEST(LoginPage, ChoosesOnlyWordsWhoseBytesAreTheSameInEveryEncoding) {
  const LoginPage latin = read_login_page(
      "<form><label for=a>K\xE9 NIP Anda</label><input id=a name=nip>"
      "<label for=b>Kata&nbsp;sandi</label><input id=b type=password name=p>"
      "<button>Masuk sekarang</button></form>");
  EXPECT_EQ(latin.words, Names{"Masuk sekarang"});
  const LoginPage quoted = read_login_page(
      "<form><input name=nip><input type=password name=p placeholder='Sandi &amp; PIN'>"
      "<button>Ma\"suk: \\ya</button></form>");
  EXPECT_EQ(quoted.words, Names{"Ma\"suk: \\ya"}) << "an entity stands otherwise in the bytes";
}

TEST(LoginPage, BearsAPageMadeToHurt) {
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<div><b>";
  EXPECT_EQ(read_login_page(deep).password_forms, 0U);
  std::string wide = "<form>";
  for (int i = 0; i < 5'000; ++i) wide += "<input name=f" + std::to_string(i) + ">";
  const LoginPage page = read_login_page(wide + "<input type=password name=p></form>");
  EXPECT_LE(page.others.size(), 30U);
  EXPECT_EQ(page.password_forms, 1U);
}

}  // namespace
}  // namespace saksi::probes
