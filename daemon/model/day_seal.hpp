// SPDX-License-Identifier: Apache-2.0
//
// The daily seal (segel harian): what every chain and the registry of incidents had come to when a
// day closed. It is worth something once somebody outside holds its hash: from then on nothing that
// it covers can be altered, back-dated or cut off unseen. The format is docs/formats/seal-1.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/digest.hpp"

namespace saksi {

struct ChainHead {
  std::string vantage;
  PublicKey key{};
  std::uint64_t records = 0;  // in its chain; at least one
  Digest head{};              // SHA-256 of the bytes of the last of them
  friend bool operator==(const ChainHead&, const ChainHead&) = default;
};

struct DaySeal {
  std::string purpose;      // of the store: "live", or "demo:<day>:<seed>"
  std::string since, date;  // the local days that it closes; one, unless nobody ran in between
  std::string zone;         // IANA, of these days
  Instant at;               // when it was made
  std::vector<ChainHead> chains;  // in order of key
  std::uint64_t revisions = 0;    // of incidents
  Digest registry{};              // rolling hash over them
  Digest before{};                // of the seal before; zeros for the first
  Digest digest{};                // SHA-256 of the bytes of this one, and not among them
  friend bool operator==(const DaySeal&, const DaySeal&) = default;
};

// The first 16 of its 64 digits, as they are printed: "9c41 77ae 0b2d f310".
[[nodiscard]] std::string short_text(const Digest& digest);

}  // namespace saksi
