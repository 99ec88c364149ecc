// SPDX-License-Identifier: Apache-2.0
//
// Messages that are owed to the world. A row is `pending` until it was delivered once; with a
// repeat_until it then is `repeating` (Alertmanager forgets an alert that is not sent again); in
// the end it is `done` or `dead`. Delivery is at least once.
//
// Of one incident on one channel, only the oldest pending message is due: a receiver must never
// hear "opened" after "closed" because the first try failed.
//
// Called inside the writer's transactions.
#pragma once

#include "store/sqlite.hpp"
#include "store/store.hpp"

namespace saksi::store::outbox {

// A message whose event_id is known is left as it is. A new "opened", "reopened" or "closed" ends
// the repetition of what was said before about the incident on that channel.
Result<void> post(Database& database, const std::vector<Message>& messages, Instant now);
Result<std::vector<Pending>> due(Database& database, Instant now, std::size_t most);
Result<void> report(Database& database, const std::vector<DeliveryReport>& reports, Instant now);
Result<std::map<std::string, OutboxCount>> count(Database& database);

}  // namespace saksi::store::outbox
