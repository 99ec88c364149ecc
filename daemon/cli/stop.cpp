// SPDX-License-Identifier: Apache-2.0
//
// stop and go: the switch for whoever wants the probes to leave a backend alone, now. Needs no
// daemon that answers; one that runs heeds it at its next slot.
#include <fmt/format.h>

#include <algorithm>

#include "app/stops.hpp"
#include "base/clock.hpp"
#include "base/timestamp.hpp"
#include "cli/command.hpp"

namespace saksi::cli {
namespace {

constexpr Duration kLongest = std::chrono::days(366);

Result<std::string> what_of(const po::variables_map& values, const Settings& settings,
                            std::string_view command) {
  if (values.count("backend") == 0)
    return fail(fmt::format("which backend? saksi {} {}, or saksi {} all", command,
                            settings.backends.front().id.text, command),
                ErrorKind::usage);
  const std::string what = values["backend"].as<std::string>();
  if (what == "all") return what;
  std::string known;
  for (const Backend& backend : settings.backends) {
    if (backend.id.text == what) return what;
    known += (known.empty() ? "" : ", ") + backend.id.text;
  }
  return fail(
      fmt::format("\"{}\" is no backend of this configuration; write one of: all, {}", what, known),
      ErrorKind::usage);
}

void print(const app::Stop& stop, Instant now) {
  fmt::print("{}: {}{}{}\n", stop.what,
             stop.until == app::Stop::kForever ? "stopped until `saksi go`"
             : stop.until <= now               ? "was stopped until " + utc_text(stop.until)
                                               : "stopped until " + utc_text(stop.until),
             stop.reason.empty() ? "" : ": ", stop.reason);
}

Result<int> stop(const po::variables_map& values) {
  SAKSI_TRY_ASSIGN(const Settings settings, load(values));
  const app::Stops stops(settings.storage.directory);
  const Instant now = SystemClock().wall();
  if (values.count("list") != 0) {
    const auto all = stops.list();
    for (const app::Stop& one : all) print(one, now);
    if (all.empty()) fmt::print("nothing is stopped\n");
    return done;
  }
  app::Stop stop;
  SAKSI_TRY_ASSIGN(stop.what, what_of(values, settings, "stop"));
  if (values.count("for") != 0) {
    const auto length = parse_duration(values["for"].as<std::string>());
    if (!length || *length <= Duration::zero() || *length > kLongest)
      return fail("--for: write how long, as 30m or 24h", ErrorKind::usage);
    stop.until = now + *length;
  }
  if (values.count("reason") != 0) stop.reason = values["reason"].as<std::string>();
  SAKSI_TRY(stops.put(stop));
  print(stop, now);
  fmt::print("its slots are recorded as gaps (skipped_stopped), never as failures\n");
  return done;
}

Result<int> go(const po::variables_map& values) {
  SAKSI_TRY_ASSIGN(const Settings settings, load(values));
  SAKSI_TRY_ASSIGN(const std::string what, what_of(values, settings, "go"));
  SAKSI_TRY_ASSIGN(const bool stood, app::Stops(settings.storage.directory).lift(what));
  if (!stood) {
    fmt::print(stderr, "saksi: {} was not stopped\n", what);
    return negative;
  }
  fmt::print("{} is probed again from its next slot on\n", what);
  return done;
}

}  // namespace

int run_stop(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  options.add_options()("backend", po::value<std::string>(), "of the configuration, or all")(
      "for", po::value<std::string>(), "how long, as 30m or 24h; without it until `saksi go`")(
      "reason", po::value<std::string>(), "kept beside it, for whoever asks")(
      "list", "show what is stopped");
  const Parsed parsed = parse("stop", options, arguments, "backend");
  return parsed.leave ? *parsed.leave : finished(stop(parsed.values));
}

int run_go(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  options.add_options()("backend", po::value<std::string>(), "of the configuration, or all");
  const Parsed parsed = parse("go", options, arguments, "backend");
  return parsed.leave ? *parsed.leave : finished(go(parsed.values));
}

}  // namespace saksi::cli
