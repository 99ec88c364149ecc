// SPDX-License-Identifier: Apache-2.0
//
// From the store to the content of an evidence sheet.
#include <algorithm>
#include <set>

#include "inquiry/desk.hpp"
#include "inquiry/sheets.hpp"

namespace saksi::inquiry {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr Duration kAwaited = minutes(10);  // no run waits longer
constexpr Duration kLongestLook = std::chrono::hours(24);
constexpr std::size_t kMostStreaks = 30;
constexpr std::size_t kMostGaps = 10;

// Which vantage saw what, while a streak goes on.
struct Going {
  paper::Streak streak;
  std::map<Class, unsigned> found;
  std::map<std::string, unsigned> steps;
  std::map<Class, Duration> took;
};

template <class Key>
Key most_often(const std::map<Key, unsigned>& counts) {
  return std::ranges::max_element(counts, {}, [](const auto& one) { return one.second; })->first;
}

void hear(Going& going, const Sample& sample) {
  if (going.streak.checks++ == 0) going.streak.from = sample.start;
  going.streak.to = sample.end;
  ++going.found[sample.cls];
  ++going.steps[sample.step];
  Duration took = sample.end - sample.start;
  for (const StepFinding& step : sample.steps)
    if (step.id == sample.step) took = step.total;
  Duration& longest = going.took[sample.cls];
  longest = std::max(longest, took);
}

paper::Streak closed(Going& going) {
  going.streak.cls = most_often(going.found);
  going.streak.step = most_often(going.steps);
  going.streak.took = going.took[going.streak.cls];
  return going.streak;
}

bool blocks(MinuteState state) {
  return state == MinuteState::bad || state == MinuteState::not_open;
}

void count_minutes(paper::Sheet& sheet) {
  int known = 0;
  for (std::size_t at = 0; at < sheet.minutes.size(); ++at) {
    const MinuteState state = sheet.minutes[at];
    if (blocks(state)) ++sheet.blocked;
    if (state != MinuteState::unknown) {
      ++known;
      if (state != MinuteState::good) ++sheet.soft;
      continue;
    }
    const TimeOfDay from = sheet.minutes_from + minutes(at);
    if (!sheet.gaps.empty() && sheet.gaps.back().to == from)
      sheet.gaps.back().to = from + minutes(1);
    else
      sheet.gaps.push_back({from, from + minutes(1)});
  }
  if (sheet.gaps.size() > kMostGaps) {
    sheet.more_gaps = static_cast<unsigned>(sheet.gaps.size() - kMostGaps);
    sheet.gaps.resize(kMostGaps);
  }
  if (!sheet.minutes.empty()) sheet.coverage = 100 * known / static_cast<int>(sheet.minutes.size());
}

}  // namespace

Result<Evidence> Desk::date_sheet(const TargetId& target, Date date) {
  return sheet(settings_.target(target), date, nullptr);
}

Result<std::optional<Evidence>> Desk::incident_sheet(const Incident& incident) {
  for (const Target& target : settings_.targets)
    if (target.id == incident.outage.target) {
      SAKSI_TRY_ASSIGN(const Zone zone, Zone::find(settings_.calendar(target.calendar).zone));
      SAKSI_TRY_ASSIGN(Evidence evidence,
                       sheet(target, zone.local(incident.outage.bounds.start_hi).date, &incident));
      return evidence;
    }
  return std::nullopt;
}

Result<Evidence> Desk::sheet(const Target& target, Date date, const Incident* incident) {
  const Calendar& calendar = settings_.calendar(target.calendar);
  SAKSI_TRY_ASSIGN(const Zone zone, Zone::find(calendar.zone));
  Evidence evidence;
  paper::Sheet& sheet = evidence.sheet;
  sheet.target = target.id.text;
  sheet.agency = target.agency;
  sheet.host = host_of(target);
  sheet.date = date;
  sheet.zone = calendar.zone;
  sheet.hours = calendar.hours(date);
  sheet.final_from = Date(std::chrono::sys_days(date) + days(1) + kSettled);
  sheet.final = now_ >= zone.instant(sheet.final_from, TimeOfDay{0});
  sheet.rule = verdict::kRule;
  sheet.operated_by = settings_.web.operated_by;
  sheet.contact = settings_.web.contact;
  sheet.site = host_of(settings_);
  if (sheet.hours) {
    sheet.failed_from = zone.instant(date, sheet.hours->opening);
    sheet.failed_to = zone.instant(date, sheet.hours->close);
    evidence.complete = sheet.failed_to + kAwaited;
    SAKSI_TRY(add_minutes(sheet, target, zone));
  }
  if (incident == nullptr) {
    std::string day = date_text(date);
    std::erase(day, '-');
    sheet.kind = paper::Kind::date;
    sheet.number = "LBG-" + day + "-" + target.short_name;
  } else {
    const Outage& outage = incident->outage;
    sheet.kind = paper::Kind::incident;
    sheet.number = "LBG-" + incident->number.substr(incident->number.find('-') + 1);
    sheet.incidents = {{incident->number, incident->revision}};
    sheet.withdrawn = incident->withdrawn;
    if (incident->withdrawn) sheet.withdrawn_reason = incident->reason;
    sheet.bounds = outage.bounds;
    evidence.open = !incident->withdrawn && !outage.closed;
    sheet.failed_from = outage.bounds.start_lo;
    sheet.failed_to = std::min(outage.bounds.end_hi.value_or(now_) + minutes(1),
                               sheet.failed_from + kLongestLook);
  }
  SAKSI_TRY(add_checks(sheet, target));
  SAKSI_TRY_ASSIGN(sheet.seal, seal_over(date));
  if (incident != nullptr)
    sheet.failing = std::max(sheet.failing, static_cast<unsigned>(incident->outage.groups.size()));
  return evidence;
}

