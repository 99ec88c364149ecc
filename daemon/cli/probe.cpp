// SPDX-License-Identifier: Apache-2.0
//
// `saksi probe TARGET`: one run, now, by hand. Nothing is recorded: it is a look, not evidence.
#include <fmt/format.h>

#include "app/stand.hpp"
#include "app/translate.hpp"
#include "base/file.hpp"
#include "cli/command.hpp"
#include "cli/look.hpp"
#include "net/loop.hpp"

namespace saksi::cli {
namespace {

po::options_description probe_options() {
  po::options_description options("options");
  add_config(options);
  options.add_options()("target", po::value<std::string>()->required(), "id of the target")(
      "vantage", po::value<std::string>(), "id of the vantage to look from (else the first)")(
      "json", "one line of JSON in place of the picture (docs/formats/probe-1.md)")(
      "save", po::value<std::string>(),
      "write one file for a report of a mistake: requests, headers, bodies; secrets erased");
  return options;
}

// Settings that were read, and whom the look is about.
struct Asked {
  Settings settings;
  app::Accounts accounts;
  const Target* target = nullptr;
  const Vantage* vantage = nullptr;
};

Result<void> find(Asked& asked, const po::variables_map& values) {
  const std::string id = values["target"].as<std::string>();
  for (const Target& target : asked.settings.targets)
    if (target.id.text == id) asked.target = &target;
  if (asked.target == nullptr)
    return fail("target \"" + id + "\" is not in the configuration", ErrorKind::usage);
  const bool named = values.count("vantage") != 0;
  for (const Vantage& vantage : asked.settings.vantages)
    if (asked.vantage == nullptr &&
        (!named || vantage.id.text == values["vantage"].as<std::string>()))
      asked.vantage = &vantage;
  if (asked.vantage == nullptr)
    return fail("that vantage is not in the configuration", ErrorKind::usage);
  return {};
}

Result<Look> look(const Asked& asked) {
  const Settings& settings = asked.settings;
  net::initialise();
  const SystemClock clock;
  SAKSI_TRY_ASSIGN(auto loop, net::Loop::create(clock));
  SAKSI_TRY_ASSIGN(auto stand, app::Stand::make(*loop, settings, *asked.vantage));
  if (const std::string& missing = stand.uplink.missing(); !missing.empty())
    return fail("vantage \"" + asked.vantage->id.text + "\" has no uplink: " + missing);
  const JourneySettings& journey_settings = settings.journey(asked.target->journey);
  const probes::Journey journey = app::journey_of(journey_settings);
  probes::Run run = app::run_of(settings, *asked.vantage, *asked.target, journey, asked.accounts);
  run.session.way = stand.way;
  run.controls = stand.controls;
  run.planned_steady = clock.steady();
  run.keep_exchanges = true;

  Look found{journey_settings, *asked.target, *asked.vantage, {}, {}};
  Sample& sample = found.sample;
  sample.vantage = asked.vantage->id;
  sample.target = asked.target->id;
  sample.backend = asked.target->backend;
  sample.journey = journey_settings.id;
  // By hand nothing is sent for real: such a journey is held back, and its sample says so.
  sample.mode = journey_settings.mode == Mode::real ? Mode::dry : journey_settings.mode;
  sample.origin = Origin::by_hand;
  sample.planned = sample.start = clock.wall();
  SAKSI_TRY_ASSIGN(const auto running,
                   probes::start(
                       *loop, *stand.resolver, std::move(run), [](const std::string&) {},
                       [&](probes::Outcome outcome) {
                         found.outcome = std::move(outcome);
                         loop->stop();
                       }));
  loop->run();
  sample.end = sample.start + found.outcome.took;
  sample.loop_lag = loop->take_lag();
  sample.cls = found.outcome.cls;
  sample.step = found.outcome.step;
  sample.rule = found.outcome.rule;
  sample.steps = found.outcome.steps;
  sample.controls = found.outcome.controls;
  return found;
}

Result<int> probe(const po::variables_map& values) {
  Asked asked;
  SAKSI_TRY_ASSIGN(asked.settings, load(values));
  SAKSI_TRY(find(asked, values));
  SAKSI_TRY_ASSIGN(asked.accounts, app::read_accounts(asked.settings));
  SAKSI_TRY_ASSIGN(const Look found, look(asked));
  if (values.count("json") != 0)
    fmt::print("{}\n", canonical(as_json(found)));
  else
    fmt::print("{}", waterfall(found));
  if (values.count("save") != 0) {
    const std::string path = values["save"].as<std::string>();
    SAKSI_TRY(write_atomically(path, bug_report(found), 0600));
    fmt::print(stderr, "written: {}. Read it before you pass it on.\n", path);
  }
  return worked(found.outcome.cls) ? done : negative;
}

}  // namespace

int run_probe(const Arguments& arguments) {
  const Parsed parsed = parse("probe", probe_options(), arguments, "target");
  if (parsed.leave) return *parsed.leave;
  return finished(probe(parsed.values));
}

}  // namespace saksi::cli
