// SPDX-License-Identifier: Apache-2.0
#include "probes/answer.hpp"

#include <gtest/gtest.h>

namespace saksi::probes {
namespace {

using Of = Assertion::Of;
using Must = Assertion::Test;

Assertion of(Of part, Must test, Json value, std::string where = "", unsigned index = 0) {
  Assertion made;
  made.of = part;
  made.test = test;
  made.value = std::move(value);
  made.where = std::move(where);
  made.index = index;
  if (test == Must::regex) made.regex = Regex::compile(made.text()).value();
  return made;
}

// "+ words" where it holds.
std::string told(const std::string& body, const Assertion& assertion) {
  net::HttpObservation seen;
  seen.body = body;
  Answer answer(seen);
  const Held held = check(assertion, answer);
  return (held.holds ? "+ " : "- ") + held.words;
}

TEST(Check, LooksForATextAnywhereWithCaseAndWhiteSpaceFolded) {
  EXPECT_EQ(told("<p>ABSEN \n masuk</p>", of(Of::body, Must::contains, "Absen Masuk")),
            "+ marker \"Absen Masuk\" found");
  EXPECT_EQ(told("x", of(Of::body, Must::contains, "y")), "- marker \"y\" missing");
  EXPECT_EQ(told("galat", of(Of::body, Must::not_contains, "GALAT")),
            "- marker \"GALAT\" found, which must not be there");
  EXPECT_EQ(told("x", of(Of::body, Must::not_contains, "y")), "+ marker \"y\" not there");
}

TEST(Check, ComparesAWholeAnswerTrimmed) {
  EXPECT_EQ(told(" OK\r\n", of(Of::body, Must::equals, "ok")), "+ the answer is \"ok\"");
  EXPECT_EQ(told("okay", of(Of::body, Must::equals, "ok")), "- the answer is \"okay\", not \"ok\"");
}

TEST(Check, FindsAPatternInTheBytesAsTheyCame) {
  EXPECT_EQ(told("kode  7", of(Of::body, Must::regex, "kode  [0-9]$")),
            "+ pattern \"kode  [0-9]$\" found");
  EXPECT_EQ(told("kode 7", of(Of::body, Must::regex, "kode  [0-9]$")).front(), '-');
}

TEST(Check, TellsThePartsOfAPipedAnswerApart) {
  EXPECT_EQ(told("2|Maaf|system", of(Of::split, Must::equals, "2", "|", 0)),
            "+ part 0 of \"|\" is \"2\"");
  EXPECT_EQ(told("2|Maaf|system", of(Of::split, Must::contains, "maaf", "|", 1)).front(), '+');
  EXPECT_EQ(told("2|Maaf|system", of(Of::split, Must::contains, "maaf", "|", 2)).front(), '-');
  EXPECT_EQ(told("a##b##", of(Of::split, Must::equals, "", "##", 2)).front(), '+')
      << "an empty one";
  EXPECT_EQ(told("2|a", of(Of::split, Must::equals, "a", "|", 2)), "- part 2 of \"|\" missing");
  EXPECT_EQ(told("2|a", of(Of::split, Must::not_contains, "a", "|", 2)).front(), '+');
}

TEST(Check, ReadsAJsonValueByItsPath) {
  const std::string body = R"({"ok": true, "data": [{"n": 1.0, "nama": " Uji "}], "kosong": null})";
  EXPECT_EQ(told(body, of(Of::json, Must::equals, true, "ok")), "+ JSON ok is true");
  EXPECT_EQ(told(body, of(Of::json, Must::equals, false, "ok")), "- JSON ok is true, not false");
  EXPECT_EQ(told(body, of(Of::json, Must::equals, 1, "data.0.n")).front(), '+') << "by its value";
  EXPECT_EQ(told(body, of(Of::json, Must::equals, "1", "data.0.n")).front(), '-')
      << "a number is no text";
  EXPECT_EQ(told(body, of(Of::json, Must::equals, "uji", "data.0.nama")).front(), '+');
  EXPECT_EQ(told(body, of(Of::json, Must::contains, "UJ", "data.0.nama")).front(), '+');
  EXPECT_EQ(told(body, of(Of::json, Must::contains, "nama", "data")).front(), '+');
  EXPECT_EQ(told(body, of(Of::json, Must::exists, true, "kosong")), "+ JSON kosong is there");
  EXPECT_EQ(told(body, of(Of::json, Must::exists, false, "kosong")).front(), '-');
  EXPECT_EQ(told(body, of(Of::json, Must::exists, false, "hilang")).front(), '+');
  EXPECT_EQ(told(body, of(Of::json, Must::not_contains, "x", "hilang")).front(), '+');
}

TEST(Check, KnowsTheTypesOfJson) {
  const std::string body = R"({"a": "x", "b": 1, "c": false, "d": [], "e": {}, "f": null})";
  const std::pair<const char*, const char*> types[] = {
      {"a", "text"}, {"b", "number"}, {"c", "boolean"}, {"d", "list"}, {"e", "map"}, {"f", "null"}};
  for (const auto& [path, type] : types) {
    EXPECT_EQ(told(body, of(Of::json, Must::type, type, path)).front(), '+') << path;
    EXPECT_EQ(told(body, of(Of::json, Must::type, "date", path)).front(), '-') << path;
  }
}

TEST(Check, HoldsNothingOfAnAnswerThatIsNoJson) {
  for (const Must test : {Must::equals, Must::exists, Must::not_contains})
    EXPECT_EQ(told("<html>", of(Of::json, test, "x", "a")),
              "- JSON a missing: the answer is not JSON");
}

TEST(Check, QuotesAForeignAnswerShortlyAndRedacted) {
  EXPECT_EQ(told("NIP 198001012005011001", of(Of::body, Must::equals, "ok")),
            "- the answer is \"NIP [digits]\", not \"ok\"");
  EXPECT_LT(told(std::string(5000, 'x') + " y", of(Of::body, Must::equals, "ok")).size(), 100u);
  Assertion taken = of(Of::body, Must::contains, "198001012005011001");
  EXPECT_NE(told("x", taken).find("1980"), std::string::npos) << "as the configuration has it";
  taken.literal = false;
  EXPECT_EQ(told("x", taken), "- marker \"[digits]\" missing") << "taken out of an answer";
}

TEST(FindPath, WalksMapsAndListsAndNothingElse) {
  const Json document = Json::parse(R"({"a": [[1, {"b": null}]], "": 5, "0": 6, "x.y": 7})");
  EXPECT_EQ(*find_path(document, "a.0.0"), 1);
  EXPECT_TRUE(find_path(document, "a.0.1.b")->is_null());
  EXPECT_EQ(*find_path(document, "0"), 6) << "a map's key may be a number";
  EXPECT_EQ(*find_path(document, ""), 5);
  for (const char* path :
       {"a.1", "a.0.2", "a.-1", "a.00000000000", "a.x", "a.0.0.b", "x.y", "b", "a."})
    EXPECT_EQ(find_path(document, path), nullptr) << path;
}

}  // namespace
}  // namespace saksi::probes
