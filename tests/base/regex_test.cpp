// SPDX-License-Identifier: Apache-2.0
#include "base/regex.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace saksi {
namespace {

Regex pattern(const char* text, bool case_matters = false) {
  auto regex = Regex::compile(text, case_matters);
  EXPECT_TRUE(regex) << text;
  return *regex;
}

TEST(Regex, IsFoundAnywhereAndMindsCaseOnlyWhereItIsTold) {
  EXPECT_TRUE(pattern("absen masuk").found_in("<h1>ABSEN MASUK</h1>"));
  EXPECT_FALSE(pattern("absen masuk", true).found_in("<h1>ABSEN MASUK</h1>"));
  EXPECT_FALSE(pattern("^absen").found_in("x absen"));
}

TEST(Regex, GivesItsFirstGroupOrAllOfTheMatch) {
  EXPECT_EQ(pattern("token=\"([^\"]*)\" (b)").first_in("token=\"abc\" b"), "abc");
  EXPECT_EQ(pattern("[0-9]+").first_in("pukul 07 lewat 52"), "07");
  EXPECT_EQ(pattern("x").first_in("abc"), std::nullopt);
  EXPECT_EQ(pattern("(a)|b").first_in("b"), "") << "a group that took no part";
}

TEST(Regex, ReadsAPageWithBytesThatAreNoUtf8) {
  EXPECT_EQ(pattern("kode: (.+)$").first_in("\xFF\xC3 kode: \xE9t\xE9"), "\xE9t\xE9");
  EXPECT_TRUE(pattern("a.b").found_in(std::string_view("a\0b", 3)));
}

TEST(Regex, SaysWhereAPatternIsWrong) {
  for (const char* text : {"(", "[a", "a{2,1}", "\\", "(?=a)", "(a)\\1"}) {
    const auto regex = Regex::compile(text);
    ASSERT_FALSE(regex) << text;
    EXPECT_EQ(regex.error().kind, ErrorKind::usage);
    EXPECT_FALSE(regex.error().message.empty());
  }
}

TEST(Regex, GetsThroughAMegabyteThatIsMadeToHurt) {
  const std::string page(1 << 20, 'a');
  const auto began = std::chrono::steady_clock::now();
  EXPECT_FALSE(pattern("(a+)+b").found_in(page));
  EXPECT_FALSE(pattern("(a|aa)*c$").found_in(page));
  EXPECT_EQ(pattern("(a*)*").first_in(page), page);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(20));
}

}  // namespace
}  // namespace saksi
