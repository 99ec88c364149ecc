// SPDX-License-Identifier: Apache-2.0
#include "net/head_parser.hpp"

#include <gtest/gtest.h>

namespace saksi::net {
namespace {

// All lines until one is refused.
HeadParser read(const std::vector<std::string>& lines) {
  HeadParser parser{HttpLimits{}};
  for (const std::string& line : lines)
    if (!parser.line(line + "\r\n")) break;
  return parser;
}
std::string header(HeadParser& parser, const std::string& wanted) {
  for (const auto& [name, value] : parser.take())
    if (name == wanted) return value;
  return "none";
}

TEST(HeadParser, LetsNoLineSpeakForAnother) {
  HeadParser parser = read({"HTTP/1.1 200 OK", "X-Satu: a\rSet-Cookie: b", "HTTP/1.1 503 no",
                            "tanpa titik dua", "X-Dua: c", " d", ""});
  EXPECT_EQ(parser.status(), 200) << "a status line inside a head has no meaning";
  EXPECT_TRUE(parser.done());
  EXPECT_EQ(header(parser, "x-satu"), "a Set-Cookie: b");
  parser = read({"HTTP/1.1 200 OK", "X-Dua: c", "\td", ""});
  EXPECT_EQ(header(parser, "x-dua"), "c d");
}

TEST(HeadParser, KeepsTheAnswersHeadAndNotTheInterimOnes) {
  HeadParser parser =
      read({"HTTP/1.1 103 Early Hints", "Link: x", "", "HTTP/1.1 200 OK", "A: b", ""});
  EXPECT_EQ(parser.status(), 200);
  EXPECT_EQ(parser.take().size(), 1u);
}

TEST(HeadParser, RefusesAStatusOfMoreThanThreeDigits) {
  EXPECT_EQ(read({"HTTP/1.1 11200 OK"}).refused(), Class::http_malformed);
  EXPECT_EQ(read({"HTTP/1.1 99999999999999999999 OK", ""}).refused(), Class::ok) << "it is none";
  EXPECT_EQ(read({"HTTP/1.1 999 OK", ""}).refused(), Class::ok);
}

TEST(HeadParser, RefusesLengthsOnWhichReadersWouldDisagree) {
  const auto refused = [](const std::vector<std::string>& fields) {
    std::vector<std::string> lines{"HTTP/1.1 200 OK"};
    lines.insert(lines.end(), fields.begin(), fields.end());
    return code(read(lines).refused());
  };
  EXPECT_EQ(refused({"Content-Length: 4", "content-length: 5"}), "http_malformed");
  EXPECT_EQ(refused({"Content-Length: 4", "Content-Length: 4"}), "ok");
  EXPECT_EQ(refused({"Content-Length: 9223372036854775807"}), "ok");
  EXPECT_EQ(refused({"Content-Length: 9223372036854775808"}), "http_malformed");
}

TEST(HeadParser, KnowsAnEndThatIsAMatterOfOpinion) {
  const std::string length = "Content-Length: 4", chunks = "Transfer-Encoding: chunked";
  EXPECT_TRUE(read({"HTTP/1.1 200 OK", length, chunks}).ambiguous());
  EXPECT_FALSE(read({"HTTP/1.1 200 OK", length}).ambiguous());
  EXPECT_FALSE(read({"HTTP/1.1 200 OK", chunks}).ambiguous());
}

TEST(HeadParser, RefusesCodingsThatWereNotAskedFor) {
  for (const char* coding : {"br", "gzip, br", "zstd,gzip"})
    EXPECT_EQ(code(read({"HTTP/1.1 200 OK", std::string("Content-Encoding: ") + coding}).refused()),
              "http_decode_error")
        << coding;
  for (const char* coding : {"gzip", "deflate", "gzip, gzip", "identity", "", ",,", "brx"})
    EXPECT_EQ(code(read({"HTTP/1.1 200 OK", std::string("Content-Encoding: ") + coding}).refused()),
              "ok")
        << coding;
}

}  // namespace
}  // namespace saksi::net
