// SPDX-License-Identifier: Apache-2.0
//
// The judge takes events in total order. Each sample is one event at its end; a run that was still
// waiting at the late mark is a second one, at planned + late. What has been taken is summed up in
// `Bench`, a plain value: copies of it are put aside now and then, and when something arrives that
// sorts before what was taken, the judge goes back to the last copy before it and takes the rest
// again. So the result depends on the set of samples alone.
#include "judge/judge.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "judge/bounds.hpp"
#include "judge/docket.hpp"

namespace saksi::judge {
namespace {

constexpr Duration kWindow = std::chrono::seconds(120);  // looked at before closing; wider off-peak
constexpr unsigned kWindowFailures = 1;
constexpr unsigned kWindowSamples = 4;
constexpr std::size_t kCopies = 24;  // of the bench; older ones are thinned out

struct Event {
  Instant at;
  unsigned vantage = 0;
  const Docket* docket = nullptr;
  Instant planned;
  const Heard* heard = nullptr;  // absent: the run was late at this moment

  // (time, vantage, seq); of one run the late mark comes first. Everything else only makes it
  // total.
  friend bool operator<(const Event& a, const Event& b) {
    const auto head = [](const Event& e) {
      return std::tuple(e.at, e.vantage, e.heard != nullptr, e.heard ? e.heard->seq : 0U);
    };
    if (head(a) != head(b)) return head(a) < head(b);
    if (a.docket != b.docket) return a.docket->key < b.docket->key;
    if (a.planned != b.planned) return a.planned < b.planned;
    return a.heard && b.heard && *a.heard < *b.heard;
  }
};

struct Bench {
  std::vector<Fitness> fitness;
  std::vector<Standings> standings;  // by docket
};

}  // namespace

class Judge::Impl {
 public:
  explicit Impl(Policy policy) : policy_(std::move(policy)), quorum_(policy_) {
    base_.fitness.resize(quorum_.size());
    bench_ = base_;
  }

  void consider(const Sample& sample);
  void consider(const LateNote& note);
  std::vector<Outage> outages();
  std::vector<TargetState> states(Instant now);
  std::vector<MinuteState> minutes(const TargetId& target, Instant from, Instant to, Instant now);
  bool wants_confirm(const Sample& sample);
  void forget(Instant before);

 private:
  struct Copy {
    Event last;
    Bench bench;
  };

  Docket& docket(const TargetId& target, const JourneyId& journey);
  Event late_event(const Docket& docket, const LateKey& key) const {
    return {.at = key.second + policy_.late,
            .vantage = key.first,
            .docket = &docket,
            .planned = key.second};
  }
  [[nodiscard]] bool remembered(Instant at) const { return !horizon_ || at >= *horizon_; }
  void add(const Event& event);
  void remove(const Event& event);
  void go_back_before(const Event& event);
  void restore();
  void take_all();
  void take(const Event& event);
  void apply(const Event& event, Standings& now);
  void weigh(const Event& event, Standings& now);
  [[nodiscard]] bool calm(const Standings& now, const Tally& bad, Instant at) const;
  [[nodiscard]] View view() const { return {quorum_, policy_, bench_.fitness}; }
  [[nodiscard]] std::vector<Look> looks(const Docket& docket, const Case& one,
                                        bool late_is_bad) const;
  [[nodiscard]] Outage tell(const Docket& docket, const Case& one) const;
  [[nodiscard]] bool settled(const Case& one, Instant before) const {
    return one.closed && *one.closed + policy_.reopen < before;
  }

