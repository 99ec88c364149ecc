// SPDX-License-Identifier: Apache-2.0
//
// `saksi check`: the configuration read as `serve` would, and a rehearsal of what would be sent.
#include <fmt/format.h>

#include "app/translate.hpp"
#include "cli/command.hpp"
#include "cli/look.hpp"
#include "net/echo.hpp"
#include "settings/read.hpp"

namespace saksi::cli {
namespace {

std::string method_of(const StepSettings& step) {
  if (!step.method.empty()) return step.method;
  switch (step.kind) {
    case StepKind::login:
    case StepKind::upload:
      return "POST";
    case StepKind::page:
    case StepKind::data:
    case StepKind::asset:
      return "GET";
    case StepKind::dns:
      return "DNS";
    case StepKind::tcp:
      return "TCP";
    case StepKind::tls:
      return "TLS";
    case StepKind::icmp:
      return "ICMP";
    case StepKind::clock:
      return fmt::format("GET x{}", step.direct.requests);
  }
  std::abort();
}

// Whom a step is sent to.
std::string address_of(const StepSettings& step, const Target& target) {
  const Direct& direct = step.direct;
  const std::string family =
      direct.family == 0 ? "" : fmt::format(" over IPv{} alone", direct.family);
  if (!is_direct(step.kind) || step.kind == StepKind::clock)
    return target.url +
           (step.path.empty() && !is_direct(step.kind) ? " (the form's own address)" : step.path) +
           family;
  std::string name =
      direct.name.empty() ? target.url.substr(target.url.find("://") + 3) : direct.name;
  if (step.kind == StepKind::dns || step.kind == StepKind::icmp)
    name = name.substr(0, name.find(':'));
  return name + (direct.port == 0 ? "" : fmt::format(" port {}", direct.port)) + family +
         (direct.server.empty() ? "" : " compared with " + direct.server) +
         (step.kind == StepKind::dns ? "   -- asks name servers, not the backend" : "");
}

bool sends_echoes(const Settings& settings) {
  for (const Target& target : settings.targets)
    for (const StepSettings& step : settings.journey(target.journey).steps)
      if (step.kind == StepKind::icmp) return true;
  return false;
}

std::string way_text(const Vantage& vantage) {
  std::string text;
  const auto add = [&](std::string_view what, const std::string& value) {
    if (!value.empty()) text += fmt::format(", {} {}", what, value);
  };
  add("source", vantage.source_address);
  add("interface", vantage.interface);
  add("namespace", vantage.name_space);
  add("proxy", vantage.proxy);
  if (vantage.family != 0) text += fmt::format(", IPv{} alone", vantage.family);
  add("at", vantage.agency);
  if (vantage.coordinates)
    text += fmt::format(", at {}, {}", vantage.coordinates->lat, vantage.coordinates->longitude);
  return text;
}

void rehearse(const Settings& settings) {
  for (const Target& target : settings.targets) {
    const JourneySettings& journey = settings.journey(target.journey);
    fmt::print("\n{} ({}), journey \"{}\", mode {}:\n", target.agency, target.id.text,
               journey.id.text, code(journey.mode));
    for (const StepSettings& step : journey.steps) {
      const bool upload = step.kind == StepKind::upload;
      const bool to_sink = upload && journey.mode == Mode::sink;
      fmt::print("  {:<10} {:<4} {}{}\n", step.id, method_of(step),
                 to_sink ? settings.backend(target.backend).sink_url : address_of(step, target),
                 upload && journey.mode < Mode::sink    ? "   -- built, never sent"
                 : upload && journey.mode == Mode::real ? "   -- sent once a day, else held back"
                                                        : "");
    }
  }
  fmt::print("\nfrom:\n");
  for (const Vantage& vantage : settings.vantages)
    fmt::print("  {:<12} {} ({}), network group \"{}\", owner \"{}\"{}\n", vantage.id.text,
               vantage.isp, vantage.place, vantage.group, vantage.owner, way_text(vantage));
  fmt::print("\nwith each run, at the same time:\n");
  for (const Control& control : settings.controls)
    fmt::print("  {:<12} {}{}\n", control.id,
               control.url.starts_with("tls:") ? "handshake " : "HEAD ", control.url);
}

// What the presets wrote into the steps: an application may say something else.
void tell_presets(const Settings& settings) {
  for (const JourneySettings& journey : settings.journeys) {
    if (journey.preset.empty()) continue;
    fmt::print("\njourney \"{}\": preset {} brought, where a step says nothing else:\n",
               journey.id.text, journey.preset);
    std::vector<std::pair<std::string, std::string>> all;  // what was brought, and to which steps
    for (const StepSettings& step : journey.steps)
      for (const std::string& brought : step.from_preset) {
        const auto same = std::find_if(all.begin(), all.end(),
                                       [&](const auto& one) { return one.first == brought; });
        if (same == all.end())
          all.emplace_back(brought, step.id);
        else
          same->second += ", " + step.id;
      }
    for (const auto& [brought, steps] : all) fmt::print("  {}\n{}", steps, wrapped(brought, 4));
  }
}

}  // namespace

int run_check(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  options.add_options()("schema", "print a JSON Schema of the configuration, for editors, and end");
  const Parsed parsed = parse("check", options, arguments);
  if (parsed.leave) return *parsed.leave;
  if (parsed.values.count("schema") != 0) {
    fmt::print("{}\n", settings::options_as_schema().dump(1));
    return done;
  }

  const auto settings = load(parsed.values);
  if (!settings) return report(settings.error());
  if (const auto accounts = app::read_accounts(*settings); !accounts)
    return report(accounts.error());
  fmt::print("{}: no mistakes. This is a rehearsal; nothing was sent.\n",
             parsed.values["config"].as<std::string>());
  rehearse(*settings);
  tell_presets(*settings);

  if (sends_echoes(*settings))
    if (const auto permitted = net::echo_permitted(); !permitted)
      return report({"a step of kind icmp cannot run: " + permitted.error().message +
                         ". That holds for this user; the service's may differ",
                     ErrorKind::usage});

  const auto rates = app::peak_rates(*settings, SystemClock().wall());
  if (!rates) return report(rates.error());
  fmt::print("\nin the busiest minute of the coming week:\n");
  bool fits = true, fits_with_redirects = true;
  for (const app::Rate& rate : *rates) {
    fits = fits && rate.least <= rate.allowed;
    fits_with_redirects = fits_with_redirects && rate.most <= rate.allowed;
    fmt::print(
        "  backend {}: {:.2f} requests/s planned, {:.2f} if all redirect as often as they may, "
        "{:.2f} allowed, at most {} in one run\n",
        rate.backend.text, rate.least, rate.most, rate.allowed, rate.largest_run);
    if (rate.full_every > 1)
      fmt::print(
          "    its agencies take turns: each one's whole journey in one of {} slots, in the others "
          "a "
          "light check\n",
          rate.full_every);
  }
  if (!fits)
    return report(
        {"the plan asks for more than a backend's budget: slots would be skipped. Lengthen "
         "schedule.peak, or agree on a higher requests_per_second with the backend's owner",
         ErrorKind::usage});
  if (!fits_with_redirects)
    fmt::print(
        "\nslots would be skipped if every step redirected as often as it may. Write the final "
        "paths "
        "into the steps.\n");
  if (settings->network_groups().size() < 2)
    fmt::print(
        "\none network: an outage cannot be confirmed. Add a vantage on another network group: a "
        "second\nuplink of this machine (a mobile modem of another provider), named by its "
        "source_address; the\nmanual has the routing, under \"Two uplinks\".\n");
  return done;
}

}  // namespace saksi::cli
