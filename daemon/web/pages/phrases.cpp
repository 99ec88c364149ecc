// SPDX-License-Identifier: Apache-2.0
#include "web/pages/phrases.hpp"

#include <algorithm>
#include <cstdlib>

namespace saksi::web::pages {
std::string when_text(const Reading& reading, const Outage& outage, const Zone& zone) {
  const Bounds& bounds = outage.bounds;
  const LocalTime start = zone.local(bounds.start_hi);
  if (!bounds.end_hi)
    return long_date(start, reading.language) + ", " + clock_time(start, reading.language) + ", " +
           std::string(reading.say(Word::still_open));
  const std::string span = reading.range(bounds.start_hi, *bounds.end_hi, zone);
  return start.date == zone.local(*bounds.end_hi).date
             ? long_date(start, reading.language) + ", " + span
             : span;
}

std::string least_text(const Reading& reading, const Outage& outage) {
  return length_text(std::chrono::floor<std::chrono::seconds>(outage.bounds.at_least()),
                     reading.language);
}

std::string most_text(const Reading& reading, const Outage& outage) {
  const auto most = outage.bounds.at_most();
  return most ? length_text(std::chrono::ceil<std::chrono::seconds>(*most), reading.language)
              : std::string();
}

std::string length_line(const Reading& reading, const Outage& outage, const Zone& zone) {
  const std::string most = most_text(reading, outage);
  if (!most.empty())
    return reading.say(Word::at_least, {{"length", least_text(reading, outage)}}) + ", " +
           reading.say(Word::at_most, {{"length", most}});
  // Open: only what has been seen may be counted, never the time until now.
  if (outage.bounds.end_lo)
    return reading.say(Word::at_least_so_far, {{"length", least_text(reading, outage)}});
  return reading.say(Word::going_on_since,
                     {{"time", reading.moment(outage.bounds.start_hi, zone, true)}});
}

Word step_word(StepKind kind) {
  switch (kind) {
    case StepKind::page:
      return Word::step_page;
    case StepKind::login:
      return Word::step_login;
    case StepKind::data:
      return Word::step_data;
    case StepKind::upload:
      return Word::step_upload;
    case StepKind::asset:
      return Word::step_page;  // a part of the page
    case StepKind::dns:
      return Word::step_dns;
    case StepKind::tcp:
      return Word::step_tcp;
    case StepKind::tls:
      return Word::step_tls;
    case StepKind::icmp:
      return Word::step_icmp;
    case StepKind::clock:
      return Word::step_clock;
  }
  std::abort();
}

std::string cause_line(const Reading& reading, const Outage& outage) {
  return reading.found(outage.cause, std::nullopt, outage.journey);
}

std::vector<std::string> networks_line(const Reading& reading, const Outage& outage) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const std::string& group : outage.groups) {
    bool known = false;
    for (const Vantage& one : reading.settings.vantages)
      if (one.group == group && !one.isp.empty()) {
        add(one.isp);
        known = true;
      }
    if (!known) add(group);
  }
  return names;
}

Html acknowledged_lines(const Reading& reading, const std::vector<Acknowledgement>& said,
                        const Zone& zone) {
  Html html;
  for (const Acknowledgement& one : said)
    html << "<p>"
         << reading.say(
                Word::ack_by,
                {{"by", one.by.empty() ? std::string(reading.say(Word::ack_nobody)) : one.by},
                 {"time", reading.moment(one.at, zone)}})
         << "</p>";
  return html;
}

Html announcement_block(const Reading& reading, const Announced& what) {
  Html html;
  html << "<section class=\"card screen\"><h2>" << reading.say(Word::announcement_page)
       << "</h2><p class=\"note\">" << reading.say(Word::announcement_copy)
       << "</p><p class=\"copy\">" << announcement(what, reading.language) << "</p></section>";
  return html;
}

}  // namespace saksi::web::pages
