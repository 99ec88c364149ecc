// SPDX-License-Identifier: Apache-2.0
//
// A journal, what a test gave to it, and what has to be there in the end.
#pragma once

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "vantage/journal.hpp"
#include "vantage/sim_disk.hpp"

namespace saksi::vantage {

inline constexpr const char* kFolder = "/j";
inline constexpr Journal::Options kSmall{700, 4096};

// Never the same bytes twice: a row that was not acknowledged is signed anew.
inline Row row(std::uint64_t seq, int attempt = 0) {
  Row made;
  made.seq = seq;
  made.signature.fill(static_cast<std::uint8_t>(seq * 7 + static_cast<unsigned>(attempt)));
  made.bytes = fmt::format("{{\"attempt\":{},\"seq\":{},\"text\":\"{}\"}}\n", attempt, seq,
                           std::string(seq % 40, 'x'));
  return made;
}

inline std::vector<Row> rows(std::uint64_t from, std::size_t count, int attempt = 0) {
  std::vector<Row> made;
  for (std::size_t i = 0; i < count; ++i) made.push_back(row(from + i, attempt));
  return made;
}

inline bool same(const Row& a, const Row& b) {
  return a.seq == b.seq && a.signature == b.signature && a.bytes == b.bytes;
}

struct Opened {
  std::unique_ptr<Journal> journal;
  std::vector<Row> rows;
  std::string error;
};

inline Opened open(Disk& disk, const std::string& folder = kFolder, std::uint64_t from = 0,
                   Journal::Options options = kSmall) {
  Opened opened;
  auto journal = Journal::open(disk, folder, options, from, [&](const Row& one) -> Result<void> {
    opened.rows.push_back(one);
    return {};
  });
  if (journal)
    opened.journal = std::move(*journal);
  else
    opened.error = journal.error().message;
  return opened;
}

inline std::vector<Row> read_all(Journal& journal, std::uint64_t from = 0) {
  const auto read = journal.read(from, std::size_t{1} << 30);
  EXPECT_TRUE(read) << read.error().message;
  return read ? *read : std::vector<Row>();
}

inline void expect_rows(const std::vector<Row>& found, std::uint64_t first, std::uint64_t next) {
  ASSERT_EQ(found.size(), next - first);
  for (std::size_t i = 0; i < found.size(); ++i)
    ASSERT_TRUE(same(found[i], row(first + i))) << "row " << first + i;
}

inline std::string texts(const Journal& journal) {
  std::string all;
  for (const Trouble& trouble : journal.troubles()) all += trouble.what + "\n";
  return all;
}

}  // namespace saksi::vantage
