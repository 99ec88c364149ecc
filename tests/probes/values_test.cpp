// SPDX-License-Identifier: Apache-2.0
#include "probes/values.hpp"

#include <gtest/gtest.h>

namespace saksi::probes {
namespace {

Values some() {
  Values values;
  values.named = {{"lat", "-3.79"}, {"nama", "a&b=\"<c>'\r\n"}, {"kosong", ""}};
  values.user = "akun uji";
  values.password = Secret("r4h&sia");
  return values;
}

std::string filled(std::string_view text, Encoder by_itself = Encoder::raw) {
  const auto made = some().fill(text, by_itself);
  return made ? made->text : "! " + made.error().message;
}

TEST(Values, AreEncodedAsTheirPlaceDemandsUnlessTheTextSaysHow) {
  EXPECT_EQ(filled("x=${lat}&y=${user}", Encoder::url), "x=-3.79&y=akun%20uji");
  EXPECT_EQ(filled("${user|raw}/${user}", Encoder::url), "akun uji/akun%20uji");
  EXPECT_EQ(filled("${lat|base64}"), "LTMuNzk=");
}

TEST(Values, EndNoPlaceWhereTheyArePut) {
  EXPECT_EQ(filled("${nama|url}"), "a%26b%3D%22%3Cc%3E%27%0D%0A");
  EXPECT_EQ(filled("${nama|html}"), "a&amp;b=&quot;&lt;c&gt;&#39;\r\n");
  EXPECT_EQ(filled("\"${nama|json}\""), R"("a&b=\"<c>'\r\n")");
}

TEST(Values, AreNotReadAgainOnceTheyArePutIn) {
  Values values = some();
  values.named["a"] = "${password}";
  EXPECT_EQ(values.fill("${a}")->text, "${password}");
  EXPECT_FALSE(values.fill("${a}")->secret);
}

TEST(Values, TellWhetherThePasswordIsAmongThem) {
  const Values values = some();
  EXPECT_TRUE(values.fill("p=${password|url}")->secret);
  EXPECT_TRUE(values.fill("$password")->secret);
  EXPECT_FALSE(values.fill("$${password} ${user}")->secret);
  Values without = values;
  without.password = Secret("");
  EXPECT_FALSE(without.fill("${password}")->secret) << "there is none to keep";
}

TEST(Values, ThatNobodyGaveAreAnErrorWithTheirName) {
  EXPECT_EQ(filled("${hilang}"), "! nothing is called ${hilang} in this run");
  EXPECT_EQ(filled("${kosong}"), "") << "an empty one is given";
}

TEST(Values, FillTheLeavesOfAJsonAndNothingElse) {
  bool secret = false;
  const Json shape = Json::parse(
      R"({"${lat}": "${lat}", "n": "${lat|number}", "l": [1, null, "x${user}"], "p": "$password"})");
  const auto made = some().fill(shape, secret);
  ASSERT_TRUE(made);
  EXPECT_EQ(*made, Json::parse(R"({"${lat}": "-3.79", "n": -3.79, "l": [1, null, "xakun uji"],
                                   "p": "r4h&sia"})"));
  EXPECT_TRUE(secret);
}

TEST(Values, AreNumbersOnlyWhereTheyAreNumbers) {
  bool secret = false;
  EXPECT_EQ(some().fill(Json("${nama|number}"), secret).error().message, "${nama} is not a number");
  Values values = some();
  for (const char* text : {"1e400", "nan", "inf", "1 ", "", "0x10", "1,5", "-"}) {
    values.named["lat"] = text;
    EXPECT_FALSE(values.fill(Json("${lat|number}"), secret)) << text;
  }
}

TEST(Values, StandInChecksThatAreNoPatternsAndNotLiteral) {
  Step step;
  step.expect = {Assertion("${user}"), Assertion("${user}"), Assertion("${user}")};
  step.expect[1].literal = step.expect[2].literal = false;
  step.expect[2].test = Assertion::Test::regex;
  const auto made = some().fill_checks(step);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->expect[0].value, "${user}");
  EXPECT_EQ(made->expect[1].value, "akun uji");
  EXPECT_EQ(made->expect[2].value, "${user}");
  step.forbidden = {Assertion("${hilang}")};
  step.forbidden[0].literal = false;
  EXPECT_FALSE(some().fill_checks(step));
}

}  // namespace
}  // namespace saksi::probes
