// SPDX-License-Identifier: Apache-2.0
//
// A segment of an agent's journal, as it stands and with frames made of the input: what is read of
// it, written anew and read again is the same, and each row was framed whole in it.
#include "vantage/segment.hpp"

#include <algorithm>

#include "fuzz/fuzz.hpp"

using namespace saksi;
using namespace saksi::vantage;

namespace {

constexpr std::size_t kMostRow = 64U << 10;

void claim(std::string_view text, std::uint64_t first, std::optional<std::uint64_t> until) {
  const auto read = read_segment(text, first, until, kMostRow);
  if (!read) return;
  std::uint64_t due = first;
  for (const Frame& frame : read->frames) {
    CLAIM(frame.seq >= due && (!until || frame.seq < *until));
    CLAIM(frame.end <= read->end && read->end <= text.size());
    CLAIM(text.substr(frame.begin, kFrameMagic.size()) == kFrameMagic);
    CLAIM(frame.end - frame.begin == kFrameHead + frame.payload.size());
    CLAIM(frame.payload == text.substr(frame.begin + kFrameHead, frame.payload.size()));
    due = frame.seq + 1;
    if (const auto row = row_of(frame, kMostRow)) CLAIM(row->bytes.size() <= kMostRow);
  }
  CLAIM(read->next >= due);
  if (until) return;
  const std::string anew = std::string(kSegmentHead) + std::string(body_of(text, *read));
  // Behind a damaged one the journal begins the next segment.
  const auto then = read->troubles.empty() ? std::nullopt : std::optional(read->next);
  const auto again = read_segment(anew, first, then, kMostRow);
  CLAIM(again.has_value());
  CLAIM(again->next == read->next && (then || again->end == anew.size()));
  CLAIM(std::equal(
      again->frames.begin(), again->frames.end(), read->frames.begin(), read->frames.end(),
      [](const Frame& a, const Frame& b) { return a.seq == b.seq && a.payload == b.payload; }));
}

// The input tells what becomes of sound writes: two bytes each, what is done and where.
std::string hurt(std::string_view bytes) {
  std::string text(kSegmentHead);
  std::uint64_t seq = 0;
  for (; bytes.size() >= 2; bytes.remove_prefix(2)) {
    const auto what = static_cast<unsigned char>(bytes[0]);
    const std::size_t where = static_cast<unsigned char>(bytes[1]);
    if (what % 4 == 0) {
      std::vector<Row> rows;
      for (std::size_t i = 0; i <= where % 3; ++i) rows.push_back({seq++, {}, std::string(i, 'x')});
      text += frames_of(rows);
    } else if (what % 4 == 1) {
      text[text.size() - 1 - where % text.size()] ^= static_cast<char>(what);
    } else if (what % 4 == 2) {
      text.resize(text.size() - where % text.size());
    } else {
      seq = where % (seq + 3);
    }
  }
  return text;
}

}  // namespace

SAKSI_FUZZ(bytes) {
  for (const std::string& text :
       {std::string(bytes), std::string(kSegmentHead) + std::string(bytes), hurt(bytes)}) {
    claim(text, 0, std::nullopt);
    claim(text, 0, 3);
  }
}
