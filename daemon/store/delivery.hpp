// SPDX-License-Identifier: Apache-2.0
//
// What an agent sends to its hub (docs/formats/delivery-1.md): a head, records and bodies as in a
// transfer, and the agent's signature over all of it, which says for which hub it was made. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/agents.hpp"

namespace saksi::store {

inline constexpr std::size_t kMostDelivery = 4U << 20;
inline constexpr std::size_t kMostDelivered = 2000;  // records of one

struct DeliveryHead {
  PublicKey key{};  // of the agent
  PublicKey hub{};  // for which it was made
  Instant sent;     // by the agent's clock
  std::string version;
  std::uint64_t plan = 0;  // serial that it follows
  std::uint64_t next = 0;  // of its journal: what it has recorded so far
  std::uint64_t journal_bytes = 0, disk_free = 0;
  std::uint64_t troubles = 0;  // places of its journal that cannot be read
  bool waiting = false;        // its disk takes nothing, and records wait in memory
  // Hub's clock minus its own lies between, by the exchange before; absent at the first.
  std::optional<Duration> offset_lo, offset_hi;
  friend bool operator==(const DeliveryHead&, const DeliveryHead&) = default;
};

[[nodiscard]] std::string write_delivery(const DeliveryHead& head,
                                         const std::vector<Record>& records,
                                         const std::vector<std::string>& bodies,
                                         const SigningKey& key);

struct AgentDelivery {
  DeliveryHead head;
  Arrival arrival;  // without `received`
};
struct Refused {
  Refusal refusal = Refusal::malformed;
  std::string why;
};
// Reads it and checks every signature; whether the key is anybody's is for the store to say.
[[nodiscard]] tl::expected<AgentDelivery, Refused> read_delivery(std::string_view text,
                                                                 const PublicKey& hub);

// What the hub answers where it took one; one line of canonical JSON.
struct Receipt {
  Instant received, answered;  // by the hub's clock
  std::uint64_t next = 0;      // all before it is kept here, synced
  std::uint64_t early_to = 0;
  std::uint64_t plan = 0;         // serial of the latest plan for this vantage
  std::vector<TargetId> confirm;  // a second, fresh look is wanted now
  struct Share {
    BackendId backend;
    std::int64_t milli = 0;  // requests in a thousand seconds
    Duration holds{0};
    friend bool operator==(const Share&, const Share&) = default;
  };
  std::vector<Share> lent;  // beyond the plan's own share
  struct Stopped {
    BackendId backend;
    Instant until;
    friend bool operator==(const Stopped&, const Stopped&) = default;
  };
  std::vector<Stopped>
      stopped;  // backends that the hub's operator, or their owner, has us leave alone
  friend bool operator==(const Receipt&, const Receipt&) = default;
};
[[nodiscard]] std::string write_receipt(const Receipt& receipt);
Result<Receipt> read_receipt(std::string_view text);

}  // namespace saksi::store
