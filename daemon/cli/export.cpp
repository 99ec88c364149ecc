// SPDX-License-Identifier: Apache-2.0
//
// Samples out as JSON lines, and an export judged again: anyone can ask whether the incidents
// follow from what was seen.
#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "app/translate.hpp"
#include "base/json.hpp"
#include "base/timestamp.hpp"
#include "cli/command.hpp"
#include "store/records.hpp"
#include "store/store.hpp"

namespace saksi::cli {
namespace {

Result<std::vector<Sample>> read_export(std::istream& in, judge::Policy& policy) {
  std::vector<Sample> samples;
  std::string line;
  for (std::size_t number = 1; std::getline(in, line); ++number) {
    if (number == 1) {
      const auto json = parse_canonical(line);
      if (!json) return fail(fmt::format("line 1: {}", json.error().message), ErrorKind::usage);
      SAKSI_TRY_ASSIGN(policy, app::policy_from_json(*json));
      continue;
    }
    auto opened = store::open_record(line + "\n");
    if (!opened)
      return fail(fmt::format("line {}: {}", number, opened.error().message), ErrorKind::usage);
    Sample* sample = std::get_if<Sample>(&opened->entry);
    if (sample == nullptr)
      return fail(fmt::format("line {}: not a sample", number), ErrorKind::usage);
    samples.push_back(std::move(*sample));
  }
  return samples;
}

// What the registry holds now, as the judge would say it, in the judge's order.
Result<std::vector<Outage>> registered(const std::string& directory) {
  SAKSI_TRY_ASSIGN(const auto reader, store::Reader::open(directory));
  SAKSI_TRY_ASSIGN(const auto incidents,
                   reader->incidents({std::nullopt, std::nullopt, {}, "", 0}));
  return standing(incidents);
}

std::string one_line(const Outage& outage) {
  const Bounds& bounds = outage.bounds;
  return fmt::format(
      "{:<12} {} between {} and {}, ended {}; {} at \"{}\", networks {}", outage.target.text,
      "began", utc_text(bounds.start_lo), utc_text(bounds.start_hi),
      bounds.end_lo && bounds.end_hi
          ? "between " + utc_text(*bounds.end_lo) + " and " + utc_text(*bounds.end_hi)
          : std::string("not seen"),
      code(outage.cause), outage.step, fmt::join(outage.groups, "+"));
}

}  // namespace

int run_export(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  add_store(options);
  options.add_options()("from", po::value<std::string>(),
                        "samples that ended at or after this UTC time")(
      "to", po::value<std::string>(), "samples that ended before this UTC time");
  const Parsed parsed = parse("samples export", options, arguments);
  if (parsed.leave) return *parsed.leave;

  const auto settings = load(parsed.values);
  if (!settings) return report(settings.error());
  const auto directory = store_of(parsed.values);
  if (!directory) return report(directory.error());
  std::optional<Instant> from, to;
  for (auto [name, bound] : {std::pair{"from", &from}, std::pair{"to", &to}}) {
    if (parsed.values.count(name) == 0) continue;
    const auto read = parse_utc(parsed.values[name].as<std::string>());
    if (!read) return report(read.error());
    *bound = *read;
  }
  const auto reader = store::Reader::open(*directory);
  if (!reader) return report(reader.error());
  const auto plans = (*reader)->plans();
  if (!plans) return report(plans.error());
  std::cout << canonical(app::policy_json(app::policy_of(*settings, *plans))) << '\n';
  // The records' own bytes: a line's SHA-256 is what was signed.
  const auto written = (*reader)->records([&](const store::Record& record) -> Result<void> {
    SAKSI_TRY_ASSIGN(const store::Opened opened, store::open_record(record.bytes));
    const Sample* sample = std::get_if<Sample>(&opened.entry);
    if (sample == nullptr) return {};
    if ((from && sample->end < *from) || (to && sample->end >= *to)) return {};
    std::cout << record.bytes;
    return {};
  });
  if (!written) return report(written.error());
  if (!std::cout.flush()) return report({"cannot write to standard output"});
  return done;
}

int run_replay(const Arguments& arguments) {
  po::options_description options("options");
  options.add_options()("file", po::value<std::string>()->required(),
                        "made by `saksi samples export`")(
      "against", po::value<std::string>(),
      "a state directory: exit 1 unless its incidents are the same")("json", "for programs");
  const Parsed parsed = parse("replay", options, arguments, "file");
  if (parsed.leave) return *parsed.leave;

  const std::string path = parsed.values["file"].as<std::string>();
  std::ifstream file(path);
  if (!file) return report({path + ": cannot be read", ErrorKind::usage});
  judge::Policy policy;
  const auto samples = read_export(file, policy);
  if (!samples) return report({path + ": " + samples.error().message, samples.error().kind});
  const std::vector<Outage> outages = judge::judge_all(policy, *samples);

  if (parsed.values.count("json") != 0) {
    Json list = Json::array();
    for (const Outage& outage : outages) list.push_back(store::to_json(outage));
    fmt::print("{}\n", canonical(list));
  } else {
    fmt::print("{} samples, {} outages\n", samples->size(), outages.size());
    for (const Outage& outage : outages) fmt::print("  {}\n", one_line(outage));
  }
  if (parsed.values.count("against") == 0) return done;
  const auto held = registered(parsed.values["against"].as<std::string>());
  if (!held) return report(held.error());
  const bool same = *held == outages;
  if (!same) {
    fmt::print(stderr, "the store's incidents differ from what its samples give:\n");
    for (const Outage& outage : *held) fmt::print(stderr, "  store:  {}\n", one_line(outage));
    for (const Outage& outage : outages) fmt::print(stderr, "  replay: {}\n", one_line(outage));
  } else if (parsed.values.count("json") == 0) {
    fmt::print("the store's incidents are the same\n");
  }
  return same ? done : negative;
}

int run_incidents(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  add_store(options);
  options.add_options()("json", "for programs");
  const Parsed parsed = parse("incidents", options, arguments);
  if (parsed.leave) return *parsed.leave;

  const auto directory = store_of(parsed.values);
  if (!directory) return report(directory.error());
  const auto reader = store::Reader::open(*directory);
  if (!reader) return report(reader.error());
  const auto incidents = (*reader)->incidents({std::nullopt, std::nullopt, {}, "", 0});
  if (!incidents) return report(incidents.error());
  if (parsed.values.count("json") != 0) {
    Json list = Json::array();
    for (const Incident& incident : *incidents)
      list.push_back({{"number", incident.number},
                      {"revision", incident.revision},
                      {"reason", incident.reason},
                      {"withdrawn", incident.withdrawn},
                      {"outage", store::to_json(incident.outage)}});
    fmt::print("{}\n", canonical(list));
    return done;
  }
  for (const Incident& incident : *incidents)
    fmt::print("{} rev. {}{}\n  {}\n", incident.number, incident.revision,
               incident.withdrawn ? " (withdrawn)" : "", one_line(incident.outage));
  if (incidents->empty()) fmt::print("no incidents\n");
  return done;
}

}  // namespace saksi::cli
