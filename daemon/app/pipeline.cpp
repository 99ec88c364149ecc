// SPDX-License-Identifier: Apache-2.0
#include "app/pipeline.hpp"

#include <algorithm>
#include <utility>

#include "alert/bulletin.hpp"
#include "alert/seal_told.hpp"
#include "app/translate.hpp"
#include "base/log.hpp"
#include "base/timestamp.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

// How far back the judge remembers: a day and a night, so that every morning is judged with the
// evening before in sight. An incident that is still open is never forgotten.
constexpr Duration kMemory = 36h;

template <class T, class F>
void each(const std::vector<Note>& notes, F&& use) {
  for (const Note& note : notes)
    if (const T* held = std::get_if<T>(&note)) use(*held);
}

void answer_agents(std::vector<Note>& notes) {
  for (Note& note : notes)
    if (auto* intake = std::get_if<IntakeNote>(&note); intake && intake->taken)
      intake->answer->set_value(std::move(*intake->taken));
}

void say(const store::Change& change) {
  const Incident& incident = change.incident;
  log::warning("incident {} {}: {} on {}, {} at step \"{}\", networks {}", incident.number,
               change.event, incident.outage.journey.text, incident.outage.target.text,
               code(incident.outage.cause), incident.outage.step,
               fmt::join(incident.outage.groups, "+"));
}

}  // namespace

Pipeline::Pipeline(Parts parts)
    : parts_(std::move(parts)),
      judge_(policy_of(*parts_.settings, parts_.plans)),
      links_(parts_.settings->web.operations_url, parts_.ack_key) {
  for (const Target& target : parts_.settings->targets) {
    short_names_[target.id] = target.short_name;
    zones_.emplace(target.id, *Zone::find(parts_.settings->calendar(target.calendar).zone));
  }
}

// One batch's whole life. Each line is a station; no station calls back up.
Result<void> Pipeline::take(std::vector<Note> notes) {
  failing_now_.clear();
  SAKSI_TRY(record_notes(notes));   // written, signed and synced before anyone has an opinion of it
  SAKSI_TRY(take_in(notes));        // and so is what agents delivered
  consider(notes);                  // the judge hears it; doubt asks for a second look
  SAKSI_TRY(register_outages());    // incidents and their messages, one transaction
  SAKSI_TRY(acknowledge(notes));    // who has said that it is being seen to
  SAKSI_TRY(close_day());           // once a day: the hash of all that is written, for outsiders
  SAKSI_TRY(send_messages(notes));  // what is due goes out; what came back is noted
  SAKSI_TRY(issue_sheets(notes));   // kept before they are shown
  SAKSI_TRY(revise_late());         // days that are long over, in the light of what came late
  publish();                        // pages, API and metrics see it
  answer_agents(notes);             // who delivered may know now: all of it is kept
  SAKSI_TRY(tell_in_time());        // what is said at a time of day, or because something lasts
  return {};
}

Result<void> Pipeline::resume() {
  store::Reader& reader = *parts_.reader;
  const Instant now = parts_.clock->wall();
  remembers_from_ = now - kMemory;
  SAKSI_TRY_ASSIGN(const auto recent, reader.incidents({remembers_from_, std::nullopt, {}, "", 0}));
  // An incident that reaches into our memory is remembered whole, with an hour of good time before
  // it; else its start would be judged anew from half of its samples.
  for (const Incident& incident : recent) {
    const Bounds& bounds = incident.outage.bounds;
    if (!bounds.end_hi || *bounds.end_hi >= now - kMemory)
      remembers_from_ = std::min(remembers_from_, bounds.start_lo - 1h);
  }
  for (const Incident& incident : recent)
    if (incident.outage.bounds.start_lo >= remembers_from_) known_.push_back(incident);
  SAKSI_TRY_ASSIGN(const auto samples,
                   reader.samples({remembers_from_, std::nullopt, {}, {}, false, 0}));
  SAKSI_TRY_ASSIGN(const auto early, reader.early_samples());
  for (const Sample& sample : early)
    if (sample.end >= remembers_from_) judge_.consider(sample);
  for (const Sample& sample : samples) {
    judge_.consider(sample);
    tally_.remember(sample);
    if (parts_.remember) parts_.remember(sample);
    last_class_[{sample.vantage, sample.target}] = sample.cls;
  }
  SAKSI_TRY_ASSIGN(auto seals, reader.seals(1));
  if (!seals.empty()) seal_ = std::move(seals.front());
  SAKSI_TRY(resume_telling(now));
  pruned_ = now;
  log::info("resumed with {} samples and {} incidents since {}", samples.size(), known_.size(),
            utc_text(remembers_from_));
  news_ = true;
  publish();
  return {};
}

