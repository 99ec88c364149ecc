// SPDX-License-Identifier: Apache-2.0
//
// What the hub keeps of its agents: who may deliver, what each was told to do, and what they
// delivered. An agent is a key; it delivers one chain.
//
// A delivery is taken whole in one transaction, or refused whole with a named reason. Each record
// of it ends in exactly one place:
//
//   records   the chain, without a hole; where its slot has a row already it is there without one
//   early     it came ahead of records that are still to come; moved when they are here
//   aside     it cannot stand in the chain (its key has signed something else in its place), and is
//             kept as evidence of that
//
// A record without a vote is kept like any other, and named (`unheard`).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/records.hpp"
#include "store/store.hpp"

namespace saksi::store {

// Why a delivery is refused. Closed list; codes are for ever (docs/formats/delivery-1.md).
enum class Refusal : std::uint8_t {
  unknown_key,     // nobody enrolled it
  revoked_key,     // it was enrolled, and is not any more
  other_client,    // the connection's key is not the delivery's
  other_hub,       // it was made for another hub
  bad_signature,   // of the delivery or of a record in it
  malformed,       // not a delivery of this version, or over its limits
  foreign_record,  // a record of another key
  wrong_vantage,   // a record that names another vantage than the key's
  wrong_purpose,   // of a demo, or of another one
  foreign_plan,    // a plan that this hub never issued for the vantage
  too_far_ahead    // more records wait for their predecessors than may
};
[[nodiscard]] std::string_view code(Refusal refusal);
[[nodiscard]] const std::vector<Refusal>& refusals();

// Why a record has no vote, or stands aside. Closed list.
enum class Mute : std::uint8_t {
  none,
  clock,         // it says a time that cannot be
  older_plan,    // it follows a plan that a newer one had replaced
  double_slot,   // its slot has its row already
  no_body,       // it names a body that is neither in its delivery nor here
  flagged,       // its key has been caught saying two things at once
  equivocation,  // aside: its key has signed another record under this number
  broken_chain   // aside: it does not follow the record before it
};
[[nodiscard]] std::string_view code(Mute mute);

// One delivery after its signatures were checked. Nothing else in it is trusted.
struct Arrival {
  struct One {
    Signature signature{};
    std::string bytes;
    Opened opened;
  };
  PublicKey key{};
  Instant received;
  std::optional<Duration> offset_lo, offset_hi;  // the hub's clock minus its own, as it measured it
  std::vector<One> records;
  std::vector<std::string> bodies;
};
struct Hearing {
  std::function<Mute(const Opened&)> vote;  // does this entry, which arrives now, have a vote?
  std::function<bool(const Plan&)> issued;  // did this hub issue what the plan follows?
  std::function<void(const Plan&)> follow;  // a new plan of the chain, before what follows it
};

struct Taken {
  std::optional<Refusal> refused;
  std::string why;  // in words, where it was refused
  VantageId vantage;
  std::uint64_t next = 0;            // the chain is here up to before this one
  std::uint64_t early_to = 0;        // beyond the last one that waits; 0: none does
  std::size_t fresh = 0, known = 0;  // new ones, in the chain or early; such as were here already
  std::map<Mute, std::size_t> mute;  // of the new ones, and those that were set aside
  std::vector<Entry> heard;          // new samples and gaps that have a vote, each once
  std::vector<Plan> plans;           // new ones, in the order of the chain
};

struct AgentState {
  VantageId vantage;
  PublicKey key{};
  Instant enrolled;
  std::uint64_t next = 0, early = 0, aside = 0;
};

struct AgentPlan {
  std::uint64_t serial = 0;
  VantageId vantage;
  Instant issued;
  std::string document;
};

}  // namespace saksi::store
