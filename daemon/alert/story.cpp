// SPDX-License-Identifier: Apache-2.0
#include "alert/story.hpp"

namespace saksi::alert {

bool begins(const store::Change& change) {
  return change.event == "opened" || change.event == "reopened";
}

bool ends(const store::Change& change) {
  return change.event == "closed" || change.event == "withdrawn";
}

Place place_of(const Settings& settings, const Outage& outage) {
  for (const Target& target : settings.targets) {
    if (target.id != outage.target) continue;
    const Calendar& calendar = settings.calendar(target.calendar);
    return {target.agency, target.backend, *Zone::find(calendar.zone), &calendar};
  }
  return {outage.target.text, outage.backend, *Zone::find("UTC"), nullptr};
}

}  // namespace saksi::alert
