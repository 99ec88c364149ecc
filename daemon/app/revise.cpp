// SPDX-License-Identifier: Apache-2.0
#include "app/revise.hpp"

#include <algorithm>

#include "app/translate.hpp"
#include "base/timestamp.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

// A vantage must have shown that it is fit before its word counts, and an outage closes some
// minutes after its last failure.
constexpr Duration kBefore = 2h, kAfter = 2h;

bool reaches(const Incident& incident, Instant from, Instant to) {
  const Bounds& bounds = incident.outage.bounds;
  return bounds.start_lo < to && (!bounds.end_hi || *bounds.end_hi > from);
}

}  // namespace

Result<std::vector<store::Change>> revise(const Settings& settings, store::Reader& reader,
                                          store::Writer& writer, Instant from, Instant to,
                                          Instant now) {
  SAKSI_TRY_ASSIGN(const auto all, reader.incidents({std::nullopt, std::nullopt, {}, "", 0}));
  // The stretch grows until no known incident lies across its ends: one that is judged from half of
  // its samples would be another.
  from -= kBefore;
  to += kAfter;
  for (bool grown = true; grown;) {
    grown = false;
    for (const Incident& incident : all) {
      if (!reaches(incident, from, to)) continue;
      const Bounds& bounds = incident.outage.bounds;
      const Instant first = bounds.start_lo - kBefore;
      const Instant last = bounds.end_hi ? *bounds.end_hi + kAfter : now;
      grown = grown || first < from || last > to;
      from = std::min(from, first);
      to = std::max(to, last);
    }
  }
  std::vector<Incident> known;
  std::copy_if(all.begin(), all.end(), std::back_inserter(known),
               [&](const Incident& incident) { return reaches(incident, from, to); });

  SAKSI_TRY_ASSIGN(const auto plans, reader.plans());
  SAKSI_TRY_ASSIGN(const auto samples, reader.samples({from, to, {}, {}, false, 0}));
  std::vector<Outage> outages = judge::judge_all(policy_of(settings, plans), samples);
  // What begins in the last minutes is not seen to its end, and so is none of ours to name.
  if (to < now)
    std::erase_if(outages,
                  [&](const Outage& one) { return one.bounds.start_lo > to - kAfter / 2; });

  std::map<TargetId, std::string> short_names;
  std::map<TargetId, Zone> zones;
  for (const Target& target : settings.targets) {
    short_names[target.id] = target.short_name;
    SAKSI_TRY_ASSIGN(const Zone zone, Zone::find(settings.calendar(target.calendar).zone));
    zones.emplace(target.id, zone);
  }
  const auto date_of = [&](const TargetId& target, Instant at) {
    const auto zone = zones.find(target);
    return zone != zones.end() ? date_text(zone->second.local(at).date)
                               : utc_text(at).substr(0, 10);
  };
  // Numbers are given by all incidents, not by those of this stretch alone.
  std::vector<Incident> others;
  for (const Incident& incident : all)
    if (!reaches(incident, from, to)) others.push_back(incident);
  auto changes = store::reconcile(known, outages, now, short_names, date_of, others);
  SAKSI_TRY(writer.commit(changes, {}, now));
  return changes;
}

}  // namespace saksi::app
