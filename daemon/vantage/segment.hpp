// SPDX-License-Identifier: Apache-2.0
//
// The bytes of one segment of the journal: rows to frames and back, and what is to be believed of a
// segment that was torn or damaged. Pure. The format is docs/formats/journal-1.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.hpp"

namespace saksi::vantage {

struct Row {
  std::uint64_t seq = 0;
  Signature signature{};
  std::string bytes;  // a record line with its '\n'
};

inline constexpr std::string_view kSegmentHead = "saksi-journal-1\n";
// 0xF5 is in no UTF-8 text, so no record that is stored as it is can spell a frame.
inline constexpr std::string_view kFrameMagic = "\xF5SJ1";
inline constexpr std::size_t kFrameHead = 24;  // magic, length, seq, back, checksum
inline constexpr std::uint64_t kMostSeq = std::uint64_t{1} << 53;  // of a record

// CRC-32C (Castagnoli), as in iSCSI and ext4.
[[nodiscard]] std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);

// The rows of one write, framed.
[[nodiscard]] std::string frames_of(const std::vector<Row>& rows);

struct Frame {
  std::uint64_t seq = 0;
  std::uint32_t back = 0;  // rows of the same write before it
  std::string_view payload;
  std::size_t begin = 0, end = 0;  // where it lies
};
Result<Row> row_of(const Frame& frame, std::size_t most_row);

// The next sound frame at or after `at`. Without one: `more`, when bytes after `text` (which is not
// `whole`) could change that.
struct Step {
  std::optional<Frame> frame;
  bool more = false;
};
[[nodiscard]] Step next_frame(std::string_view text, std::size_t at, bool whole,
                              std::size_t most_row);

// What a segment's rows are. `first` is the number in its name, `until` that of the next segment.
struct Contents {
  std::vector<Frame> frames;  // in order of seq, each once
  std::vector<std::string> troubles;
  std::uint64_t next = 0;  // the seq after the last row
  std::size_t end = 0;     // after the last frame that counts
  std::string_view head;   // what stands where the head should be
};
Result<Contents> read_segment(std::string_view text, std::uint64_t first,
                              std::optional<std::uint64_t> until, std::size_t most_row);
// What a head has to be followed by, to write the segment anew with what counts of it.
[[nodiscard]] std::string_view body_of(std::string_view text, const Contents& contents);

}  // namespace saksi::vantage
