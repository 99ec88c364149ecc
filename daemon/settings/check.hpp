// SPDX-License-Identifier: Apache-2.0
//
// What must hold between options. Each check runs beside the reading of its section, where the
// places are known; those that need the rest of the file are put off until all of it has been read.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "settings/section.hpp"
#include "settings/settings.hpp"

namespace saksi::settings {

void check_backend(Section& s, const Backend& backend, const Settings& all);
void check_target(Section& s, const Target& target, const Settings& all);
void check_targets(Section& top, const Settings& all);
// A row of a target group: its id among the targets', and the group's address with its names.
void claim_id(Section& row, const Target& target, const Settings& all);
void fill_address(Section& group, Section& row, Target& target);
void check_target_account(Section& s, const Vantage& vantage, const BackendId& backend,
                          const TargetId& target, const Settings& all);
void check_account(Section& s, const Vantage& vantage, const BackendId& backend);
void check_vantage(Section& s, const Vantage& vantage, const Settings& all);
void check_step(Section& s, const StepSettings& step, const JourneySettings& so_far,
                const Settings& all);
// What it sends: methods, bodies, headers, and to whom.
void check_request(Section& s, const StepSettings& step, const JourneySettings& so_far,
                   const Settings& all);
void check_real(Section& s, const JourneySettings& journey, const Settings& all);
void check_journey(Section& s, const JourneySettings& journey);
void check_hours(Section& s, const Hours& hours, const std::vector<unsigned>& days,
                 const Calendar& so_far);
void check_holiday(Section& s, const Holiday& holiday, const Calendar& so_far);
void check_late_class(Section& s, const LateClass& band, const Calendar& so_far);
void check_schedule(Section& s, const ScheduleSettings& schedule);
void check_mail(Section& s, const SmtpSettings& mail);
void check_alerts(Section& s, const AlertSettings& alerts);
void check_web(Section& s, const WebSettings& web);

// `first` must lie before `second`. Times that could not be read are zero and have their own
// mistake.
template <class Time>
void check_order(Section& s, std::string_view first_key, Time first, std::string_view second_key,
                 Time second) {
  if (s.has_mistake(first_key) || s.has_mistake(second_key) || first < second) return;
  s.wrong(second_key,
          fmt::format("is not after \"{}\", so nothing lies between them; write a later one",
                      first_key));
}

}  // namespace saksi::settings
