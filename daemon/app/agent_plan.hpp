// SPDX-License-Identifier: Apache-2.0
//
// What a hub tells an agent to do, as a document that the hub's key signs
// (docs/formats/agent-plan-1.md). An agent follows it whether or not the hub is there. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "model/ids.hpp"

namespace saksi::app {

struct AgentOrders {
  std::uint64_t serial = 0;
  VantageId vantage;
  Instant issued;
  std::string demo;           // as in records; empty: live
  std::string configuration;  // settings::excerpt() of the hub's
  friend bool operator==(const AgentOrders&, const AgentOrders&) = default;
};

[[nodiscard]] std::string write_orders(const AgentOrders& orders, const SigningKey& hub);
// Nothing of it is believed before its signature is that of the hub.
Result<AgentOrders> read_orders(std::string_view document, const PublicKey& hub);

// What one hands to whoever sets an agent up: one line, to be pasted into a file.
struct Invitation {
  VantageId vantage;
  std::string url;  // https://host:port of the hub's door for agents
  PublicKey hub{};
  std::string token;  // 32 hexadecimal digits
};
[[nodiscard]] std::string write_invitation(const Invitation& invitation);
Result<Invitation> read_invitation(std::string_view line);

}  // namespace saksi::app
