// SPDX-License-Identifier: Apache-2.0
#include "store/intake.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>

#include "base/compress.hpp"
#include "store/blobs.hpp"
#include "store/derived.hpp"

namespace saksi::store {

std::string_view code(Refusal refusal) {
  switch (refusal) {
    case Refusal::unknown_key:
      return "unknown_key";
    case Refusal::revoked_key:
      return "revoked_key";
    case Refusal::other_client:
      return "other_client";
    case Refusal::other_hub:
      return "other_hub";
    case Refusal::bad_signature:
      return "bad_signature";
    case Refusal::malformed:
      return "malformed";
    case Refusal::foreign_record:
      return "foreign_record";
    case Refusal::wrong_vantage:
      return "wrong_vantage";
    case Refusal::wrong_purpose:
      return "wrong_purpose";
    case Refusal::foreign_plan:
      return "foreign_plan";
    case Refusal::too_far_ahead:
      return "too_far_ahead";
  }
  std::abort();
}

const std::vector<Refusal>& refusals() {
  static const std::vector<Refusal> all{
      Refusal::unknown_key,    Refusal::revoked_key,   Refusal::other_client,
      Refusal::other_hub,      Refusal::bad_signature, Refusal::malformed,
      Refusal::foreign_record, Refusal::wrong_vantage, Refusal::wrong_purpose,
      Refusal::foreign_plan,   Refusal::too_far_ahead};
  return all;
}

std::string_view code(Mute mute) {
  switch (mute) {
    case Mute::none:
      return "";
    case Mute::clock:
      return "clock";
    case Mute::older_plan:
      return "older_plan";
    case Mute::double_slot:
      return "double_slot";
    case Mute::no_body:
      return "no_body";
    case Mute::flagged:
      return "flagged";
    case Mute::equivocation:
      return "equivocation";
    case Mute::broken_chain:
      return "broken_chain";
  }
  std::abort();
}

// A store that knows no agents, as the fakes of tests do not.
Result<Taken> Writer::take_in(const Arrival&, const Hearing&) { return fail("no agents here"); }
Result<void> Writer::enrol(const VantageId&, const PublicKey&, Instant) {
  return fail("no agents here");
}
Result<AgentPlan> Writer::issue_plan(const VantageId&, Instant,
                                     const std::function<std::string(std::uint64_t)>&) {
  return fail("no agents here");
}
Result<std::vector<AgentState>> Reader::agents() { return std::vector<AgentState>{}; }
Result<std::vector<Sample>> Reader::early_samples() { return std::vector<Sample>{}; }
Result<std::vector<AgentPlan>> Reader::agent_plans() { return std::vector<AgentPlan>{}; }

namespace intake {
namespace {

Blob blob_of(const auto& bytes) {
  return Blob{std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())};
}

std::int64_t number(std::uint64_t seq) { return static_cast<std::int64_t>(seq); }

class Intake {
 public:
  Intake(Database& database, const std::string& directory, const std::string& demo,
         const Arrival& arrival, const Hearing& hearing)
      : database_(database),
        directory_(directory),
        demo_(demo),
        arrival_(arrival),
        hearing_(hearing) {}

  Result<Taken> take() {
    SAKSI_TRY(find_agent());
    if (!done_.refused) look_over();
    if (!done_.refused) SAKSI_TRY(count_early());
    if (done_.refused) return std::move(done_);
    SAKSI_TRY_ASSIGN(DerivedRows rows, DerivedRows::prepare(database_));
    rows_.emplace(std::move(rows));
    std::vector<const Arrival::One*> order;
    for (const Arrival::One& one : arrival_.records) order.push_back(&one);
    std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
      return a->opened.envelope.seq < b->opened.envelope.seq;
    });
    for (const Arrival::One* one : order) SAKSI_TRY(take(*one));
    SAKSI_TRY(find_early_end());
    done_.next = next_;
    return std::move(done_);
  }

 private:
  // Prepared once for all records of the delivery.
  Result<Statement*> statement(const char* sql) {
    auto held = statements_.find(sql);
    if (held == statements_.end()) {
      SAKSI_TRY_ASSIGN(Statement made, database_.prepare(sql));
      held = statements_.emplace(sql, std::move(made)).first;
    }
    return &held->second;
  }

  void refuse(Refusal refusal, std::string why) {
    if (!done_.refused) {
      done_.refused = refusal;
      done_.why = std::move(why);
    }
  }

