// SPDX-License-Identifier: Apache-2.0
//
// docs/classes.md, held against the table that the program uses.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "model/failure.hpp"

namespace saksi {
namespace {

const std::string kTableHead =
    "| class | stage | blame | counts | Indonesian | English |\n|---|---|---|---|---|---|\n";

std::string table() {
  std::string text = kTableHead;
  for (const ClassInfo& info : kClasses)
    text += fmt::format("| `{}` | {} | {} | {} | {} | {} |\n", info.code, code(info.stage),
                        code(info.blame), is_failure(info.cls) ? "yes" : "no", info.indonesian,
                        info.english);
  return text;
}

TEST(ClassesPage, IsTheTableOfTheProgram) {
  const Result<std::string> page =
      read_file(std::string(SAKSI_SOURCE_DIR) + "/docs/classes.md", 1 << 20);
  ASSERT_TRUE(page) << page.error().message;
  const std::size_t at = page->find(kTableHead);
  ASSERT_NE(at, std::string::npos) << "docs/classes.md has no table of classes";

  EXPECT_EQ(page->substr(at), table()) << "write the new table to docs/classes.md";
}

TEST(ClassesPage, HasNoSentenceThatWouldBreakItsTable) {
  for (const ClassInfo& info : kClasses) {
    EXPECT_EQ(info.indonesian.find_first_of("|\n"), std::string_view::npos) << info.code;
    EXPECT_EQ(info.english.find_first_of("|\n"), std::string_view::npos) << info.code;
  }
}

}  // namespace
}  // namespace saksi
