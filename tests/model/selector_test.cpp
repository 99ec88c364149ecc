// SPDX-License-Identifier: Apache-2.0
#include "model/selector.hpp"

#include <gtest/gtest.h>

namespace saksi {
namespace {

std::string trouble(std::string_view text) {
  const auto selector = parse_selector(text);
  return selector ? "understood" : selector.error().message;
}

TEST(Selector, ReadsEachPartOfAnElementAndOfItsPlace) {
  const auto chain = parse_selector("  FORM#Masuk.form.utama  input[Name=_token][data-x='a b'][q]");
  ASSERT_TRUE(chain);
  ASSERT_EQ(chain->size(), 2u);
  EXPECT_EQ(chain->at(0).tag, "form") << "tags know no case";
  EXPECT_EQ(chain->at(0).id, "Masuk") << "ids do";
  EXPECT_EQ(chain->at(0).classes, (std::vector<std::string>{"form", "utama"}));
  const SimpleSelector& input = chain->at(1);
  ASSERT_EQ(input.attributes.size(), 3u);
  EXPECT_EQ(input.attributes[0],
            (std::pair<std::string, std::optional<std::string>>("name", "_token")));
  EXPECT_EQ(input.attributes[1].second, "a b");
  EXPECT_EQ(input.attributes[2].second, std::nullopt) << "whatever its value is";
}

TEST(Selector, OfAStarOrAMarkAloneTakesAnyTag) {
  for (const char* text : {"*", "#a", ".a", "[a]", "*#a.b[c]"}) {
    const auto chain = parse_selector(text);
    ASSERT_TRUE(chain) << text;
    EXPECT_EQ(chain->at(0).tag, "") << text;
  }
}

TEST(Selector, RefusesTheRestOfCssWithThePlaceWhereItBegins) {
  for (const char* text : {"a > b", "a, b", "a:hover", "a::before", "a + b", "a~b"})
    EXPECT_NE(trouble(text).find("is not understood"), std::string::npos) << text;
  EXPECT_EQ(trouble("a > b").substr(0, 5), "\"> b\"");
  for (const char* text : {"a.", "a#", "a[", "a[]", "a[b", "a[b=", "a[b='c]", "a[b^=c]", "a[=c]"})
    EXPECT_NE(trouble(text).find("is not understood"), std::string::npos) << text;
}

TEST(Selector, HasOneToEightParts) {
  EXPECT_EQ(trouble("a a a a a a a a"), "understood");
  for (const char* text : {"", "   ", "a a a a a a a a a"})
    EXPECT_NE(trouble(text).find("one to eight parts"), std::string::npos) << text;
}

}  // namespace
}  // namespace saksi
