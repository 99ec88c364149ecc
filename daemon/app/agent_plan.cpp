// SPDX-License-Identifier: Apache-2.0
#include "app/agent_plan.hpp"

#include <fmt/format.h>

#include "base/timestamp.hpp"
#include "store/fields.hpp"

namespace saksi::app {
namespace {

constexpr std::string_view kSign = "sign ", kInvite = "saksi-invite-1";
constexpr std::size_t kMostOrders = 2U << 20;

std::string to_sign(std::string_view line) {
  std::string message("saksi-agent-plan-1");
  message += '\0';
  const Digest digest = sha256(line);
  message.append(reinterpret_cast<const char*>(digest.data()), digest.size());
  return message;
}

}  // namespace

std::string write_orders(const AgentOrders& orders, const SigningKey& hub) {
  Json json{{"v", 1},
            {"kind", "agent-plan"},
            {"serial", orders.serial},
            {"vantage", orders.vantage.text},
            {"issued", utc_text(orders.issued)},
            {"configuration", orders.configuration}};
  if (!orders.demo.empty()) json["demo"] = orders.demo;
  const std::string line = canonical(json) + "\n";
  return line + std::string(kSign) + hex(hub.sign(to_sign(line))) + "\n";
}

Result<AgentOrders> read_orders(std::string_view document, const PublicKey& hub) {
  const std::size_t end = document.find('\n');
  if (document.size() > kMostOrders || end == std::string_view::npos)
    return fail("the plan is not whole");
  const std::string_view line = document.substr(0, end + 1), rest = document.substr(end + 1);
  if (rest.size() != kSign.size() + 129 || !rest.starts_with(kSign) || !rest.ends_with('\n'))
    return fail("the plan is not signed");
  const auto signature = unhex<64>(rest.substr(kSign.size(), 128));
  if (!signature || !verify(hub, to_sign(line), *signature))
    return fail("the plan is not signed by the hub's key");
  SAKSI_TRY_ASSIGN(const Json json, parse_canonical(line.substr(0, end), kMostOrders));
  std::string mistake;
  store::Fields fields(json, mistake);
  AgentOrders orders;
  static_cast<void>(fields.integer("v", 1, 1));
  if (fields.text("kind", 16) != "agent-plan") fields.wrong("kind", "agent-plan");
  orders.serial = static_cast<std::uint64_t>(fields.integer("serial", 1, std::int64_t{1} << 53));
  orders.vantage = fields.id<VantageTag>("vantage");
  orders.issued = fields.time("issued");
  orders.configuration = fields.text("configuration", kMostOrders);
  orders.demo = fields.maybe_text("demo", 80);
  fields.finish();
  if (!mistake.empty()) return fail("the plan cannot be read: " + mistake);
  return orders;
}

std::string write_invitation(const Invitation& invitation) {
  return fmt::format("{} {} {} {} {}\n", kInvite, invitation.vantage.text, invitation.url,
                     hex(invitation.hub), invitation.token);
}

Result<Invitation> read_invitation(std::string_view line) {
  std::vector<std::string> words;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = line.find_first_of(" \t\r\n", at);
    if (end != at) words.emplace_back(line.substr(at, end - at));
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
  Invitation invitation;
  const auto wrong = [] {
    return fail("this is not what `saksi agents invite` printed: one line that begins with \"" +
                    std::string(kInvite) + "\"; copy all of it",
                ErrorKind::usage);
  };
  if (words.size() != 5 || words[0] != kInvite || words[4].size() != 32) return wrong();
  const auto key = unhex<32>(words[3]);
  const auto token = unhex<16>(words[4]);
  if (!key || !token || !words[2].starts_with("https://")) return wrong();
  invitation.vantage = {words[1]};
  invitation.url = words[2];
  invitation.hub = *key;
  invitation.token = words[4];
  return invitation;
}

}  // namespace saksi::app