  Result<void> find_agent() {
    SAKSI_TRY_ASSIGN(Statement find, database_.prepare("SELECT k.id, k.vantage FROM keys k JOIN "
                                                       "agents a ON a.key_id = k.id WHERE k.key = "
                                                       "?1"));
    SAKSI_TRY_ASSIGN(const bool known, find.bind(blob_of(arrival_.key)).step());
    if (!known) {
      refuse(Refusal::unknown_key, "nobody enrolled the key " + hex(arrival_.key));
      return {};
    }
    key_id_ = find.integer(0);
    done_.vantage = {find.text(1)};
    SAKSI_TRY_ASSIGN(Statement last,
                     database_.prepare("SELECT seq, frame FROM records WHERE key_id = ?1 ORDER BY "
                                       "seq DESC LIMIT 1"));
    SAKSI_TRY_ASSIGN(const bool row, last.bind(key_id_).step());
    if (row) {
      SAKSI_TRY_ASSIGN(const std::string bytes, decompress(last.text(1), kMostRecordBytes));
      next_ = static_cast<std::uint64_t>(last.integer(0)) + 1;
      prev_ = sha256(bytes);
    }
    SAKSI_TRY_ASSIGN(Statement caught,
                     database_.prepare("SELECT count(*) FROM aside WHERE key_id = ?1"));
    SAKSI_TRY(caught.bind(key_id_).step());
    flagged_ = caught.integer(0) > 0;
    return {};
  }

  // What makes all of it worthless, before any of it is written.
  void look_over() {
    for (const std::string& body : arrival_.bodies) bodies_.insert(sha256(body));
    for (const Arrival::One& one : arrival_.records) {
      const Envelope& envelope = one.opened.envelope;
      if (envelope.key != arrival_.key)
        refuse(Refusal::foreign_record, "a record is signed by the key " + hex(envelope.key));
      else if (envelope.vantage != done_.vantage.text)
        refuse(Refusal::wrong_vantage, "a record names the vantage " + envelope.vantage +
                                           ", and its key is that of " + done_.vantage.text);
      else if (envelope.demo != demo_)
        refuse(Refusal::wrong_purpose, "a demo and a live store never mix");
      if (const Plan* plan = std::get_if<Plan>(&one.opened.entry); plan && !hearing_.issued(*plan))
        refuse(Refusal::foreign_plan,
               fmt::format("seq {}: this hub never issued that plan", envelope.seq));
    }
  }

  // One that its agent's disk has lost must not hold up all that comes after it.
  [[nodiscard]] bool lacks_body(const Opened& opened) const {
    const auto* sample = std::get_if<Sample>(&opened.entry);
    if (sample == nullptr) return false;
    return std::any_of(sample->steps.begin(), sample->steps.end(), [&](const StepFinding& step) {
      std::error_code error;
      return step.body && !bodies_.contains(*step.body) &&
             !std::filesystem::exists(blobs::path(directory_, *step.body), error);
    });
  }

  Result<void> count_early() {
    SAKSI_TRY_ASSIGN(Statement count,
                     database_.prepare("SELECT count(*) FROM early WHERE key_id = ?1"));
    SAKSI_TRY(count.bind(key_id_).step());
    if (count.integer(0) + number(arrival_.records.size()) > kMostEarly)
      refuse(Refusal::too_far_ahead,
             fmt::format("{} records wait for the ones before them; deliver from seq {} on",
                         count.integer(0), next_));
    return {};
  }

  Result<void> take(const Arrival::One& one) {
    const Envelope& envelope = one.opened.envelope;
    if (envelope.seq < next_)
      return compare(one,
                     "SELECT frame FROM records WHERE key_id = ?1 AND "
                     "seq = ?2");
    if (envelope.seq > next_) return put_early(one);
    if (envelope.prev != prev_) return put_aside(one, Mute::broken_chain);
    SAKSI_TRY_ASSIGN(const Mute mute, hear(one.opened));
    ++done_.fresh;
    SAKSI_TRY(write(one.opened, one.signature, compress(one.bytes), sha256(one.bytes), mute));
    return catch_up();
  }

  // What is here already must be this very record; else its key says two things at once.
  Result<void> compare(const Arrival::One& one, const char* sql) {
    SAKSI_TRY_ASSIGN(Statement * find, statement(sql));
    SAKSI_TRY_ASSIGN(const bool row, find->bind(key_id_, number(one.opened.envelope.seq)).step());
    if (!row) return fail("a record of this store cannot be found");
    SAKSI_TRY_ASSIGN(const std::string held, decompress(find->text(0), kMostRecordBytes));
    if (held != one.bytes) return put_aside(one, Mute::equivocation);
    ++done_.known;
    return {};
  }

