// SPDX-License-Identifier: Apache-2.0
//
// What agents bring to the pipeline. Live, it is as good as our own; late, it becomes evidence and
// revises incidents, and nobody is alarmed by what is over.
#include <algorithm>

#include "app/pipeline.hpp"
#include "app/revise.hpp"
#include "base/log.hpp"
#include "base/timestamp.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

// A sample that ended longer ago than this, beyond its interval, alarms nobody.
constexpr Duration kLive = 60s;

}  // namespace

Result<void> Pipeline::take_in(std::vector<Note>& notes) {
  for (Note& note : notes) {
    if (const auto* enrol = std::get_if<EnrolNote>(&note)) {
      auto enrolled = parts_.writer->enrol(enrol->vantage, enrol->key, parts_.clock->wall());
      const bool broken = !enrolled && parts_.writer->broken();
      const Result<void> copy = enrolled;
      enrol->answer->set_value(std::move(enrolled));
      if (broken) return copy;
      continue;
    }
    auto* intake = std::get_if<IntakeNote>(&note);
    if (intake == nullptr) continue;
    const store::Hearing hearing{
        [&](const store::Opened& opened) { return parts_.hearing.hear(opened, intake->arrival); },
        [&](const Plan& plan) { return parts_.hearing.knows(plan); },
        [&](const Plan& plan) { parts_.hearing.follow(plan); }};
    SAKSI_TRY_ASSIGN(intake->taken, parts_.writer->take_in(intake->arrival, hearing));
    for (const Plan& plan : intake->taken->plans) parts_.plans.push_back(plan);
    if (intake->taken->fresh > 0) news_ = true;
  }
  return {};
}

void Pipeline::hear(const Sample& sample) {
  tally_.count(sample);
  if (sample.end < remembers_from_) {
    if (!forgotten_) forgotten_ = {sample.end, sample.end};
    forgotten_->first = std::min(forgotten_->first, sample.end);
    forgotten_->second = std::max(forgotten_->second, sample.end);
    forgotten_at_ = parts_.clock->wall();
    return;
  }
  const bool live = parts_.clock->wall() - sample.end <= sample.interval + kLive;
  const bool doubt = live && judge_.wants_confirm(sample);
  judge_.consider(sample);
  if (live && is_failure(sample.cls)) failing_now_.insert(sample.target);
  if (doubt && parts_.confirm) parts_.confirm(sample);
}

// All changes but those that rest on late records alone. An incident that such records opened is
// told of when somebody sees it fail now.
std::vector<store::Change> Pipeline::to_tell(const std::vector<store::Change>& changes,
                                             const std::vector<Incident>& known) {
  std::vector<store::Change> told;
  for (const store::Change& change : changes) {
    const std::string& number = change.incident.number;
    const bool begins = change.fresh || change.event == "opened" || change.event == "reopened";
    if (begins && !failing_now_.contains(change.incident.outage.target)) untold_.insert(number);
    if (!untold_.contains(number)) told.push_back(change);
  }
  for (const Incident& incident : known) {
    if (!untold_.contains(incident.number)) continue;
    if (incident.outage.closed || incident.withdrawn) {
      untold_.erase(incident.number);
    } else if (failing_now_.contains(incident.outage.target)) {
      untold_.erase(incident.number);
      told.push_back({incident, "opened", false});
    }
  }
  return told;
}

// Once it has stopped coming in. A day at a time, because each costs a look at all of its samples,
// and what happens now must not wait behind a week.
Result<void> Pipeline::revise_late() {
  const Instant now = parts_.clock->wall();
  if (!forgotten_ || now - forgotten_at_ < 30s) return {};
  const auto [from, last] = *std::exchange(forgotten_, std::nullopt);
  const Instant to = std::min(last, from + 24h);
  if (to < last) forgotten_ = {to, last};
  SAKSI_TRY_ASSIGN(const auto changes,
                   revise(*parts_.settings, *parts_.reader, *parts_.writer, from, to, now));
  log::info("late records of {} to {}: {} incidents were revised", utc_text(from), utc_text(to),
            changes.size());
  if (changes.empty()) return {};
  SAKSI_TRY_ASSIGN(const auto recent,
                   parts_.reader->incidents({remembers_from_, std::nullopt, {}, "", 0}));
  known_.clear();
  for (const Incident& incident : recent)
    if (incident.outage.bounds.start_lo >= remembers_from_) known_.push_back(incident);
  news_ = true;
  return {};
}

}  // namespace saksi::app
