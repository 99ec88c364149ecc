// SPDX-License-Identifier: Apache-2.0
//
// Trusts nothing in the database but its own reading of the bytes. What it cannot see: records cut
// off the end of a chain together with their derived rows. That needs somebody outside who has seen
// a later record; the daily seal is for that.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/compress.hpp"
#include "store/blobs.hpp"
#include "store/records.hpp"
#include "store/schema.hpp"
#include "store/sheets.hpp"
#include "store/store.hpp"

namespace saksi::store {
namespace {

constexpr std::size_t kMostTroubles = 1000;
constexpr std::size_t kMostBlob = 64U << 20;

class Verifier {
 public:
  Verifier(std::string directory, std::string demo)
      : directory_(std::move(directory)), demo_(std::move(demo)) {}

  Result<void> read_records(Database& database);
  Result<void> read_strays(Database& database);
  Verification done;

 private:
  // Where the chain of the key being read stands.
  struct Link {
    std::int64_t key_id = -1;
    std::int64_t seq = -1;
    std::optional<Digest> digest =
        Digest{};  // of the record before; absent when it could not be read
  };
  void check_place(std::int64_t key_id, std::int64_t seq);
  void check_record(const std::string& bytes, const std::string& signature, const std::string& key,
                    const std::optional<Derived>& row);
  void check_envelope(const Envelope& envelope, const std::string& key);
  void check_blobs(const Entry& entry);
  void trouble(const std::string& what) {
    if (done.troubles.size() < kMostTroubles)
      done.troubles.push_back(fmt::format("vantage {} seq {}: {}", vantage_, seq_, what));
  }

