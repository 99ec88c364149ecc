// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/compress.hpp"
#include "store/blobs.hpp"
#include "store/day_seal.hpp"
#include "store/intake.hpp"
#include "store/outbox.hpp"
#include "store/records.hpp"
#include "store/schema.hpp"
#include "store/sheets.hpp"
#include "store/store.hpp"

namespace saksi::store {
namespace {

// WHERE clauses with their values, which may come from a stranger's query string and so are bound.
class Where {
 public:
  void add(const char* clause, std::int64_t value) {
    clauses_ += next(clause);
    values_.emplace_back(value);
  }
  void add(const char* clause, const std::string& value) {
    clauses_ += next(clause);
    values_.emplace_back(value);
  }
  [[nodiscard]] const std::string& text() const { return clauses_; }
  void bind(Statement& statement) const {
    for (std::size_t i = 0; i < values_.size(); ++i)
      std::visit([&](const auto& value) { statement.bind_at(static_cast<int>(i) + 1, value); },
                 values_[i]);
  }

 private:
  std::string next(const char* clause) const {
    return fmt::format(" AND {} ?{}", clause, values_.size() + 1);
  }
  std::string clauses_;
  std::vector<std::variant<std::int64_t, std::string>> values_;
};

std::int64_t limit(std::size_t most) {
  return most == 0 ? -1 : static_cast<std::int64_t>(std::min<std::size_t>(most, 1U << 30));
}

Error damaged(const std::string& vantage, std::int64_t seq, const std::string& why) {
  return Error{fmt::format("vantage {} seq {}: the record cannot be read ({}); run `saksi verify`",
                           vantage, seq, why)};
}

class SqliteReader final : public Reader {
 public:
  SqliteReader(std::string directory, Database database)
      : directory_(std::move(directory)), database_(std::move(database)) {}

  Result<std::string> purpose() override {
    return database_.text("SELECT value FROM about WHERE name = 'purpose'");
  }

  Result<std::vector<AgentState>> agents() override { return intake::agents(database_); }
  Result<std::vector<Sample>> early_samples() override { return intake::early_samples(database_); }
  Result<std::vector<AgentPlan>> agent_plans() override { return intake::plans(database_); }

  Result<std::optional<IssuedSheet>> sheet(const std::string& code) override {
    return sheets::by_code(database_, code);
  }
  Result<std::optional<IssuedSheet>> newest_sheet(const std::string& number) override {
    return sheets::newest(database_, number);
  }

  Result<std::optional<Instant>> last_planned(Duration within) override {
    SAKSI_TRY_ASSIGN(Statement query,
                     database_.prepare(
                         "SELECT r.frame, d.vantage, r.seq FROM derived d JOIN records r ON r.id = "
                         "d.record JOIN keys k ON k.id = r.key_id WHERE k.elsewhere = 0 AND "
                         "d.slot_us >= (SELECT slot_us FROM derived WHERE slot_us IS NOT NULL AND "
                         "vantage NOT IN (SELECT vantage FROM keys WHERE elsewhere = 1) ORDER BY "
                         "slot_us DESC LIMIT 1) - ?1"));
    query.bind(static_cast<std::int64_t>(within.count()));
    std::optional<Instant> last;
    for (;;) {
      SAKSI_TRY_ASSIGN(const bool row, query.step());
      if (!row) return last;
      SAKSI_TRY_ASSIGN(Opened opened, open_frame(query.text(0), query.text(1), query.integer(2)));
      const auto hear = [&](Instant planned) { last = last ? std::max(*last, planned) : planned; };
      if (const auto* sample = std::get_if<Sample>(&opened.entry)) hear(sample->planned);
      if (const auto* gap = std::get_if<Gap>(&opened.entry)) hear(gap->planned);
    }
  }

  Result<Instant> accounted() override {
    SAKSI_TRY_ASSIGN(const std::int64_t us,
                     database_.integer("SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM about "
                                       "WHERE name = 'accounted_us'"));
    return from_us(us);
  }

