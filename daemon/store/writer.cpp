// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/compress.hpp"
#include "base/file.hpp"
#include "store/blobs.hpp"
#include "store/day_seal.hpp"
#include "store/derived.hpp"
#include "store/import.hpp"
#include "store/intake.hpp"
#include "store/outbox.hpp"
#include "store/records.hpp"
#include "store/schema.hpp"
#include "store/sheets.hpp"
#include "store/store.hpp"

namespace saksi::store {
namespace {

// One vantage's key and where its chain ends.
struct Chain {
  SigningKey key;
  std::int64_t key_id = 0;
  std::uint64_t next = 0;
  Digest prev{};
};

std::string kernel_boot_id() {
  auto text = read_file("/proc/sys/kernel/random/boot_id", 64);
  if (!text) return {};
  while (!text->empty() && text->back() == '\n') text->pop_back();
  return text->size() <= 40 ? *text : std::string();
}

class SqliteWriter final : public Writer {
 public:
  SqliteWriter(std::string directory, Fd lock, Database database, Purpose purpose)
      : directory_(std::move(directory)),
        lock_(std::move(lock)),
        database_(std::move(database)),
        demo_(demo_of(purpose)),
        boot_(kernel_boot_id()) {}

  ~SqliteWriter() override {
    if (!broken()) static_cast<void>(database_.checkpoint());  // the WAL holds all of it anyway
  }
  SqliteWriter(const SqliteWriter&) = delete;
  SqliteWriter& operator=(const SqliteWriter&) = delete;

  Result<void> set_purpose(const Purpose& purpose);
  Result<void> add_vantage(const VantageId& vantage);

  Result<std::vector<std::uint64_t>> append(const std::vector<Entry>& entries) override {
    SAKSI_TRY(usable());
    return noted(append_all(entries));
  }
  Result<void> note_accounted(Instant until) override {
    SAKSI_TRY(usable());
    return noted(write_accounted(until));
  }
  Result<Imported> import(std::string_view text, const ImportRules& rules) override {
    SAKSI_TRY(usable());
    return noted(import::take(database_, directory_, demo_, text, rules));
  }
  Result<Digest> keep_blob(std::string_view bytes) override {
    return blobs::keep(directory_, bytes);
  }
  Result<void> commit(const std::vector<Change>& changes, const std::vector<Message>& messages,
                      Instant now) override {
    SAKSI_TRY(usable());
    return noted(commit_all(changes, messages, now));
  }
  Result<std::optional<IssuedSheet>> issue(const NewSheet& sheet, Instant now) override {
    SAKSI_TRY(usable());
    return noted(sheets::issue(database_, sheet, now));
  }
  Result<std::vector<Pending>> due(Instant now, std::size_t most) override {
    SAKSI_TRY(usable());
    return noted(outbox::due(database_, now, most));
  }
  Result<void> report(const std::vector<DeliveryReport>& reports, Instant now) override {
    SAKSI_TRY(usable());
    return noted(report_all(reports, now));
  }
  Result<DaySeal> seal_day(const std::string& date, const std::string& zone, Instant now) override {
    SAKSI_TRY(usable());
    return noted(day_seals::make(database_, date, zone, now));
  }
  Result<bool> acknowledge(const Acknowledgement& said) override {
    SAKSI_TRY(usable());
    return noted(write_acknowledgement(said));
  }
  Result<Taken> take_in(const Arrival& arrival, const Hearing& hearing) override {
    SAKSI_TRY(usable());
    return noted(intake::take(database_, directory_, demo_, arrival, hearing));
  }
  Result<void> enrol(const VantageId& vantage, const PublicKey& key, Instant now) override {
    SAKSI_TRY(usable());
    return noted(intake::enrol(database_, vantage, key, now));
  }
  Result<AgentPlan> issue_plan(
      const VantageId& vantage, Instant now,
      const std::function<std::string(std::uint64_t serial)>& make) override {
    SAKSI_TRY(usable());
    return noted(intake::issue_plan(database_, vantage, now, make));
  }
  Result<void> checkpoint() override {
    SAKSI_TRY(usable());
    return noted(database_.checkpoint());
  }
  [[nodiscard]] bool broken() const override { return database_.failed(); }
  [[nodiscard]] std::map<VantageId, std::uint64_t> next_seq() const override {
    std::map<VantageId, std::uint64_t> next;
    for (const auto& [vantage, chain] : chains_) next[vantage] = chain.next;
    return next;
  }

