// SPDX-License-Identifier: Apache-2.0
//
// One frame of a journal's segment (docs/formats/journal-1.md), and how to find the next one in
// bytes that were damaged. Pure.
//
//   "SKJ1"  u32 length  u64 seq  u32 crc  payload       all little-endian
//
// The CRC-32C (RFC 3720 appendix B.4) is over length, seq and payload; the payload is 64 bytes of
// signature and one zstd frame of the record's bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/digest.hpp"

namespace saksi::vantage {

inline constexpr std::string_view kSegmentHead = "saksi-journal-1\n";
inline constexpr std::size_t kFrameHead = 20;
inline constexpr std::size_t kMostPayload = 5u << 20;

struct Row {
  std::uint64_t seq = 0;
  Signature signature{};
  std::string bytes;  // a record line with its '\n'
};

[[nodiscard]] std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0);
[[nodiscard]] std::string frame_of(const Row& row);

struct Framed {
  Row row;
  std::size_t size = 0;  // of the frame
};
// The frame at the beginning of `bytes`; nothing where there is none that is whole and unharmed.
[[nodiscard]] std::optional<Framed> frame_at(std::string_view bytes);

}  // namespace saksi::vantage
