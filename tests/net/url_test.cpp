// SPDX-License-Identifier: Apache-2.0
#include "net/url.hpp"

#include <gtest/gtest.h>

#include "net/http_client.hpp"

namespace saksi::net {
namespace {

TEST(Url, IsReadAsLibcurlReadsItSoThatAddressTricksAreSeenThrough) {
  EXPECT_EQ(host_of("https://Absen.Example:8443/x"), "absen.example");
  EXPECT_EQ(host_of("http://127.1/"), "127.0.0.1");
  EXPECT_EQ(host_of("http://0x7f000001/"), "127.0.0.1");
  EXPECT_EQ(host_of("http://2130706433/"), "127.0.0.1");
  EXPECT_EQ(host_of("http://[::1]:80/"), "::1");
  EXPECT_EQ(parse_url("https://absen.example/masuk#bagian")->text, "https://absen.example/masuk");
  EXPECT_EQ(parse_url("https://absen.example/masuk")->origin(), "https://absen.example:443");
}

TEST(Url, LeavesNoBlankThatWouldEndARequestLine) {
  const auto url = parse_url("https://a.example/cari?y=a b#z");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->text, "https://a.example/cari?y=a%20b");
  EXPECT_EQ(join_url("https://a.example/x/", "../../cari?y=a b"), "https://a.example/cari?y=a+b")
      << "libcurl writes the blank of a relative reference as a form does";
}

TEST(Url, RefusesAHostThatNoNameCanHold) {
  EXPECT_FALSE(parse_url("https:/%xample/a"));
  EXPECT_FALSE(parse_url("https://a%20b.example/"));
  EXPECT_EQ(join_url("https://a.example/", "//%xample/b"), "");
  EXPECT_TRUE(parse_url("https://[::1]:8443/"));
}

TEST(Url, RefusesWhatIsNotPlainHttp) {
  for (const char* text :
       {"", "absen.example", "/masuk", "ftp://absen.example/", "file:///etc/passwd",
        "javascript:alert(1)", "http://", "http://a b/", "http://user:pass@absen.example/",
        "http://absen.example/\r\nX: y", "gopher://absen.example/"}) {
    EXPECT_FALSE(parse_url(text)) << text;
    EXPECT_EQ(host_of(text), "") << text;
  }
  EXPECT_FALSE(parse_url("http://absen.example/" + std::string(9000, 'a')));
}

TEST(Url, JoinsReferencesAsRfc3986Does) {
  const std::string base = "http://a/b/c/d;p?q";

  EXPECT_EQ(join_url(base, "g"), "http://a/b/c/g");  // the examples of section 5.4
  EXPECT_EQ(join_url(base, "./g"), "http://a/b/c/g");
  EXPECT_EQ(join_url(base, "/g"), "http://a/g");
  EXPECT_EQ(join_url(base, "//g"), "http://g/");
  EXPECT_EQ(join_url(base, "?y"), "http://a/b/c/d;p?y");
  EXPECT_EQ(join_url(base, "g?y"), "http://a/b/c/g?y");
  EXPECT_EQ(join_url(base, "../g"), "http://a/b/g");
  EXPECT_EQ(join_url(base, "../../../g"), "http://a/g");
  EXPECT_EQ(join_url(base, ""), "http://a/b/c/d;p?q");
  EXPECT_EQ(join_url(base, "#s"), "http://a/b/c/d;p?q");
  EXPECT_EQ(join_url(base, "g#s"), "http://a/b/c/g");
  EXPECT_EQ(join_url(base, "  https://absen.example/masuk \n"), "https://absen.example/masuk");
  EXPECT_EQ(join_url(base, "/dua kata"), "http://a/dua%20kata");
}

TEST(Url, JoinsNothingThatLeavesHttp) {
  const std::string base = "https://absen.example/masuk";

  for (const char* reference :
       {"javascript:alert(1)", "ftp://absen.example/", "file:///etc/passwd", "data:text/html,x",
        "//user:pass@absen.example/", "/a\r\nSet-Cookie: x=1", "http://"})
    EXPECT_EQ(join_url(base, reference), "") << reference;
}

TEST(Form, EncodesFieldsAsABrowserDoes) {
  EXPECT_EQ(form_body({{"nip", "1987 & 01"}, {"kata sandi", "p+q=é*"}, {"kosong", ""}}),
            "nip=1987+%26+01&kata+sandi=p%2Bq%3D%C3%A9*&kosong=");
}

TEST(Form, KeepsANameFromEndingItsMultipartHeader) {
  EXPECT_EQ(
      multipart_body({{"foto", "a\"\r\nX: y.jpg", "image/jpeg", "JPEG"}, {"ket", "", "", "hadir"}},
                     "batas"),
      "--batas\r\nContent-Disposition: form-data; name=\"foto\"; filename=\"a%22%0D%0AX: "
      "y.jpg\"\r\n"
      "Content-Type: image/jpeg\r\n\r\nJPEG\r\n"
      "--batas\r\nContent-Disposition: form-data; name=\"ket\"\r\n\r\nhadir\r\n--batas--\r\n");
}

}  // namespace
}  // namespace saksi::net