// The seal that closed the day: once it is made, the paper carries it.
Result<std::optional<std::string>> Desk::seal_over(Date date) {
  const std::string day = date_text(date);
  SAKSI_TRY_ASSIGN(const std::vector<DaySeal> seals, reader_.seals(0));
  for (const DaySeal& seal : seals)
    if (seal.since <= day && day <= seal.date) return seal.date + ", " + short_text(seal.digest);
  return std::nullopt;
}

Result<void> Desk::add_minutes(paper::Sheet& sheet, const Target& target, const Zone& zone) {
  const Hours& hours = *sheet.hours;
  SAKSI_TRY_ASSIGN(const Morning* found, morning(target, zone, sheet.date, hours.close));
  const auto shown_from = std::chrono::floor<minutes>(hours.opening);
  sheet.minutes_from = shown_from;
  // What has not happened yet is not a gap.
  for (TimeOfDay at = shown_from; at < hours.close && zone.instant(sheet.date, at) < now_;
       at += minutes(1))
    sheet.minutes.push_back(found->minutes.at(static_cast<int>(at.count() / 60)));
  count_minutes(sheet);
  const verdict::Verdict counted = verdict::judge({hours, std::nullopt}, found->minutes);
  sheet.window = counted.window;
  sheet.usable = counted.usable;
  sheet.window_blocked = counted.blocked;
  sheet.window_soft = counted.soft;
  sheet.window_unknown = counted.unknown;
  const Instant from = zone.instant(sheet.date, hours.opening),
                to = zone.instant(sheet.date, hours.close);
  for (const Incident& incident : found->incidents) {
    const Bounds& bounds = incident.outage.bounds;
    if (!incident.withdrawn && bounds.start_lo < to && (!bounds.end_hi || *bounds.end_hi >= from))
      sheet.incidents.push_back({incident.number, incident.revision});
  }
  return {};
}

Result<void> Desk::add_checks(paper::Sheet& sheet, const Target& target) {
  store::SampleFilter filter;
  filter.from = sheet.failed_from;
  filter.to = sheet.failed_to;
  filter.target = target.id;
  filter.most = 0;
  SAKSI_TRY_ASSIGN(const auto samples, reader_.samples(filter));

  std::map<VantageId, Going> going;
  std::set<VantageId> measured;
  std::set<std::string> exercised, groups, failing;
  const auto group_of = [&](const VantageId& id) {
    const auto voice = policy_.vantages.find(id);
    return voice == policy_.vantages.end() ? id.text : voice->second.group;
  };
  const auto names_of = [&](const VantageId& id) {
    for (const Vantage& one : settings_.vantages)
      if (one.id == id)
        return std::pair(one.place.empty() ? id.text : one.place,
                         one.isp.empty() ? one.group : one.isp);
    return std::pair(id.text, group_of(id));
  };
  const auto end_streak = [&](Going& one) {
    if (one.streak.checks > 0) sheet.streaks.push_back(closed(one));
    one = {};
  };
  for (const Sample& sample : samples) {
    if (!sample.controls_ok() || is_set_aside(sample.cls)) continue;  // says nothing of the service
    measured.insert(sample.vantage);
    groups.insert(group_of(sample.vantage));
    for (const StepFinding& step : sample.steps)
      if (step.sent) exercised.insert(step.id.substr(0, step.id.find('.')));
    Going& one = going[sample.vantage];
    if (!is_failure(sample.cls)) {
      end_streak(one);
      continue;
    }
    std::tie(one.streak.vantage, one.streak.network) = names_of(sample.vantage);
    failing.insert(group_of(sample.vantage));
    hear(one, sample);
  }
  for (auto& [vantage, one] : going) end_streak(one);
  if (sheet.withdrawn) {
    sheet.streaks.clear();
    failing.clear();
  }
  std::ranges::sort(sheet.streaks, {}, [](const paper::Streak& one) {
    return std::tie(one.from, one.vantage, one.network);
  });
  if (sheet.streaks.size() > kMostStreaks) {
    sheet.more_streaks = static_cast<unsigned>(sheet.streaks.size() - kMostStreaks);
    sheet.streaks.resize(kMostStreaks);
  }
  for (const VantageId& id : measured) {
    const auto [vantage, network] = names_of(id);
    sheet.vantages.push_back(vantage);
    if (std::ranges::find(sheet.networks, network) == sheet.networks.end())
      sheet.networks.push_back(network);
  }
  sheet.independent = static_cast<unsigned>(groups.size());
  sheet.failing = static_cast<unsigned>(failing.size());
  for (const StepSettings& step : settings_.journey(target.journey).steps)
    sheet.steps.push_back({step.id, step.kind == StepKind::upload, exercised.contains(step.id)});
  return {};
}

}  // namespace saksi::inquiry
