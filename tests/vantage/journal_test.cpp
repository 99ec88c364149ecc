// SPDX-License-Identifier: Apache-2.0
#include "vantage/journal.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <cstdio>
#include <fstream>

#include "support/temp_dir.hpp"
#include "vantage/journal_rig.hpp"

namespace saksi::vantage {
namespace {

TEST(Journal, GivesBackWhatWasAppendedAfterItWasOpenedAgain) {
  SimDisk disk;
  {
    const auto journal = open(disk).journal;
    ASSERT_TRUE(journal);
    EXPECT_EQ(journal->next(), 0U);
    EXPECT_EQ(journal->first(), 0U);
    for (std::uint64_t seq = 0; seq < 30; seq += 3) ASSERT_TRUE(journal->append(rows(seq, 3)));
    EXPECT_EQ(journal->next(), 30U);
    expect_rows(read_all(*journal), 0, 30);
  }
  const auto again = open(disk);
  ASSERT_TRUE(again.journal) << again.error;
  EXPECT_EQ(again.journal->next(), 30U);
  EXPECT_TRUE(again.journal->troubles().empty()) << texts(*again.journal);
  expect_rows(again.rows, 0, 30);
  EXPECT_GT(disk.paths().size(), 3U) << "it should have gone over several segments";
}

TEST(Journal, CallsBackOnlyForRowsFromTheOneAskedFor) {
  SimDisk disk;
  {
    const auto journal = open(disk).journal;
    for (std::uint64_t seq = 0; seq < 30; ++seq) ASSERT_TRUE(journal->append(rows(seq, 1)));
  }
  const auto again = open(disk, kFolder, 17);
  ASSERT_TRUE(again.journal);
  expect_rows(again.rows, 17, 30);
  expect_rows(read_all(*again.journal, 3), 3, 30);
}

TEST(Journal, ReadsNoMoreBytesThanAskedForButAlwaysOneRow) {
  SimDisk disk;
  const auto journal = open(disk).journal;
  for (std::uint64_t seq = 0; seq < 30; seq += 5) ASSERT_TRUE(journal->append(rows(seq, 5)));
  std::uint64_t next = 0;
  while (next < 30) {
    const auto some = journal->read(next, 150);
    ASSERT_TRUE(some);
    ASSERT_FALSE(some->empty());
    std::size_t size = 0;
    for (const Row& one : *some) {
      EXPECT_TRUE(same(one, row(next++)));
      size += one.bytes.size();
    }
    EXPECT_LE(size, 150U);
  }
  EXPECT_EQ(journal->read(7, 1)->size(), 1U);
  EXPECT_TRUE(journal->read(30, 1)->empty());
}

TEST(Journal, DropsWholeSegmentsButNeverTheLast) {
  SimDisk disk;
  std::uint64_t first = 0;
  {
    const auto journal = open(disk).journal;
    for (std::uint64_t seq = 0; seq < 30; ++seq) ASSERT_TRUE(journal->append(rows(seq, 1)));
    const std::uint64_t before = journal->bytes();
    ASSERT_TRUE(journal->drop_before(12));
    first = journal->first();
    EXPECT_GT(first, 0U);
    EXPECT_LE(first, 12U);
    EXPECT_LT(journal->bytes(), before);
    expect_rows(read_all(*journal), first, 30);
    ASSERT_TRUE(journal->drop_before(30));
    first = journal->first();
    EXPECT_LT(first, 30U);
    EXPECT_EQ(disk.paths().size(), 1U);
  }
  const auto again = open(disk);
  EXPECT_EQ(again.journal->next(), 30U);
  expect_rows(again.rows, first, 30);
  EXPECT_TRUE(again.journal->troubles().empty()) << texts(*again.journal);
}

TEST(Journal, RefusesARowOutOfItsTurnAndOneThatIsTooLong) {
  SimDisk disk;
  const auto journal = open(disk).journal;
  EXPECT_FALSE(journal->append(rows(1, 1)));
  EXPECT_FALSE(journal->append({row(0), row(2)}));
  Row longer = row(0);
  longer.bytes.assign(kSmall.most_row + 1, 'x');
  EXPECT_FALSE(journal->append({longer}));
  EXPECT_FALSE(journal->failed());
  ASSERT_TRUE(journal->append(rows(0, 2)));
  expect_rows(read_all(*journal), 0, 2);
}

TEST(Journal, RefusesASecondProcess) {
  test::TempDir folder;
  RealDisk disk, other;
  const std::string path = folder.path() + "/journal";
  const auto one = open(disk, path);
  ASSERT_TRUE(one.journal) << one.error;
  const auto two = open(other, path);
  EXPECT_FALSE(two.journal);
  EXPECT_NE(two.error.find("another saksi"), std::string::npos) << two.error;
}

TEST(Journal, KeepsItsFilesFromOthers) {
  test::TempDir folder;
  RealDisk disk;
  const std::string path = folder.path() + "/journal";
  const mode_t mask = ::umask(0);
  const auto journal = open(disk, path).journal;
  ASSERT_TRUE(journal->append(rows(0, 1)));
  ::umask(mask);
  struct stat about {};
  ASSERT_EQ(::stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 07777U, 0750U);
  ASSERT_EQ(::stat((path + "/00000000000000000000.saksi").c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 07777U, 0640U);
}

TEST(Journal, RefusesASegmentOfAnotherVersion) {
  SimDisk disk;
  ASSERT_TRUE(open(disk).journal->append(rows(0, 1)));
  disk.bytes_of("/j/00000000000000000000.saksi").replace(0, 16, "saksi-journal-2\n");
  EXPECT_NE(open(disk).error.find("another version"), std::string::npos);
}

std::string said_by(const std::string& command) {
  std::FILE* pipe = ::popen(command.c_str(), "r");
  EXPECT_NE(pipe, nullptr);
  std::string text;
  std::array<char, 4096> block{};
  for (std::size_t got = 0; (got = std::fread(block.data(), 1, block.size(), pipe)) > 0;)
    text.append(block.data(), got);
  EXPECT_EQ(::pclose(pipe), 0) << command;
  return text;
}

TEST(Journal, IsReadByAnotherReaderMadeFromThePage) {
  test::TempDir folder;
  RealDisk disk;
  std::string wanted;
  {
    const auto journal = open(disk, folder.path()).journal;
    for (std::uint64_t seq = 0; seq < 40; seq += 4) ASSERT_TRUE(journal->append(rows(seq, 4)));
  }
  for (const Row& one : rows(0, 40))
    wanted += std::to_string(one.seq) + " " + hex(one.signature) + " " + one.bytes;
  EXPECT_EQ(said_by("python3 " SAKSI_SOURCE_DIR "/tests/vantage/read_journal.py " + folder.path()),
            wanted);
}

}  // namespace
}  // namespace saksi::vantage
