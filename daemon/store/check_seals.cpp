// SPDX-License-Identifier: Apache-2.0
//
// Counts the daily seals again: every chain from its first record on, the registry from its first
// revision, and each seal's link to the one before. Trusts nothing but its own hashing.
#include <fmt/format.h>

#include <map>

#include "base/compress.hpp"
#include "store/day_seal.hpp"
#include "store/records.hpp"
#include "store/schema.hpp"
#include "store/store.hpp"

namespace saksi::store {
namespace {

// The value of the record's own field. A quote inside any text of it is escaped, and no other
// object of the format has this name.
std::string prev_of(std::string_view bytes) {
  constexpr std::string_view kName = "\"prev\":\"";
  const std::size_t at = bytes.find(kName);
  return at == std::string_view::npos ? std::string()
                                      : std::string(bytes.substr(at + kName.size(), 64));
}

class Checker {
 public:
  explicit Checker(Database& database) : database_(database) {}

  Result<SealCheck> run() {
    SAKSI_TRY(read_seals());
    SAKSI_TRY(read_chains());
    SAKSI_TRY(read_registry());
    return std::move(done_);
  }

 private:
  // What a seal says of one chain.
  struct Said {
    const DaySeal* seal;
    const ChainHead* chain;
  };

  void trouble(const std::string& what) { done_.troubles.push_back(what); }

  Result<void> read_seals() {
    SAKSI_TRY_ASSIGN(Statement query,
                     database_.prepare("SELECT date, bytes FROM seals ORDER BY date"));
    Digest before{};
    for (;;) {
      SAKSI_TRY_ASSIGN(const bool row, query.step());
      if (!row) return {};
      auto seal = day_seals::read(query.text(1));
      if (!seal) {
        trouble(query.text(0) + ": " + seal.error().message);
        continue;
      }
      if (seal->date != query.text(0)) trouble(query.text(0) + ": its bytes seal " + seal->date);
      if (seal->before != before) trouble(seal->date + ": it does not follow the seal before it");
      before = seal->digest;
      done_.seals.push_back(std::move(*seal));
    }
  }

  Result<void> read_chains() {
    std::map<std::string, std::map<std::uint64_t, std::vector<Said>>> said;  // by key, by count
    for (const DaySeal& seal : done_.seals)
      for (const ChainHead& chain : seal.chains)
        said[hex(chain.key)][chain.records].push_back({&seal, &chain});

    SAKSI_TRY_ASSIGN(Statement query,
                     database_.prepare("SELECT k.key, r.seq, r.frame FROM records r JOIN keys k ON "
                                       "k.id = r.key_id ORDER BY k.id, r.seq"));
    std::string key;
    std::uint64_t next = 0;
    std::string prev;
    bool whole = true;
    for (;;) {
      SAKSI_TRY_ASSIGN(const bool row, query.step());
      if (!row) break;
      const std::string raw = query.text(0);
      const std::string its = hex(reinterpret_cast<const std::uint8_t*>(raw.data()), raw.size());
      if (its != key) {
        key = its;
        next = 0;
        prev = std::string(64, '0');
        whole = true;
      }
      const auto bytes = decompress(query.text(2), kMostRecordBytes);
      whole = whole && bytes && static_cast<std::uint64_t>(query.integer(1)) == next &&
              prev_of(*bytes) == prev;
      ++next;
      if (!bytes) continue;
      const Digest digest = sha256(*bytes);
      prev = hex(digest);
      ++done_.records;
      const auto chain = said.find(key);
      if (chain == said.end()) continue;
      const auto here = chain->second.find(next);
      if (here == chain->second.end()) continue;
      for (const Said& one : here->second)
        if (!whole || one.chain->head != digest) broken(one);
      chain->second.erase(here);
    }
    for (const auto& entry : said)
      for (const auto& [records, all] : entry.second)
        for (const Said& one : all)
          trouble(fmt::format("{}: the chain of vantage {} is cut off: it had {} records",
                              one.seal->date, one.chain->vantage, records));
    return {};
  }

  void broken(const Said& said) {
    trouble(fmt::format("{}: a record of vantage {} up to number {} was altered or is missing",
                        said.seal->date, said.chain->vantage, said.chain->records - 1));
  }

  Result<void> read_registry() {
    SAKSI_TRY_ASSIGN(day_seals::RegistryHash registry, day_seals::RegistryHash::over(database_));
    for (const DaySeal& seal : done_.seals) {
      const auto rolled = registry.roll_to(seal.revisions);
      if (!rolled) {
        trouble(seal.date + ": " + rolled.error().message);
      } else if (registry.revisions() != seal.revisions || registry.digest() != seal.registry) {
        trouble(seal.date + ": the revisions of incidents are not those that were sealed");
      }
    }
    return {};
  }

  Database& database_;
  SealCheck done_;
};

}  // namespace

Result<SealCheck> check_seals(const std::string& directory) {
  SAKSI_TRY_ASSIGN(Database database, open_for_reading(directory));
  SAKSI_TRY_ASSIGN(Transaction snapshot, Transaction::begin(database, "BEGIN"));
  return Checker(database).run();
}

}  // namespace saksi::store
