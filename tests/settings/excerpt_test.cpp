// SPDX-License-Identifier: Apache-2.0
//
// What an agent is told of a configuration reads as the same.
#include "settings/excerpt.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "settings/read.hpp"

namespace saksi::settings {
namespace {

std::string of_source(const std::string& path) {
  return saksi::read_file(std::string(SAKSI_SOURCE_DIR) + "/" + path, 1 << 20).value();
}

class Excerpts : public testing::TestWithParam<const char*> {};

// Every option stands in the starter configuration, and every way to write one in the examples.
TEST_P(Excerpts, SayTheSameOfJourneysTargetsAndVantages) {
  const std::string whole = of_source(GetParam());
  const auto text = excerpt(whole);
  ASSERT_TRUE(text) << text.error().message;
  const auto before = read_text(whole, "/etc/saksi/saksi.yaml"),
             after = read_text(*text, "/etc/saksi/plan");
  ASSERT_TRUE(before) << before.error().lines.front();
  ASSERT_TRUE(after) << after.error().lines.front() << "\n" << *text;
  EXPECT_EQ(*excerpt(*text), *text) << "an excerpt of it is itself";
  ASSERT_EQ(after->targets.size(), before->targets.size());
  for (std::size_t i = 0; i < before->targets.size(); ++i) {
    EXPECT_EQ(after->targets[i].url, before->targets[i].url);
    EXPECT_EQ(after->targets[i].values, before->targets[i].values);
  }
  ASSERT_EQ(after->vantages.size(), before->vantages.size());
  for (std::size_t i = 0; i < before->vantages.size(); ++i) {
    EXPECT_EQ(after->vantages[i].id, before->vantages[i].id);
    EXPECT_EQ(after->vantages[i].accounts, before->vantages[i].accounts);
  }
  ASSERT_EQ(after->journeys.size(), before->journeys.size());
  for (std::size_t i = 0; i < before->journeys.size(); ++i) {
    const JourneySettings &a = after->journeys[i], &b = before->journeys[i];
    EXPECT_EQ(a.timeout, b.timeout);
    ASSERT_EQ(a.steps.size(), b.steps.size());
    for (std::size_t j = 0; j < b.steps.size(); ++j) {
      EXPECT_EQ(a.steps[j].fields, b.steps[j].fields);
      EXPECT_EQ(a.steps[j].headers, b.steps[j].headers);
      EXPECT_EQ(a.steps[j].json, b.steps[j].json) << "numbers stay numbers, texts texts";
      EXPECT_EQ(a.steps[j].status, b.steps[j].status);
      EXPECT_EQ(a.steps[j].expect.size(), b.steps[j].expect.size());
    }
  }
}
INSTANTIATE_TEST_SUITE_P(All, Excerpts,
                         testing::Values("config/saksi.yaml", "config/journeys/ci3.yaml",
                                         "config/journeys/json-success.yaml",
                                         "config/journeys/laravel-api.yaml",
                                         "config/journeys/laravel-blade.yaml",
                                         "config/journeys/pipe-text.yaml"));

TEST(Excerpt, LeavesOutAlertsAndComments) {
  const std::string text = *excerpt(of_source("config/saksi.yaml"));
  EXPECT_EQ(text.find("alerts:"), std::string::npos);
  EXPECT_EQ(text.find("storage:"), std::string::npos);
  EXPECT_EQ(text.find('#'), std::string::npos);
}

}  // namespace
}  // namespace saksi::settings
