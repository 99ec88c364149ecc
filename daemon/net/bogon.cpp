// SPDX-License-Identifier: Apache-2.0
//
// IANA's special-purpose address registries (RFC 6890 and its updates) and multicast: addresses
// that a public site cannot have. IPv6 is told from the other side: only 2000::/3 is given out at
// all.
#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "net/resolver.hpp"

namespace saksi::net {
namespace {

struct Block4 {
  std::array<std::uint8_t, 4> first;
  unsigned bits;
};

constexpr std::array kBogons4{
    Block4{{0, 0, 0, 0}, 8},        // "this network", RFC 791
    Block4{{10, 0, 0, 0}, 8},       // private, RFC 1918
    Block4{{100, 64, 0, 0}, 10},    // carrier NAT, RFC 6598
    Block4{{127, 0, 0, 0}, 8},      // loopback
    Block4{{169, 254, 0, 0}, 16},   // link-local, RFC 3927
    Block4{{172, 16, 0, 0}, 12},    // private
    Block4{{192, 0, 0, 0}, 24},     // IETF protocols, RFC 6890
    Block4{{192, 0, 2, 0}, 24},     // documentation, RFC 5737
    Block4{{192, 88, 99, 0}, 24},   // 6to4 relays, withdrawn by RFC 7526
    Block4{{192, 168, 0, 0}, 16},   // private
    Block4{{198, 18, 0, 0}, 15},    // benchmarks, RFC 2544
    Block4{{198, 51, 100, 0}, 24},  // documentation
    Block4{{203, 0, 113, 0}, 24},   // documentation
    Block4{{224, 0, 0, 0}, 4},      // multicast
    Block4{{240, 0, 0, 0}, 4},      // reserved, and broadcast
};

struct Block6 {
  std::array<std::uint8_t, 16> first;
  unsigned bits;
};

constexpr std::array kBogons6{
    // Inside 2000::/3.
    Block6{{0x20, 0x01, 0x00}, 23},        // IETF protocols: Teredo, ORCHID, benchmarks
    Block6{{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation, RFC 3849
    Block6{{0x3f, 0xff, 0x00}, 20},        // documentation, RFC 9637
};

template <std::size_t N>
bool in_block(const std::array<std::uint8_t, N>& address, const std::array<std::uint8_t, N>& first,
              unsigned bits) {
  const auto whole = static_cast<std::ptrdiff_t>(bits / 8);
  if (!std::equal(first.begin(), first.begin() + whole, address.begin())) return false;
  if (bits % 8 == 0) return true;
  const unsigned mask = 0xffu << (8 - bits % 8) & 0xffu;
  const auto at = static_cast<std::size_t>(whole);
  return (address[at] & mask) == (first[at] & mask);
}

bool is_bogon4(const std::array<std::uint8_t, 4>& address) {
  return std::any_of(kBogons4.begin(), kBogons4.end(), [&](const Block4& block) {
    return in_block(address, block.first, block.bits);
  });
}

bool is_bogon6(const std::array<std::uint8_t, 16>& address) {
  const auto embedded = [&](std::size_t at) {
    return std::array{address[at], address[at + 1], address[at + 2], address[at + 3]};
  };
  // Translators carry an IPv4 address that must be a public one itself: NAT64 (RFC 6052), 6to4 (RFC
  // 3056).
  constexpr std::array<std::uint8_t, 16> nat64{0x00, 0x64, 0xff, 0x9b};
  if (in_block(address, nat64, 96)) return is_bogon4(embedded(12));
  constexpr std::array<std::uint8_t, 16> six_to_four{0x20, 0x02};
  if (in_block(address, six_to_four, 16)) return is_bogon4(embedded(2));
  constexpr std::array<std::uint8_t, 16> global_unicast{0x20};
  if (!in_block(address, global_unicast, 3)) return true;
  return std::any_of(kBogons6.begin(), kBogons6.end(), [&](const Block6& block) {
    return in_block(address, block.first, block.bits);
  });
}

}  // namespace

bool is_bogon(const std::string& address) {
  std::array<std::uint8_t, 4> v4{};
  if (::inet_pton(AF_INET, address.c_str(), v4.data()) == 1) return is_bogon4(v4);
  std::array<std::uint8_t, 16> v6{};
  if (::inet_pton(AF_INET6, address.c_str(), v6.data()) == 1) return is_bogon6(v6);
  return true;  // not an address at all
}

}  // namespace saksi::net
