// SPDX-License-Identifier: Apache-2.0
#include "vantage/segment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/compress.hpp"

namespace saksi::vantage {
namespace {

constexpr std::size_t kSignature = std::tuple_size_v<Signature>;

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit)
      value = (value >> 1U) ^ ((value & 1U) != 0 ? 0x82F63B78U : 0U);
    table[byte] = value;
  }
  return table;
}
constexpr std::array<std::uint32_t, 256> kTable = make_table();

template <class T>
void put(std::string& out, T value) {
  for (std::size_t i = 0; i < sizeof value; ++i)
    out.push_back(static_cast<char>(value >> (8 * i) & 0xFFU));
}

template <class T>
T get(std::string_view text, std::size_t at) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i)
    value |= static_cast<T>(static_cast<T>(static_cast<unsigned char>(text[at + i])) << (8 * i));
  return value;
}

std::uint32_t checksum_of(std::string_view head, std::string_view payload) {
  return crc32c(payload, crc32c(head.substr(4, 16)));  // length, seq, back
}

struct Range {
  std::size_t from, to;
};

// Was what stands in a bad stretch of the last segment ever synced? A write begins only after the
// one before it was synced: so yes, when a later write than that of row `missing` is there.
bool was_synced(const std::vector<Frame>& frames, std::size_t after, std::uint64_t missing) {
  return std::any_of(frames.begin() + static_cast<std::ptrdiff_t>(after), frames.end(),
                     [&](const Frame& frame) { return frame.seq - frame.back > missing; });
}

bool is_other_version(std::string_view text) {
  constexpr std::string_view kName = "saksi-journal-";
  if (!text.starts_with(kName)) return false;
  const std::string_view rest = text.substr(kName.size(), 8);
  const std::size_t digits = rest.find_first_not_of("0123456789");
  return digits != std::string_view::npos && digits > 0 && rest[digits] == '\n' &&
         rest.substr(0, digits) != "1";
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
  std::uint32_t value = ~before;
  for (const char c : bytes)
    value = (value >> 8U) ^ kTable[(value ^ static_cast<unsigned char>(c)) & 0xFFU];
  return ~value;
}

std::string frames_of(const std::vector<Row>& rows) {
  std::string out;
  for (const Row& row : rows) {
    std::string payload(reinterpret_cast<const char*>(row.signature.data()), kSignature);
    payload += compress(row.bytes);
    std::string head(kFrameMagic);
    put(head, static_cast<std::uint32_t>(payload.size()));
    put(head, row.seq);
    put(head, static_cast<std::uint32_t>(row.seq - rows.front().seq));
    put(head, checksum_of(head, payload));
    out += head;
    out += payload;
  }
  return out;
}

Result<Row> row_of(const Frame& frame, std::size_t most_row) {
  Row row;
  row.seq = frame.seq;
  std::copy_n(frame.payload.begin(), kSignature, row.signature.begin());
  SAKSI_TRY_ASSIGN(row.bytes, decompress(frame.payload.substr(kSignature), most_row));
  return row;
}

Step next_frame(std::string_view text, std::size_t at, bool whole, std::size_t most_row) {
  // zstd grows what it cannot shrink by less than 1 in 128.
  const std::size_t most = kSignature + most_row + most_row / 128 + 1024;
  for (; (at = text.find(kFrameMagic, at)) != std::string_view::npos; ++at) {
    const std::string_view rest = text.substr(at);
    if (rest.size() >= kFrameHead) {
      const std::size_t length = get<std::uint32_t>(rest, 4);
      if (length < kSignature || length > most) continue;
      if (length <= rest.size() - kFrameHead) {
        const Frame frame{get<std::uint64_t>(rest, 8), get<std::uint32_t>(rest, 16),
                          rest.substr(kFrameHead, length), at, at + kFrameHead + length};
        if (frame.back <= frame.seq && frame.seq <= kMostSeq &&
            get<std::uint32_t>(rest, 20) == checksum_of(rest, frame.payload))
          return {frame, false};
        continue;
      }
    }
    if (!whole) return {std::nullopt, true};
  }
  return {std::nullopt, !whole};
}

Result<Contents> read_segment(std::string_view text, std::uint64_t first,
                              std::optional<std::uint64_t> until, std::size_t most_row) {
  if (is_other_version(text))
    return fail("this is a journal of another version of saksi; take that one");
  std::vector<Frame> frames;
  std::vector<Range> bad(1, {0, 0});  // bad[i] lies before frames[i]; the last one at the end
  Contents found;
  found.head = text.substr(0, kSegmentHead.size());
  std::size_t at = found.head == kSegmentHead ? kSegmentHead.size() : 0;
  bad[0] = {at, at};
  while (const auto frame = next_frame(text, at, true, most_row).frame) {
    bad.back().to = frame->begin;
    frames.push_back(*frame);
    at = frame->end;
    bad.push_back({at, at});
  }
  bad.back().to = text.size();
  if (found.head != kSegmentHead) found.head = text.substr(0, bad[0].to);

  found.next = first;
  found.end = std::min(kSegmentHead.size(), bad[0].to);
  const auto missing = [&](std::uint64_t from, std::uint64_t to) {
    if (from < to) found.troubles.push_back(fmt::format("rows {} to {} are missing", from, to - 1));
  };
  for (std::size_t i = 0; i <= frames.size(); ++i) {
    const bool last = i == frames.size();
    // Where the next segment takes over: what lies behind is the rest of a write that failed.
    if (until && found.next >= *until) break;
    if (bad[i].from < bad[i].to) {
      const bool goes_on = !last && frames[i].seq == found.next;
      if (!until && !goes_on && !was_synced(frames, i, found.next)) break;  // torn: cut here
      found.troubles.push_back(
          fmt::format("bytes {} to {} cannot be read", bad[i].from, bad[i].to - 1));
    }
    if (last) break;
    const Frame& frame = frames[i];
    if (until && frame.seq >= *until) continue;
    if (frame.seq < found.next) {
      const auto same =
          std::lower_bound(found.frames.begin(), found.frames.end(), frame.seq,
                           [](const Frame& one, std::uint64_t seq) { return one.seq < seq; });
      if (same == found.frames.end() || same->seq != frame.seq || same->payload != frame.payload)
        found.troubles.push_back(
            fmt::format("bytes {} to {}: another row {} than the one that came before", frame.begin,
                        frame.end - 1, frame.seq));
    } else {
      missing(found.next, frame.seq);
      found.next = frame.seq + 1;
      found.frames.push_back(frame);
    }
    found.end = frame.end;
  }
  if (until) missing(found.next, *until);
  if (until) found.next = *until;
  return found;
}

std::string_view body_of(std::string_view text, const Contents& contents) {
  const std::size_t from = contents.head.size();
  return text.substr(from, contents.end > from ? contents.end - from : 0);
}

}  // namespace saksi::vantage
