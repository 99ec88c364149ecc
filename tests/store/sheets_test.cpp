// SPDX-License-Identifier: Apache-2.0
#include "model/verification_code.hpp"
#include "store/support.hpp"

namespace saksi::store::test {
namespace {

class Sheets : public testing::Test {
 protected:
  std::optional<IssuedSheet> issue(const std::string& content, const char* time,
                                   const std::string& number = "LBG-20230102-DISDIK") {
    auto issued = writer->issue({number, "date", content}, at(time));
    EXPECT_TRUE(issued);
    return issued ? *issued : std::nullopt;
  }
  TempDir dir;
  std::unique_ptr<Writer> writer = open_writer(dir.path());
};

TEST_F(Sheets, AreKeptUnderTheCodeOfTheirContent) {
  const auto issued = issue("{}", "01:00:00");
  ASSERT_TRUE(issued);
  EXPECT_EQ(issued->code, code_of("{}"));

  const auto found = open_reader(dir.path())->sheet(issued->code).value();
  ASSERT_TRUE(found);
  EXPECT_EQ(std::tie(found->number, found->kind, found->content, found->revision, found->at),
            std::tuple("LBG-20230102-DISDIK", "date", "{}", 1u, at("01:00:00")));
  EXPECT_FALSE(open_reader(dir.path())->sheet(code_of("[]")).value());
}

TEST_F(Sheets, OfTheSameContentAreOneSheetAndOfAnotherItsNextRevision) {
  issue("{}", "01:00:00");
  const auto again = issue("{}", "02:00:00"), other = issue("[]", "03:00:00");
  EXPECT_EQ(again->revision, 1u);
  EXPECT_EQ(again->at, at("01:00:00"));
  EXPECT_EQ(other->revision, 2u);
  EXPECT_EQ(issue("1", "03:00:00", "LBG-20230102-DINKES")->revision, 1u);
  EXPECT_EQ(open_reader(dir.path())->newest_sheet("LBG-20230102-DISDIK").value()->content, "[]");
}

TEST_F(Sheets, AreFiveHundredNewOnesADayAtMost) {
  for (std::int64_t i = 0; i < kMostSheets; ++i) ASSERT_TRUE(issue(std::to_string(i), "01:00:00"));
  EXPECT_FALSE(issue("another", "02:00:00"));
  EXPECT_TRUE(issue("7", "02:00:00"));  // one that is kept already
  EXPECT_TRUE(
      *writer->issue({"LBG-X", "date", "another"}, at("01:00:00") + std::chrono::hours(24)));
}

TEST_F(Sheets, AreNeverEditedOrDeleted) {
  issue("{}", "01:00:00");
  writer.reset();
  EXPECT_FALSE(tampers(dir.path(), "UPDATE sheets SET content = x'00'"));
  EXPECT_FALSE(tampers(dir.path(), "DELETE FROM sheets"));
}

TEST_F(Sheets, AreFoundOutByVerifyWhenTheyWereChangedAllTheSame) {
  issue("{}", "01:00:00");
  const auto other = issue("[]", "01:00:00", "LBG-20230102-DINKES");
  writer.reset();
  EXPECT_EQ(verify(*open_reader(dir.path()), dir.path())->sheets, 2u);

  tamper(dir.path(),
         "DROP TRIGGER sheets_keep_1; UPDATE sheets SET content = (SELECT content FROM sheets "
         "WHERE number = 'LBG-20230102-DINKES') WHERE number = 'LBG-20230102-DISDIK'");

  const auto done = verify(*open_reader(dir.path()), dir.path()).value();
  ASSERT_EQ(done.troubles.size(), 1u);
  EXPECT_EQ(done.troubles[0], "sheet " + code_of("{}") + ": its content has another code");
  EXPECT_EQ(done.sheets, 1u);
}

}  // namespace
}  // namespace saksi::store::test
