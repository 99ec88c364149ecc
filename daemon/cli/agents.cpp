// SPDX-License-Identifier: Apache-2.0
//
// agents, agents invite, agents revoke: who may deliver to this hub. Needs no daemon that answers;
// one that runs heeds it at once.
#include <fmt/format.h>

#include <algorithm>

#include "app/agent_files.hpp"
#include "app/agent_plan.hpp"
#include "base/timestamp.hpp"
#include "cli/command.hpp"
#include "store/agents.hpp"

namespace saksi::cli {
namespace {

constexpr Duration kInvitationHolds = std::chrono::minutes(15);

Result<int> list(const po::variables_map& values) {
  SAKSI_TRY_ASSIGN(const Settings settings, load(values));
  const app::AgentFiles files(settings.storage.directory);
  std::vector<store::AgentState> agents;
  if (const auto reader = store::Reader::open(settings.storage.directory)) {
    SAKSI_TRY_ASSIGN(agents, (*reader)->agents());
  }
  for (const store::AgentState& agent : agents) {
    fmt::print("{:<16} {} enrolled {}, {} records", agent.vantage.text, hex(agent.key),
               utc_text(agent.enrolled), agent.next);
    if (agent.early > 0) fmt::print(", {} ahead of its backlog", agent.early);
    if (agent.aside > 0)
      fmt::print(", {} set aside: its key has signed two things under one number", agent.aside);
    fmt::print("{}\n", files.revoked(agent.key) ? ", revoked" : "");
  }
  for (const Vantage& vantage : settings.vantages)
    if (vantage.agent && std::none_of(agents.begin(), agents.end(), [&](const auto& agent) {
          return agent.vantage == vantage.id;
        }))
      fmt::print("{:<16} has no agent yet: saksi agents invite {}\n", vantage.id.text,
                 vantage.id.text);
  if (!settings.has_agents()) fmt::print("no vantage of this configuration has agent: true\n");
  return done;
}

Result<int> invite(const po::variables_map& values) {
  SAKSI_TRY_ASSIGN(const Settings settings, load(values));
  const VantageId vantage{values["vantage"].as<std::string>()};
  const auto known = std::find_if(settings.vantages.begin(), settings.vantages.end(),
                                  [&](const Vantage& one) { return one.id == vantage; });
  if (known == settings.vantages.end() || !known->agent)
    return fail(
        fmt::format("\"{}\" is no vantage of this configuration with agent: true; write that "
                    "first, and restart the hub",
                    vantage.text),
        ErrorKind::usage);
  const std::string url = values["url"].as<std::string>();
  if (!url.starts_with("https://"))
    return fail("--url: how the agent reaches this hub, as https://192.0.2.10:9465",
                ErrorKind::usage);
  const auto hub = SigningKey::open_or_create(settings.storage.directory + "/keys/hub.pem");
  if (!hub) return tl::unexpected(hub.error());
  const Instant until = SystemClock().wall() + kInvitationHolds;
  const app::AgentFiles files(settings.storage.directory);
  SAKSI_TRY_ASSIGN(const std::string token, files.invite(vantage, until));
  fmt::print("{}", app::write_invitation({vantage, url, hub->public_key(), token}));
  fmt::print(stderr,
             "Put this line into a file on the other machine, and run there, before {}:\n"
             "  saksi agent join FILE\n"
             "It can be used once. Whoever has it until then can be that vantage.\n",
             utc_text(until));
  return done;
}

Result<int> revoke(const po::variables_map& values) {
  SAKSI_TRY_ASSIGN(const Settings settings, load(values));
  SAKSI_TRY_ASSIGN(const auto reader, store::Reader::open(settings.storage.directory));
  SAKSI_TRY_ASSIGN(const auto agents, reader->agents());
  const std::string what = values["vantage"].as<std::string>();
  const app::AgentFiles files(settings.storage.directory);
  std::size_t count = 0;
  for (const store::AgentState& agent : agents) {
    if (agent.vantage.text != what && hex(agent.key) != what) continue;
    if (files.revoked(agent.key)) continue;
    SAKSI_TRY(files.revoke(agent.key, SystemClock().wall(), values["reason"].as<std::string>()));
    fmt::print("{} {}: nothing that it brings is taken any more; what is here stays evidence\n",
               agent.vantage.text, hex(agent.key));
    ++count;
  }
  if (count > 0) return done;
  fmt::print(stderr, "saksi: no agent \"{}\" delivers here; `saksi agents` lists them\n", what);
  return negative;
}

}  // namespace

int run_agents(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  const Parsed parsed = parse("agents", options, arguments);
  return parsed.leave ? *parsed.leave : finished(list(parsed.values));
}

int run_agents_invite(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  options.add_options()("vantage", po::value<std::string>()->required(), "whose agent it will be")(
      "url", po::value<std::string>()->required(),
      "how the agent reaches this hub, as https://192.0.2.10:9465");
  const Parsed parsed = parse("agents invite", options, arguments, "vantage");
  return parsed.leave ? *parsed.leave : finished(invite(parsed.values));
}

int run_agents_revoke(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  options.add_options()("vantage", po::value<std::string>()->required(),
                        "a vantage, or the key of one of its agents")(
      "reason", po::value<std::string>()->default_value(""), "is kept with it");
  const Parsed parsed = parse("agents revoke", options, arguments, "vantage");
  return parsed.leave ? *parsed.leave : finished(revoke(parsed.values));
}

}  // namespace saksi::cli
