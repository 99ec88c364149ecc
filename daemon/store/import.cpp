// SPDX-License-Identifier: Apache-2.0
#include "store/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/compress.hpp"
#include "base/timestamp.hpp"
#include "store/blobs.hpp"
#include "store/derived.hpp"
#include "store/records.hpp"
#include "store/transfer.hpp"

namespace saksi::store::import {
namespace {

// A clock that is further ahead than this is wrong, and so is every time that it wrote.
constexpr Duration kAhead = std::chrono::minutes(5);

Blob blob_of(const auto& bytes) {
  return Blob{std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())};
}

class Import {
 public:
  Import(Database& database, const std::string& directory, const std::string& demo,
         const ImportRules& rules, Statement record, DerivedRows rows)
      : database_(database),
        directory_(directory),
        demo_(demo),
        rules_(rules),
        record_(std::move(record)),
        rows_(std::move(rows)) {}

  Result<Imported> take(const Transfer& transfer) {
    for (const std::string& body : transfer.bodies) bodies_.insert(sha256(body));
    for (const Transfer::Signed& one : transfer.records)
      if (auto taken = take(one); !taken)
        return fail(fmt::format("line {}: {}; nothing of the file was taken", one.line,
                                taken.error().message),
                    taken.error().kind);
    return done_;
  }

 private:
  // Where the chain of one key stands here.
  struct Chain {
    std::int64_t key_id = 0;
    std::uint64_t next = 0;
    Digest prev{};
  };

  static tl::unexpected<Error> refuse(std::string what) {
    return fail(std::move(what), ErrorKind::usage);
  }

  Result<void> take(const Transfer::Signed& one) {
    SAKSI_TRY_ASSIGN(const Opened opened, open_record(one.bytes));
    const Envelope& envelope = opened.envelope;
    if (!saksi::verify(envelope.key, message_to_sign(one.bytes), one.signature))
      return refuse("the signature does not match: the record was altered");
    if (envelope.demo != demo_)
      return refuse("it is of another purpose than this store: a demo and a live store never mix");
    SAKSI_TRY_ASSIGN(Chain * chain, chain_of(envelope));
    if (envelope.seq < chain->next) {
      SAKSI_TRY(same(*chain, envelope, one.bytes));
      if (const auto row = derive(opened.entry)) widen(*row);
      return {};
    }
    if (envelope.seq > chain->next)
      return refuse(
          fmt::format("vantage {} seq {}: this store has its records up to seq {} only; export "
                      "the ones between as well",
                      envelope.vantage, envelope.seq, static_cast<std::int64_t>(chain->next) - 1));
    if (envelope.prev != chain->prev)
      return refuse(fmt::format("vantage {} seq {}: it does not follow the record before it",
                                envelope.vantage, envelope.seq));
    SAKSI_TRY(write(*chain, opened, one));
    chain->next = envelope.seq + 1;
    chain->prev = sha256(one.bytes);
    return {};
  }

  Result<Chain*> chain_of(const Envelope& envelope) {
    const auto held = chains_.find(envelope.key);
    if (held != chains_.end()) {
      if (held->second.first != envelope.vantage)
        return refuse("its key is that of vantage " + held->second.first);
      return &held->second.second;
    }
    if (rules_.here.contains({envelope.vantage}))
      return refuse(
          fmt::format("vantage \"{}\" is one of this configuration; the other saksi's "
                      "needs an id of its own",
                      envelope.vantage));
    Chain chain;
    SAKSI_TRY_ASSIGN(Statement find,
                     database_.prepare("SELECT id, vantage, elsewhere FROM keys WHERE key = ?1"));
    SAKSI_TRY_ASSIGN(const bool known, find.bind(blob_of(envelope.key)).step());
    if (!known) {
      SAKSI_TRY(accept(envelope, chain));
    } else {
      if (find.text(1) != envelope.vantage)
        return refuse("its key is that of vantage " + find.text(1));
      if (find.integer(2) == 0)
        return refuse(fmt::format("vantage \"{}\" signs its records here, with this very key",
                                  envelope.vantage));
      chain.key_id = find.integer(0);
      SAKSI_TRY(find_end(chain));
    }
    return &chains_.emplace(envelope.key, std::pair(envelope.vantage, chain)).first->second.second;
  }

  Result<void> accept(const Envelope& envelope, Chain& chain) {
    if (!rules_.trusted.contains(envelope.key))
      return refuse(
          fmt::format("vantage \"{}\" signs with a key that this store does not know: {}. Compare "
                      "it with what `saksi records export` said on the other machine, then add "
                      "--trust {}",
                      envelope.vantage, hex(envelope.key), hex(envelope.key)));
    SAKSI_TRY_ASSIGN(Statement other,
                     database_.prepare("SELECT 1 FROM keys WHERE vantage = ?1 AND elsewhere = 0"));
    SAKSI_TRY_ASSIGN(const bool ours, other.bind(envelope.vantage).step());
    if (ours)
      return refuse(
          fmt::format("this store has records of its own of a vantage \"{}\"", envelope.vantage));
    SAKSI_TRY_ASSIGN(
        Statement insert,
        database_.prepare("INSERT INTO keys (vantage, key, elsewhere) VALUES (?1, ?2, 1)"));
    SAKSI_TRY(insert.bind(envelope.vantage, blob_of(envelope.key)).run());
    chain.key_id = database_.last_id();
    return {};
  }