  Result<void> put_early(const Arrival::One& one) {
    const std::int64_t seq = number(one.opened.envelope.seq);
    SAKSI_TRY_ASSIGN(Statement * find,
                     statement("SELECT 1 FROM early WHERE key_id = ?1 AND seq = ?2"));
    SAKSI_TRY_ASSIGN(const bool held, find->bind(key_id_, seq).step());
    if (held) return compare(one, "SELECT frame FROM early WHERE key_id = ?1 AND seq = ?2");
    SAKSI_TRY_ASSIGN(const Mute mute, hear(one.opened));
    ++done_.fresh;
    SAKSI_TRY_ASSIGN(Statement * insert,
                     statement("INSERT INTO early (key_id, seq, signature, unheard, frame) "
                               "VALUES (?1, ?2, ?3, ?4, ?5)"));
    const std::string frame = compress(one.bytes);
    return insert->bind(key_id_, seq, blob_of(one.signature), std::string(code(mute)), Blob{frame})
        .run();
  }

  Result<void> put_aside(const Arrival::One& one, Mute reason) {
    flagged_ = true;
    const Digest digest = sha256(one.bytes);
    SAKSI_TRY_ASSIGN(
        Statement * find,
        statement("SELECT 1 FROM aside WHERE key_id = ?1 AND seq = ?2 AND digest = ?3"));
    SAKSI_TRY_ASSIGN(const bool held,
                     find->bind(key_id_, number(one.opened.envelope.seq), blob_of(digest)).step());
    if (held) return {};  // it was brought before
    SAKSI_TRY_ASSIGN(Statement * insert,
                     statement("INSERT INTO aside (key_id, seq, reason, received_us, digest, "
                               "signature, frame) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
    const std::string frame = compress(one.bytes);
    ++done_.mute[reason];
    return insert
        ->bind(key_id_, number(one.opened.envelope.seq), std::string(code(reason)),
               to_us(arrival_.received), blob_of(digest), blob_of(one.signature), Blob{frame})
        .run();
  }

  // Each new record is heard once: when it arrives, not when its turn in the chain comes.
  Result<Mute> hear(const Opened& opened) {
    if (const Plan* plan = std::get_if<Plan>(&opened.entry)) {
      done_.plans.push_back(*plan);
      done_.plans.back().elsewhere = true;
      hearing_.follow(*plan);
    }
    Mute mute = flagged_             ? Mute::flagged
                : lacks_body(opened) ? Mute::no_body
                                     : hearing_.vote(opened);
    if (const auto derived = derive(opened.entry)) {
      SAKSI_TRY_ASSIGN(const bool taken, has_row(*derived));
      if (taken) mute = Mute::double_slot;
    }
    if (mute != Mute::none) {
      ++done_.mute[mute];
    } else if (std::holds_alternative<Sample>(opened.entry) ||
               std::holds_alternative<Gap>(opened.entry)) {
      done_.heard.push_back(opened.entry);
    }
    return mute;
  }

  Result<void> write(const Opened& opened, const Signature& signature, const std::string& frame,
                     const Digest& digest, Mute mute) {
    SAKSI_TRY_ASSIGN(
        Statement * record,
        statement("INSERT INTO records (key_id, seq, signature, frame) VALUES (?1, ?2, ?3, ?4)"));
    SAKSI_TRY(
        record->bind(key_id_, number(opened.envelope.seq), blob_of(signature), Blob{frame}).run());
    const std::int64_t id = database_.last_id();
    if (const auto derived = derive(opened.entry)) {
      SAKSI_TRY_ASSIGN(const bool taken, has_row(*derived));
      if (taken) {
        mute = Mute::double_slot;
      } else {
        SAKSI_TRY(rows_->add(id, *derived));
      }
    }
    if (mute != Mute::none) {
      SAKSI_TRY_ASSIGN(Statement * name,
                       statement("INSERT INTO unheard (record, reason) VALUES (?1, ?2)"));
      SAKSI_TRY(name->bind(id, std::string(code(mute))).run());
    }
    next_ = opened.envelope.seq + 1;
    prev_ = digest;
    return {};
  }

  // Its own journal counts slots; an agent that gives one twice is mistaken about its own past.
  Result<bool> has_row(const Derived& derived) {
    if (!derived.slot_us) return false;
    SAKSI_TRY_ASSIGN(Statement * find,
                     statement("SELECT 1 FROM derived WHERE slot_us = ?1 AND vantage = ?2 "
                               "AND target = ?3 AND journey = ?4"));
    return find->bind(*derived.slot_us, derived.vantage, derived.target, derived.journey).step();
  }

  // What waited for the record that has just been written.
  Result<void> catch_up() {
    for (;;) {
      SAKSI_TRY_ASSIGN(Statement * find,
                       statement("SELECT signature, unheard, frame FROM early WHERE key_id "
                                 "= ?1 AND seq = ?2"));
      SAKSI_TRY_ASSIGN(const bool row, find->bind(key_id_, number(next_)).step());
      if (!row) return {};
      const std::string frame = find->text(2);
      SAKSI_TRY_ASSIGN(const std::string bytes, decompress(frame, kMostRecordBytes));
      SAKSI_TRY_ASSIGN(const Opened opened, open_record(bytes));
      Arrival::One one{{}, bytes, opened};
      const std::string raw = find->text(0);
      std::copy_n(raw.begin(), std::min(raw.size(), one.signature.size()), one.signature.begin());
      const Mute mute = mute_from(find->text(1));
      const std::uint64_t seq = next_;
      if (opened.envelope.prev != prev_) {
        SAKSI_TRY(put_aside(one, Mute::broken_chain));
      } else {
        SAKSI_TRY(write(opened, one.signature, frame, sha256(bytes), mute));
      }
      SAKSI_TRY_ASSIGN(Statement * gone,
                       statement("DELETE FROM early WHERE key_id = ?1 AND seq = ?2"));
      SAKSI_TRY(gone->bind(key_id_, number(seq)).run());
      if (next_ == seq) return {};  // it did not fit
    }
  }

  static Mute mute_from(const std::string& text) {
    for (const Mute mute :
         {Mute::clock, Mute::older_plan, Mute::double_slot, Mute::no_body, Mute::flagged})
      if (text == code(mute)) return mute;
    return Mute::none;
  }

  Result<void> find_early_end() {
    SAKSI_TRY_ASSIGN(
        Statement last,
        database_.prepare("SELECT coalesce(max(seq) + 1, 0) FROM early WHERE key_id = ?1"));
    SAKSI_TRY(last.bind(key_id_).step());
    done_.early_to = static_cast<std::uint64_t>(last.integer(0));
    return {};
  }

  Database& database_;
  const std::string& directory_;
  const std::string& demo_;
  const Arrival& arrival_;
  const Hearing& hearing_;
  std::map<std::string_view, Statement> statements_;
  std::optional<DerivedRows> rows_;
  std::set<Digest> bodies_;
  std::int64_t key_id_ = 0;
  std::uint64_t next_ = 0;
  Digest prev_{};
  bool flagged_ = false;
  Taken done_;
};

}  // namespace

Result<Taken> take(Database& database, const std::string& directory, const std::string& demo,
                   const Arrival& arrival, const Hearing& hearing) {
  SAKSI_TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
  SAKSI_TRY_ASSIGN(Taken taken, Intake(database, directory, demo, arrival, hearing).take());
  if (taken.refused) return taken;  // the transaction is rolled back
  // Before the records that name them: none may be here without its body.
  for (const std::string& body : arrival.bodies) SAKSI_TRY(blobs::keep(directory, body));
  SAKSI_TRY(transaction.commit());
  return taken;
}

Result<void> enrol(Database& database, const VantageId& vantage, const PublicKey& key,
                   Instant now) {
  SAKSI_TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
  SAKSI_TRY_ASSIGN(Statement ours,
                   database.prepare("SELECT 1 FROM keys WHERE vantage = ?1 AND elsewhere = 0"));
  SAKSI_TRY_ASSIGN(const bool here, ours.bind(vantage.text).step());
  if (here)
    return fail(fmt::format("this hub itself has probed as vantage \"{}\"; an agent needs an id of "
                            "its own",
                            vantage.text),
                ErrorKind::usage);
  SAKSI_TRY_ASSIGN(Statement find, database.prepare("SELECT id, vantage FROM keys WHERE key = ?1"));
  SAKSI_TRY_ASSIGN(const bool known, find.bind(blob_of(key)).step());
  if (known && find.text(1) != vantage.text)
    return fail("this key is that of vantage " + find.text(1), ErrorKind::usage);
  std::int64_t id = known ? find.integer(0) : 0;
  if (!known) {
    SAKSI_TRY_ASSIGN(
        Statement insert,
        database.prepare("INSERT INTO keys (vantage, key, elsewhere) VALUES (?1, ?2, 1)"));
    SAKSI_TRY(insert.bind(vantage.text, blob_of(key)).run());
    id = database.last_id();
  }
  SAKSI_TRY_ASSIGN(
      Statement agent,
      database.prepare("INSERT OR IGNORE INTO agents (key_id, enrolled_us) VALUES (?1, ?2)"));
  SAKSI_TRY(agent.bind(id, to_us(now)).run());
  return transaction.commit();
}

Result<std::vector<AgentState>> agents(Database& database) {
  SAKSI_TRY_ASSIGN(
      Statement query,
      database.prepare(
          "SELECT k.vantage, k.key, a.enrolled_us, (SELECT coalesce(max(seq) + 1, 0) FROM records "
          "WHERE key_id = k.id), (SELECT count(*) FROM early WHERE key_id = k.id), (SELECT "
          "count(*) FROM aside WHERE key_id = k.id) FROM agents a JOIN keys k ON k.id = a.key_id "
          "ORDER BY k.vantage, a.enrolled_us"));
  std::vector<AgentState> found;
  for (;;) {
    SAKSI_TRY_ASSIGN(const bool row, query.step());
    if (!row) return found;
    AgentState state;
    state.vantage = {query.text(0)};
    const std::string key = query.text(1);
    std::copy_n(key.begin(), std::min(key.size(), state.key.size()), state.key.begin());
    state.enrolled = from_us(query.integer(2));
    state.next = static_cast<std::uint64_t>(query.integer(3));
    state.early = static_cast<std::uint64_t>(query.integer(4));
    state.aside = static_cast<std::uint64_t>(query.integer(5));
    found.push_back(std::move(state));
  }
}

Result<std::vector<Sample>> early_samples(Database& database) {
  SAKSI_TRY_ASSIGN(Statement query, database.prepare("SELECT frame FROM early WHERE unheard = ''"));
  std::vector<Sample> samples;
  for (;;) {
    SAKSI_TRY_ASSIGN(const bool row, query.step());
    if (!row) break;
    SAKSI_TRY_ASSIGN(const std::string bytes, decompress(query.text(0), kMostRecordBytes));
    SAKSI_TRY_ASSIGN(Opened opened, open_record(bytes));
    if (auto* sample = std::get_if<Sample>(&opened.entry)) samples.push_back(std::move(*sample));
  }
  std::sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) {
    return std::tie(a.end, a.vantage, a.seq) < std::tie(b.end, b.vantage, b.seq);
  });
  return samples;
}