Result<void> Pipeline::record(const std::vector<store::Entry>& entries, Instant accounted) {
  for (std::size_t at = 0; at < entries.size(); at += 1000)
    SAKSI_TRY(parts_.writer->append(
        {entries.begin() + static_cast<std::ptrdiff_t>(at),
         entries.begin() + static_cast<std::ptrdiff_t>(std::min(at + 1000, entries.size()))}));
  for (const store::Entry& entry : entries) {
    if (const Gap* gap = std::get_if<Gap>(&entry)) tally_.count(*gap);
    if (const Plan* plan = std::get_if<Plan>(&entry)) parts_.plans.push_back(*plan);
  }
  return parts_.writer->note_accounted(accounted);
}

Result<void> Pipeline::record_notes(std::vector<Note>& notes) {
  std::vector<store::Entry> entries;
  std::vector<Sample*> samples;
  for (Note& note : notes) {
    if (Finished* finished = std::get_if<Finished>(&note)) {
      SAKSI_TRY(keep_first_failure(*finished));
      entries.emplace_back(finished->sample);
      samples.push_back(&finished->sample);
    } else if (const Gap* gap = std::get_if<Gap>(&note)) {
      entries.emplace_back(*gap);
      samples.push_back(nullptr);
    }
  }
  if (entries.empty()) return {};
  SAKSI_TRY_ASSIGN(const auto seqs, parts_.writer->append(entries));
  for (std::size_t i = 0; i < samples.size(); ++i)
    if (samples[i] != nullptr) samples[i]->seq = seqs[i];
  news_ = true;
  return {};
}

// The body of each failure that is new for its vantage and target, not of the hundredth like it.
Result<void> Pipeline::keep_first_failure(Finished& finished) {
  Sample& sample = finished.sample;
  Class& last = last_class_[{sample.vantage, sample.target}];
  const bool first = !worked(sample.cls) && last != sample.cls;
  last = sample.cls;
  if (!first || finished.body.empty()) return {};
  SAKSI_TRY_ASSIGN(const Digest digest, parts_.writer->keep_blob(finished.body));
  for (StepFinding& step : sample.steps)
    if (step.id == sample.step) step.body = digest;
  return {};
}

void Pipeline::consider(const std::vector<Note>& notes) {
  for (const Note& note : notes) {
    if (const auto* late = std::get_if<judge::LateNote>(&note)) {
      judge_.consider(*late);
      news_ = true;
    } else if (const auto* gap = std::get_if<Gap>(&note)) {
      tally_.count(*gap);
    } else if (const auto* finished = std::get_if<Finished>(&note)) {
      hear(finished->sample);
    } else if (const auto* intake = std::get_if<IntakeNote>(&note); intake && intake->taken) {
      for (const store::Entry& entry : intake->taken->heard) {
        if (const Gap* slot = std::get_if<Gap>(&entry)) tally_.count(*slot);
        if (const Sample* sample = std::get_if<Sample>(&entry)) hear(*sample);
      }
    }
  }
}

Result<void> Pipeline::register_outages() {
  if (!news_) return {};
  const Instant now = parts_.clock->wall();
  std::vector<Outage> outages = judge_.outages();
  std::erase_if(outages, [&](const Outage& o) { return o.bounds.start_lo < remembers_from_; });
  const auto changes = store::reconcile(
      known_, outages, now, short_names_,
      [this](const TargetId& target, Instant at) { return local_date(target, at); });
  if (changes.empty() && (untold_.empty() || failing_now_.empty())) return {};

  std::vector<Incident> known = known_;
  for (const store::Change& change : changes) {
    const auto held = std::find_if(known.begin(), known.end(), [&](const Incident& incident) {
      return incident.number == change.incident.number;
    });
    if (held == known.end()) {
      known.push_back(change.incident);
    } else {
      *held = change.incident;
    }
  }
  const auto told = to_tell(changes, known);
  auto messages = alert::compose(*parts_.settings, *parts_.clock, told, now, parts_.demo);
  auto words = alert::bulletins(*parts_.settings, known, told, now, parts_.demo, links_);
  messages.insert(messages.end(), std::make_move_iterator(words.begin()),
                  std::make_move_iterator(words.end()));
  SAKSI_TRY(parts_.writer->commit(changes, messages, now));
  known_ = std::move(known);
  for (const store::Change& change : changes)
    if (change.event != "revised") say(change);
  return {};
}

