// SPDX-License-Identifier: Apache-2.0
#include "inquiry/desk.hpp"

#include <algorithm>

#include "inquiry/policy.hpp"

namespace saksi::inquiry {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using verdict::Answer;
using verdict::Asked;
using verdict::Standing;

constexpr Duration kBefore = std::chrono::hours(1);  // enough for a vantage to show that it is fit
constexpr Duration kAfter = minutes(10);             // no run waits longer
constexpr TimeOfDay kWholeDay = std::chrono::hours(24);
constexpr Duration kFresh = minutes(1);  // a day that still goes on, as it was judged
constexpr Duration kKept = minutes(10);  // a day that is over; samples may come late
constexpr std::size_t kMostDays = 62;
constexpr TimeOfDay kRecheck = minutes(verdict::kFigures.recheck);

bool on_time(const Asked& asked, const Hours& of_day) {
  return asked.recorded && *asked.recorded <= of_day.limit;
}

// Hop "login.1" of a redirect belongs to its step.
std::string step_of(const std::string& id) { return id.substr(0, id.find('.')); }

}  // namespace

std::map<TargetId, std::vector<MinuteState>> day_minutes(const judge::Policy& policy,
                                                         const std::vector<Sample>& samples,
                                                         const std::vector<TargetId>& targets,
                                                         Instant from, Instant to, Instant now) {
  judge::Judge judge(policy);
  for (const Sample& sample : samples) judge.consider(sample);
  std::map<TargetId, std::vector<MinuteState>> judged;
  for (const TargetId& target : targets) judged[target] = judge.minutes(target, from, to, now);
  return judged;
}

Desk::Desk(const Settings& settings, const std::vector<Plan>& plans, store::Reader& reader,
           Instant now)
    : settings_(settings), reader_(reader), now_(now), policy_(policy_of(settings, plans)) {
  for (const Plan& plan : plans)
    for (const PlanEntry& entry : plan.entries) {
      const auto [at, fresh] = began_.emplace(entry.target, plan.effective);
      if (!fresh) at->second = std::min(at->second, plan.effective);
    }
}

void Desk::move_on(Instant now) {
  now_ = now;
  std::erase_if(days_, [&](const auto& entry) {
    const Day& day = entry.second;
    const Duration age = now - day.made;
    return age < Duration{0} || age > (day.made < day.complete ? kFresh : kKept);
  });
  while (days_.size() > kMostDays)
    days_.erase(
        std::ranges::min_element(days_, {}, [](const auto& entry) { return entry.second.made; }));
}

Result<Answer> Desk::answer(const Asked& asked) {
  const Target& target = settings_.target(asked.target);
  const Calendar& calendar = settings_.calendar(target.calendar);
  SAKSI_TRY_ASSIGN(const Zone zone, Zone::find(calendar.zone));
  const LocalTime today = zone.local(now_);
  Answer answer;
  answer.asked = asked;
  answer.agency = target.agency;
  answer.letters = today.letters;
  answer.hours = calendar.hours(asked.date);
  const auto began = began_.find(target.id);
  if (began != began_.end()) answer.began = zone.local(began->second).date;
  answer.final_from = Date(std::chrono::sys_days(asked.date) + days(1) + kSettled);
  answer.provisional = now_ < zone.instant(answer.final_from, TimeOfDay{0});

  const auto stand = [&](Standing standing) -> Answer& {
    answer.standing = standing;
    return answer;
  };
  answer.verdict.outcome = verdict::Outcome::outside;
  if (asked.date > today.date) return stand(Standing::future);
  if (const Holiday* holiday = calendar.holiday(asked.date)) {
    answer.holiday = holiday->name;
    return stand(Standing::holiday);
  }
  if (!answer.hours) return stand(Standing::free_day);
  if (asked.recorded && zone.instant(asked.date, *asked.recorded) > now_)
    return stand(Standing::time_ahead);
  if (!asked.recorded && zone.instant(asked.date, answer.hours->close) > now_)
    return stand(Standing::still_open);
  const bool measured = answer.began && asked.date >= *answer.began;
  const bool empty_window = answer.hours->opening == answer.hours->limit;
  if (!measured && !empty_window && !on_time(asked, *answer.hours)) return stand(Standing::before);

  if (!measured || on_time(asked, *answer.hours)) {
    answer.verdict = verdict::judge({answer.hours, asked.recorded}, {});
  } else {
    const TimeOfDay last = std::max(answer.hours->close, asked.recorded.value_or(TimeOfDay{0}));
    SAKSI_TRY_ASSIGN(const Morning* found,
                     morning(target, zone, asked.date, std::min(last + kRecheck, kWholeDay)));
    answer.verdict = verdict::judge({answer.hours, asked.recorded}, found->minutes);
    fill_in(answer, *found, zone);
  }
  for (const LateClass& band : calendar.late_classes)
    answer.classes =
        answer.classes || (asked.date >= band.valid_from && asked.date <= band.valid_to);
  const auto label = [&](int late) {
    const LateClass* band = calendar.late_class(asked.date, late);
    return band == nullptr ? std::string() : band->label;
  };
  answer.class_before = label(answer.verdict.late);
  answer.class_after = label(answer.verdict.late - answer.verdict.explained);
  return answer;
}