 private:
  Result<std::vector<std::uint64_t>> append_all(const std::vector<Entry>& entries);
  Result<void> write_accounted(Instant until);
  Result<void> commit_all(const std::vector<Change>& changes, const std::vector<Message>& messages,
                          Instant now);
  Result<void> write_revision(const Change& change);
  Result<void> report_all(const std::vector<DeliveryReport>& reports, Instant now);
  Result<bool> write_acknowledgement(const Acknowledgement& said);
  Result<void> find_end(const VantageId& vantage, Chain& chain);
  Result<void> open_departed(const VantageId& vantage);
  [[nodiscard]] std::string key_path(const VantageId& vantage) const {
    return directory_ + "/keys/" + vantage.text + ".pem";
  }

  Result<void> usable() const {
    if (broken()) return fail("the store stopped after a failed write (" + trouble_ + ")");
    return {};
  }
  template <class T>
  Result<T> noted(Result<T> result) {
    if (!result && broken() && trouble_.empty()) trouble_ = result.error().message;
    return result;
  }

  std::string directory_;
  Fd lock_;
  Database database_;
  std::string demo_;
  std::string boot_;
  std::map<VantageId, Chain> chains_;
  std::string trouble_;
};

Result<void> SqliteWriter::set_purpose(const Purpose& purpose) {
  SAKSI_TRY_ASSIGN(const std::string found,
                   database_.text("SELECT value FROM about WHERE name = 'purpose'"));
  if (found == purpose.text) return {};
  if (!found.empty())
    return fail(fmt::format(
        "{}: this store is for \"{}\" and cannot be used for \"{}\"; the two never mix, so "
        "choose another storage.directory",
        directory_, found, purpose.text));
  SAKSI_TRY_ASSIGN(Statement insert,
                   database_.prepare("INSERT INTO about (name, value) VALUES ('purpose', ?1)"));
  return insert.bind(purpose.text).run();
}

Result<void> SqliteWriter::add_vantage(const VantageId& vantage) {
  const std::string path = key_path(vantage);
  SAKSI_TRY_ASSIGN(SigningKey key, SigningKey::open_or_create(path));
  Chain chain{std::move(key)};
  const PublicKey& bytes = chain.key.public_key();
  const Blob blob{std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())};
  SAKSI_TRY_ASSIGN(Statement find,
                   database_.prepare("SELECT id, vantage FROM keys WHERE key = ?1"));
  SAKSI_TRY_ASSIGN(const bool known, find.bind(blob).step());
  if (!known) {
    SAKSI_TRY_ASSIGN(Statement foreign,
                     database_.prepare("SELECT 1 FROM keys WHERE vantage = ?1 AND elsewhere = 1"));
    SAKSI_TRY_ASSIGN(const bool elsewhere, foreign.bind(vantage.text).step());
    if (elsewhere)
      return fail(fmt::format("vantage \"{}\": this store holds records of another saksi under "
                              "that id; choose another id for the vantage of this configuration",
                              vantage.text),
                  ErrorKind::usage);
    SAKSI_TRY_ASSIGN(Statement insert,
                     database_.prepare("INSERT INTO keys (vantage, key) VALUES (?1, ?2)"));
    SAKSI_TRY(insert.bind(vantage.text, blob).run());
    chain.key_id = database_.last_id();
  } else {
    if (find.text(1) != vantage.text)
      return fail(
          fmt::format("{}: this is the key of vantage {}; every vantage has its own, so move the "
                      "copy away",
                      path, find.text(1)));
    chain.key_id = find.integer(0);
    SAKSI_TRY(find_end(vantage, chain));
  }
  chains_.emplace(vantage, std::move(chain));
  return {};
}

// A chain goes on from its last record, and only from one that its own key has signed.
Result<void> SqliteWriter::find_end(const VantageId& vantage, Chain& chain) {
  SAKSI_TRY_ASSIGN(
      Statement last,
      database_.prepare(
          "SELECT seq, frame, signature FROM records WHERE key_id = ?1 ORDER BY seq DESC LIMIT 1"));
  SAKSI_TRY_ASSIGN(const bool row, last.bind(chain.key_id).step());
  if (!row) return {};
  const auto bytes = decompress(last.text(1), kMostRecordBytes);
  Signature signature{};
  const std::string raw = last.text(2);
  std::copy_n(raw.begin(), std::min(raw.size(), signature.size()), signature.begin());
  if (!bytes || !saksi::verify(chain.key.public_key(), message_to_sign(*bytes), signature))
    return fail(
        fmt::format("{}: the last record of vantage {} (seq {}) was altered; keep a copy and run "
                    "`saksi verify`",
                    database_path(directory_), vantage.text, last.integer(0)));
  chain.next = static_cast<std::uint64_t>(last.integer(0)) + 1;
  chain.prev = sha256(*bytes);
  return {};
}

// A vantage that nobody named at the opening: it left the configuration and is owed its last words.
Result<void> SqliteWriter::open_departed(const VantageId& vantage) {
  if (chains_.contains(vantage)) return {};
  SAKSI_TRY_ASSIGN(Statement find, database_.prepare("SELECT 1 FROM keys WHERE vantage = ?1"));
  SAKSI_TRY_ASSIGN(const bool known, find.bind(vantage.text).step());
  if (!known)
    return fail("vantage \"" + vantage.text +
                "\" has no key in this store: it was not named when it was opened");
  std::error_code error;
  if (!std::filesystem::exists(key_path(vantage), error))
    return fail(fmt::format(
        "{}: the key is missing, and vantage \"{}\", which left the configuration, has records to "
        "add to its chain; put the key back, or name the vantage in the configuration once more "
        "(it then begins a new chain)",
        key_path(vantage), vantage.text));
  return add_vantage(vantage);
}

Result<std::vector<std::uint64_t>> SqliteWriter::append_all(const std::vector<Entry>& entries) {
  struct End {
    std::uint64_t next;
    Digest prev;
  };
  std::map<VantageId, End> ends;  // becomes the truth after the commit
  std::vector<std::uint64_t> seqs;
  seqs.reserve(entries.size());
  for (const Entry& entry : entries) SAKSI_TRY(open_departed(vantage_of(entry)));
  SAKSI_TRY_ASSIGN(Transaction transaction, Transaction::begin(database_));
  SAKSI_TRY_ASSIGN(
      Statement record,
      database_.prepare(
          "INSERT INTO records (key_id, seq, signature, frame) VALUES (?1, ?2, ?3, ?4)"));
  SAKSI_TRY_ASSIGN(DerivedRows rows, DerivedRows::prepare(database_));
  for (const Entry& entry : entries) {
    const VantageId& vantage = vantage_of(entry);
    const auto chain = chains_.find(vantage);
    End& end = ends.try_emplace(vantage, End{chain->second.next, chain->second.prev}).first->second;
    const SigningKey& key = chain->second.key;
    const Envelope envelope{
        vantage.text, key.public_key(), end.next, end.prev, random_nonce(), demo_, boot_};
    SAKSI_TRY_ASSIGN(const std::string bytes, seal(entry, envelope));
    const Signature signature = key.sign(message_to_sign(bytes));
    const std::string frame = compress(bytes);
    SAKSI_TRY(record
                  .bind(chain->second.key_id, static_cast<std::int64_t>(end.next),
                        Blob{std::string_view(reinterpret_cast<const char*>(signature.data()),
                                              signature.size())},
                        Blob{frame})
                  .run());
    if (const auto derived = derive(entry)) {
      auto written = rows.add(database_.last_id(), *derived);
      if (!written && !database_.failed())
        return fail(fmt::format(
            "a bug of saksi: vantage {}, target {}, journey {}: its slot already has a row, "
            "so nothing of this batch was written",
            vantage.text, derived->target, derived->journey));
      SAKSI_TRY(std::move(written));
    }
    seqs.push_back(end.next);
    end = End{end.next + 1, sha256(bytes)};
  }
  SAKSI_TRY(transaction.commit());
  for (const auto& [vantage, end] : ends) {
    Chain& chain = chains_.at(vantage);
    chain.next = end.next;
    chain.prev = end.prev;
  }
  return seqs;
}

Result<void> SqliteWriter::write_accounted(Instant until) {
  SAKSI_TRY_ASSIGN(
      Statement upsert,
      database_.prepare(
          "INSERT INTO about (name, value) VALUES ('accounted_us', ?1) ON CONFLICT (name) DO "
          "UPDATE "
          "SET value = excluded.value WHERE CAST(excluded.value AS INTEGER) > CAST(value AS "
          "INTEGER)"));
  return upsert.bind(std::to_string(to_us(until))).run();
}

Result<void> SqliteWriter::write_revision(const Change& change) {
  const Incident& incident = change.incident;
  const std::string outage = canonical(to_json(incident.outage));
  SAKSI_TRY_ASSIGN(Statement find,
                   database_.prepare("SELECT max(revision), (SELECT outage || withdrawn FROM "
                                     "revisions WHERE number = ?1 AND revision = ?2) "
                                     "FROM revisions WHERE number = ?1"));
  SAKSI_TRY(find.bind(incident.number, std::int64_t{incident.revision}).step());
  const std::int64_t last = find.is_null(0) ? 0 : find.integer(0);
  // The same change again (the caller could not know that it had been committed) changes nothing.
  if (!find.is_null(1) && find.text(1) == outage + (incident.withdrawn ? "1" : "0")) return {};
  if (incident.revision != last + 1 || change.fresh != (last == 0))
    return fail(fmt::format(
        "a bug of saksi: incident {} is at revision {}, so {} revision {} cannot be written; "
        "nothing of this change was",
        incident.number, last, change.fresh ? "a first" : "its", incident.revision));
  if (const auto readable = outage_from_json(to_json(incident.outage)); !readable)
    return fail("incident " + incident.number + ": " + readable.error().message);
  std::optional<std::int64_t> end_hi;
  if (incident.outage.bounds.end_hi) end_hi = to_us(*incident.outage.bounds.end_hi);
  SAKSI_TRY_ASSIGN(
      Statement insert,
      database_.prepare(
          "INSERT INTO revisions (number, revision, event, reason, revised_us, withdrawn, target, "
          "opened_us, "
          "start_lo_us, end_hi_us, outage) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"));
  return insert
      .bind(incident.number, std::int64_t{incident.revision}, change.event, incident.reason,
            to_us(incident.revised), std::int64_t{incident.withdrawn}, incident.outage.target.text,
            to_us(incident.outage.opened), to_us(incident.outage.bounds.start_lo), end_hi, outage)
      .run();
}

Result<void> SqliteWriter::commit_all(const std::vector<Change>& changes,
                                      const std::vector<Message>& messages, Instant now) {
  SAKSI_TRY_ASSIGN(Transaction transaction, Transaction::begin(database_));
  for (const Change& change : changes) SAKSI_TRY(write_revision(change));
  SAKSI_TRY(outbox::post(database_, messages, now));
  return transaction.commit();
}

Result<void> SqliteWriter::report_all(const std::vector<DeliveryReport>& reports, Instant now) {
  SAKSI_TRY_ASSIGN(Transaction transaction, Transaction::begin(database_));
  SAKSI_TRY(outbox::report(database_, reports, now));
  return transaction.commit();
}

// Whoever holds a link may press its button as often as they like: the table stays small.
Result<bool> SqliteWriter::write_acknowledgement(const Acknowledgement& said) {
  constexpr std::int64_t most = 20;  // names for one incident
  SAKSI_TRY_ASSIGN(Statement known,
                   database_.prepare("SELECT count(*), coalesce(sum(by = ?2), 0) FROM "
                                     "acknowledgements WHERE number = ?1"));
  SAKSI_TRY(known.bind(said.number, said.by).step());
  if (known.integer(0) >= most || known.integer(1) > 0) return false;
  SAKSI_TRY_ASSIGN(
      Statement insert,
      database_.prepare("INSERT INTO acknowledgements (number, by, at_us) VALUES (?1, ?2, ?3)"));
  SAKSI_TRY(insert.bind(said.number, said.by, to_us(said.at)).run());
  return true;
}

bool is_id(const std::string& text) {
  return !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

Result<std::unique_ptr<Writer>> Writer::open(const std::string& directory, const Purpose& purpose,
                                             const std::vector<VantageId>& vantages) {
  if (purpose.text != "live" && demo_of(purpose).empty())
    return fail(
        "a store is for \"live\" or \"demo:<day>:<seed>\", not for \"" + purpose.text + "\"",
        ErrorKind::usage);
  for (const VantageId& vantage : vantages)
    if (!is_id(vantage.text))
      return fail("\"" + vantage.text + "\" is not a vantage id (1 to 40 of a-z, 0-9 and -)",
                  ErrorKind::usage);
  SAKSI_TRY(make_folder(directory));
  SAKSI_TRY_ASSIGN(Fd lock, lock_file(directory + "/saksi.lock"));
  SAKSI_TRY_ASSIGN(Database database, open_for_writing(directory));
  auto writer =
      std::make_unique<SqliteWriter>(directory, std::move(lock), std::move(database), purpose);
  SAKSI_TRY(
      writer->set_purpose(purpose));  // before a key is made: a wrong folder is left as it was
  SAKSI_TRY(make_folder(directory + "/keys", 0700));
  SAKSI_TRY(make_folder(directory + "/blobs"));
  SAKSI_TRY(blobs::sync_folder(directory));
  for (const VantageId& vantage : vantages) SAKSI_TRY(writer->add_vantage(vantage));
  return writer;
}

}  // namespace saksi::store
