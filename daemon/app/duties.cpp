// SPDX-License-Identifier: Apache-2.0
#include "app/duties.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "app/translate.hpp"
#include "base/log.hpp"
#include "base/timestamp.hpp"

namespace saksi::app {
namespace {

using namespace std::chrono_literals;

constexpr Duration kLongestAbsence = std::chrono::days(366);

bool same_duty(Plan a, const Plan& b) {
  a.effective = b.effective;
  return a == b;
}

}  // namespace

Result<Duties> duties_of(const Settings& settings, const std::vector<Plan>& recorded, Instant now,
                         const std::optional<Digest>& document) {
  std::map<VantageId, const Plan*> last;
  for (const Plan& plan : recorded) last[plan.vantage] = &plan;

  Duties duties;
  // Nothing begins before what a waiting plan has announced; nor before slots of the old plan that
  // have had their turn, whose rows would be left without a plan; nor with slots of the new one
  // that should have started already, which nobody would ever start.
  const auto add = [&](Plan next) -> Result<void> {
    if (const auto before = last.find(next.vantage); before != last.end()) {
      SAKSI_TRY_ASSIGN(const Instant free, schedule::handover(*before->second, now));
      next.effective = std::max({next.effective, before->second->effective, free});
    }
    SAKSI_TRY_ASSIGN(const Instant begun, schedule::handover(next, now));
    next.effective = std::max(next.effective, begun);
    duties.record.push_back(std::move(next));
    return {};
  };
  for (const Vantage& vantage : settings.vantages) {
    if (!settings.probes_from(vantage)) continue;
    Plan next = plan_of(settings, vantage.id, now + 60s);
    next.document = document;
    const auto before = last.find(vantage.id);
    if (before == last.end() || !same_duty(*before->second, next)) SAKSI_TRY(add(std::move(next)));
  }
  for (const auto& [id, plan] : last) {
    const bool here = std::any_of(settings.vantages.begin(), settings.vantages.end(),
                                  [&, &id = id](const Vantage& vantage) {
                                    return vantage.id == id && settings.probes_from(vantage);
                                  });
    if (here || plan->elsewhere || plan->entries.empty()) continue;
    Plan farewell = *plan;
    farewell.effective = now;
    farewell.entries.clear();
    if (document) farewell.document = document;  // which says so
    SAKSI_TRY(add(std::move(farewell)));
  }

  std::vector<Plan> all = recorded;
  all.insert(all.end(), duties.record.begin(), duties.record.end());
  duties.rules = schedule::rules(std::move(all), Instant::max());
  // What a rule that has ended named last may still be about to start.
  std::erase_if(duties.rules, [&](const schedule::Rule& rule) {
    return rule.plan.elsewhere || rule.plan.entries.empty() ||
           rule.to < now - schedule::reach(rule.plan);
  });
  return duties;
}

Result<Instant> begin_after(std::optional<Instant> last, Instant now) {
  if (!last) return now;
  if (now - *last > kLongestAbsence)
    return fail(fmt::format(
        "the clock says {}, and the records end at {}; set the clock, or, if it is right, begin "
        "anew with an empty folder",
        utc_text(now), utc_text(*last)));
  if (now > *last) return now;
  log::warning("the clock says {}, and the records reach to {}: nothing runs until then",
               utc_text(now), utc_text(*last));
  return *last + Duration{1};
}

}  // namespace saksi::app
