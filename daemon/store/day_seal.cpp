// SPDX-License-Identifier: Apache-2.0
#include "store/day_seal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/compress.hpp"
#include "base/timestamp.hpp"
#include "base/zone.hpp"
#include "store/fields.hpp"
#include "store/records.hpp"

namespace saksi::store::day_seals {
namespace {

constexpr std::size_t kMostChains = 4096;
constexpr std::size_t kMostBytes = 1U << 20;
constexpr std::int64_t kLargest = std::int64_t{1} << 53;

Result<std::string> day_after(const std::string& text) {
  SAKSI_TRY_ASSIGN(const Date date, parse_date(text));
  return date_text(Date(std::chrono::sys_days(date) + std::chrono::days(1)));
}

// The last record of each key, whether or not its vantage is still here.
Result<std::vector<ChainHead>> heads(Database& database) {
  SAKSI_TRY_ASSIGN(
      Statement query,
      database.prepare("SELECT k.vantage, k.key, r.seq, r.frame FROM keys k JOIN records r ON "
                       "r.key_id = k.id AND r.seq = (SELECT max(seq) FROM records l WHERE "
                       "l.key_id = k.id) ORDER BY k.key"));
  std::vector<ChainHead> found;
  for (;;) {
    SAKSI_TRY_ASSIGN(const bool row, query.step());
    if (!row) return found;
    ChainHead chain;
    chain.vantage = query.text(0);
    const std::string key = query.text(1);
    std::copy_n(key.begin(), std::min(key.size(), chain.key.size()), chain.key.begin());
    chain.records = static_cast<std::uint64_t>(query.integer(2)) + 1;
    SAKSI_TRY_ASSIGN(const std::string bytes, decompress(query.text(3), kMostRecordBytes));
    chain.head = sha256(bytes);
    found.push_back(std::move(chain));
  }
}

}  // namespace

std::string bytes_of(const DaySeal& seal) {
  Json chains = Json::array();
  for (const ChainHead& chain : seal.chains)
    chains.push_back({{"vantage", chain.vantage},
                      {"key", hex(chain.key)},
                      {"records", chain.records},
                      {"head", hex(chain.head)}});
  return canonical(Json{{"v", 1},
                        {"kind", "day-seal"},
                        {"purpose", seal.purpose},
                        {"since", seal.since},
                        {"date", seal.date},
                        {"zone", seal.zone},
                        {"at", utc_text(seal.at)},
                        {"chains", chains},
                        {"revisions", seal.revisions},
                        {"registry", hex(seal.registry)},
                        {"before", hex(seal.before)}}) +
         "\n";
}

Result<DaySeal> read(std::string_view bytes) {
  if (!bytes.ends_with('\n')) return fail("a seal ends with a line feed");
  SAKSI_TRY_ASSIGN(const Json json, parse_canonical(bytes.substr(0, bytes.size() - 1), kMostBytes));
  std::string mistake;
  Fields fields(json, mistake);
  DaySeal seal;
  static_cast<void>(fields.integer("v", 1, 1));
  if (fields.text("kind", 16) != "day-seal") fields.wrong("kind", "\"day-seal\"");
  seal.purpose = fields.text("purpose", 100);
  seal.since = fields.text("since", 10);
  seal.date = fields.text("date", 10);
  if (!parse_date(seal.since)) fields.wrong("since", "a date");
  if (!parse_date(seal.date)) fields.wrong("date", "a date");
  seal.zone = fields.text("zone", 100);
  seal.at = fields.time("at");
  seal.revisions = static_cast<std::uint64_t>(fields.integer("revisions", 0, kLargest));
  seal.registry = fields.bytes<32>("registry");
  seal.before = fields.bytes<32>("before");
  for (const Json* one : fields.array("chains", kMostChains)) {
    Fields its(*one, mistake);
    ChainHead chain;
    chain.vantage = its.text("vantage", 40);
    chain.key = its.bytes<32>("key");
    chain.records = static_cast<std::uint64_t>(its.integer("records", 1, kLargest));
    chain.head = its.bytes<32>("head");
    its.finish();
    if (!seal.chains.empty() && seal.chains.back().key >= chain.key)
      fields.wrong("chains", "in order of key, each once");
    seal.chains.push_back(std::move(chain));
  }
  fields.finish();
  if (!mistake.empty()) return fail("the seal cannot be read: " + mistake);
  seal.digest = sha256(bytes);
  return seal;
}

Result<RegistryHash> RegistryHash::over(Database& database) {
  // Rows are never deleted, so that the order of writing is that of their row numbers.
  SAKSI_TRY_ASSIGN(Statement rows,
                   database.prepare("SELECT number, revision, event, reason, revised_us, "
                                    "withdrawn, outage FROM revisions ORDER BY rowid"));
  return RegistryHash(std::move(rows));
}

Result<void> RegistryHash::roll_to(std::uint64_t revisions) {
  for (; count_ < revisions; ++count_) {
    SAKSI_TRY_ASSIGN(const bool row, rows_.step());
    if (!row)
      return fail(
          fmt::format("the registry has {} revisions where {} were sealed", count_, revisions));
    std::string line(digest_.begin(), digest_.end());
    for (int column = 0; column < 7; ++column) {
      if (column > 0) line += '\0';
      line += rows_.text(column);
    }
    digest_ = sha256(line);
  }
  return {};
}

Result<std::vector<DaySeal>> newest(Database& database, std::size_t most) {
  SAKSI_TRY_ASSIGN(Statement query,
                   database.prepare("SELECT bytes FROM seals ORDER BY date DESC LIMIT ?1"));
  query.bind(static_cast<std::int64_t>(most));
  std::vector<DaySeal> found;
  for (;;) {
    SAKSI_TRY_ASSIGN(const bool row, query.step());
    if (!row) return found;
    SAKSI_TRY_ASSIGN(DaySeal seal, read(query.text(0)));
    found.push_back(std::move(seal));
  }
}

Result<DaySeal> make(Database& database, const std::string& date, const std::string& zone,
                     Instant now) {
  SAKSI_TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
  SAKSI_TRY_ASSIGN(std::vector<DaySeal> last, newest(database, 1));
  if (!last.empty() && last.front().date == date) return std::move(last.front());
  if (!last.empty() && last.front().date > date)
    return fail("a bug of saksi: " + date + " cannot be sealed after " + last.front().date);
  DaySeal seal;
  seal.date = seal.since = date;
  seal.zone = zone;
  seal.at = now;
  if (!last.empty()) {
    seal.before = last.front().digest;
    SAKSI_TRY_ASSIGN(seal.since, day_after(last.front().date));
  }
  SAKSI_TRY_ASSIGN(seal.purpose, database.text("SELECT value FROM about WHERE name = 'purpose'"));
  SAKSI_TRY_ASSIGN(seal.chains, heads(database));
  SAKSI_TRY_ASSIGN(const std::int64_t revisions,
                   database.integer("SELECT count(*) FROM revisions"));
  SAKSI_TRY_ASSIGN(RegistryHash registry, RegistryHash::over(database));
  SAKSI_TRY(registry.roll_to(static_cast<std::uint64_t>(revisions)));
  seal.revisions = registry.revisions();
  seal.registry = registry.digest();

  const std::string bytes = bytes_of(seal);
  SAKSI_TRY_ASSIGN(DaySeal written, read(bytes));  // nothing is kept that could not be read again
  SAKSI_TRY_ASSIGN(Statement insert,
                   database.prepare("INSERT INTO seals (date, bytes) VALUES (?1, ?2)"));
  SAKSI_TRY(insert.bind(date, Blob{bytes}).run());
  SAKSI_TRY(transaction.commit());
  return written;
}

}  // namespace saksi::store::day_seals
