// SPDX-License-Identifier: Apache-2.0
#include "alert/story.hpp"

namespace saksi::alert {

bool begins(const store::Change& change) {
  return change.event == "opened" || change.event == "reopened";
}

bool ends(const store::Change& change) {
  return change.event == "closed" || change.event == "withdrawn";
}

std::string cause_text(const Settings& settings, Class cls, const JourneyId& journey,
                       Language language) {
  const ClassInfo& info = about(cls);
  JourneySettings limits;  // of a journey that has left the configuration: the usual ones
  for (const JourneySettings& one : settings.journeys)
    if (one.id == journey) limits = one;
  const Duration limit = cls == Class::late   ? limits.late
                         : cls == Class::slow ? limits.slow
                                              : limits.timeout;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limit).count();
  return fill(language == Language::indonesian ? info.indonesian : info.english,
              {{"n", std::to_string(seconds)}});
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
