// SPDX-License-Identifier: Apache-2.0
//
// Takes one delivery of an agent into the store. The caller commits.
#pragma once

#include "store/agents.hpp"
#include "store/sqlite.hpp"

namespace saksi::store::intake {

inline constexpr std::int64_t kMostEarly = 200'000;  // records of one key that wait

Result<Taken> take(Database& database, const std::string& directory, const std::string& demo,
                   const Arrival& arrival, const Hearing& hearing);

// A key that may deliver from now on. Once more is nothing. Fails where the vantage is this hub's
// own, or the key is another vantage's.
Result<void> enrol(Database& database, const VantageId& vantage, const PublicKey& key, Instant now);

Result<std::vector<AgentState>> agents(Database& database);
// Samples that wait for their predecessors and have a vote, in total order.
Result<std::vector<Sample>> early_samples(Database& database);

// All that were issued, in order.
Result<std::vector<AgentPlan>> plans(Database& database);
Result<AgentPlan> issue_plan(Database& database, const VantageId& vantage, Instant now,
                             const std::function<std::string(std::uint64_t serial)>& make);

}  // namespace saksi::store::intake
