// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "probes/probes.hpp"
#include "probes/text.hpp"

namespace saksi::probes {
namespace {

bool valid_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

TEST(Redact, KeepsNoCanaryInAnyDress) {
  // Each line holds K4nari in the way that it would be found in a real body.
  const char* bodies[] = {
      "<input type=\"hidden\" name=\"_token\" value=\"K4nari\">",
      "<input value='K4nari' name=_token>",
      "<input title=\">\" value=K4nari type=text name=username>",
      "<input name=a value=\"two\nlines of K4nari\">",
      "<input id='token' = x value='K4nari'>",
      "cookie_198001012005011001=K4nari",
      "<INPUT\nVALUE = \"K4nari\">",
      "<meta name=\"csrf-token\" content=\"K4nari\">",
      "password=K4nari&x=1",
      "Kata sandi: K4nari",
      "{\"password\": \"K4nari\"}",
      "{\"password\": \"a\\\"K4nari\"}",
      "{\"token\":[\"K4nari\"]}",
      "{\\\"api_token\\\":\\\"K4nari\\\"}",
      "window.csrfToken = 'K4nari';",
      "'X-CSRF-TOKEN': `K4nari`",
      "\"password\" => \"K4nari\"",
      "Set-Cookie: absen_session=K4nari; path=/",
      "Cookie: a=b; absen_session=K4nari",
      "Authorization: Basic K4nari",
      "Authorization: Bearer K4nari.x",
      "XSRF-TOKEN=K4nari%3D",
      "data-session-id=\"K4nari\"",
      "p\0a\0s\0s\0w\0o\0r\0d\0=\0K\0"
      "4\0n\0a\0r\0i\0",
      "NIP: K4nari",
      "token=\"K4nari",
      "mailto:K4nari@disdik.example",
      "K4nari.staf+uji@mail.bengkulu.example",
      "data:image/jpeg;base64,K4nari/+=",
      "eyJhbGciOiJIUzI1NiJ9.K4nari.K4nariK4nari",
      "K4nariK4nariK4nariK4nariK4nari",
  };
  for (const char* body : bodies) {
    const std::string_view whole =
        std::string_view(body, body[1] == '\0' ? 30 : std::char_traits<char>::length(body));
    const std::string kept = redact(whole);
    EXPECT_EQ(kept.find("nari"), std::string::npos) << body << "\n" << kept;
    EXPECT_EQ(redact(kept), kept) << body;
  }
}

TEST(Redact, KeepsNoNumberThatNamesAPerson) {
  EXPECT_EQ(redact("NIP 198001012005011001."), "NIP [digits].");
  EXPECT_EQ(redact("19800101 200501 1 001"), "[digits]");
  EXPECT_EQ(redact("1703041708450001"), "[digits]");
  EXPECT_EQ(redact("HP 0812-3456-789 atau +62 812 3456 789"), "HP [digits] atau [digits]");
  EXPECT_EQ(redact("<td>081234567890</td>"), "<td>[digits]</td>");
}

TEST(Redact, LeavesWhatTheEvidenceIsAbout) {
  const std::string page =
      "<h1>SQLSTATE[HY000] [1040] Too many connections</h1>\n<p>Presensi dibuka pukul 07.30 WIB, "
      "2023-01-02 07:44:10, 02-01-2023 07.44.10. Waktu layanan 08.00-16.00.</p><p>-3.432156, "
      "102.19</p>"
      "<a href=\"/absensi/wfoMasuk?opd=disdik\">Masuk</a> bootstrap-5.1.3.min.css";
  EXPECT_EQ(redact(page), page);
}

TEST(Redact, CutsBetweenCharactersAndNeverInsideAReplacement) {
  EXPECT_EQ(redact("abc\xE2\x82\xAC", 5), "abc");
  EXPECT_EQ(redact("x 198001012005011001", 8), "x ");
  EXPECT_EQ(redact(std::string(10'000, '!')).size(), 2048u);
  EXPECT_EQ(redact(std::string(10'000, 'a')), "[token]");
}

TEST(Redact, MakesValidTextOfAnyBytesAndTwiceIsOnce) {
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  const std::string_view pieces[] = {"password",
                                     "token",
                                     "=",
                                     ":",
                                     "\"",
                                     "'",
                                     "\\\"",
                                     " ",
                                     "\n",
                                     "<input ",
                                     "value",
                                     "<meta content=",
                                     ">",
                                     "<",
                                     "198001012005011001",
                                     "12345678",
                                     "08",
                                     "62",
                                     "+",
                                     "-",
                                     ".",
                                     "@",
                                     "a.b",
                                     "x.id",
                                     "Bearer ",
                                     "eyJ",
                                     "nip",
                                     "_",
                                     "AbCdEfGh12345678",
                                     "data:image/png;base64,",
                                     "/",
                                     "%3D",
                                     "[",
                                     "]",
                                     "{",
                                     "}",
                                     "[redacted]",
                                     "&",
                                     ";",
                                     ",",
                                     "\xC3\xA9",
                                     "\xF0\x9F\x98\x80",
                                     "\xFF",
                                     "\x80",
                                     "cookie: ",
                                     "\xE2\x82",
                                     "Selamat",
                                     "\t",
                                     "=>"};
  for (int round = 0; round < 20'000; ++round) {
    std::string body;
    for (unsigned n = static_cast<unsigned>(random() % 30); n > 0; --n)
      body += pieces[random() % std::size(pieces)];
    if (random() % 4 == 0) body += static_cast<char>(random() % 256);
    const std::size_t most = random() % 3 == 0 ? random() % 60 : 2048;

    const std::string kept = redact(body, most);

    ASSERT_TRUE(valid_utf8(kept)) << "seed " << seed << " body " << body;
    ASSERT_LE(kept.size(), most) << "seed " << seed << " body " << body;
    ASSERT_EQ(redact(kept, most), kept) << "seed " << seed << " most " << most << " body " << body;
  }
}

TEST(Redact, GetsThroughLongHostileBodiesWithoutLookingTwice) {
  // Would take minutes if any rule scanned ahead from each place.
  for (const std::string_view unit :
       {"a.", "a-", "1 ", "a@", "token=", "<input ", "eyJ.", "a/", "[", "08 "}) {
    std::string body;
    while (body.size() < (2u << 20)) body += unit;
    EXPECT_LE(redact(body, 4u << 20).size(), 4u << 20);
  }
}

}  // namespace
}  // namespace saksi::probes
