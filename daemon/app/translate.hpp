// SPDX-License-Identifier: Apache-2.0
//
// Settings as each station wants them. Stations know nothing of the configuration's spelling, and
// nothing of each other; this page is where they are introduced. Pure, but for reading accounts.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/secret.hpp"
#include "inquiry/policy.hpp"
#include "judge/judge.hpp"
#include "metrics/metrics.hpp"
#include "model/plan.hpp"
#include "probes/probes.hpp"
#include "settings/settings.hpp"

namespace saksi::app {

using inquiry::policy_of;
[[nodiscard]] Json policy_json(const judge::Policy& policy);  // the first line of an export
Result<judge::Policy> policy_from_json(const Json& json);

// What `vantage` is to do from `effective` on. All entries of all vantages take turns, so that no
// two runs against the same backend start together.
[[nodiscard]] Plan plan_of(const Settings& settings, const VantageId& vantage, Instant effective);

[[nodiscard]] probes::Journey journey_of(const JourneySettings& settings);
// Without its namespace, which is to be opened: see stand.hpp.
[[nodiscard]] net::Way way_of(const Vantage& vantage);
[[nodiscard]] std::vector<probes::ControlHost> controls_of(const Settings& settings,
                                                           const Vantage& vantage);
[[nodiscard]] net::SessionOptions session_of(const Settings& settings, const Vantage& vantage,
                                             const Target& target);
[[nodiscard]] metrics::Identity identity_of(const Settings& settings);

// Test accounts by vantage and backend, passwords read from their files. Every unreadable file is
// named in one error.
struct Account {
  std::string user;
  Secret password;
};
struct Accounts {
  std::map<std::pair<VantageId, BackendId>, Account> by_backend;
  std::map<std::pair<VantageId, TargetId>, Account> by_target;  // go before
  [[nodiscard]] const Account* of(const VantageId& vantage, const Target& target) const;
};
Result<Accounts> read_accounts(const Settings& settings);

// All of one run but its controls, its moment and its permission to send. `journey` outlives it.
[[nodiscard]] probes::Run run_of(const Settings& settings, const Vantage& vantage,
                                 const Target& target, const probes::Journey& journey,
                                 const Accounts& accounts);

// What would be sent to a backend in the peak, from the plan itself.
struct Rate {
  BackendId backend;
  double least = 0,
         most = 0;  // requests/s planned: nothing redirects, and all that may; no confirms
  double allowed = 0;
  unsigned largest_run = 0;  // requests of one run at most
  unsigned full_every = 1;  // agencies take turns: each one's whole journey in one of so many slots
};
Result<std::vector<Rate>> peak_rates(const Settings& settings, Instant now);

}  // namespace saksi::app
