// SPDX-License-Identifier: Apache-2.0
//
// The one store of a saksi: an SQLite database (WAL, synchronous=FULL) with the records of every
// vantage, rows derived from them, the incident registry and the outbox; and a folder of blobs.
//
//   <directory>/saksi.db  saksi.lock  keys/<vantage>.pem  blobs/ab/cdef...
//
// Writer: one object, one thread, the only connection that writes or checkpoints (Debian 12's
// SQLite can corrupt a WAL when a second one does). Reader: read-only, any number, one thread each.
// A failed sync is never tried again: the writer reports `broken()` and refuses further work.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/digest.hpp"
#include "base/json.hpp"
#include "model/day_seal.hpp"
#include "model/incident.hpp"
#include "model/plan.hpp"
#include "model/sample.hpp"

namespace saksi::store {

// What a store is for; the two never mix. "live", or "demo:<day>:<seed>".
struct Purpose {
  std::string text = "live";
};

// Something that a vantage witnessed and wants in its chain.
struct Start {
  VantageId vantage;
  std::string version;
  std::string config_digest;
  Instant at;
};
using Entry = std::variant<Sample, Gap, Plan, Start>;

// --- records as bytes (docs/formats/records.md) ---
struct Record {
  std::string vantage;  // id
  PublicKey key{};      // identity is (key, seq)
  std::uint64_t seq = 0;
  std::string bytes;      // one canonical JSON line with its '\n'
  Signature signature{};  // Ed25519 over the Sigsum tree leaf of SHA-256(bytes)
};
[[nodiscard]] std::string message_to_sign(
    std::string_view bytes);  // "sigsum.org/v1/tree-leaf" 0 SHA256(SHA256(bytes))
[[nodiscard]] Json to_json(const Entry& entry);   // without seq, prev, nonce, key
Result<Entry> entry_from_json(const Json& json);  // reads what to_json wrote; capped, never trusts

// --- outbox ---
// What becomes of an earlier message of the same subject, kind and channel that nobody has been
// sent yet. An end that finds its beginning unsent takes its place: the two are one message.
enum class Unsent : std::uint8_t {
  stays,         // and is sent first
  rewrite,       // it says this instead; without one, this is a new message
  only_rewrite,  // without one, nothing is said: it has been told
  takes_back,    // an end; where the beginning was never sent, neither is said
};
struct Message {         // to write
  std::string event_id;  // unique: what makes a retry the same event
  std::string incident;  // number
  std::string
      subject;       // what it is about: "disdik/masuk". An alert's identity; order is kept in it
  std::string kind;  // "opened", "closed"; "reminder", "notice" (said once, of no lasting thing)
  std::string channel;  // "alertmanager:0", "webhook:it"
  std::string payload;  // what the channel needs, JSON
  Instant not_before;
  std::optional<Instant> repeat_until;  // keeps being sent until then (Alertmanager)
  Unsent unsent = Unsent::stays;
};
struct Pending : Message {
  std::int64_t id = 0;
  unsigned attempts = 0;
  Instant created;
};
enum class Delivery : std::uint8_t { delivered, retry, dead };
struct DeliveryReport {
  std::int64_t id = 0;
  Delivery outcome = Delivery::delivered;
  std::string detail;
  std::optional<Instant> next;  // when to send again: retry, or a repeated message
};

// An incident as it is to be, decided by the registry from the judge's outages.
struct Change {
  Incident incident;
  std::string event;   // "opened", "closed", "reopened", "revised", "withdrawn"
  bool fresh = false;  // its number is new in this change
};

// Matches outages to the incidents already known by largest overlap, numbers new ones
// (K-<local date>-<short name>-<n>), and says what changed. Pure. `short_names` by target;
// `date_of` gives the local calendar date of an instant for a target. `others` are not matched:
// their numbers are taken.
[[nodiscard]] std::vector<Change> reconcile(
    const std::vector<Incident>& known, const std::vector<Outage>& outages, Instant now,
    const std::map<TargetId, std::string>& short_names,
    const std::function<std::string(const TargetId&, Instant)>& date_of,
    const std::vector<Incident>& others = {});

// --- issued sheets ---
struct NewSheet {
  std::string number;   // "LBG-20230102-DISDIK-1"
  std::string kind;     // "incident", "date"
  std::string content;  // canonical; the code is made from it
};
struct IssuedSheet : NewSheet {
  std::string code;
  unsigned revision = 1;  // of its number, counted from 1
  Instant at;
};
inline constexpr std::int64_t kMostSheets = 500;  // new ones within 24 hours
inline constexpr std::size_t kMostSheetContent = 256u << 10;

// --- import (docs/formats/transfer-1.md) ---
struct ImportRules {
  std::set<PublicKey> trusted;  // that may begin a chain here
  std::set<VantageId> here;     // that this configuration probes itself
  Instant now;
};
struct Imported {
  std::size_t records = 0, known = 0;  // new ones; such as were here already
  std::set<VantageId> vantages;        // of the new ones
  std::optional<Instant> from, to;  // when samples and gaps of all of them were, if there are any
};

// --- agents (agents.hpp) ---
struct Arrival;
struct Taken;
struct AgentPlan;
struct AgentState;
struct Opened;
struct Hearing;

class Writer {
 public:
  // Creates or opens; takes the lock; refuses a newer version and another purpose, each in one
  // clear line; runs a quick check. Keys of `vantages` are made on first use. The key of another
  // vantage that has records here is opened when something is appended for it, and never made: its
  // chain goes on or it does not.
  static Result<std::unique_ptr<Writer>> open(const std::string& directory, const Purpose& purpose,
                                              const std::vector<VantageId>& vantages);
  virtual ~Writer() = default;

