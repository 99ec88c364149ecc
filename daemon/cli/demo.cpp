// SPDX-License-Identifier: Apache-2.0
//
// `saksi demo`: a morning on fast-running clocks. This process is the world: the attendance web,
// its crowd, the name server, the sick ISPs. The hub is a child that runs `saksi serve` as in
// production and knows of the world only what it probes. Alertmanager and Prometheus join when they
// are installed.
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "app/translate.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/timestamp.hpp"
#include "cli/child.hpp"
#include "cli/command.hpp"
#include "cli/demo_config.hpp"
#include "cli/demo_play.hpp"
#include "cli/demo_score.hpp"
#include "net/http_client.hpp"
#include "settings/read.hpp"

namespace saksi::cli {
namespace {

using namespace std::chrono_literals;

// "which morning: 2023-01-02, tuesday"
std::string all_days() {
  std::string text = "which morning:";
  for (const demo::Day& day : demo::days()) text += (text.ends_with(':') ? " " : ", ") + day.id;
  return text;
}

// "laravel-blade, ci3, ..."
std::string all_dialects() {
  std::string text;
  for (const std::string_view one : demo::kDialects)
    text += (text.empty() ? "" : ", ") + std::string(one);
  return text;
}

// "hang, shell_only, ..."
std::string all_switches() {
  std::string text;
  for (const demo::FaultAbout& one : demo::faults())
    text += (text.empty() ? "" : ", ") + std::string(one.name);
  return text;
}

po::options_description demo_options() {
  po::options_description options("options");
  options.add_options()("day", po::value<std::string>()->default_value("2023-01-02"),
                        all_days().c_str())("seed", po::value<std::uint64_t>()->default_value(1),
                                            "of the crowd and of the service times")(
      "speed", po::value<int>()->default_value(20), "how many times as fast as the world, 1 to 60")(
      "workers-factor", po::value<unsigned>()->default_value(1),
      "give the web so many times its workers, 1 to 8")(
      "kill", po::value<std::string>(),
      "kill the hub with SIGKILL at this local time, and start it again")(
      "directory", po::value<std::string>(),
      "keep the state here (else in a new folder under /tmp)")(
      "switch", po::value<std::vector<std::string>>(),
      ("something wrong with the web, as csrf@07:10-07:25 (all: " + all_switches() +
       "); may be given more than once")
          .c_str())("dialect", po::value<std::string>()->default_value("laravel-blade"),
                    ("in whose manner the web speaks: " + all_dialects()).c_str())(
      "port", po::value<std::uint16_t>()->default_value(8080), "of the pages, if it is free")(
      "telegram-api", po::value<std::string>(),
      "tell a Bot API at this address, too: a relay or a mock")("until", po::value<std::string>(),
                                                                "end earlier, at this local time")(
      "json", "no progress; the outcome as JSON, then end")("end", "end when the morning is over");
  return options;
}

Result<demo::FaultTime> switch_from(const std::string& text) {
  const std::size_t at = text.find('@'), dash = text.find('-', at);
  const auto kind = demo::fault_named(text.substr(0, at));
  if (!kind || at == std::string::npos || dash == std::string::npos)
    return fail("--switch: \"" + text +
                    "\" is not one; write it as csrf@07:10-07:25, with one of " + all_switches(),
                ErrorKind::usage);
  demo::FaultTime made{*kind, {}, {}, ""};
  SAKSI_TRY_ASSIGN(made.from, parse_time_of_day(text.substr(at + 1, dash - at - 1)));
  SAKSI_TRY_ASSIGN(made.to, parse_time_of_day(text.substr(dash + 1)));
  if (made.from >= made.to)
    return fail("--switch: \"" + text + "\" ends before it begins", ErrorKind::usage);
  return made;
}

Result<DemoPlan> plan_from(const po::variables_map& values) {
  DemoPlan plan;
  const std::string wanted = values["day"].as<std::string>();
  const auto day = std::find_if(demo::days().begin(), demo::days().end(),
                                [&](const demo::Day& known) { return known.id == wanted; });
  if (day == demo::days().end())
    return fail("day \"" + wanted + "\" is not known; " + all_days(), ErrorKind::usage);
  plan.day = *day;
  const std::string dialect = values["dialect"].as<std::string>();
  const auto known = demo::dialect_named(dialect);
  if (!known)
    return fail("--dialect: \"" + dialect + "\" is not one of " + all_dialects(), ErrorKind::usage);
  plan.day.dialect = *known;
  const unsigned factor = values["workers-factor"].as<unsigned>();
  plan.speed = values["speed"].as<int>();
  if (plan.speed < 1 || plan.speed > 60 || factor < 1 || factor > 8)
    return fail("--speed is 1 to 60 and --workers-factor 1 to 8", ErrorKind::usage);
  plan.day.workers *= factor;
  plan.day.database_pool *= factor;
  if (factor > 1) plan.day.outage_expected = false;
  plan.seed = values["seed"].as<std::uint64_t>();
  if (values.count("kill") != 0) {
    SAKSI_TRY_ASSIGN(plan.kill, parse_time_of_day(values["kill"].as<std::string>()));
  }
  if (values.count("until") != 0) {
    SAKSI_TRY_ASSIGN(plan.day.to, parse_time_of_day(values["until"].as<std::string>()));
  }
  if (values.count("switch") != 0)
    for (const std::string& text : values["switch"].as<std::vector<std::string>>()) {
      SAKSI_TRY_ASSIGN(const demo::FaultTime made, switch_from(text));
      plan.day.switches.push_back(made);
      plan.day.outage_expected = plan.day.outage_expected || demo::about(made.fault).outage;
    }
  for (const demo::FaultTime& one : plan.day.switches)
    if (!demo::knows(plan.day.dialect, one.fault))
      return fail("\"" + std::string(demo::about(one.fault).name) +
                      "\" cannot happen to a web that speaks " + dialect,
                  ErrorKind::usage);
  if (values.count("telegram-api") != 0)
    plan.telegram_api = values["telegram-api"].as<std::string>();
  plan.wanted_port = values["port"].as<std::uint16_t>();
  plan.quiet = values.count("json") != 0;
  plan.stay = !plan.quiet && values.count("end") == 0;
  if (values.count("directory") != 0) {
    plan.directory = std::filesystem::absolute(values["directory"].as<std::string>()).string();
    SAKSI_TRY(make_folder(plan.directory));
  } else {
    std::string name = (std::filesystem::temp_directory_path() / "saksi-demo-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) return fail(name + ": cannot make the folder");
    plan.directory = name;
  }
  return plan;
}

Json to_json(const DemoPlan& plan, const DemoResult& result,
             const std::vector<std::string>& wrong) {
  const Evidence& evidence = result.evidence;
  Json incidents = Json::array(), truth = Json::array();
  for (const Incident& incident : evidence.incidents) {
    const Bounds& bounds = incident.outage.bounds;
    incidents.push_back({{"number", incident.number},
                         {"target", incident.outage.target.text},
                         {"withdrawn", incident.withdrawn},
                         {"opened", utc_text(incident.outage.opened)},
                         {"start_lo", utc_text(bounds.start_lo)},
                         {"start_hi", utc_text(bounds.start_hi)},
                         {"end_lo", bounds.end_lo ? Json(utc_text(*bounds.end_lo)) : Json()},
                         {"end_hi", bounds.end_hi ? Json(utc_text(*bounds.end_hi)) : Json()},
                         {"cause", code(incident.outage.cause)},
                         {"step", incident.outage.step},
                         {"groups", incident.outage.groups}});
  }
  for (const demo::TruthOutage& outage : evidence.truth)
    truth.push_back({{"from", utc_text(outage.from)}, {"to", utc_text(outage.to)}});
  return {{"day", plan.day.id},
          {"seed", plan.seed},
          {"workers", plan.day.workers},
          {"incidents", incidents},
          {"truth", truth},
          {"planned", evidence.ledger.planned},
          {"samples", evidence.ledger.samples},
          {"gaps", evidence.ledger.gaps_by_reason},
          {"ledger_closed", evidence.ledger.closed()},
          {"records", evidence.verification.records},
          {"verified", evidence.verification.sound()},
          {"replay_same", result.replay_same},
          {"notifications", result.notifications},
          {"wrong", wrong},
          {"right", wrong.empty()}};
}

}  // namespace

int run_demo(const Arguments& arguments) {
  const Parsed parsed = parse("demo", demo_options(), arguments);
  if (parsed.leave) return *parsed.leave;
  auto plan = plan_from(parsed.values);
  if (!plan) return report(plan.error());

  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGTERM);
  sigaddset(&wanted, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
  const Fd signals(::signalfd(-1, &wanted, SFD_CLOEXEC));
  net::initialise();

  auto play = DemoPlay::start(*plan);
  if (!play) return report(play.error());
  const auto result = (*play)->run(signals.get());
  if (!result) return report(result.error());
  if (result->interrupted) return done;
  std::vector<std::string> wrong = wrongs(result->evidence);
  if (plan->kill && result->firing_notifications > result->incident_groups)
    wrong.push_back(fmt::format("Alertmanager notified {} times of {} outages",
                                result->firing_notifications, result->incident_groups));
  if (plan->quiet) {
    fmt::print("{}\n", canonical(to_json(*plan, *result, wrong)));
    return wrong.empty() ? done : negative;
  }
  (*play)->summarise(*result, wrong);
  if (plan->stay) (*play)->stay(signals.get());
  return wrong.empty() ? done : negative;
}

}  // namespace saksi::cli
