// SPDX-License-Identifier: Apache-2.0
//
// Records carried from one saksi to another: a second machine that was cut off, or that belongs to
// somebody else. What arrives late becomes evidence and may revise incidents; it alarms nobody.
#include <fmt/format.h>

#include <iostream>

#include "app/revise.hpp"
#include "base/clock.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/timestamp.hpp"
#include "cli/command.hpp"
#include "store/records.hpp"
#include "store/transfer.hpp"

namespace saksi::cli {
namespace {

// Every record of one vantage from `from` on, and the bodies that they name.
Result<std::set<PublicKey>> write_records(store::Reader& reader, const VantageId& vantage,
                                          std::uint64_t from) {
  std::set<PublicKey> keys;
  std::set<Digest> bodies;
  std::cout << store::kTransferHead << '\n';
  SAKSI_TRY(reader.records([&](const store::Record& record) -> Result<void> {
    if (record.vantage != vantage.text || record.seq < from) return {};
    keys.insert(record.key);
    SAKSI_TRY_ASSIGN(const store::Opened opened, store::open_record(record.bytes));
    if (const auto* sample = std::get_if<Sample>(&opened.entry)) {
      for (const StepFinding& step : sample->steps) {
        if (!step.body || !bodies.insert(*step.body).second) continue;
        SAKSI_TRY_ASSIGN(const std::string body, reader.blob(*step.body, 64u << 10));
        std::cout << store::body_line(body);
      }
    }
    std::cout << store::record_line(record);
    return {};
  }));
  if (!std::cout.flush()) return fail("cannot write to standard output");
  return keys;
}

Result<int> export_of(const po::variables_map& values) {
  SAKSI_TRY_ASSIGN(const std::string directory, store_of(values));
  SAKSI_TRY_ASSIGN(const auto reader, store::Reader::open(directory));
  const VantageId vantage{values["vantage"].as<std::string>()};
  SAKSI_TRY_ASSIGN(const auto keys,
                   write_records(*reader, vantage, values["from-seq"].as<std::uint64_t>()));
  if (keys.empty())
    return fail(fmt::format("{} holds no records of a vantage \"{}\" from seq {} on", directory,
                            vantage.text, values["from-seq"].as<std::uint64_t>()),
                ErrorKind::usage);
  for (const PublicKey& key : keys)
    fmt::print(stderr, "vantage {} signs with the key {}\n", vantage.text, hex(key));
  return done;
}

// What a store that does not exist yet would be for: what the first record says.
Result<store::Purpose> purpose_for(const std::string& directory, std::string_view text) {
  if (const auto reader = store::Reader::open(directory)) {
    SAKSI_TRY_ASSIGN(const std::string found, (*reader)->purpose());
    return store::Purpose{found};
  }
  SAKSI_TRY_ASSIGN(const store::Transfer transfer, store::read_transfer(text));
  SAKSI_TRY_ASSIGN(const store::Opened first, store::open_record(transfer.records.front().bytes));
  return first.envelope.demo.empty() ? store::Purpose{}
                                     : store::Purpose{"demo:" + first.envelope.demo};
}

Result<store::ImportRules> rules_of(const po::variables_map& values, const Settings& settings) {
  store::ImportRules rules;
  rules.now = SystemClock().wall();
  for (const Vantage& vantage : settings.vantages) rules.here.insert(vantage.id);
  if (values.count("trust") == 0) return rules;
  for (const std::string& text : values["trust"].as<std::vector<std::string>>()) {
    const auto key = unhex<32>(text);
    if (!key)
      return fail("--trust: a key is 64 hexadecimal digits, as `saksi records export` says it",
                  ErrorKind::usage);
    rules.trusted.insert(*key);
  }
  return rules;
}

void tell(const store::Imported& imported, const std::vector<store::Change>& changes) {
  fmt::print("{} records taken, {} were here already\n", imported.records, imported.known);
  if (imported.from && imported.to)
    fmt::print("they speak of {} to {}\n", utc_text(*imported.from), utc_text(*imported.to));
  for (const store::Change& change : changes)
    fmt::print("incident {} rev. {}: {}{}\n", change.incident.number, change.incident.revision,
               change.fresh ? "new, " : "", change.incident.reason);
  if (changes.empty()) fmt::print("no incident changes\n");
}

Result<int> import_of(const po::variables_map& values) {
  const std::string path = values["file"].as<std::string>();
  SAKSI_TRY_ASSIGN(const Settings settings, load(values));
  SAKSI_TRY_ASSIGN(const std::string directory, store_of(values));
  SAKSI_TRY_ASSIGN(const store::ImportRules rules, rules_of(values, settings));
  const auto text = read_file(path, store::kMostTransfer);
  if (!text) return fail(text.error().message, ErrorKind::usage);
  const auto purpose = purpose_for(directory, *text);
  if (!purpose) return fail(path + ": " + purpose.error().message, purpose.error().kind);
  SAKSI_TRY_ASSIGN(const auto writer, store::Writer::open(directory, *purpose, {}));
  const auto imported = writer->import(*text, rules);
  if (!imported) return fail(path + ": " + imported.error().message, imported.error().kind);
  std::vector<store::Change> changes;
  if (imported->from) {
    SAKSI_TRY_ASSIGN(const auto reader, store::Reader::open(directory));
    SAKSI_TRY_ASSIGN(changes, app::revise(settings, *reader, *writer, *imported->from,
                                          *imported->to, rules.now));
  }
  tell(*imported, changes);
  return done;
}

}  // namespace

int run_records_export(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  add_store(options);
  options.add_options()("vantage", po::value<std::string>()->required(), "whose records")(
      "from-seq", po::value<std::uint64_t>()->default_value(0),
      "from this one on, where the other side has those before");
  const Parsed parsed = parse("records export", options, arguments);
  return parsed.leave ? *parsed.leave : finished(export_of(parsed.values));
}

int run_records_import(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  add_store(options);
  options.add_options()("file", po::value<std::string>()->required(),
                        "made by `saksi records export` on the other machine")(
      "trust", po::value<std::vector<std::string>>(),
      "a key that may begin a chain here: compare it with the other machine first");
  const Parsed parsed = parse("records import", options, arguments, "file");
  return parsed.leave ? *parsed.leave : finished(import_of(parsed.values));
}

}  // namespace saksi::cli
