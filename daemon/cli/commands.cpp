// SPDX-License-Identifier: Apache-2.0
#include "cli/command.hpp"

namespace saksi::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> kCommands{
      {"serve", "", "run the hub: probes, records, judge, alerts, pages", run_serve},
      {"agent join", "FILE", "make this machine a remote vantage, by an invitation of its hub",
       run_agent_join},
      {"agent", "", "run a remote vantage: probes, its own journal, deliveries to the hub",
       run_agent},
      {"agents invite", "VANTAGE", "print the line with which one agent can join, once",
       run_agents_invite},
      {"agents revoke", "VANTAGE", "take nothing from an agent any more", run_agents_revoke},
      {"agents", "", "list who delivers to this hub", run_agents},
      {"init", "URL",
       "look at a login page once, ask for what cannot be seen, write a configuration", run_init},
      {"check", "", "read the configuration, say everything that is wrong, and what would be sent",
       run_check},
      {"probe", "TARGET", "run one journey now and draw its waterfall; nothing is recorded",
       run_probe},
      {"demo", "", "play a morning: an attendance web, its crowd, the hub and three vantages",
       run_demo},
      {"incidents", "", "list the incidents of a store", run_incidents},
      {"ack", "NUMBER", "tell the running daemon that an incident is being seen to: reminders end",
       run_ack},
      {"verdict", "", "what the minutes of one morning say about one recorded check-in",
       run_verdict},
      {"reconcile", "FILE", "answer every row of an attendance export", run_reconcile},
      {"stop", "BACKEND", "leave a backend alone from the next slot on; --for 2h, --list",
       run_stop},
      {"go", "BACKEND", "probe a stopped backend again", run_go},
      {"message", "", "list who is told; --test CHANNEL sends one marked test message",
       run_message},
      {"ledger", "", "count every planned slot again; exit 1 where one is not accounted for",
       run_ledger},
      {"samples export", "", "write policy and samples as JSON lines", run_export},
      {"records export", "", "write one vantage's signed records, to be carried to another saksi",
       run_records_export},
      {"records import", "FILE",
       "take the records of another saksi; incidents are judged again, nobody is alarmed",
       run_records_import},
      {"replay", "FILE", "judge an export again, and compare with a store's incidents", run_replay},
      {"seal", "[DATE]", "the day's closing hashes; --check counts them again from the records",
       run_seal},
      {"verify", "", "read every record, signature, chain and blob of a store again", run_verify},
  };
  return kCommands;
}

}  // namespace saksi::cli
