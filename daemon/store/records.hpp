// SPDX-License-Identifier: Apache-2.0
//
// A record is an entry in its envelope, as exact bytes: one RFC 8785 line and its '\n'. The bytes
// are what is hashed, signed and kept; nobody ever writes them a second time in order to check
// them. The format is docs/formats/records.md. Pure, but for the random nonce.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "store/store.hpp"

namespace saksi::store {

inline constexpr std::size_t kMostRecordBytes = 4U << 20;

using Nonce = std::array<std::uint8_t, 16>;

// What the envelope adds to an entry.
struct Envelope {
  std::string vantage;
  PublicKey key{};
  std::uint64_t seq = 0;  // from 0, per key
  Digest prev{};          // SHA-256 of this key's record before; zeros for the first
  Nonce nonce{};          // keeps a guessable record from being confirmed by its hash alone
  std::string demo;       // "<day>:<seed>" in demo stores, empty in live ones
  std::string boot;       // the kernel's boot id, empty when it has none
  friend bool operator==(const Envelope&, const Envelope&) = default;
};

struct Opened {
  Envelope envelope;
  Entry entry;  // a sample or gap has its seq
};

// The bytes, or why this entry cannot be a record (an id or a number outside the format's bounds).
Result<std::string> seal(const Entry& entry, const Envelope& envelope);
// Reads bytes strictly: canonical, known fields only, within the caps.
Result<Opened> open_record(std::string_view bytes);

[[nodiscard]] const VantageId& vantage_of(const Entry& entry);
[[nodiscard]] std::string demo_of(
    const Purpose& purpose);  // what Envelope::demo is for this purpose
[[nodiscard]] Nonce random_nonce();

// The row that queries read. One row for a sample or gap, none for a plan or start.
struct Derived {
  std::string vantage, target, journey;
  std::optional<std::int64_t> slot_us;
  std::int64_t end_us = 0;  // a gap: when the run was planned
  std::string outcome;      // class or gap code
  bool is_gap = false;
  bool failure = false;
  friend bool operator==(const Derived&, const Derived&) = default;
};
[[nodiscard]] std::optional<Derived> derive(const Entry& entry);

[[nodiscard]] inline std::int64_t to_us(Instant at) { return at.time_since_epoch().count(); }
[[nodiscard]] inline Instant from_us(std::int64_t us) { return Instant(Duration(us)); }

// Outages as kept in the registry.
[[nodiscard]] Json to_json(const Outage& outage);
Result<Outage> outage_from_json(const Json& json);

}  // namespace saksi::store