  Result<std::vector<Incident>> incidents(const IncidentFilter& filter) override {
    Where where;
    if (filter.from) where.add("coalesce(end_hi_us, 9223372036854775807) >=", to_us(*filter.from));
    if (filter.to) where.add("start_lo_us <", to_us(*filter.to));
    if (filter.target) where.add("target =", filter.target->text);
    if (!filter.number.empty()) where.add("number =", filter.number);
    return read_incidents(
        " AND revision = (SELECT max(revision) FROM revisions l WHERE l.number = r.number)" +
            where.text() +
            fmt::format(" ORDER BY opened_us DESC, number DESC LIMIT {}", limit(filter.most)),
        where);
  }

  Result<std::vector<Incident>> revisions(const std::string& number) override {
    Where where;
    where.add("number =", number);
    return read_incidents(where.text() + " ORDER BY revision", where);
  }

  Result<std::vector<Sample>> samples(const SampleFilter& filter) override {
    Where where;
    if (filter.from) where.add("d.end_us >=", to_us(*filter.from));
    if (filter.to) where.add("d.end_us <", to_us(*filter.to));
    if (filter.target) where.add("d.target =", filter.target->text);
    if (filter.vantage) where.add("d.vantage =", filter.vantage->text);
    SAKSI_TRY_ASSIGN(
        Statement query,
        database_.prepare(fmt::format(
            "SELECT r.frame, d.vantage, r.seq FROM derived d JOIN "
            "records r ON r.id = d.record WHERE d.is_gap = 0 AND NOT EXISTS "
            "(SELECT 1 FROM unheard u WHERE u.record = r.id){}{} "
            "ORDER BY d.end_us, d.vantage, r.seq, r.id LIMIT {}",
            filter.failures_only ? " AND d.failure = 1" : "", where.text(), limit(filter.most))));
    where.bind(query);
    std::vector<Sample> samples;
    for (;;) {
      SAKSI_TRY_ASSIGN(const bool row, query.step());
      if (!row) return samples;
      SAKSI_TRY_ASSIGN(Opened opened, open_frame(query.text(0), query.text(1), query.integer(2)));
      auto* sample = std::get_if<Sample>(&opened.entry);
      if (sample == nullptr)
        return tl::unexpected(damaged(query.text(1), query.integer(2), "it is not a sample"));
      samples.push_back(std::move(*sample));
    }
  }

  Result<std::vector<Plan>> plans() override {
    // Plans are few among many records and have no derived row, as starts have none.
    SAKSI_TRY_ASSIGN(
        Statement query,
        database_.prepare(
            "SELECT r.frame, k.vantage, r.seq, k.elsewhere FROM records r JOIN keys k ON k.id = "
            "r.key_id WHERE NOT EXISTS (SELECT 1 FROM derived d WHERE d.record = r.id) ORDER BY "
            "k.vantage, "
            "k.id, r.seq"));
    std::vector<Plan> plans;
    for (;;) {
      SAKSI_TRY_ASSIGN(const bool row, query.step());
      if (!row) return plans;
      SAKSI_TRY_ASSIGN(Opened opened, open_frame(query.text(0), query.text(1), query.integer(2)));
      auto* plan = std::get_if<Plan>(&opened.entry);
      if (plan == nullptr) continue;
      plan->elsewhere = query.integer(3) != 0;
      plans.push_back(std::move(*plan));
    }
  }

  Result<std::map<VantageId, Instant>> elsewhere() override {
    SAKSI_TRY_ASSIGN(
        Statement query,
        database_.prepare("SELECT k.vantage, max(d.slot_us) FROM keys k JOIN records r "
                          "ON r.key_id = k.id JOIN derived d ON d.record = r.id WHERE "
                          "k.elsewhere = 1 AND d.slot_us IS NOT NULL GROUP BY 1"));
    std::map<VantageId, Instant> found;
    for (;;) {
      SAKSI_TRY_ASSIGN(const bool row, query.step());
      if (!row) return found;
      found[{query.text(0)}] = from_us(query.integer(1));
    }
  }

