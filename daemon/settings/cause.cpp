// SPDX-License-Identifier: Apache-2.0
#include "settings/cause.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace saksi {
namespace {

Duration clock_limit(const JourneySettings& journey) {
  for (const StepSettings& step : journey.steps)
    if (step.kind == StepKind::clock) return step.direct.limit;
  return Direct{}.limit;
}

}  // namespace

std::string cause_text(const Settings& settings, Class cls, const JourneyId& journey,
                       Language language, std::optional<Duration> took) {
  const std::string_view text =
      language == Language::indonesian ? about(cls).indonesian : about(cls).english;
  if (!took) {
    const JourneySettings fallback;
    const auto known = std::find_if(settings.journeys.begin(), settings.journeys.end(),
                                    [&](const JourneySettings& one) { return one.id == journey; });
    const JourneySettings& limits = known == settings.journeys.end() ? fallback : *known;
    took = cls == Class::late         ? limits.late
           : cls == Class::slow       ? limits.slow
           : cls == Class::clock_skew ? clock_limit(limits)
                                      : limits.timeout;
  }
  // Tenths below ten seconds; Indonesian writes them after a comma.
  const double seconds = static_cast<double>(took->count()) / 1e6;
  std::string n = seconds < 9.95 ? fmt::format("{:.1f}", seconds) : fmt::format("{:.0f}", seconds);
  if (n.ends_with(".0")) n.resize(n.size() - 2);
  if (language == Language::indonesian) std::replace(n.begin(), n.end(), '.', ',');
  return fill(text, {{"n", n}});
}

}  // namespace saksi