  Result<void> find_end(Chain& chain) {
    SAKSI_TRY_ASSIGN(Statement last,
                     database_.prepare("SELECT seq, frame FROM records WHERE key_id = ?1 ORDER BY "
                                       "seq DESC LIMIT 1"));
    SAKSI_TRY_ASSIGN(const bool row, last.bind(chain.key_id).step());
    if (!row) return {};
    SAKSI_TRY_ASSIGN(const std::string bytes, decompress(last.text(1), kMostRecordBytes));
    chain.next = static_cast<std::uint64_t>(last.integer(0)) + 1;
    chain.prev = sha256(bytes);
    return {};
  }

  // A record that is here already must be this very one; else the vantage says two things at once.
  Result<void> same(const Chain& chain, const Envelope& envelope, std::string_view bytes) {
    SAKSI_TRY_ASSIGN(Statement find,
                     database_.prepare("SELECT frame FROM records WHERE key_id = ?1 AND seq = ?2"));
    SAKSI_TRY_ASSIGN(const bool row,
                     find.bind(chain.key_id, static_cast<std::int64_t>(envelope.seq)).step());
    if (!row) return fail("a record of this store cannot be found");
    SAKSI_TRY_ASSIGN(const std::string held, decompress(find.text(0), kMostRecordBytes));
    if (held != bytes)
      return refuse(
          fmt::format("vantage {} seq {}: its key has signed two different records under "
                      "this number; keep both files, and trust neither",
                      envelope.vantage, envelope.seq));
    ++done_.known;
    return {};
  }

  // What it speaks of, also where it is here already: an import that was killed before its hours
  // were judged is made good by the next one.
  void widen(const Derived& row) {
    const Instant ended = from_us(row.end_us);
    done_.from = done_.from ? std::min(*done_.from, ended) : ended;
    done_.to = done_.to ? std::max(*done_.to, ended) : ended;
  }

  Result<void> write(const Chain& chain, const Opened& opened, const Transfer::Signed& one) {
    const std::string frame = compress(std::string(one.bytes));
    SAKSI_TRY(record_
                  .bind(chain.key_id, static_cast<std::int64_t>(opened.envelope.seq),
                        blob_of(one.signature), Blob{frame})
                  .run());
    ++done_.records;
    done_.vantages.insert({opened.envelope.vantage});
    const std::int64_t id = database_.last_id();
    SAKSI_TRY(check_bodies(opened.entry));
    const auto derived = derive(opened.entry);
    if (!derived) return {};
    const Instant ended = from_us(derived->end_us);
    if (ended > rules_.now + kAhead)
      return refuse(
          fmt::format("it says {}, which has not come yet: the clock of that machine was "
                      "wrong",
                      utc_text(ended)));
    widen(*derived);
    auto written = rows_.add(id, *derived);
    if (!written && !database_.failed())
      return refuse(fmt::format("vantage {}: the slot {} has its row already", derived->vantage,
                                utc_text(from_us(derived->slot_us.value_or(derived->end_us)))));
    return written;
  }

  // Evidence without the body that it names would not verify.
  Result<void> check_bodies(const Entry& entry) {
    const auto* sample = std::get_if<Sample>(&entry);
    if (sample == nullptr) return {};
    for (const StepFinding& step : sample->steps) {
      std::error_code error;
      if (step.body && !bodies_.contains(*step.body) &&
          !std::filesystem::exists(blobs::path(directory_, *step.body), error))
        return refuse(
            fmt::format("the body {} of step {} is not in the file", hex(*step.body), step.id));
    }
    return {};
  }

  Database& database_;
  const std::string& directory_;
  const std::string& demo_;
  const ImportRules& rules_;
  Statement record_;
  DerivedRows rows_;
  std::set<Digest> bodies_;  // in the file
  std::map<PublicKey, std::pair<std::string, Chain>> chains_;
  Imported done_;
};

}  // namespace

Result<Imported> take(Database& database, const std::string& directory, const std::string& demo,
                      std::string_view text, const ImportRules& rules) {
  SAKSI_TRY_ASSIGN(const Transfer transfer, read_transfer(text));
  SAKSI_TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
  SAKSI_TRY_ASSIGN(
      Statement record,
      database.prepare(
          "INSERT INTO records (key_id, seq, signature, frame) VALUES (?1, ?2, ?3, ?4)"));
  SAKSI_TRY_ASSIGN(DerivedRows rows, DerivedRows::prepare(database));
  Import import(database, directory, demo, rules, std::move(record), std::move(rows));
  SAKSI_TRY_ASSIGN(Imported imported, import.take(transfer));
  // Only of a file that holds, and before its records are: none may be here without its body.
  for (const std::string& body : transfer.bodies) SAKSI_TRY(blobs::keep(directory, body));
  SAKSI_TRY(transaction.commit());
  return imported;
}

}  // namespace saksi::store::import
