// SPDX-License-Identifier: Apache-2.0
#include "model/template.hpp"

#include <gtest/gtest.h>

namespace saksi {
namespace {

// "text<name|7>text": names with the number of their encoder.
std::string told(std::string_view text) {
  const auto pieces = parse_template(text);
  if (!pieces) return pieces.error().message;
  std::string all;
  for (const TemplatePiece& piece : *pieces)
    all += piece.name.empty()
               ? piece.text
               : "<" + piece.name + "|" + std::to_string(static_cast<int>(piece.encoder)) + ">";
  return all;
}

TEST(Template, FindsItsNamesAndTheEncodersThatTheyAskFor) {
  EXPECT_EQ(told("Bearer ${token}"), "Bearer <token|0>");
  EXPECT_EQ(told("${a|url}-${b-2|html}${c_3|base64}"), "<a|2>-<b-2|3><c_3|5>");
  EXPECT_EQ(told("tanpa nama, $5 dan $ {x}"), "tanpa nama, $5 dan $ {x}");
  EXPECT_EQ(told(""), "");
}

TEST(Template, MeansTheTwoCharactersThemselvesWhereTheDollarIsDoubled) {
  EXPECT_EQ(told("$${x} ${y}"), "${x} <y|0>");
  EXPECT_EQ(told("$$${"), "$${");
}

TEST(Template, StillReadsTheOlderSpellingButOnlyAlone) {
  EXPECT_EQ(told("$user"), "<user|0>");
  EXPECT_EQ(told("$password"), "<password|0>");
  EXPECT_EQ(told("$user "), "$user ");
  EXPECT_EQ(told("a$password"), "a$password");
}

TEST(Template, SaysWhatIsWrongWithAName) {
  EXPECT_NE(told("${x").find("has no closing }"), std::string::npos);
  for (const char* text : {"${}", "${A}", "${a b}", "${a${b}}", "${|url}"})
    EXPECT_NE(told(text).find("is not a name"), std::string::npos) << text;
  EXPECT_NE(told("${" + std::string(41, 'a') + "}").find("is not a name"), std::string::npos);
  for (const char* text : {"${a|}", "${a|URL}", "${a|url|html}", "${a|plain}"})
    EXPECT_NE(told(text).find("names no encoder"), std::string::npos) << text;
}

TEST(LoneName, IsTheNameOfATextThatIsNothingElse) {
  EXPECT_EQ(lone_name("${foto}"), "foto");
  EXPECT_EQ(lone_name("$picture"), "picture");
  for (const char* text : {"${foto|base64}", " ${foto}", "foto", "${a}${b}", "${", ""})
    EXPECT_EQ(lone_name(text), std::nullopt) << text;
}

}  // namespace
}  // namespace saksi