void Desk::fill_in(Answer& answer, const Morning& morning, const Zone& zone) const {
  const Instant from = zone.instant(answer.asked.date, answer.verdict.window_from),
                to = zone.instant(answer.asked.date, answer.verdict.looked_to);
  for (const Incident& incident : morning.incidents) {
    const Bounds& bounds = incident.outage.bounds;
    if (!incident.withdrawn && bounds.start_lo < to && (!bounds.end_hi || *bounds.end_hi >= from))
      answer.incidents.push_back({incident.number, incident.revision});
  }
  const Target& target = settings_.target(answer.asked.target);
  for (const StepSettings& step : settings_.journey(target.journey).steps) {
    const auto sent = morning.sent.find(step.id);
    if (sent != morning.sent.end() &&
        std::ranges::any_of(sent->second, [&](Instant at) { return at >= from && at < to; }))
      answer.steps.push_back(step.id);
  }
  // What is drawn: from the opening to the close, or on to what was looked at.
  const auto shown_from = std::chrono::floor<minutes>(answer.hours->opening);
  const auto shown_to = std::max(answer.hours->close, answer.verdict.looked_to);
  answer.minutes.from = shown_from;
  for (TimeOfDay at = shown_from; at < shown_to; at += minutes(1))
    answer.minutes.states.push_back(morning.minutes.at(static_cast<int>(at.count() / 60)));
}

Result<const Desk::Morning*> Desk::morning(const Target& target, const Zone& zone, Date date,
                                           TimeOfDay to) {
  const std::pair key(zone.name(), date);
  auto found = days_.find(key);
  if (found == days_.end() || found->second.to < to) {
    // Most questions end soon after the close; one that does not costs a look at the whole day.
    TimeOfDay closes{0};
    for (const Target& one : settings_.targets)
      if (const auto hours = settings_.calendar(one.calendar).hours(date))
        closes = std::max(closes, hours->close + kRecheck);
    closes = std::min(closes, kWholeDay);
    SAKSI_TRY_ASSIGN(Day day, read_day(zone, date, to <= closes ? closes : kWholeDay));
    found = days_.insert_or_assign(key, std::move(day)).first;
  }
  return &found->second.mornings.at(target.id);
}

Result<Desk::Day> Desk::read_day(const Zone& zone, Date date, TimeOfDay to) {
  TimeOfDay from = to;
  std::vector<TargetId> targets;
  for (const Target& one : settings_.targets) {
    const Calendar& calendar = settings_.calendar(one.calendar);
    const auto hours = calendar.hours(date);
    if (calendar.zone != zone.name() || !hours) continue;
    from = std::min(from, TimeOfDay(std::chrono::floor<minutes>(hours->opening)));
    targets.push_back(one.id);
  }
  const Instant begin = zone.instant(date, from), end = zone.instant(date, to);
  store::SampleFilter filter;
  filter.from = begin - kBefore;
  filter.to = end + kAfter;
  filter.most = 0;
  SAKSI_TRY_ASSIGN(const auto samples, reader_.samples(filter));
  store::IncidentFilter overlapping;
  overlapping.from = begin;
  overlapping.to = end;
  overlapping.most = 0;
  SAKSI_TRY_ASSIGN(const auto incidents, reader_.incidents(overlapping));

  Day day;
  day.to = to;
  day.made = now_;
  day.complete = end + kAfter;
  for (auto& [target, states] : day_minutes(policy_, samples, targets, begin, end, now_))
    day.mornings[target].minutes = {from, std::move(states)};
  for (const Sample& sample : samples) {
    const auto morning = day.mornings.find(sample.target);
    if (morning == day.mornings.end() || !sample.controls_ok()) continue;
    for (const StepFinding& step : sample.steps)
      if (step.sent) morning->second.sent[step_of(step.id)].push_back(sample.end);
  }
  for (auto incident = incidents.rbegin(); incident != incidents.rend(); ++incident)
    if (const auto morning = day.mornings.find(incident->outage.target);
        morning != day.mornings.end())
      morning->second.incidents.push_back(*incident);
  return day;
}

}  // namespace saksi::inquiry
