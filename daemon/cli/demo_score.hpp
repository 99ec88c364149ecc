// SPDX-License-Identifier: Apache-2.0
//
// Was the demo's morning told rightly? What Saksi concluded, held against what the attendance web
// wrote down of itself. Pure.
#pragma once

#include <string>
#include <vector>

#include "demo/demo.hpp"
#include "model/incident.hpp"
#include "store/store.hpp"

namespace saksi::cli {

struct Evidence {
  std::vector<Incident> incidents;
  std::vector<Outage> replayed;  // judged again from the samples alone
  store::Ledger ledger;
  store::Verification verification;
  std::vector<demo::TruthOutage> truth;
  std::vector<TargetId> targets;
  bool outage_expected = false;
};

// Everything that is wrong, one sentence each; empty: the demo is right.
[[nodiscard]] std::vector<std::string> wrongs(const Evidence& evidence);

}  // namespace saksi::cli