  std::string directory_, demo_;
  std::string vantage_;  // of the record being read
  std::int64_t seq_ = 0;
  bool rowless_ = false, bodiless_ = false;  // named so when it came from its agent
  Link link_;
  std::set<Digest> sound_blobs_;
};

std::optional<Derived> read_row(const Statement& query, int at) {
  if (query.is_null(at)) return std::nullopt;
  Derived row{query.text(at),
              query.text(at + 1),
              query.text(at + 2),
              std::nullopt,
              query.integer(at + 4),
              query.text(at + 5),
              query.integer(at + 6) != 0,
              query.integer(at + 7) != 0};
  if (!query.is_null(at + 3)) row.slot_us = query.integer(at + 3);
  return row;
}

Result<void> Verifier::read_records(Database& database) {
  SAKSI_TRY_ASSIGN(
      Statement query,
      database.prepare(
          "SELECT r.key_id, r.seq, r.signature, r.frame, coalesce(k.vantage, '?'), coalesce(k.key, "
          "x''), "
          "d.vantage, d.target, d.journey, d.slot_us, d.end_us, d.outcome, d.is_gap, d.failure, "
          "EXISTS (SELECT 1 FROM unheard u WHERE u.record = r.id AND u.reason = 'double_slot'), "
          "EXISTS (SELECT 1 FROM unheard u WHERE u.record = r.id AND u.reason = 'no_body') "
          "FROM records r LEFT JOIN keys k ON k.id = r.key_id LEFT JOIN derived d ON d.record = "
          "r.id "
          "ORDER BY r.key_id, r.seq"));
  for (;;) {
    SAKSI_TRY_ASSIGN(const bool row, query.step());
    if (!row) return {};
    ++done.records;
    vantage_ = query.text(4);
    seq_ = query.integer(1);
    check_place(query.integer(0), seq_);
    const auto bytes = decompress(query.text(3), kMostRecordBytes);
    if (bytes) {
      rowless_ = query.integer(14) != 0;
      bodiless_ = query.integer(15) != 0;
      check_record(*bytes, query.text(2), query.text(5), read_row(query, 6));
      link_.digest = sha256(*bytes);
    } else {
      trouble(bytes.error().message);
      link_.digest.reset();
    }
  }
}

void Verifier::check_place(std::int64_t key_id, std::int64_t seq) {
  if (key_id != link_.key_id) {
    ++done.chains;
    link_ = Link{key_id};
  }
  const std::int64_t expected = link_.seq + 1;
  if (seq == expected + 1)
    trouble(fmt::format("the record before it, seq {}, is missing", expected));
  else if (seq != expected)
    trouble(fmt::format("the records before it, seq {} to {}, are missing", expected, seq - 1));
  link_.seq = seq;
}

void Verifier::check_record(const std::string& bytes, const std::string& signature,
                            const std::string& key, const std::optional<Derived>& row) {
  PublicKey public_key{};
  Signature signed_with{};
  const bool sizes = key.size() == public_key.size() && signature.size() == signed_with.size();
  if (sizes) {
    std::copy(key.begin(), key.end(), public_key.begin());
    std::copy(signature.begin(), signature.end(), signed_with.begin());
  }
  if (!sizes || !saksi::verify(public_key, message_to_sign(bytes), signed_with))
    trouble("signature does not match its bytes");
  const auto opened = open_record(bytes);
  if (!opened) return trouble(opened.error().message);
  check_envelope(opened->envelope, key);
  // A slot that an agent gave twice keeps its first row.
  const auto expected = rowless_ ? std::nullopt : derive(opened->entry);
  if (expected != row) trouble("the derived row is not what the record says");
  if (!bodiless_ && !rowless_) check_blobs(opened->entry);
}

void Verifier::check_envelope(const Envelope& envelope, const std::string& key) {
  if (envelope.vantage != vantage_) trouble("its bytes name vantage " + envelope.vantage);
  if (!std::equal(envelope.key.begin(), envelope.key.end(), key.begin(), key.end(),
                  [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); }))
    trouble("its bytes name another key");
  if (envelope.seq != static_cast<std::uint64_t>(seq_))
    trouble(fmt::format("its bytes say seq {}", envelope.seq));
  if (envelope.demo != demo_) trouble("its bytes are of another purpose than this store");
  if (link_.digest && envelope.prev != *link_.digest)
    trouble("prev is not the hash of the record before it");
}

void Verifier::check_blobs(const Entry& entry) {
  const auto* sample = std::get_if<Sample>(&entry);
  if (sample == nullptr) return;
  for (const StepFinding& step : sample->steps) {
    if (!step.body || sound_blobs_.contains(*step.body)) continue;
    if (const auto body = blobs::read(directory_, *step.body, kMostBlob)) {
      ++done.blobs;
      sound_blobs_.insert(*step.body);
    } else {
      trouble("the body of step " + step.id + ": " + body.error().message);
    }
  }
}

Result<void> Verifier::read_strays(Database& database) {
  SAKSI_TRY_ASSIGN(Statement query,
                   database.prepare("SELECT d.vantage, d.target, d.outcome, d.record FROM derived "
                                    "d LEFT JOIN records r ON r.id = d.record "
                                    "WHERE r.id IS NULL ORDER BY d.record"));
  for (;;) {
    SAKSI_TRY_ASSIGN(const bool row, query.step());
    if (!row) return {};
    if (done.troubles.size() < kMostTroubles)
      done.troubles.push_back(
          fmt::format("vantage {}: a derived row ({}, {}) has no record (row {})", query.text(0),
                      query.text(1), query.text(2), query.integer(3)));
  }
}

}  // namespace

Result<Verification> verify(Reader& reader, const std::string& directory) {
  SAKSI_TRY_ASSIGN(const std::string purpose, reader.purpose());
  // A connection of its own: one transaction, so that a writer at work does not look like a fault.
  SAKSI_TRY_ASSIGN(Database database, open_for_reading(directory));
  SAKSI_TRY_ASSIGN(Transaction snapshot, Transaction::begin(database, "BEGIN"));
  Verifier verifier(directory, demo_of({purpose}));
  SAKSI_TRY(verifier.read_records(database));
  SAKSI_TRY(verifier.read_strays(database));
  SAKSI_TRY(sheets::verify(database, verifier.done));
  return std::move(verifier.done);
}

}  // namespace saksi::store
