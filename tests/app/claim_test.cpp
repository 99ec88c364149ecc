// SPDX-License-Identifier: Apache-2.0
#include "app/claim.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/file.hpp"
#include "support/temp_dir.hpp"

namespace saksi::app {
namespace {

TEST(Claims, AreGivenOnceADayForEachTargetAndJourney) {
  const saksi::test::TempDir folder;
  EXPECT_TRUE(claim_day(folder.path(), {"disdik"}, {"masuk"}, "2026-11-24"));
  EXPECT_FALSE(claim_day(folder.path(), {"disdik"}, {"masuk"}, "2026-11-24"));
  EXPECT_TRUE(claim_day(folder.path(), {"disdik"}, {"pulang"}, "2026-11-24"));
  EXPECT_TRUE(claim_day(folder.path(), {"dinkes"}, {"masuk"}, "2026-11-24"));
  EXPECT_TRUE(claim_day(folder.path(), {"disdik"}, {"masuk"}, "2026-11-25"));
  EXPECT_FALSE(claim_day(folder.path(), {"disdik"}, {"masuk"}, "2026-11-24"))
      << "a clock that was set back checks nobody in again";
}

TEST(Claims, AreRefusedWhereTheyCannotBeWrittenDown) {
  const saksi::test::TempDir folder;
  ASSERT_TRUE(write_atomically(folder / "real", "a file where the folder should be"));
  EXPECT_FALSE(claim_day(folder.path(), {"disdik"}, {"masuk"}, "2026-11-24"));
}

}  // namespace
}  // namespace saksi::app
