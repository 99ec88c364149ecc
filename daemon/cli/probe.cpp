// SPDX-License-Identifier: Apache-2.0
//
// `saksi probe TARGET`: one run, now, by hand, drawn as a waterfall. Nothing is recorded: it is a
// look, not evidence.
#include <fmt/format.h>

#include "app/translate.hpp"
#include "cli/command.hpp"
#include "net/loop.hpp"

namespace saksi::cli {
namespace {

constexpr int kWidth = 40;  // characters of the waterfall

std::string bar(Duration offset, Duration total, Duration whole) {
  const auto scale = [&](Duration d) {
    return static_cast<int>(d.count() * kWidth / std::max<std::int64_t>(1, whole.count()));
  };
  const int from = std::clamp(scale(offset), 0, kWidth - 1);
  const int length = std::clamp(scale(total), 1, kWidth - from);
  return std::string(static_cast<std::size_t>(from), ' ') +
         std::string(static_cast<std::size_t>(length), '#') +
         std::string(static_cast<std::size_t>(kWidth - from - length), ' ');
}

std::string milliseconds(const std::optional<Duration>& phase) {
  return phase ? fmt::format("{:.1f}", static_cast<double>(phase->count()) / 1000) : "-";
}

void draw(const probes::Outcome& outcome) {
  fmt::print("{:<14} {:>4} |{:<{}}| {:>9}  dns/tcp/tls/send/wait/recv ms\n", "step", "http", "",
             kWidth, "ms");
  for (const StepFinding& step : outcome.steps) {
    const Phases& p = step.phases;
    fmt::print("{:<14} {:>4} |{}| {:>8.1f}{}  {}/{}/{}/{}/{}/{}\n", step.id,
               step.http_status == 0 ? "-" : std::to_string(step.http_status),
               bar(step.offset, step.total, outcome.took),
               static_cast<double>(step.total.count()) / 1000, step.censored ? "+" : " ",
               milliseconds(p.dns), milliseconds(p.tcp), milliseconds(p.tls), milliseconds(p.send),
               milliseconds(p.wait), milliseconds(p.recv));
    fmt::print("{:<14}      {}{}\n", "", code(step.cls),
               step.sent ? (step.rule.empty() ? "" : ": " + step.rule)
                         : fmt::format(": built ({} bytes), not sent", step.bytes));
  }
  for (const probes::Taken& taken : outcome.taken)
    fmt::print("taken {:<14} ${{{}}} = {}\n", taken.step, taken.name, taken.masked);
  for (const ControlFinding& control : outcome.controls)
    fmt::print("control {:<12} {} ({:.1f} ms)\n", control.host,
               control.ok ? "answered" : "did NOT answer",
               static_cast<double>(control.total.count()) / 1000);
  fmt::print("\n{}{}{}: {}\n", code(outcome.cls), outcome.step.empty() ? "" : " at step ",
             outcome.step, about(outcome.cls).english);
  if (!outcome.rule.empty()) fmt::print("because: {}\n", outcome.rule);
}

}  // namespace

int run_probe(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  options.add_options()("target", po::value<std::string>()->required(), "id of the target")(
      "vantage", po::value<std::string>(), "id of the vantage to look from (else the first)");
  const Parsed parsed = parse("probe", options, arguments, "target");
  if (parsed.leave) return *parsed.leave;

  const auto settings = load(parsed.values);
  if (!settings) return report(settings.error());
  const TargetId id{parsed.values["target"].as<std::string>()};
  const auto target = std::find_if(settings->targets.begin(), settings->targets.end(),
                                   [&](const Target& t) { return t.id == id; });
  if (target == settings->targets.end())
    return report({"target \"" + id.text + "\" is not in the configuration", ErrorKind::usage});
  auto vantage = settings->vantages.begin();
  if (parsed.values.count("vantage") != 0)
    vantage = std::find_if(
        settings->vantages.begin(), settings->vantages.end(),
        [&](const Vantage& v) { return v.id.text == parsed.values["vantage"].as<std::string>(); });
  if (vantage == settings->vantages.end())
    return report({"that vantage is not in the configuration", ErrorKind::usage});
  const auto accounts = app::read_accounts(*settings);
  if (!accounts) return report(accounts.error());

  net::initialise();
  const SystemClock clock;
  auto loop = net::Loop::create(clock);
  if (!loop) return report(loop.error());
  auto resolver = net::Resolver::create(**loop, vantage->dns_servers, vantage->source_address);
  if (!resolver) return report(resolver.error());
  const probes::Journey journey = app::journey_of(settings->journey(target->journey));
  probes::Run run = app::run_of(*settings, *vantage, *target, journey, *accounts);
  run.controls = app::controls_of(*settings, *vantage);
  run.planned_steady = clock.steady();
  std::optional<probes::Outcome> outcome;
  auto running = probes::start(
      **loop, **resolver, std::move(run), [](const std::string&) {},
      [&](probes::Outcome seen) {
        outcome = std::move(seen);
        (*loop)->stop();
      });
  if (!running) return report(running.error());
  (*loop)->run();
  draw(*outcome);
  return worked(outcome->cls) ? done : negative;
}

}  // namespace saksi::cli
