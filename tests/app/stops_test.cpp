// SPDX-License-Identifier: Apache-2.0
#include "app/stops.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "base/file.hpp"
#include "base/timestamp.hpp"
#include "support/temp_dir.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

const Instant kNoon = *parse_utc("2026-11-24T05:00:00Z");

TEST(Stops, StandUntilTheirTimeOrUntilTheyAreLifted) {
  const saksi::test::TempDir folder;
  const Stops stops(folder.path());
  EXPECT_FALSE(stops.until({"web"}));

  ASSERT_TRUE(stops.put({"web", kNoon, "server pindah\nbaris kedua"}));
  EXPECT_EQ(stops.until({"web"}), kNoon);
  EXPECT_FALSE(stops.until({"lain"}));
  ASSERT_EQ(stops.list().size(), 1U);
  EXPECT_EQ(stops.list()[0].reason, "server pindah baris kedua");

  ASSERT_TRUE(stops.put({"all"}));
  EXPECT_EQ(stops.until({"lain"}), Stop::kForever);
  EXPECT_EQ(stops.until({"web"}), Stop::kForever) << "the later of the two";
  EXPECT_TRUE(*stops.lift("all"));
  EXPECT_FALSE(*stops.lift("all"));
  EXPECT_EQ(stops.until({"web"}), kNoon);
}

TEST(Stops, AreNotShortenedByTheSitesOwnWish) {
  const saksi::test::TempDir folder;
  const Stops stops(folder.path());
  ASSERT_TRUE(stops.put({"web", kNoon + 48h, "kami"}));
  ASSERT_TRUE(stops.put({"web", kNoon + 24h, "situs"}, true));
  EXPECT_EQ(stops.until({"web"}), kNoon + 48h);
  ASSERT_TRUE(stops.put({"web", kNoon + 72h, "situs"}, true));
  EXPECT_EQ(stops.until({"web"}), kNoon + 72h);
}

TEST(Stops, StandForEverWhereTheFileSaysNothingThatCanBeRead) {
  const saksi::test::TempDir folder;
  const Stops stops(folder.path());
  ASSERT_TRUE(make_folder(folder / "stops"));
  for (const std::string& text : {std::string(), std::string("besok"), std::string(9000, 'x')}) {
    ASSERT_TRUE(write_atomically(folder / "stops/web", text));
    EXPECT_EQ(stops.until({"web"}), Stop::kForever) << text.size() << " bytes";
  }
}

}  // namespace
}  // namespace saksi::app
