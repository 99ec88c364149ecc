// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <signal.h>
#include <sys/signalfd.h>

#include "app/hub.hpp"
#include "base/file.hpp"
#include "base/log.hpp"
#include "base/notify.hpp"
#include "cli/command.hpp"
#include "cli/signals.hpp"
#include "net/http_client.hpp"

namespace saksi::cli {
Fd stop_signals() {
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGTERM);
  sigaddset(&wanted, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
  return Fd(::signalfd(-1, &wanted, SFD_CLOEXEC));
}

int run_serve(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  options.add_options()("clock", po::value<std::string>(),
                        "demo only: SHOWN@ORIGINxSPEED, a clock that runs faster than the world; "
                        "or a time, at which it stands still")(
      "demo", po::value<std::string>(),
      "demo only: its name; records say so and never mix with others")(
      "pages-only", "demo only: show what is recorded, probe nothing");
  const Parsed parsed = parse("serve", options, arguments);
  if (parsed.leave) return *parsed.leave;
  if (parsed.values.count("clock") != parsed.values.count("demo") ||
      parsed.values.count("pages-only") > parsed.values.count("demo"))
    return report(
        {"--clock, --pages-only and --demo belong together; a live hub takes none of them",
         ErrorKind::usage});

  auto settings = load(parsed.values);
  if (!settings) return report(settings.error());
  auto bytes = read_file(parsed.values["config"].as<std::string>(), 1 << 20);
  if (!bytes) return report(bytes.error());

  app::HubOptions hub_options;
  std::unique_ptr<Clock> clock = std::make_unique<SystemClock>();
  if (parsed.values.count("clock") != 0) {
    auto scaled = clock_from(parsed.values["clock"].as<std::string>());
    if (!scaled) return report(scaled.error());
    clock = std::move(*scaled);
    hub_options.demo_name = parsed.values["demo"].as<std::string>();
    hub_options.purpose = "demo:" + hub_options.demo_name;
    hub_options.probing = parsed.values.count("pages-only") == 0;
  }
  hub_options.settings = std::make_shared<const Settings>(std::move(*settings));
  hub_options.config_digest = hex(sha256(*bytes));
  hub_options.config_text = std::move(*bytes);
  hub_options.clock = clock.get();

  const Fd signals = stop_signals();
  net::initialise();
  auto hub = app::Hub::start(std::move(hub_options));
  if (!hub) return report(hub.error());
  log::info("pages on port {}, operations on port {}", (*hub)->pages_port(),
            (*hub)->operations_port());
  if ((*hub)->agents_port() != 0) log::info("agents on port {}", (*hub)->agents_port());
  const SystemClock outside;  // a watchdog counts the world's seconds
  Notifier notifier = Notifier::of_environment();
  app::Service service([&](const std::string& lines) { notifier.say(lines); },
                       watchdog_of_environment());
  const auto look = [&] { service.look((*hub)->vitals(), outside.steady()); };
  look();
  const bool asked = (*hub)->run_until(signals.get(), look);
  const char* why =
      asked ? "stopping: what was seen is being written" : "stopping: the store has failed";
  log::info("{}", why);
  service.stopping(why);
  hub->reset();
  return asked ? done : broken;
}

}  // namespace saksi::cli