  Result<void> records(const std::function<Result<void>(const Record&)>& each) override {
    SAKSI_TRY_ASSIGN(Statement query,
                     database_.prepare("SELECT k.vantage, k.key, r.seq, r.signature, r.frame FROM "
                                       "records r JOIN keys k ON k.id = r.key_id "
                                       "ORDER BY k.vantage, k.id, r.seq"));
    for (;;) {
      SAKSI_TRY_ASSIGN(const bool row, query.step());
      if (!row) return {};
      Record record;
      record.vantage = query.text(0);
      const std::string key = query.text(1), signature = query.text(3);
      std::copy_n(key.begin(), std::min(key.size(), record.key.size()), record.key.begin());
      std::copy_n(signature.begin(), std::min(signature.size(), record.signature.size()),
                  record.signature.begin());
      record.seq = static_cast<std::uint64_t>(query.integer(2));
      auto bytes = decompress(query.text(4), kMostRecordBytes);
      if (!bytes)
        return tl::unexpected(damaged(record.vantage, query.integer(2), bytes.error().message));
      record.bytes = std::move(*bytes);
      SAKSI_TRY(each(record));
    }
  }

  Result<std::string> blob(const Digest& digest, std::size_t most) override {
    return blobs::read(directory_, digest, most);
  }

  Result<std::map<std::string, OutboxCount>> outbox() override { return outbox::count(database_); }

  Result<std::vector<Message>> last_said(const std::string& subjects) override {
    return outbox::last_said(database_, subjects);
  }

  Result<std::vector<Acknowledgement>> acknowledgements(const std::string& number) override {
    SAKSI_TRY_ASSIGN(Statement query,
                     database_.prepare("SELECT number, at_us, by FROM acknowledgements WHERE ?1 = "
                                       "'' OR number = ?1 ORDER BY id"));
    query.bind(number);
    std::vector<Acknowledgement> found;
    for (;;) {
      SAKSI_TRY_ASSIGN(const bool row, query.step());
      if (!row) return found;
      found.push_back({query.text(0), from_us(query.integer(1)), query.text(2)});
    }
  }

  Result<std::vector<DaySeal>> seals(std::size_t most) override {
    return day_seals::newest(database_, most == 0 ? std::size_t{1} << 30 : most);
  }

  Result<std::vector<Terminal>> terminals(Instant from, Instant to) override {
    SAKSI_TRY_ASSIGN(
        Statement query,
        database_.prepare(
            "SELECT vantage, target, journey, slot_us, outcome, is_gap FROM derived "
            "WHERE slot_us >= ?1 AND slot_us < ?2 ORDER BY slot_us, vantage, target, journey"));
    query.bind(to_us(from), to_us(to));
    std::vector<Terminal> terminals;
    for (;;) {
      SAKSI_TRY_ASSIGN(const bool row, query.step());
      if (!row) return terminals;
      terminals.push_back({{query.text(0)},
                           {query.text(1)},
                           {query.text(2)},
                           from_us(query.integer(3)),
                           query.text(4),
                           query.integer(5) != 0});
    }
  }

 private:
  static Result<Opened> open_frame(const std::string& frame, const std::string& vantage,
                                   std::int64_t seq) {
    const auto bytes = decompress(frame, kMostRecordBytes);
    if (!bytes) return tl::unexpected(damaged(vantage, seq, bytes.error().message));
    auto opened = open_record(*bytes);
    if (!opened) return tl::unexpected(damaged(vantage, seq, opened.error().message));
    return opened;
  }

  Result<std::vector<Incident>> read_incidents(const std::string& rest, const Where& where) {
    SAKSI_TRY_ASSIGN(Statement query,
                     database_.prepare("SELECT number, revision, reason, revised_us, withdrawn, "
                                       "outage FROM revisions r WHERE 1" +
                                       rest));
    where.bind(query);
    std::vector<Incident> found;
    for (;;) {
      SAKSI_TRY_ASSIGN(const bool row, query.step());
      if (!row) return found;
      Incident incident;
      incident.number = query.text(0);
      incident.revision = static_cast<unsigned>(query.integer(1));
      incident.reason = query.text(2);
      incident.revised = from_us(query.integer(3));
      incident.withdrawn = query.integer(4) != 0;
      SAKSI_TRY_ASSIGN(const Json json, parse_json(query.text(5)));
      SAKSI_TRY_ASSIGN(incident.outage, outage_from_json(json));
      found.push_back(std::move(incident));
    }
  }

  std::string directory_;
  Database database_;
};

}  // namespace

Result<std::unique_ptr<Reader>> Reader::open(const std::string& directory) {
  SAKSI_TRY_ASSIGN(Database database, open_for_reading(directory));
  return std::make_unique<SqliteReader>(directory, std::move(database));
}

}  // namespace saksi::store