Result<std::vector<AgentPlan>> plans(Database& database) {
  SAKSI_TRY_ASSIGN(
      Statement query,
      database.prepare(
          "SELECT serial, vantage, issued_us, document FROM agent_plans ORDER BY serial"));
  std::vector<AgentPlan> found;
  for (;;) {
    SAKSI_TRY_ASSIGN(const bool row, query.step());
    if (!row) return found;
    found.push_back({static_cast<std::uint64_t>(query.integer(0)),
                     {query.text(1)},
                     from_us(query.integer(2)),
                     query.text(3)});
  }
}

Result<AgentPlan> issue_plan(Database& database, const VantageId& vantage, Instant now,
                             const std::function<std::string(std::uint64_t)>& make) {
  SAKSI_TRY_ASSIGN(Transaction transaction, Transaction::begin(database));
  SAKSI_TRY_ASSIGN(const std::int64_t last,
                   database.integer("SELECT coalesce(max(serial), 0) FROM agent_plans"));
  AgentPlan plan{static_cast<std::uint64_t>(last) + 1, vantage, now, {}};
  plan.document = make(plan.serial);
  SAKSI_TRY_ASSIGN(Statement insert,
                   database.prepare("INSERT INTO agent_plans (serial, vantage, issued_us, "
                                    "document) VALUES (?1, ?2, ?3, ?4)"));
  SAKSI_TRY(insert.bind(number(plan.serial), vantage.text, to_us(now), Blob{plan.document}).run());
  SAKSI_TRY(transaction.commit());
  return plan;
}

}  // namespace intake
}  // namespace saksi::store
