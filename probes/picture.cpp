// SPDX-License-Identifier: Apache-2.0
#include "probes/picture.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace saksi::probes {

namespace {

constexpr unsigned kWidth = 128, kHeight = 96;

char byte(std::uint32_t value) { return static_cast<char>(value & 0xFFu); }

std::string big_endian(std::uint32_t value) {
  return {byte(value >> 24), byte(value >> 16), byte(value >> 8), byte(value)};
}

// CRC-32 of RFC 2083 appendix 15.
std::uint32_t crc(std::string_view bytes) {
  std::uint32_t sum = 0xFFFFFFFFu;
  for (const char c : bytes) {
    sum ^= static_cast<std::uint8_t>(c);
    for (int bit = 0; bit < 8; ++bit) sum = (sum >> 1) ^ (0xEDB88320u & (0u - (sum & 1u)));
  }
  return ~sum;
}

std::string chunk(std::string_view type, std::string_view data) {
  const std::string body = std::string(type) + std::string(data);
  return big_endian(static_cast<std::uint32_t>(data.size())) + body + big_endian(crc(body));
}

// zlib (RFC 1950) around stored blocks (RFC 1951 3.2.4): nothing to compress, nothing to link.
std::string stored(std::string_view bytes) {
  std::string out = "\x78\x01";
  std::uint32_t a = 1, b = 0;  // Adler-32
  for (const char c : bytes) {
    a = (a + static_cast<std::uint8_t>(c)) % 65521u;
    b = (b + a) % 65521u;
  }
  while (!bytes.empty()) {
    const auto size = static_cast<std::uint32_t>(std::min<std::size_t>(bytes.size(), 65535));
    out += byte(size == bytes.size() ? 1 : 0);
    out += {byte(size), byte(size >> 8), byte(~size), byte(~size >> 8)};
    out += bytes.substr(0, size);
    bytes.remove_prefix(size);
  }
  return out + big_endian((b << 16) | a);
}

// Colour bars over a chequerboard, as on a television's test card.
std::string scan_lines() {
  static constexpr std::array<std::uint32_t, 8> kBars{0xFFFFFF, 0xFFFF00, 0x00FFFF, 0x00FF00,
                                                      0xFF00FF, 0xFF0000, 0x0000FF, 0x000000};
  std::string lines;
  for (unsigned y = 0; y < kHeight; ++y) {
    lines += '\0';  // filter: none
    for (unsigned x = 0; x < kWidth; ++x) {
      const std::uint32_t board = ((x / 8 + y / 8) % 2) != 0 ? 0xC0C0C0u : 0x404040u;
      const std::uint32_t colour = y < kHeight * 2 / 3 ? kBars[x * kBars.size() / kWidth] : board;
      lines += {byte(colour >> 16), byte(colour >> 8), byte(colour)};
    }
  }
  return lines;
}

}  // namespace

std::string test_picture() {
  std::string header = big_endian(kWidth) + big_endian(kHeight);
  header += {8, 2, 0, 0, 0};  // 8 bits a sample, RGB, deflate, adaptive filters, not interlaced
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", header) + chunk("IDAT", stored(scan_lines())) +
         chunk("IEND", "");
}

}  // namespace saksi::probes
