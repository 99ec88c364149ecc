// SPDX-License-Identifier: Apache-2.0
//
// Daily seals as bytes and rows. Made inside the writer's transaction, checked by anyone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/day_seal.hpp"
#include "store/sqlite.hpp"

namespace saksi::store::day_seals {

// One RFC 8785 line and its '\n'.
[[nodiscard]] std::string bytes_of(const DaySeal& seal);
// Reads what bytes_of() wrote, strictly; its digest is that of the bytes.
Result<DaySeal> read(std::string_view bytes);

// Of the local day `date` that is over, at `now`. A day that is sealed already keeps its seal. What
// is older than the last seal is refused.
Result<DaySeal> make(Database& database, const std::string& date, const std::string& zone,
                     Instant now);
Result<std::vector<DaySeal>> newest(Database& database, std::size_t most);  // newest first

// Rolls the registry's hash over the first revisions, in the order of their writing.
class RegistryHash {
 public:
  static Result<RegistryHash> over(Database& database);
  Result<void> roll_to(std::uint64_t revisions);  // forwards only
  [[nodiscard]] std::uint64_t revisions() const { return count_; }
  [[nodiscard]] const Digest& digest() const { return digest_; }

 private:
  explicit RegistryHash(Statement rows) : rows_(std::move(rows)) {}
  Statement rows_;
  std::uint64_t count_ = 0;
  Digest digest_{};
};

}  // namespace saksi::store::day_seals
