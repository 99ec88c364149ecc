// SPDX-License-Identifier: Apache-2.0
#include "vantage/segment.hpp"

#include <algorithm>
#include <array>

#include "base/compress.hpp"
#include "store/records.hpp"

namespace saksi::vantage {
namespace {

constexpr std::string_view kMagic = "SKJ1";

template <class T>
void put(std::string& out, T value) {
  for (std::size_t i = 0; i < sizeof value; ++i)
    out += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}

template <class T>
T get(std::string_view bytes) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof value; ++i)
    value |= static_cast<T>(static_cast<T>(static_cast<unsigned char>(bytes[i])) << (8 * i));
  return value;
}

constexpr std::array<std::uint32_t, 256> kTable = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82F63B78U : 0U);
    table[i] = crc;
  }
  return table;
}();

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) {
  std::uint32_t crc = ~before;
  for (const char c : bytes)
    crc = (crc >> 8) ^ kTable[(crc ^ static_cast<unsigned char>(c)) & 0xFFU];
  return ~crc;
}

std::string frame_of(const Row& row) {
  std::string payload(reinterpret_cast<const char*>(row.signature.data()), row.signature.size());
  payload += compress(row.bytes);
  std::string covered;
  put(covered, static_cast<std::uint32_t>(payload.size()));
  put(covered, row.seq);
  std::string frame(kMagic);
  frame += covered;
  put(frame, crc32c(payload, crc32c(covered)));
  return frame + payload;
}

std::optional<Framed> frame_at(std::string_view bytes) {
  if (bytes.size() < kFrameHead || !bytes.starts_with(kMagic)) return std::nullopt;
  const auto length = get<std::uint32_t>(bytes.substr(4));
  Framed framed;
  if (length < framed.row.signature.size() || length > kMostPayload ||
      bytes.size() < kFrameHead + length)
    return std::nullopt;
  const std::string_view payload = bytes.substr(kFrameHead, length);
  if (crc32c(payload, crc32c(bytes.substr(4, 12))) != get<std::uint32_t>(bytes.substr(16)))
    return std::nullopt;
  framed.row.seq = get<std::uint64_t>(bytes.substr(8));
  std::copy_n(payload.begin(), framed.row.signature.size(), framed.row.signature.begin());
  auto record =
      decompress(std::string(payload.substr(framed.row.signature.size())), store::kMostRecordBytes);
  if (!record) return std::nullopt;
  framed.row.bytes = std::move(*record);
  framed.size = kFrameHead + length;
  return framed;
}

}  // namespace saksi::vantage