  Policy policy_;
  Quorum quorum_;
  std::map<DocketKey, Docket> dockets_;
  std::vector<const Docket*> by_index_;
  std::set<Event> events_;
  Bench base_;                        // what was forgotten, summed up
  std::optional<Instant> horizon_;    // everything before it is in base_
  std::optional<Instant> forgotten_;  // outages settled before it are not told any more
  std::vector<Copy> copies_;          // by last event
  std::size_t taken_since_copy_ = 0;
  Bench bench_;  // after last_
  std::optional<Event> last_;
};

Docket& Judge::Impl::docket(const TargetId& target, const JourneyId& journey) {
  const auto [at, is_new] = dockets_.try_emplace(DocketKey{target, journey});
  if (is_new) {
    at->second.key = at->first;
    at->second.index = by_index_.size();
    by_index_.push_back(&at->second);
  }
  return at->second;
}

void Judge::Impl::consider(const Sample& sample) {
  const auto seat = quorum_.seat(sample.vantage);
  if (!seat || sample.end < sample.start || !remembered(sample.end)) return;
  if (sample.origin != Origin::scheduled && sample.origin != Origin::confirm) return;
  Controls controls = sample.controls_ok() ? Controls::fine : Controls::failed;
  if (sample.origin == Origin::confirm && sample.controls.empty()) controls = Controls::none;
  if (about(sample.cls).blame == Blame::vantage) controls = Controls::failed;
  Docket& docket = this->docket(sample.target, sample.journey);
  const auto [at, is_new] = docket.heard.insert(
      {.planned = sample.planned,
       .start = sample.start,
       .end = sample.end,
       .vantage = *seat,
       .seq = sample.seq,
       .interval = std::clamp<Duration>(sample.interval, Duration{0}, std::chrono::hours(24)),
       .cls = sample.cls,
       .step = sample.step,
       .backend = sample.backend,
       .scheduled = sample.origin == Origin::scheduled,
       .controls = controls});
  if (!is_new) return;

  const Heard& heard = *at;
  const LateKey key{*seat, heard.planned};
  const bool late = heard.voted_late(policy_.late);
  if (const auto entry = docket.lates.find(key); entry != docket.lates.end() || late) {
    LateEntry& lates = entry != docket.lates.end() ? entry->second : docket.lates[key];
    const bool before = lates.votes();
    ++lates.samples;
    if (late) ++lates.late;
    if (!before && lates.votes()) add(late_event(docket, key));
    if (before && !lates.votes()) remove(late_event(docket, key));
  }
  add({.at = heard.end,
       .vantage = *seat,
       .docket = &docket,
       .planned = heard.planned,
       .heard = &heard});
}

void Judge::Impl::consider(const LateNote& note) {
  const auto seat = quorum_.seat(note.vantage);
  if (!seat || !remembered(note.start + policy_.late)) return;
  Docket& docket = this->docket(note.target, note.journey);
  // The sample of that run, if it is there already, says it all.
  Heard from;
  from.end = note.start;
  for (auto at = docket.heard.lower_bound(from); at != docket.heard.end(); ++at)
    if (at->vantage == *seat && at->planned == note.start) return;
  LateEntry& lates = docket.lates[{*seat, note.start}];
  if (std::exchange(lates.noted, true)) return;
  lates.step = note.step;
  add(late_event(docket, {*seat, note.start}));
}

void Judge::Impl::add(const Event& event) {
  if (!remembered(event.at)) return;
  if (last_ && event < *last_) go_back_before(event);
  events_.insert(events_.end(), event);
}

void Judge::Impl::remove(const Event& event) {
  if (last_ && !(*last_ < event)) go_back_before(event);
  events_.erase(event);
}

void Judge::Impl::go_back_before(const Event& event) {
  while (!copies_.empty() && !(copies_.back().last < event)) copies_.pop_back();
  restore();
}

void Judge::Impl::restore() {
  if (copies_.empty()) {
    last_.reset();
    bench_ = base_;
  } else {
    last_ = copies_.back().last;
    bench_ = copies_.back().bench;
  }
  taken_since_copy_ = 0;
}

void Judge::Impl::take_all() {
  const std::size_t spacing = std::max<std::size_t>(64, 4 * by_index_.size());
  for (auto at = last_ ? events_.upper_bound(*last_) : events_.begin(); at != events_.end(); ++at) {
    take(*at);
    last_ = *at;
    if (++taken_since_copy_ < spacing) continue;
    taken_since_copy_ = 0;
    copies_.push_back({*last_, bench_});
    if (copies_.size() <= kCopies) continue;
    // Keep the newer half; of the older half every second one, so that gaps grow with age.
    std::size_t kept = 0;
    for (std::size_t i = 0; i < copies_.size(); ++i) {
      if (i < copies_.size() / 2 && i % 2 == 1) continue;
      if (kept != i) copies_[kept] = std::move(copies_[i]);
      ++kept;
    }
    copies_.erase(copies_.begin() + static_cast<std::ptrdiff_t>(kept), copies_.end());
  }
}

void Judge::Impl::take(const Event& event) {
  bench_.standings.resize(std::max(bench_.standings.size(), by_index_.size()));
  Standings& own = bench_.standings[event.docket->index];
  own.seats.resize(quorum_.size());
  if (!own.mood) own.mood = Mood{State::no_data, event.at, event.at};
  Fitness fitness = bench_.fitness[event.vantage];
  const bool flips = event.heard && fitness.hear(event.heard->controls);

  // Up to this instant all stood as before; only then the event takes effect.
  if (flips) {
    for (Standings& now : bench_.standings)
      if (now.mood) now.mood = view().carry(now, event.at);
  } else {
    own.mood = view().carry(own, event.at);
  }
  bench_.fitness[event.vantage] = fitness;
  apply(event, own);
  if (flips) {
    for (Standings& now : bench_.standings)
      if (now.mood) weigh(event, now);
  } else {
    weigh(event, own);
  }
}

// What the vantage found, into its standing.
void Judge::Impl::apply(const Event& event, Standings& now) {
  Standing& standing = now.seats[event.vantage];
  if (!event.heard) {
    // A vote needs a sample before it: from that it has its interval.
    if (!standing.latest) return;
    standing.resume(event.planned);
    standing.failed_once(policy_.bad_after);
    standing.latest = Finding{event.at, standing.latest->interval, Class::late, {}};
    standing.vote = standing.latest;
    return;
  }
  const Heard& heard = *event.heard;
  heard.fit = heard.controls != Controls::failed && bench_.fitness[event.vantage].fit();
  heard.counted = heard.fit && !is_set_aside(heard.cls);
  if (heard.controls == Controls::failed) return;
  if (heard.cls == Class::light_ok) {
    // It proves nothing of later steps, and so makes nothing good; but a step that fails now and
    // then, and works in between, has not failed so many times in a row.
    if (!standing.bad && standing.vote && is_failure(standing.vote->cls) &&
        standing.vote->step == heard.step)
      standing.failed = 0;
    return;
  }
  const Duration interval =
      heard.interval > Duration{0} || !standing.latest ? heard.interval : standing.latest->interval;
  if (!is_set_aside(heard.cls)) {
    standing.resume(heard.start);
    if (!heard.failed())
      standing.worked(policy_.good_after);
    else if (heard.voted_late(policy_.late))
      standing.failed_as_said(policy_.bad_after);
    else
      standing.failed_once(policy_.bad_after);
  }
  standing.latest = Finding{heard.end, interval, heard.cls, heard.step};
  if (is_set_aside(heard.cls)) return;
  standing.vote = standing.latest;
  if (!heard.counted) return;
  now.recent.emplace_back(heard.end, heard.failed());
  now.recent_span = std::max(kWindow, interval * 5 / 2);
  while (now.recent.front().first <= event.at - now.recent_span) now.recent.pop_front();
}

// Are things as quiet as they must be, for the whole hold, before an outage is closed?
bool Judge::Impl::calm(const Standings& now, const Tally& bad, Instant at) const {
  if (bad.confirmed()) return false;
  const Tally recovered = view().recovered(now, at);
  if (recovered.yes < recovered.need()) return false;
  unsigned samples = 0, failures = 0;
  for (const auto& [end, failed] : now.recent) {
    if (end <= at - now.recent_span) continue;
    ++samples;
    if (failed) ++failures;
  }
  return failures <= kWindowFailures && samples >= kWindowSamples;
}

// What all of them together say now.
void Judge::Impl::weigh(const Event& event, Standings& now) {
  const Tally bad = view().bad(now, event.at);
  if (!now.open() && bad.confirmed()) {
    if (!now.cases.empty() && event.at - *now.cases.back().closed <= policy_.reopen) {
      Case& again = now.cases.back();
      again.closed.reset();
      again.told.reset();
      ++again.episodes;
    } else {
      now.cases.push_back({.opened = event.at, .votes = view().votes(now, event.at)});
    }
    now.cases.back().calm_since.reset();
  } else if (now.open()) {
    Case& one = now.cases.back();
    if (!calm(now, bad, event.at)) {
      one.calm_since.reset();
    } else {
      if (!one.calm_since) one.calm_since = event.at;
      if (event.at - *one.calm_since >= policy_.hold) one.closed = event.at;
    }
  }
  if (const State state = view().state(now, event.at); state != now.mood->state) {
    now.mood->state = state;
    now.mood->since = event.at;
  }
}

std::vector<Look> Judge::Impl::looks(const Docket& docket, const Case& one,
                                     bool late_is_bad) const {
  std::vector<Look> looks;
  Heard from;
  from.end = one.opened - kLookBack;
  for (auto at = docket.heard.lower_bound(from); at != docket.heard.end(); ++at) {
    if (one.closed && at->end > *one.closed) break;
    if (!at->counted) continue;
    looks.push_back({.start = at->start,
                     .end = at->end,
                     .interval = at->interval,
                     .group = quorum_.group(at->vantage),
                     .vantage = at->vantage,
                     .bad = at->failed() || (late_is_bad && at->voted_late(policy_.late)),
                     .cls = at->failed() || !late_is_bad ? at->cls : Class::late,
                     .step = &at->step});
  }
  for (const auto& [key, lates] : docket.lates) {
    const Instant end = key.second + policy_.late;
    if (lates.samples > 0 || end < from.end || (one.closed && end > *one.closed)) continue;
    looks.push_back({.start = key.second,
                     .end = end,
                     .group = quorum_.group(key.first),
                     .vantage = key.first,
                     .bad = true,
                     .cls = Class::late,
                     .step = lates.step.empty() ? nullptr : &lates.step});
  }
  return looks;
}

Outage Judge::Impl::tell(const Docket& docket, const Case& one) const {
  Outage outage{.target = docket.key.target,
                .journey = docket.key.journey,
                .opened = one.opened,
                .closed = one.closed,
                .votes = one.votes,
                .episodes = one.episodes};
  outage.bounds = {.start_lo = one.opened, .start_hi = one.opened};
  std::set<std::string> groups;
  for (const Vote& vote : one.votes)
    if (vote.eligible && vote.bad) groups.insert(vote.group);

  auto reached = reach(looks(docket, one, false), one.opened, one.closed);
  // Opened by waiting alone, and every run was answered in the end: the waits are the outage.
  if (!reached) reached = reach(looks(docket, one, true), one.opened, one.closed);
  if (reached) {
    outage.bounds = reached->bounds;
    std::map<Class, unsigned> causes;
    for (const Look& look : reached->failures) {
      ++causes[look.cls];
      groups.insert(quorum_.group_name(look.group));
    }
    const auto more = [](const auto& a, const auto& b) { return a.second < b.second; };
    outage.cause = std::max_element(causes.begin(), causes.end(), more)->first;
    std::map<std::string, unsigned> steps;
    for (const Look& look : reached->failures)
      if (look.cls == outage.cause && look.step) ++steps[*look.step];
    if (!steps.empty()) outage.step = std::max_element(steps.begin(), steps.end(), more)->first;
    outage.bad_samples = static_cast<unsigned>(reached->failures.size());
  }
  outage.groups.assign(groups.begin(), groups.end());
  // The latest sample says on which backend the target stands.
  for (auto at = docket.heard.rbegin(); at != docket.heard.rend(); ++at) {
    if (one.closed && at->end > *one.closed) continue;
    outage.backend = at->backend;
    break;
  }
  return outage;
}

std::vector<Outage> Judge::Impl::outages() {
  take_all();
  std::vector<Outage> found;
  for (std::size_t i = 0; i < bench_.standings.size(); ++i) {
    for (Case& one : bench_.standings[i].cases) {
      if (forgotten_ && settled(one, *forgotten_)) continue;
      if (one.told) {
        found.push_back(*one.told);
        continue;
      }
      found.push_back(tell(*by_index_[i], one));
      if (one.closed && last_ && last_->at > *one.closed) one.told = found.back();
    }
  }
  std::sort(found.begin(), found.end(), [](const Outage& a, const Outage& b) {
    return std::tie(a.opened, a.target, a.journey) < std::tie(b.opened, b.target, b.journey);
  });
  return found;
}

std::vector<TargetState> Judge::Impl::states(Instant now) {
  take_all();
  std::vector<TargetState> found;
  bool was_silent = false;
  for (const auto& [key, docket] : dockets_) {  // by target, then journey
    if (docket.index >= bench_.standings.size()) continue;
    const Standings& standings = bench_.standings[docket.index];
    if (!standings.mood) continue;
    const Instant at = std::max(now, standings.mood->at);
    const Mood mood = view().carry(standings, at);
    TargetState state{.target = key.target,
                      .state = mood.state,
                      .since = mood.since,
                      .votes = view().votes(standings, at)};
    for (const Standing& standing : standings.seats)
      if (standing.latest && (!state.last_end || *state.last_end < standing.latest->end))
        state.last_end = standing.latest->end;
    // A journey unheard for an hour (taken out of the configuration, say) does not speak for a
    // target that another journey still looks at.
    const bool silent = !state.last_end || at - *state.last_end > kLookBack;
    if (found.empty() || found.back().target != key.target) {
      found.push_back(std::move(state));
      was_silent = silent;
      continue;
    }
    const auto last_end = std::max(found.back().last_end, state.last_end);
    if (silent != was_silent ? was_silent : gravity(state.state) > gravity(found.back().state)) {
      found.back() = std::move(state);
      was_silent = silent;
    }
    found.back().last_end = last_end;
  }
  return found;
}

std::vector<MinuteState> Judge::Impl::minutes(const TargetId& target, Instant from, Instant to,
                                              Instant now) {
  take_all();
  const auto first = std::chrono::ceil<std::chrono::minutes>(from);
  const auto end = std::chrono::ceil<std::chrono::minutes>(to);
  if (first >= end) return {};
  const auto count = static_cast<std::size_t>((end - first).count());
  std::optional<std::vector<MinuteState>> found;
  for (auto at = dockets_.lower_bound({target, {}});
       at != dockets_.end() && at->first.target == target; ++at) {
    const Docket& docket = at->second;
    Heard before;
    before.end = Instant(first) - kLookBack;
    const auto heard = docket.heard.lower_bound(before);
    if (heard == docket.heard.end() || heard->end > std::min(now, Instant(end))) continue;
    const auto these = minutes_of(docket, quorum_, policy_, first, count, now);
    if (!found) {
      found = these;
      continue;
    }
    for (std::size_t i = 0; i < count; ++i) (*found)[i] = graver((*found)[i], these[i]);
  }
  return found ? *found : std::vector<MinuteState>(count, MinuteState::unknown);
}

bool Judge::Impl::wants_confirm(const Sample& sample) {
  const auto seat = quorum_.seat(sample.vantage);
  if (!seat || sample.origin != Origin::scheduled || !is_failure(sample.cls) ||
      !sample.controls_ok())
    return false;
  take_all();
  const auto at = dockets_.find({sample.target, sample.journey});
  if (at == dockets_.end() || at->second.index >= bench_.standings.size()) return true;
  const Standings& now = bench_.standings[at->second.index];
  return *seat >= now.seats.size() || !now.seats[*seat].bad;
}

void Judge::Impl::forget(Instant before) {
  take_all();
  // An outage is told from the hour before its opening on: of one that opens from now on, of one
  // that is open, and of one that may be opened again.
  Instant until = before - kLookBack;
  for (const Standings& now : bench_.standings)
    for (const Case& one : now.cases)
      if (!settled(one, before)) until = std::min(until, one.opened - kLookBack);
  forgotten_ = forgotten_ ? std::max(*forgotten_, before) : before;
  if (horizon_ && until <= *horizon_) return;

  // Sum up all before `until` once more, from the last copy that lies before it.
  while (!copies_.empty() && copies_.back().last.at >= until) copies_.pop_back();
  restore();
  auto at = last_ ? events_.upper_bound(*last_) : events_.begin();
  for (; at != events_.end() && at->at < until; ++at) take(*at);
  for (Standings& now : bench_.standings)
    std::erase_if(now.cases, [&](const Case& one) { return settled(one, *forgotten_); });
  base_ = bench_;
  copies_.clear();
  taken_since_copy_ = 0;
  last_.reset();
  horizon_ = until;
  events_.erase(events_.begin(), at);
  for (auto& [key, docket] : dockets_) {
    Heard first;
    first.end = until;
    docket.heard.erase(docket.heard.begin(), docket.heard.lower_bound(first));
    std::erase_if(docket.lates,
                  [&](const auto& entry) { return entry.first.second + policy_.late < until; });
  }
}

Judge::Judge(Policy policy) : impl_(std::make_unique<Impl>(std::move(policy))) {}
Judge::~Judge() = default;
Judge::Judge(Judge&&) noexcept = default;
Judge& Judge::operator=(Judge&&) noexcept = default;
void Judge::consider(const Sample& sample) { impl_->consider(sample); }
void Judge::consider(const LateNote& note) { impl_->consider(note); }
std::vector<Outage> Judge::outages() { return impl_->outages(); }
std::vector<TargetState> Judge::states(Instant now) { return impl_->states(now); }
std::vector<MinuteState> Judge::minutes(const TargetId& target, Instant from, Instant to,
                                        Instant now) {
  return impl_->minutes(target, from, to, now);
}
bool Judge::wants_confirm(const Sample& sample) { return impl_->wants_confirm(sample); }
void Judge::forget(Instant before) { impl_->forget(before); }

std::vector<Outage> judge_all(const Policy& policy, const std::vector<Sample>& samples) {
  Judge judge(policy);
  for (const Sample& sample : samples) judge.consider(sample);
  return judge.outages();
}

}  // namespace saksi::judge
