// SPDX-License-Identifier: Apache-2.0
#include "cli/cli.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <sstream>

#include "app/version.hpp"
#include "cli/command.hpp"
#include "settings/read.hpp"

namespace saksi::cli {
namespace {

void print_usage(std::FILE* out) {
  fmt::print(out, "saksi {}: a witness for attendance webs\n\nusage: saksi COMMAND [options]\n\n",
             app::kVersion);
  for (const Command& command : commands())
    fmt::print(out, "  {:<22} {}\n", fmt::format("{} {}", command.name, command.operands),
               command.summary);
  fmt::print(out,
             "\n`saksi COMMAND --help` tells its options. Exit: 0 done, 1 a negative answer,\n"
             "2 usage or configuration, 3 the system failed.\n");
}

int dispatch(const Arguments& words) {
  if (words.empty()) {
    print_usage(stderr);
    return usage;
  }
  if (words[0] == "help" || words[0] == "--help" || words[0] == "-h") {
    print_usage(stdout);
    return done;
  }
  if (words[0] == "--version" || words[0] == "version") {
    fmt::print("saksi {}\n", app::kVersion);
    return done;
  }
  for (const Command& command : commands()) {
    std::istringstream parts{std::string(command.name)};
    Arguments rest = words;
    bool same = true;
    for (std::string part; same && parts >> part;) {
      same = !rest.empty() && rest.front() == part;
      if (same) rest.erase(rest.begin());
    }
    if (same) return command.run(rest);
  }
  fmt::print(stderr, "saksi: \"{}\" is not a command; `saksi help` lists them\n", words[0]);
  return usage;
}

}  // namespace

int run(int argc, char** argv) {
  try {
    return dispatch(Arguments(argv + 1, argv + argc));
  } catch (const std::exception& error) {
    fmt::print(stderr, "saksi: {}\n", error.what());
    return broken;
  }
}

Parsed parse(std::string_view command, const po::options_description& options,
             const Arguments& arguments, const char* operand) {
  Parsed parsed;
  po::options_description all(options);
  all.add_options()("help,h", "print this help");
  po::positional_options_description positions;
  if (operand != nullptr) positions.add(operand, 1);
  try {
    po::store(po::command_line_parser(arguments).options(all).positional(positions).run(),
              parsed.values);
    // Help first: whoever asks for it need not know the operand yet.
    if (parsed.values.count("help") == 0) po::notify(parsed.values);
  } catch (const po::error& error) {
    fmt::print(stderr, "saksi {}: {}; see `saksi {} --help`\n", command, error.what(), command);
    parsed.leave = usage;
    return parsed;
  }
  if (parsed.values.count("help") != 0) {
    std::ostringstream text;
    text << all;
    for (const Command& row : commands())
      if (row.name == command)
        fmt::print("saksi {} {}\n{}\n\n{}", row.name, row.operands, row.summary, text.str());
    parsed.leave = done;
  }
  return parsed;
}

int report(const Error& error) {
  // Several mistakes are several lines, each of which says whose it is.
  std::istringstream lines(error.message);
  for (std::string line; std::getline(lines, line);) fmt::print(stderr, "saksi: {}\n", line);
  return error.kind == ErrorKind::usage ? usage : broken;
}

void add_config(po::options_description& options) {
  options.add_options()("config,c",
                        po::value<std::string>()->default_value("/etc/saksi/saksi.yaml"),
                        "the configuration");
}

void add_store(po::options_description& options) {
  options.add_options()("store", po::value<std::string>(),
                        "the state directory (else the configuration's storage.directory)");
}

Result<Settings> load(const po::variables_map& values) {
  auto reading = settings::read_file(values["config"].as<std::string>());
  if (reading) return std::move(*reading);
  return fail(fmt::format("{}", fmt::join(reading.error().lines, "\n")), ErrorKind::usage);
}

Result<std::string> store_of(const po::variables_map& values) {
  if (values.count("store") != 0) return values["store"].as<std::string>();
  SAKSI_TRY_ASSIGN(const Settings settings, load(values));
  return settings.storage.directory;
}

}  // namespace saksi::cli
