// SPDX-License-Identifier: Apache-2.0
//
// agent and agent join: a remote vantage. Joining takes one line that the hub's operator made;
// after that the agent needs nothing but its folder.
#include "app/agent.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "app/agent_plan.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/notify.hpp"
#include "cli/command.hpp"
#include "cli/signals.hpp"
#include "net/http_client.hpp"

namespace saksi::cli {
namespace {

constexpr const char* kStore = "/var/lib/saksi-agent";

Result<int> join(const po::variables_map& values) {
  const std::string directory = values["store"].as<std::string>();
  SAKSI_TRY_ASSIGN(const std::string text, read_file(values["file"].as<std::string>(), 4096));
  SAKSI_TRY_ASSIGN(const app::Invitation invitation, app::read_invitation(text));
  if (const auto before = app::read_identity(directory);
      before && before->vantage != invitation.vantage)
    return fail(fmt::format("{} is the folder of vantage \"{}\"; choose another with --store",
                            directory, before->vantage.text),
                ErrorKind::usage);
  app::AgentIdentity identity{invitation.vantage,
                              {invitation.url, invitation.hub, values["proxy"].as<std::string>(),
                               values["source"].as<std::string>()}};
  SAKSI_TRY(make_folder(directory + "/keys", 0700));
  const std::string key_file = directory + "/keys/" + invitation.vantage.text + ".pem";
  SAKSI_TRY_ASSIGN(const SigningKey key, SigningKey::open_or_create(key_file));
  const std::atomic<bool> stopping = false;
  SAKSI_TRY_ASSIGN(const auto line, net::HubLine::open(identity.hub, key_file, stopping));
  SAKSI_TRY_ASSIGN(const net::HubAnswer answer,
                   line->post("/agent/v1/enrol", Json{{"token", invitation.token}}.dump()));
  if (answer.status != 200) {
    const auto json = parse_json(answer.body, 4096);
    return fail("the hub refused: " + (json && json->is_object()
                                           ? json->value("error", "no reason was given")
                                           : "status " + std::to_string(answer.status)),
                ErrorKind::usage);
  }
  SAKSI_TRY(app::write_identity(directory, identity));
  fmt::print("vantage {} is enrolled at {}; its key is {}\n", invitation.vantage.text,
             invitation.url, hex(key.public_key()));
  fmt::print("start it: saksi agent --store {}\n", directory);
  return done;
}

}  // namespace

int run_agent_join(const Arguments& arguments) {
  po::options_description options("options");
  options.add_options()("file", po::value<std::string>()->required(),
                        "holds the line that `saksi agents invite` printed")(
      "store", po::value<std::string>()->default_value(kStore), "its folder")(
      "proxy", po::value<std::string>()->default_value(""),
      "how it reaches the hub: http://host:port or socks5h://host:port; the probes take none")(
      "source", po::value<std::string>()->default_value(""),
      "from which local address or interface (if!NAME) it reaches the hub");
  const Parsed parsed = parse("agent join", options, arguments, "file");
  if (parsed.leave) return *parsed.leave;
  net::initialise();
  return finished(join(parsed.values));
}

int run_agent(const Arguments& arguments) {
  po::options_description options("options");
  options.add_options()("store", po::value<std::string>()->default_value(kStore), "its folder")(
      "files", po::value<std::string>()->default_value("/etc/saksi"),
      "the folder from which relative paths of the plan are taken: passwords, trust anchors")(
      "clock", po::value<std::string>(),
      "demo only: SHOWN@ORIGINxSPEED, a clock that runs faster than the world")(
      "demo", po::value<std::string>(), "demo only: its name, as the hub's");
  const Parsed parsed = parse("agent", options, arguments);
  if (parsed.leave) return *parsed.leave;
  if (parsed.values.count("clock") != parsed.values.count("demo"))
    return report({"--clock and --demo belong together", ErrorKind::usage});

  app::AgentOptions agent_options;
  agent_options.directory = parsed.values["store"].as<std::string>();
  agent_options.files = parsed.values["files"].as<std::string>();
  std::unique_ptr<Clock> clock = std::make_unique<SystemClock>();
  if (parsed.values.count("clock") != 0) {
    auto scaled = clock_from(parsed.values["clock"].as<std::string>());
    if (!scaled) return report(scaled.error());
    clock = std::move(*scaled);
    agent_options.demo = parsed.values["demo"].as<std::string>();
  }
  agent_options.clock = clock.get();
  const Fd signals = stop_signals();
  net::initialise();
  auto agent = app::Agent::start(std::move(agent_options));
  if (!agent) return report(agent.error());
  const SystemClock outside;
  Notifier notifier = Notifier::of_environment();
  app::Service service([&](const std::string& lines) { notifier.say(lines); },
                       watchdog_of_environment());
  const auto look = [&] { service.look((*agent)->vitals(), outside.steady()); };
  look();
  (*agent)->run_until(signals.get(), look);
  const char* why = "stopping: what was seen is being written";
  log::info("{}", why);
  service.stopping(why);
  agent->reset();
  return done;
}

}  // namespace saksi::cli
