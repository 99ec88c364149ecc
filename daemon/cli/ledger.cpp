// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "base/json.hpp"
#include "base/timestamp.hpp"
#include "cli/command.hpp"
#include "store/store.hpp"

namespace saksi::cli {
namespace {

using namespace std::chrono_literals;

// The last instant of which the store can speak: a run may still be under way for its last minute.
Result<Instant> horizon(store::Reader& reader) {
  Instant last{};
  SAKSI_TRY_ASSIGN(const auto rows, reader.terminals(Instant{}, Instant::max()));
  for (const auto& row : rows) last = std::max(last, row.slot);
  return last - 60s;
}

}  // namespace

int run_ledger(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  add_store(options);
  options.add_options()(
      "until", po::value<std::string>(),
      "count slots planned before this UTC time (else: a minute before the last one recorded)")(
      "json", "for programs");
  const Parsed parsed = parse("ledger", options, arguments);
  if (parsed.leave) return *parsed.leave;

  const auto directory = store_of(parsed.values);
  if (!directory) return report(directory.error());
  const auto reader = store::Reader::open(*directory);
  if (!reader) return report(reader.error());
  const auto until = parsed.values.count("until") != 0
                         ? parse_utc(parsed.values["until"].as<std::string>())
                         : horizon(**reader);
  if (!until) return report(until.error());
  const auto ledger = store::recount(**reader, *until);
  if (!ledger) return report(ledger.error());

  if (parsed.values.count("json") != 0) {
    fmt::print("{}\n", canonical(Json{{"until", utc_text(*until)},
                                      {"planned", ledger->planned},
                                      {"samples", ledger->samples},
                                      {"gaps", ledger->gaps},
                                      {"gaps_by_reason", ledger->gaps_by_reason},
                                      {"missing", ledger->missing_count},
                                      {"surplus", ledger->surplus_count},
                                      {"closed", ledger->closed()}}));
  } else {
    fmt::print("slots planned before {}: {}\n  samples {}\n  gaps    {}\n", utc_text(*until),
               ledger->planned, ledger->samples, ledger->gaps);
    for (const auto& [reason, count] : ledger->gaps_by_reason)
      fmt::print("    {:<20} {}\n", reason, count);
    for (const std::string& line : ledger->missing) fmt::print("  missing: {}\n", line);
    for (const std::string& line : ledger->surplus) fmt::print("  not planned: {}\n", line);
    fmt::print("{}\n", ledger->closed()
                           ? "the ledger closes: every slot is accounted for"
                           : fmt::format("the ledger does NOT close: {} missing, {} not planned",
                                         ledger->missing_count, ledger->surplus_count));
  }
  return ledger->closed() ? done : negative;
}

int run_verify(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  add_store(options);
  options.add_options()("json", "for programs");
  const Parsed parsed = parse("verify", options, arguments);
  if (parsed.leave) return *parsed.leave;

  const auto directory = store_of(parsed.values);
  if (!directory) return report(directory.error());
  const auto reader = store::Reader::open(*directory);
  if (!reader) return report(reader.error());
  const auto found = store::verify(**reader, *directory);
  if (!found) return report(found.error());
  if (parsed.values.count("json") != 0) {
    fmt::print("{}\n", canonical(Json{{"records", found->records},
                                      {"chains", found->chains},
                                      {"blobs", found->blobs},
                                      {"sheets", found->sheets},
                                      {"troubles", found->troubles},
                                      {"sound", found->sound()}}));
  } else {
    fmt::print("{} records in {} chains, {} blobs, {} issued sheets read again\n", found->records,
               found->chains, found->blobs, found->sheets);
    for (const std::string& trouble : found->troubles) fmt::print("  {}\n", trouble);
    fmt::print("{}\n", found->sound() ? "all signatures, chains and blobs hold"
                                      : "the store does NOT hold");
  }
  return found->sound() ? done : negative;
}

}  // namespace saksi::cli