// A target that has left the configuration took its calendar along; UTC is what is left.
std::string Pipeline::local_date(const TargetId& target, Instant at) const {
  const auto zone = zones_.find(target);
  return zone != zones_.end() ? date_text(zone->second.local(at).date) : utc_text(at).substr(0, 10);
}

// A day that nobody was there to close is closed by the next seal, which says since when.
Result<void> Pipeline::close_day() {
  const Instant now = parts_.clock->wall();
  if (!std::exchange(seal_told_, true)) SAKSI_TRY(tell_seal());
  const SealSettings& seal = parts_.settings->seal;
  const Zone zone = *Zone::find(parts_.settings->calendars.front().zone);
  std::chrono::sys_days day(zone.local(now).date);
  if (zone.instant(Date(day), seal.at) > now) day -= std::chrono::days(1);
  const std::string date = date_text(Date(day));
  if (seal_ && date <= seal_->date) return {};
  // The first seal is that of the first day on which there was something to do.
  if (!seal_ && std::none_of(parts_.plans.begin(), parts_.plans.end(), [&](const Plan& plan) {
        return date_text(zone.local(plan.effective).date) <= date;
      }))
    return {};
  SAKSI_TRY_ASSIGN(seal_, parts_.writer->seal_day(date, zone.name(), now));
  log::info("day {} is sealed: {}", date, hex(seal_->digest));
  news_ = true;
  return tell_seal();
}

// Also at each start: a seal whose message was lost to a kill gets it then, and no other twice.
Result<void> Pipeline::tell_seal() {
  const Instant now = parts_.clock->wall();
  if (!seal_ || now - seal_->at > 24h) return {};
  return parts_.writer->commit({}, alert::seal_told(*parts_.settings, *seal_, now, parts_.demo),
                               now);
}

Result<void> Pipeline::send_messages(const std::vector<Note>& notes) {
  const Instant now = parts_.clock->wall();
  std::vector<store::DeliveryReport> reports;
  each<store::DeliveryReport>(notes, [&](const auto& report) { reports.push_back(report); });
  if (!reports.empty()) {
    SAKSI_TRY(parts_.writer->report(reports, now));
    news_ = true;
  }
  SAKSI_TRY_ASSIGN(auto due, parts_.writer->due(now, 100));
  if (!due.empty() && parts_.deliver) parts_.deliver(std::move(due));
  // When nothing happens: bring the log home. Only this connection ever checkpoints.
  if (notes.empty() && now - settled_ > 60s) {
    settled_ = now;
    SAKSI_TRY(parts_.writer->checkpoint());
  }
  if (now - pruned_ > 1h) {
    prune(now);
    SAKSI_TRY(note_accounted(now - 1h));
  }
  return {};
}

// A sheet that cannot be kept is the asker's trouble; a store that failed is everybody's.
Result<void> Pipeline::issue_sheets(const std::vector<Note>& notes) {
  std::optional<Error> failed;
  each<SheetNote>(notes, [&](const SheetNote& note) {
    auto issued = parts_.writer->issue(note.sheet, parts_.clock->wall());
    if (!issued && parts_.writer->broken()) failed = issued.error();
    if (issued && *issued)
      log::info("sheet {} revision {} has the code {}", (*issued)->number, (*issued)->revision,
                (*issued)->code);
    note.answer->set_value(std::move(issued));
  });
  if (failed) return tl::unexpected(*failed);
  return {};
}

// So that the next start counts hours and not years. Counted before it is said.
Result<void> Pipeline::note_accounted(Instant until) {
  SAKSI_TRY_ASSIGN(const auto missing,
                   store::unaccounted(*parts_.reader, parts_.plans, until, GapReason::down));
  if (missing.empty()) return parts_.writer->note_accounted(until);
  log::error(
      "{} slots before {} have no row, which is a bug of saksi; they will be named at the "
      "next start",
      missing.size(), utc_text(until));
  return {};
}

void Pipeline::prune(Instant now) {
  pruned_ = now;
  Instant before = now - kMemory;
  for (const Incident& incident : known_)
    if (!incident.outage.closed) before = std::min(before, incident.outage.bounds.start_lo - 1h);
  if (before <= remembers_from_) return;
  remembers_from_ = before;
  judge_.forget(before);
  std::erase_if(known_,
                [&](const Incident& incident) { return incident.outage.bounds.start_lo < before; });
}

Result<void> Pipeline::settle() { return parts_.writer->checkpoint(); }

}  // namespace saksi::app
