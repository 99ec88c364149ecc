// SPDX-License-Identifier: Apache-2.0
#include "vantage/segment.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "vantage/journal_rig.hpp"

namespace saksi::vantage {
namespace {

constexpr std::size_t kMost = 4096;

std::string page() {
  std::ifstream file(SAKSI_SOURCE_DIR "/docs/formats/journal-1.md");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string bytes(std::initializer_list<int> numbers) {
  std::string text;
  for (const int number : numbers) text.push_back(static_cast<char>(number));
  return text;
}

TEST(Segment, ChecksumsAreThoseOfThePage) {
  EXPECT_EQ(crc32c("123456789"), 0xE3069283U);
  const std::string head = bytes({0x40, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0});
  const std::uint32_t sum = crc32c(std::string(64, '\0'), crc32c(head));
  std::string frame = "\xF5SJ1" + head;
  for (int i = 0; i < 4; ++i) frame.push_back(static_cast<char>(sum >> (8 * i)));
  std::string example;
  const std::string all = hex(reinterpret_cast<const std::uint8_t*>(frame.data()), frame.size());
  std::size_t at = 0;
  for (const std::size_t size : {8U, 8U, 16U, 8U, 8U}) {
    example += (at == 0 ? "" : " ") + all.substr(at, size);
    at += size;
  }
  EXPECT_NE(page().find("\n" + example + "\n"), std::string::npos) << example;
  const Step step = next_frame(frame + std::string(64, '\0'), 0, true, kMost);
  ASSERT_TRUE(step.frame);
  EXPECT_EQ(step.frame->seq, 258U);
  EXPECT_EQ(step.frame->back, 1U);
}

// Three writes of three rows each.
std::string nine() {
  return std::string(kSegmentHead) + frames_of(rows(0, 3)) + frames_of(rows(3, 3)) +
         frames_of(rows(6, 3));
}

std::vector<std::uint64_t> seqs(const Contents& contents) {
  std::vector<std::uint64_t> all;
  for (const Frame& frame : contents.frames) all.push_back(frame.seq);
  return all;
}

TEST(Segment, CutsATornEndAtItsFirstBadFrame) {
  const std::string text = nine();
  const auto whole = read_segment(text, 0, std::nullopt, kMost);
  for (std::size_t size = 0; size < text.size(); ++size) {
    const std::string torn = text.substr(0, size);
    const auto read = read_segment(torn, 0, std::nullopt, kMost);
    ASSERT_TRUE(read);
    EXPECT_TRUE(read->troubles.empty());
    std::size_t complete = 0;
    while (complete < 9 && whole->frames[complete].end <= size) ++complete;
    EXPECT_EQ(read->frames.size(), complete);
    EXPECT_EQ(read->next, complete);
  }
}

TEST(Segment, CutsTheLastWriteAtItsFirstBadFrameAlsoWhereItsLaterBytesAreThere) {
  std::string text = nine();
  const auto whole = read_segment(text, 0, std::nullopt, kMost);
  text[whole->frames[7].begin + 30] ^= 1;  // 6 is sound, 7 is not, 8 is
  const auto read = read_segment(text, 0, std::nullopt, kMost);
  EXPECT_EQ(seqs(*read), (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(read->next, 7U);
  EXPECT_TRUE(read->troubles.empty());
}

TEST(Segment, NamesWhatWasDamagedAfterItsSyncAndReadsOn) {
  std::string text = nine();
  const auto whole = read_segment(text, 0, std::nullopt, kMost);
  const Frame hurt = whole->frames[4];
  text[hurt.begin + 30] ^= 1;
  for (const std::optional<std::uint64_t> until : {std::optional<std::uint64_t>(), {9}}) {
    const auto read = read_segment(text, 0, until, kMost);
    EXPECT_EQ(seqs(*read), (std::vector<std::uint64_t>{0, 1, 2, 3, 5, 6, 7, 8}));
    EXPECT_EQ(read->next, 9U);
    EXPECT_EQ(read->troubles, (std::vector<std::string>{fmt::format("bytes {} to {} cannot be read",
                                                                    hurt.begin, hurt.end - 1),
                                                        "rows 4 to 4 are missing"}));
  }
}

TEST(Segment, PassesOverWhatAFailedWriteLeftBeforeTheNextSegment) {
  const std::string text = nine() + "torn";
  const auto read = read_segment(text, 0, 6, kMost);
  EXPECT_EQ(seqs(*read), (std::vector<std::uint64_t>{0, 1, 2, 3, 4, 5}));
  EXPECT_TRUE(read->troubles.empty());
  EXPECT_EQ(read->next, 6U);
}

TEST(Segment, CountsARowTwiceThereOnceAndNamesAnotherOneOfItsNumber) {
  const std::string twice = nine() + frames_of(rows(4, 2));
  const auto read = read_segment(twice, 0, std::nullopt, kMost);
  EXPECT_EQ(read->frames.size(), 9U);
  EXPECT_TRUE(read->troubles.empty());
  const std::string other = nine() + frames_of(rows(4, 1, 1));
  const auto named = read_segment(other, 0, std::nullopt, kMost);
  EXPECT_EQ(named->frames.size(), 9U);
  ASSERT_EQ(named->troubles.size(), 1U);
  EXPECT_NE(named->troubles[0].find("another row 4"), std::string::npos);
}

TEST(Segment, ADamagedHeadCostsNoRow) {
  std::string text = nine();
  text[3] ^= 1;
  const auto read = read_segment(text, 0, std::nullopt, kMost);
  EXPECT_EQ(read->frames.size(), 9U);
  EXPECT_EQ(read->troubles, std::vector<std::string>{"bytes 0 to 15 cannot be read"});
  EXPECT_EQ(std::string(kSegmentHead) + std::string(body_of(text, *read)), nine());
}

TEST(Segment, AFlippedByteInAnEarlySegmentIsNamedAndAllElseIsThere) {
  SimDisk disk;
  {
    const auto journal = open(disk).journal;
    for (std::uint64_t seq = 0; seq < 30; ++seq) ASSERT_TRUE(journal->append(rows(seq, 1)));
  }
  disk.bytes_of("/j/00000000000000000000.saksi")[kSegmentHead.size() + 40] ^= 1;
  const auto again = open(disk);
  ASSERT_TRUE(again.journal) << again.error;
  EXPECT_EQ(again.journal->next(), 30U);
  expect_rows(again.rows, 1, 30);
  expect_rows(read_all(*again.journal), 1, 30);
  EXPECT_NE(texts(*again.journal).find("/j/00000000000000000000.saksi: bytes 16 to "),
            std::string::npos)
      << texts(*again.journal);
}

TEST(Segment, DamageInTheLastSegmentIsStillNamedWhenTheWriteThatShowedItWasCut) {
  SimDisk disk;
  const auto whole = read_segment(nine(), 0, std::nullopt, kMost)->frames[4];
  const std::string path = "/j/00000000000000000000.saksi";
  {
    const auto journal = open(disk, kFolder, 0, {8192, kMost}).journal;
    for (const std::uint64_t seq : {0U, 3U, 6U}) ASSERT_TRUE(journal->append(rows(seq, 3)));
  }
  disk.bytes_of(path)[whole.begin + 30] ^= 1;
  const std::size_t later = nine().size() - frames_of(rows(6, 3)).size();
  disk.bytes_of(path)[later + 30] ^= 1;  // the last write is torn from its first row on
  for (int start = 0; start < 3; ++start) {
    const auto again = open(disk);
    ASSERT_TRUE(again.journal) << again.error;
    EXPECT_EQ(again.journal->next(), 6U);
    EXPECT_EQ(again.rows.size(), 5U);
    EXPECT_NE(texts(*again.journal).find("rows 4 to 4 are missing"), std::string::npos);
  }
}

}  // namespace
}  // namespace saksi::vantage
