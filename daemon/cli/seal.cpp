// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "base/json.hpp"
#include "base/timestamp.hpp"
#include "base/zone.hpp"
#include "cli/command.hpp"
#include "store/day_seal.hpp"
#include "store/store.hpp"

namespace saksi::cli {
namespace {

constexpr std::size_t kLeastDigits = 16;

// As people copy it from paper or a mail: groups, dashes, capitals.
Result<std::string> digits_of(const std::string& typed) {
  std::string digits;
  for (const char c : typed) {
    if (c == ' ' || c == '-') continue;
    const char low = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    if ((low < '0' || low > '9') && (low < 'a' || low > 'f'))
      return fail("--against: not hexadecimal: \"" + typed + "\"", ErrorKind::usage);
    digits += low;
  }
  if (digits.size() < kLeastDigits || digits.size() > 64)
    return fail(fmt::format("--against: {} digits; a seal has 64, and at least the first {} are "
                            "needed to compare",
                            digits.size(), kLeastDigits),
                ErrorKind::usage);
  return digits;
}

const DaySeal* find(const std::vector<DaySeal>& seals, const std::string& date) {
  const auto found = std::find_if(seals.begin(), seals.end(),
                                  [&](const DaySeal& seal) { return seal.date == date; });
  return found == seals.end() ? nullptr : &*found;
}

std::string days_of(const DaySeal& seal) {
  return seal.since == seal.date ? seal.date : seal.since + " to " + seal.date;
}

Json to_json(const DaySeal& seal) {
  return Json{{"since", seal.since},     {"date", seal.date},       {"zone", seal.zone},
              {"at", utc_text(seal.at)}, {"purpose", seal.purpose}, {"digest", hex(seal.digest)}};
}

// Every seal against the store; and, where one is held in hand, that one against the store's.
Result<int> check(const std::string& directory, const std::string& date, const std::string& against,
                  bool as_json) {
  SAKSI_TRY_ASSIGN(store::SealCheck found, store::check_seals(directory));
  if (!date.empty()) {
    const DaySeal* seal = find(found.seals, date);
    if (seal == nullptr)
      found.troubles.push_back(date + ": this store has no seal of that day");
    else if (!against.empty() && !hex(seal->digest).starts_with(against))
      found.troubles.push_back(
          fmt::format("{}: the seal that was handed out begins with {}, the "
                      "one in this store is {}",
                      date, against, hex(seal->digest)));
  }
  if (as_json) {
    fmt::print("{}\n", canonical(Json{{"seals", found.seals.size()},
                                      {"records", found.records},
                                      {"troubles", found.troubles},
                                      {"holds", found.holds()}}));
  } else {
    fmt::print("{} seals counted again over {} records\n", found.seals.size(), found.records);
    for (const std::string& trouble : found.troubles) fmt::print("  {}\n", trouble);
    fmt::print("{}\n", !found.holds()        ? "the seals do NOT hold"
                       : found.seals.empty() ? "nothing is sealed yet"
                       : against.empty()
                           ? "all seals hold; now compare one with what was handed out (--against)"
                           : "all seals hold, and the one that was handed out is among them");
  }
  return found.holds() ? done : negative;
}

Result<int> show(const std::string& directory, const std::string& date, bool as_json) {
  SAKSI_TRY_ASSIGN(const auto reader, store::Reader::open(directory));
  SAKSI_TRY_ASSIGN(const std::vector<DaySeal> seals, reader->seals(date.empty() ? 7 : 0));
  if (!date.empty()) {
    const DaySeal* seal = find(seals, date);
    if (seal == nullptr) {
      fmt::print(stderr, "saksi: {} has no seal of {}\n", directory, date);
      return negative;
    }
    fmt::print("{}", store::day_seals::bytes_of(*seal));  // its SHA-256 is the seal
    return done;
  }
  if (as_json) {
    Json list = Json::array();
    for (const DaySeal& seal : seals) list.push_back(to_json(seal));
    fmt::print("{}\n", canonical(list));
    return done;
  }
  if (seals.empty()) fmt::print("nothing is sealed yet\n");
  for (const DaySeal& seal : seals)
    fmt::print("{}  {}  (made {})\n", days_of(seal), hex(seal.digest), utc_text(seal.at));
  return done;
}

Result<int> answer(const po::variables_map& values) {
  SAKSI_TRY_ASSIGN(const std::string directory, store_of(values));
  std::string date, against;
  if (values.count("date") != 0) {
    SAKSI_TRY_ASSIGN(const Date day, parse_date(values["date"].as<std::string>()));
    date = date_text(day);
  }
  if (values.count("against") != 0) {
    if (date.empty())
      return fail("--against: say the day of that seal: saksi seal 2023-01-02 --against ...",
                  ErrorKind::usage);
    SAKSI_TRY_ASSIGN(against, digits_of(values["against"].as<std::string>()));
  }
  const bool as_json = values.count("json") != 0;
  if (values.count("check") != 0 || !against.empty())
    return check(directory, date, against, as_json);
  return show(directory, date, as_json);
}

}  // namespace

int run_seal(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  add_store(options);
  options.add_options()("date", po::value<std::string>(),
                        "one day, as 2023-01-02: print its bytes, whose SHA-256 is the seal")(
      "check", "count all seals again, from the first record on")(
      "against", po::value<std::string>(),
      "the seal of that day as it was handed out, 16 digits or more: check, and compare")(
      "json", "for programs");
  const Parsed parsed = parse("seal", options, arguments, "date");
  if (parsed.leave) return *parsed.leave;
  const auto code = answer(parsed.values);
  return code ? *code : report(code.error());
}

}  // namespace saksi::cli
