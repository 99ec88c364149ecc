// SPDX-License-Identifier: Apache-2.0
#include "paper/spell.hpp"

#include <gtest/gtest.h>

namespace saksi::paper {
namespace {

TEST(Spelled, WritesNumbersAsIndonesianReportsDo) {
  const std::pair<int, const char*> expected[] = {
      {0, "nol"},
      {1, "satu"},
      {10, "sepuluh"},
      {11, "sebelas"},
      {12, "dua belas"},
      {19, "sembilan belas"},
      {20, "dua puluh"},
      {31, "tiga puluh satu"},
      {100, "seratus"},
      {111, "seratus sebelas"},
      {250, "dua ratus lima puluh"},
      {1000, "seribu"},
      {1999, "seribu sembilan ratus sembilan puluh sembilan"},
      {2000, "dua ribu"},
      {2023, "dua ribu dua puluh tiga"},
      {2026, "dua ribu dua puluh enam"},
      {11'000, "sebelas ribu"},
      {100'001, "seratus ribu satu"},
  };
  for (const auto& [number, words] : expected) EXPECT_EQ(spelled(number), words);
  EXPECT_EQ(spelled(-1), "-1");
  EXPECT_EQ(spelled(1'000'000), "1000000");
}

}  // namespace
}  // namespace saksi::paper
