// SPDX-License-Identifier: Apache-2.0
#include "store/outbox.hpp"

#include <algorithm>

#include "store/records.hpp"

namespace saksi::store::outbox {
namespace {

// A retry without a time of its own must not become a busy loop.
constexpr Duration kRetryDefault = std::chrono::seconds(1);
constexpr std::size_t kMostDetail = 500;

std::optional<std::int64_t> maybe_us(const std::optional<Instant>& at) {
  if (!at) return std::nullopt;
  return to_us(*at);
}

std::string_view counted_as(Delivery outcome) {
  switch (outcome) {
    case Delivery::delivered:
      return "delivered";
    case Delivery::retry:
      return "retried";
    case Delivery::dead:
      return "dead";
  }
  return "dead";
}

}  // namespace

Result<void> post(Database& database, const std::vector<Message>& messages, Instant now) {
  SAKSI_TRY_ASSIGN(Statement known, database.prepare("SELECT 1 FROM outbox WHERE event_id = ?1"));
  SAKSI_TRY_ASSIGN(Statement other_fires,
                   database.prepare("SELECT incident FROM outbox WHERE subject = ?1 AND channel = "
                                    "?2 AND incident <> ?3 AND kind = 'opened' AND "
                                    "repeat_until_us IS NOT NULL AND "
                                    "state IN ('pending', 'repeating')"));
  SAKSI_TRY_ASSIGN(
      Statement end,
      database.prepare(
          "UPDATE outbox SET repeat_until_us = NULL, state = iif(state = 'repeating', 'done', "
          "state) "
          "WHERE subject = ?1 AND channel = ?2 AND state IN ('pending', 'repeating')"));
  SAKSI_TRY_ASSIGN(
      Statement insert,
      database.prepare("INSERT INTO outbox (event_id, incident, subject, kind, channel, payload, "
                       "created_us, not_before_us, repeat_until_us, state, detail) "
                       "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"));
  SAKSI_TRY_ASSIGN(Statement find_unsent,
                   database.prepare("SELECT id FROM outbox WHERE subject = ?1 AND channel = ?2 AND "
                                    "kind = 'opened' AND state = 'pending' AND attempts = 0 "
                                    "ORDER BY id DESC LIMIT 1"));
  SAKSI_TRY_ASSIGN(Statement rewrite,
                   database.prepare("UPDATE outbox SET payload = ?2 WHERE id = ?1"));
  SAKSI_TRY_ASSIGN(
      Statement merge,
      database.prepare("UPDATE outbox SET state = 'done', detail = 'said with the end' "
                       "WHERE subject = ?1 AND channel = ?2 AND kind IN ('opened', 'reminder') "
                       "AND state = 'pending'"));
  SAKSI_TRY_ASSIGN(Statement waits,
                   database.prepare("SELECT 1 FROM outbox WHERE subject = ?1 AND channel = ?2 AND "
                                    "state = 'pending'"));
  for (const Message& message : messages) {
    SAKSI_TRY_ASSIGN(const bool is_known, known.bind(message.event_id).step());
    if (is_known) continue;
    if (message.kind == "reminder") {  // of what has not been heard yet nobody need be reminded
      SAKSI_TRY_ASSIGN(const bool unheard, waits.bind(message.subject, message.channel).step());
      if (unheard) continue;
    }
    if (message.unsent != Unsent::stays && message.kind == "opened") {
      SAKSI_TRY_ASSIGN(const bool unsent,
                       find_unsent.bind(message.subject, message.channel).step());
      if (unsent) SAKSI_TRY(rewrite.bind(find_unsent.integer(0), message.payload).run());
      if (unsent || message.unsent == Unsent::only_rewrite) continue;
    }
    if (message.unsent != Unsent::stays && message.kind == "closed") {
      SAKSI_TRY_ASSIGN(const bool unsent,
                       find_unsent.bind(message.subject, message.channel).step());
      SAKSI_TRY(merge.bind(message.subject, message.channel).run());
      if (unsent && message.unsent == Unsent::takes_back) continue;
    }
    std::string state = "pending", detail;
    if (message.kind == "closed" && message.repeat_until) {
      SAKSI_TRY_ASSIGN(const bool fires,
                       other_fires.bind(message.subject, message.channel, message.incident).step());
      if (fires) {
        state = "done";
        detail = "not said: " + other_fires.text(0) + " is firing under the same labels";
      }
    }
    if (state == "pending") SAKSI_TRY(end.bind(message.subject, message.channel).run());
    SAKSI_TRY(insert
                  .bind(message.event_id, message.incident, message.subject, message.kind,
                        message.channel, message.payload, to_us(now), to_us(message.not_before),
                        maybe_us(message.repeat_until), state, detail)
                  .run());
  }
  return {};
}

Result<std::vector<Pending>> due(Database& database, Instant now, std::size_t most) {
  SAKSI_TRY_ASSIGN(
      Statement query,
      database.prepare(
          "SELECT id, event_id, incident, kind, channel, payload, created_us, not_before_us, "
          "repeat_until_us, attempts, subject "
          "FROM (SELECT *, row_number() OVER (PARTITION BY channel ORDER BY id) AS turn "
          "FROM outbox o WHERE state IN ('pending', 'repeating') AND not_before_us <= ?1 "
          "AND (state = 'repeating' OR NOT EXISTS (SELECT 1 FROM outbox e WHERE e.subject = "
          "o.subject "
          "     AND e.channel = o.channel AND e.id < o.id AND e.state = 'pending'))) "
          "WHERE turn <= ?2 ORDER BY id"));
  query.bind(to_us(now), static_cast<std::int64_t>(most));
  std::vector<Pending> found;
  for (;;) {
    SAKSI_TRY_ASSIGN(const bool row, query.step());
    if (!row) return found;
    Pending pending;
    pending.id = query.integer(0);
    pending.event_id = query.text(1);
    pending.incident = query.text(2);
    pending.kind = query.text(3);
    pending.channel = query.text(4);
    pending.payload = query.text(5);
    pending.created = from_us(query.integer(6));
    pending.not_before = from_us(query.integer(7));
    if (!query.is_null(8)) pending.repeat_until = from_us(query.integer(8));
    pending.attempts = static_cast<unsigned>(query.integer(9));
    pending.subject = query.text(10);
    found.push_back(std::move(pending));
  }
}

Result<void> report(Database& database, const std::vector<DeliveryReport>& reports, Instant now) {
  SAKSI_TRY_ASSIGN(
      Statement find,
      database.prepare("SELECT channel, state, repeat_until_us FROM outbox WHERE id = ?1"));
  SAKSI_TRY_ASSIGN(Statement update,
                   database.prepare("UPDATE outbox SET state = ?2, not_before_us = coalesce(?3, "
                                    "not_before_us), attempts = attempts + 1, "
                                    "detail = ?4 WHERE id = ?1"));
  SAKSI_TRY_ASSIGN(
      Statement count,
      database.prepare("INSERT INTO outbox_counts (channel, outcome, count) VALUES (?1, ?2, 1) "
                       "ON CONFLICT (channel, outcome) DO UPDATE SET count = count + 1"));
  for (const DeliveryReport& report : reports) {
    SAKSI_TRY_ASSIGN(const bool row, find.bind(report.id).step());
    if (!row) return fail("the outbox has no message " + std::to_string(report.id));
    SAKSI_TRY(count.bind(find.text(0), counted_as(report.outcome)).run());
    const std::string state = find.text(1);
    if (state != "pending" && state != "repeating") continue;  // ended while it was under way
    const bool repeats = !find.is_null(2) && from_us(find.integer(2)) > now;
    std::string next_state;
    std::optional<Instant> next;
    switch (report.outcome) {
      case Delivery::delivered:
        next = report.next;
        next_state = repeats && next ? "repeating" : "done";
        break;
      case Delivery::retry:
        next = report.next.value_or(now + kRetryDefault);
        // What was delivered once and is past its repetition owes nothing more.
        next_state = state == "repeating" && !repeats ? "done" : state;
        break;
      case Delivery::dead:
        next_state = "dead";
        break;
    }
    SAKSI_TRY(
        update.bind(report.id, next_state, maybe_us(next), report.detail.substr(0, kMostDetail))
            .run());
  }
  return {};
}

Result<std::vector<Message>> last_said(Database& database, const std::string& subjects) {
  SAKSI_TRY_ASSIGN(Statement query,
                   database.prepare("SELECT event_id, incident, subject, kind, channel, payload, "
                                    "not_before_us FROM outbox o WHERE substr(subject, 1, ?2) = ?1 "
                                    "AND id = (SELECT max(id) FROM outbox l WHERE l.subject = "
                                    "o.subject) ORDER BY id"));
  query.bind(subjects, static_cast<std::int64_t>(subjects.size()));
  std::vector<Message> found;
  for (;;) {
    SAKSI_TRY_ASSIGN(const bool row, query.step());
    if (!row) return found;
    Message& message = found.emplace_back();
    message.event_id = query.text(0);
    message.incident = query.text(1);
    message.subject = query.text(2);
    message.kind = query.text(3);
    message.channel = query.text(4);
    message.payload = query.text(5);
    message.not_before = from_us(query.integer(6));
  }
}

Result<std::map<std::string, OutboxCount>> count(Database& database) {
  std::map<std::string, OutboxCount> counts;
  SAKSI_TRY_ASSIGN(Statement pending,
                   database.prepare("SELECT channel, count(*), min(created_us) FROM outbox WHERE "
                                    "state = 'pending' GROUP BY channel"));
  for (;;) {
    SAKSI_TRY_ASSIGN(const bool row, pending.step());
    if (!row) break;
    OutboxCount& channel = counts[pending.text(0)];
    channel.pending = static_cast<std::uint64_t>(pending.integer(1));
    channel.oldest = from_us(pending.integer(2));
  }
  SAKSI_TRY_ASSIGN(Statement sent,
                   database.prepare("SELECT channel, outcome, count FROM outbox_counts"));
  for (;;) {
    SAKSI_TRY_ASSIGN(const bool row, sent.step());
    if (!row) return counts;
    counts[sent.text(0)].sent[sent.text(1)] = static_cast<std::uint64_t>(sent.integer(2));
  }
}

}  // namespace saksi::store::outbox
