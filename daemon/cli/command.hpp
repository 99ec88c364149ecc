// SPDX-License-Identifier: Apache-2.0
//
// One row a command in commands.cpp: dispatch, `saksi help` and the manual come from it. A
// command's options are declared once with Boost.Program_options, which parses them and prints
// their help.
#pragma once

#include <boost/program_options.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "settings/settings.hpp"

namespace saksi::cli {

enum Exit : int { done = 0, negative = 1, usage = 2, broken = 3 };

using Arguments = std::vector<std::string>;

struct Command {
  std::string_view name;      // "samples export"
  std::string_view operands;  // "FILE"
  std::string_view summary;
  int (*run)(const Arguments&);
};
[[nodiscard]] const std::vector<Command>& commands();

// --- help for the command files ---
namespace po = boost::program_options;

// The parsed options, or the exit code to leave with (help was asked for, or the usage is wrong and
// was explained). `operand` names one positional option, if the command takes one.
struct Parsed {
  po::variables_map values;
  std::optional<int> leave;
};
[[nodiscard]] Parsed parse(std::string_view command, const po::options_description& options,
                           const Arguments& arguments, const char* operand = nullptr);

int report(const Error& error);  // to standard error; returns its exit code
inline int finished(const Result<int>& result) { return result ? *result : report(result.error()); }
void add_config(po::options_description& options);
void add_store(po::options_description& options);
Result<Settings> load(
    const po::variables_map& values);  // --config, all mistakes printed as one error
Result<std::string> store_of(const po::variables_map& values);  // --store, or the configuration's

int run_agent_join(const Arguments& arguments);
int run_agent(const Arguments& arguments);
int run_agents(const Arguments& arguments);
int run_agents_invite(const Arguments& arguments);
int run_agents_revoke(const Arguments& arguments);
int run_init(const Arguments&);
int run_check(const Arguments&);
int run_serve(const Arguments&);
int run_demo(const Arguments&);
int run_probe(const Arguments&);
int run_export(const Arguments&);
int run_replay(const Arguments&);
int run_ledger(const Arguments&);
int run_incidents(const Arguments&);
int run_ack(const Arguments&);
int run_message(const Arguments&);
int run_stop(const Arguments&);
int run_go(const Arguments&);
int run_seal(const Arguments&);
int run_verify(const Arguments&);
int run_verdict(const Arguments&);
int run_reconcile(const Arguments&);
int run_records_export(const Arguments&);
int run_records_import(const Arguments&);

}  // namespace saksi::cli
