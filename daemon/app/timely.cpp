// SPDX-License-Identifier: Apache-2.0
//
// The stations of the pipeline that are about people's time: what they are told at a time of day or
// because something lasts, and what they say back. The words are alert's; here they meet the judge,
// the store and the clock.
#include <algorithm>

#include "alert/reminder.hpp"
#include "app/pipeline.hpp"
#include "base/log.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLook = 1s;
// Whoever has just started knows nothing yet, and must not say that nothing was measured.
constexpr Duration kFirstLooks = 3min;

}  // namespace

// What earlier lives said stands in the outbox, so that nothing is said twice and every end is.
Result<void> Pipeline::resume_telling(Instant now) {
  SAKSI_TRY_ASSIGN(acknowledged_, parts_.reader->acknowledgements(""));
  std::vector<store::Message> said;
  for (const std::string& subjects : alert::Watch::subjects()) {
    SAKSI_TRY_ASSIGN(const auto found, parts_.reader->last_said(subjects));
    said.insert(said.end(), found.begin(), found.end());
  }
  resumed_ = now;
  watch_.emplace(*parts_.settings, said, now, parts_.demo);
  return {};
}

Result<void> Pipeline::acknowledge(const std::vector<Note>& notes) {
  for (const Note& note : notes) {
    const auto* asked = std::get_if<AckNote>(&note);
    if (asked == nullptr) continue;
    const auto incident = std::find_if(known_.begin(), known_.end(), [&](const Incident& one) {
      return one.number == asked->said.number;
    });
    AckOutcome outcome = AckOutcome::unknown;
    if (incident != known_.end()) {
      outcome = AckOutcome::over;
      if (!incident->withdrawn && !incident->outage.closed) {
        SAKSI_TRY_ASSIGN(const bool fresh, parts_.writer->acknowledge(asked->said));
        outcome = fresh ? AckOutcome::recorded : AckOutcome::already;
        if (fresh) {
          acknowledged_.push_back(asked->said);
          news_ = true;
          log::info("incident {} is acknowledged", asked->said.number);
        }
      }
    }
    asked->answer->set_value(outcome);
  }
  return {};
}

Result<void> Pipeline::tell_in_time() {
  const Instant now = parts_.clock->wall();
  const Settings& settings = *parts_.settings;
  if ((now >= looked_ && now - looked_ < kLook) || alert::people_of(settings.alerts).empty())
    return {};
  looked_ = now;
  const auto board = parts_.board->current();
  std::vector<store::Message> messages = watch_->look(*board, now);
  for (store::Message& reminder :
       alert::reminders(settings, known_, acknowledged_, *board, now, parts_.demo, links_))
    if (told_.insert(reminder.event_id).second) messages.push_back(std::move(reminder));
  for (const alert::Round& round : alert::rounds_due(settings, now)) {
    if (now < resumed_ + kFirstLooks || !told_.insert(round.id).second) continue;
    SAKSI_TRY_ASSIGN(const auto its, tell_round(round, now));
    messages.insert(messages.end(), its.begin(), its.end());
  }
  if (messages.empty()) return {};
  return parts_.writer->commit({}, messages, now);
}

Result<std::vector<store::Message>> Pipeline::tell_round(const alert::Round& round, Instant now) {
  const Settings& settings = *parts_.settings;
  log::info("people are told: {}", round.id);
  if (round.kind == alert::Round::Kind::ready)
    return alert::ready(settings, round, *parts_.board->current(), now, parts_.demo);
  alert::MorningFacts facts;
  facts.incidents = known_;
  facts.seal = seal_;
  std::optional<alert::Morning> all;
  for (const TargetId& target : round.targets) {
    const auto morning = alert::morning_of(settings, target, round, now);
    if (!morning) continue;
    facts.minutes[target] = judge_.minutes(target, morning->from, morning->to, now);
    if (!all) all = morning;
    all->from = std::min(all->from, morning->from);
    all->to = std::max(all->to, morning->to);
  }
  if (all) {
    SAKSI_TRY_ASSIGN(facts.samples, parts_.reader->samples({all->from, all->to, {}, {}, false, 0}));
  }
  return alert::summary(settings, round, facts, now, parts_.demo);
}

}  // namespace saksi::app