  // Signs, chains, writes and syncs all entries in one transaction, and gives each its seq, in
  // order. The only door for records. After an error nothing of the batch is in the store.
  virtual Result<std::vector<std::uint64_t>> append(const std::vector<Entry>& entries) = 0;
  // Every slot of the recorded plans with planned < `until` has its row: a later start need not
  // count them again. Goes on and never back; to be called when those rows are in the store.
  virtual Result<void> note_accounted(Instant until) = 0;
  // Takes the chains of another saksi, as its file has them: all of it or nothing. Their incidents
  // are for the caller to judge.
  virtual Result<Imported> import(std::string_view text, const ImportRules& rules) = 0;
  // Redacted body under its SHA-256; synced before it returns; there already: nothing to do.
  virtual Result<Digest> keep_blob(std::string_view bytes) = 0;

  // Incident changes and their messages, one transaction.
  virtual Result<void> commit(const std::vector<Change>& changes,
                              const std::vector<Message>& messages, Instant now) = 0;
  // Keeps a sheet under the code of its content. The same content again is the same sheet, with its
  // first date. None where `kMostSheets` new ones were kept in the last 24 hours.
  virtual Result<std::optional<IssuedSheet>> issue(const NewSheet& sheet, Instant now) = 0;
  // Messages due at `now`, oldest first, at most `most` to each channel: one that is spared or
  // hangs keeps nobody else waiting.
  virtual Result<std::vector<Pending>> due(Instant now, std::size_t most) = 0;
  virtual Result<void> report(const std::vector<DeliveryReport>& reports, Instant now) = 0;
  // Closes the local day `date`, which is over at `now`: one row, synced. A day that has its seal
  // keeps it.
  virtual Result<DaySeal> seal_day(const std::string& date, const std::string& zone,
                                   Instant now) = 0;
  // Once for each incident and name; false where it is known already. Durable when it returns.
  virtual Result<bool> acknowledge(const Acknowledgement& said) = 0;
  // One delivery of an agent: all of it is durable when this returns, or none of it is here and
  // `refused` says why. See agents.hpp, also for the others.
  virtual Result<Taken> take_in(const Arrival& arrival, const Hearing& hearing);
  virtual Result<void> enrol(const VantageId& vantage, const PublicKey& key, Instant now);
  virtual Result<AgentPlan> issue_plan(
      const VantageId& vantage, Instant now,
      const std::function<std::string(std::uint64_t serial)>& make);
  virtual Result<void> checkpoint() = 0;  // when idle
  [[nodiscard]] virtual bool broken() const = 0;
  [[nodiscard]] virtual std::map<VantageId, std::uint64_t> next_seq() const = 0;
};

struct IncidentFilter {
  std::optional<Instant> from, to;  // by bounds
  std::optional<TargetId> target;
  std::string number;  // exact, when not empty
  std::size_t most = 200;
};
struct SampleFilter {
  std::optional<Instant> from, to;  // by end: from <= end < to
  std::optional<TargetId> target;
  std::optional<VantageId> vantage;
  bool failures_only = false;
  std::size_t most = 1000;  // 0: all
};
struct OutboxCount {
  std::uint64_t pending = 0;
  std::optional<Instant> oldest;
  std::map<std::string, std::uint64_t> sent;
};

// Which slots have their row: all that the count of slots needs.
class SlotRows {
 public:
  // Terminal rows by slot, for the ledger: (vantage, target, journey, nominal) -> class or gap
  // code.
  struct Terminal {
    VantageId vantage;
    TargetId target;
    JourneyId journey;
    Instant slot;
    std::string outcome;
    bool is_gap = false;
  };
  virtual Result<std::vector<Terminal>> terminals(Instant from, Instant to) = 0;
  virtual Result<Instant> accounted() = 0;  // what note_accounted() noted; the epoch when nothing
  virtual ~SlotRows() = default;
};

class Reader : public SlotRows {
 public:
  static Result<std::unique_ptr<Reader>> open(const std::string& directory);
  virtual Result<std::string> purpose() = 0;
  // Latest revision of each, newest opened first.
  virtual Result<std::vector<Incident>> incidents(const IncidentFilter& filter) = 0;
  virtual Result<std::vector<Incident>> revisions(const std::string& number) = 0;
  // In total order (end, vantage, seq), decoded from the records.
  virtual Result<std::vector<Sample>> samples(const SampleFilter& filter) = 0;
  virtual Result<std::vector<Plan>> plans() = 0;  // in order of (vantage, seq)
  // Vantages of another saksi, each with the last slot that has its row here.
  virtual Result<std::map<VantageId, Instant>> elsewhere() = 0;
  // Calls `each` for every record in order of (vantage, seq); stops at its first error.
  virtual Result<void> records(const std::function<Result<void>(const Record&)>& each) = 0;
  virtual Result<std::string> blob(const Digest& digest, std::size_t most) = 0;
  virtual Result<std::map<std::string, OutboxCount>> outbox() = 0;
  // What stands in the outbox for the newest message of each subject that begins so.
  virtual Result<std::vector<Message>> last_said(const std::string& subjects) = 0;
  // In the order in which they came; of one incident, or of all where the number is empty.
  virtual Result<std::vector<Acknowledgement>> acknowledgements(const std::string& number) = 0;
  virtual Result<std::vector<DaySeal>> seals(std::size_t most) = 0;  // newest first; 0: all
  // Agents: who is enrolled; what arrived ahead of its chain, and has a vote; every plan that was
  // issued, in order.
  virtual Result<std::vector<AgentState>> agents();
  virtual Result<std::vector<Sample>> early_samples();
  virtual Result<std::vector<AgentPlan>> agent_plans();
  // Issued sheets: the one of a code, and the newest of a number.
  virtual Result<std::optional<IssuedSheet>> sheet(const std::string& code) = 0;
  virtual Result<std::optional<IssuedSheet>> newest_sheet(const std::string& number) = 0;
  // The latest planned start of any slot that has its row: no slot up to then may run again. Jitter
  // moves starts away from names by less than half of `within`. None in a store without slots.
  virtual Result<std::optional<Instant>> last_planned(Duration within) = 0;
};

// --- ledger ---
struct Ledger {
  std::uint64_t planned = 0, samples = 0, gaps = 0;
  std::map<std::string, std::uint64_t> gaps_by_reason;
  std::vector<std::string> missing;  // slots without a row (at most 100 named, all counted)
  std::vector<std::string> surplus;  // rows that no plan knows
  std::uint64_t missing_count = 0, surplus_count = 0;
  [[nodiscard]] bool closed() const {
    return missing_count == 0 && surplus_count == 0 && planned == samples + gaps;
  }
};
// Counts again, from the plan records alone, every slot with planned instant before `until`.
Result<Ledger> recount(Reader& reader, Instant until);

// Slots of the recorded plans with `planned` < until that have no row: what a restart back-fills.
// Looks no further back than to what was noted as accounted for; recount() looks at everything.
Result<std::vector<Gap>> unaccounted(SlotRows& reader, std::vector<Plan> plans, Instant until,
                                     GapReason reason);
Result<std::vector<Gap>> unaccounted(Reader& reader, Instant until, GapReason reason);

// --- verify ---
struct Verification {
  std::uint64_t records = 0, chains = 0, blobs = 0, sheets = 0;
  std::vector<std::string> troubles;  // "vantage pusat seq 17: signature does not match its bytes"
  [[nodiscard]] bool sound() const { return troubles.empty(); }
};
// Re-reads every record, signature, chain, derived row, blob and issued sheet.
Result<Verification> verify(Reader& reader, const std::string& directory);

// --- daily seals ---
struct SealCheck {
  std::vector<DaySeal> seals;  // that could be read, oldest first
  std::uint64_t records = 0;   // hashed again
  std::vector<std::string> troubles;
  [[nodiscard]] bool holds() const { return troubles.empty(); }
};
// Counts every seal of the store again. Whether they are the seals that were handed out is for
// those to say who hold them.
Result<SealCheck> check_seals(const std::string& directory);

}  // namespace saksi::store
