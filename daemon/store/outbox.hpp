// SPDX-License-Identifier: Apache-2.0
//
// Messages that are owed to the world. A row is `pending` until it was delivered once; with a
// repeat_until it then is `repeating` (Alertmanager forgets an alert that is not sent again); in
// the end it is `done` or `dead`. Delivery is at least once.
//
// Of one subject (target and journey) on one channel, only the oldest pending message is due: a
// receiver must never hear "opened" after "closed" because the first try failed. And the newest
// word stands: to Alertmanager two incidents of one subject are one alert, so the older one's
// resolved repeats would silence the newer.
//
// Called inside the writer's transactions.
#pragma once

#include "store/sqlite.hpp"
#include "store/store.hpp"

namespace saksi::store::outbox {

// A message whose event_id is known is left as it is. A new "opened" or "closed" ends the
// repetition of what was said before of the subject on that channel. Only a "closed" alert of one
// incident while another's is firing is not said at all: it is kept as done, with the reason.
// A "reminder" is dropped while an earlier message of its subject still waits, and an end takes
// those that wait along.
Result<void> post(Database& database, const std::vector<Message>& messages, Instant now);
Result<std::vector<Pending>> due(Database& database, Instant now, std::size_t most);
Result<void> report(Database& database, const std::vector<DeliveryReport>& reports, Instant now);
// The newest message of each subject that begins with `subjects`, over all channels.
Result<std::vector<Message>> last_said(Database& database, const std::string& subjects);
Result<std::map<std::string, OutboxCount>> count(Database& database);

}  // namespace saksi::store::outbox
