// SPDX-License-Identifier: Apache-2.0
//
// Daftar gangguan: one month, open incidents first, each with what can be known of its length.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "web/pages/page.hpp"
#include "web/pages/phrases.hpp"

namespace saksi::web::pages {
namespace {

using std::chrono::months;
using std::chrono::year_month;

// The month of the query; whatever else was typed means the present one.
year_month month_of(const Reading& reading, const std::string& text) {
  if (text.size() == 7)
    if (const auto first = parse_date(text + "-01")) return first->year() / first->month();
  const Date today = reading.zone().local(reading.view.now).date;
  return today.year() / today.month();
}

std::string query_of(year_month month) {
  return fmt::format("/gangguan?bulan={:04}-{:02}", static_cast<int>(month.year()),
                     static_cast<unsigned>(month.month()));
}

Span span_of(const Reading& reading, year_month month) {
  const Zone zone = reading.zone();
  return {zone.instant(month / std::chrono::day(1), TimeOfDay{0}),
          zone.instant((month + months(1)) / std::chrono::day(1), TimeOfDay{0})};
}

Html row(const Reading& reading, const Incident& incident) {
  const Outage& outage = incident.outage;
  const Zone zone = reading.zone(outage.target);
  const auto key = [&](Word column) {
    return Html() << " data-k=\"" << reading.say(column) << "\"";
  };
  const Html number = Html() << "<a class=\"nb\" href=\""
                             << reading.link("/gangguan/" + incident.number) << "\">"
                             << incident.number << "</a>";
  Html html;
  html << "<tr><th scope=\"row\">";
  if (incident.withdrawn)
    html << "<del>" << number << "</del><p class=\"quiet\">" << reading.say(Word::withdrawn)
         << "</p>";
  else
    html << number;
  html << "</th><td" << key(Word::col_agency) << ">" << reading.agency(outage.target) << "</td><td"
       << key(Word::col_when) << "><p>" << when_text(reading, outage, zone)
       << "</p><p class=\"quiet\">"
       << reading.say(Word::start_between,
                      {{"range", reading.range(outage.bounds.start_lo, outage.bounds.start_hi, zone,
                                               true)}});
  if (outage.bounds.end_lo && outage.bounds.end_hi)
    html << "; "
         << reading.say(Word::end_between,
                        {{"range", reading.range(*outage.bounds.end_lo, *outage.bounds.end_hi, zone,
                                                 true)}});
  html << "</p></td><td" << key(Word::col_duration) << ">" << length_line(reading, outage, zone)
       << "</td><td" << key(Word::col_cause) << ">" << cause_line(reading, outage) << "</td><td"
       << key(Word::col_networks) << ">" << reading.list(networks_line(reading, outage))
       << "</td></tr>";
  return html;
}

Html table(const Reading& reading, const std::vector<const Incident*>& rows,
           std::string_view caption) {
  Html html;
  html << "<table class=\"stack\"><caption>" << caption << "</caption><thead><tr>";
  for (const Word column : {Word::col_number, Word::col_agency, Word::col_when, Word::col_duration,
                            Word::col_cause, Word::col_networks})
    html << "<th scope=\"col\">" << reading.say(column) << "</th>";
  html << "</tr></thead><tbody>";
  for (const Incident* one : rows) html << row(reading, *one);
  html << "</tbody></table>";
  return html;
}

}  // namespace

Span log_span(const View& view, const std::string& month) {
  const Reading reading(view);
  return span_of(reading, month_of(reading, month));
}

std::string log(const View& view, const std::vector<Incident>& incidents,
                const std::string& month) {
  const Reading reading(view);
  const year_month shown = month_of(reading, month);
  const Date today = reading.zone().local(view.now).date;
  const year_month present = today.year() / today.month();
  const Span span = span_of(reading, shown);
  const std::string name = month_text(shown, reading.language);

  std::vector<const Incident*> open, past;
  bool any_withdrawn = false;
  for (const Incident& one : incidents) {
    const Bounds& bounds = one.outage.bounds;
    const bool going = !one.withdrawn && !bounds.end_hi;
    const Instant end = bounds.end_hi.value_or(one.withdrawn ? bounds.start_hi : view.now);
    const bool inside = bounds.start_lo < span.to && end >= span.from;
    if (going && (inside || shown == present))
      open.push_back(&one);
    else if (!going && inside)
      past.push_back(&one);
    else
      continue;
    any_withdrawn = any_withdrawn || one.withdrawn;
  }
  const auto latest_first = [](const Incident* a, const Incident* b) {
    return std::tie(b->outage.bounds.start_hi, b->number) <
           std::tie(a->outage.bounds.start_hi, a->number);
  };
  std::sort(open.begin(), open.end(), latest_first);
  std::sort(past.begin(), past.end(), latest_first);
  const auto stand = static_cast<std::size_t>(
      std::count_if(past.begin(), past.end(), [](const Incident* one) { return !one->withdrawn; }));
  const std::size_t count = open.size() + stand;

  Html body;
  body << "<h1>" << reading.say(Word::log_month, {{"month", name}}) << "</h1><p class=\"lead\">";
  if (shown > present) {
    body << reading.say(Word::log_future);
  } else if (count == 0) {
    body << reading.say(Word::log_count_none, {{"month", name}});
  } else if (count == 1) {
    body << reading.say(Word::log_count_one, {{"month", name}});
  } else {
    body << reading.say(Word::log_count, {{"n", std::to_string(count)}, {"month", name}});
  }
  if (!open.empty())
    body << " " << reading.say(Word::log_count_open, {{"n", std::to_string(open.size())}});
  body << "</p>";
  if (shown <= present && count == 0)
    body << "<p class=\"note\">" << reading.say(Word::log_empty_note) << "</p>";
  if (reading.stale() && shown == present) {
    const auto last = reading.newest();
    body << "<p class=\"note\"><b>"
         << (last ? reading.say(Word::answer_stale_lead,
                                {{"time", reading.at(*last, reading.zone(), true)},
                                 {"date", reading.date(*last, reading.zone())}})
                  : std::string(reading.say(Word::answer_never_lead)))
         << "</b></p>";
  }
  if (!open.empty())
    body << "<section class=\"card\">" << table(reading, open, reading.say(Word::log_open_caption))
         << "</section>";
  if (!past.empty())
    body << "<section class=\"card\">"
         << table(reading, past, reading.say(Word::log_caption, {{"month", name}})) << "</section>";
  if (count > 0) body << "<p class=\"note\">" << reading.say(Word::log_bounds_note) << "</p>";
  if (any_withdrawn)
    body << "<p class=\"note\">" << reading.say(Word::log_withdrawn_note) << "</p>";

  body << "<nav class=\"pair\" aria-label=\"" << reading.say(Word::log_months) << "\">";
  const year_month previous = shown - months(1), next = shown + months(1);
  if (previous.year() >= std::chrono::year(1970))
    body << "<a rel=\"prev\" href=\"" << reading.link(query_of(previous)) << "\">"
         << reading.say(Word::log_previous, {{"month", month_text(previous, reading.language)}})
         << "</a>";
  if (next <= present)
    body << "<a rel=\"next\" href=\"" << reading.link(query_of(next)) << "\">"
         << reading.say(Word::log_next, {{"month", month_text(next, reading.language)}}) << "</a>";
  body << "</nav>";

  Frame frame;
  frame.title = reading.say(Word::log_month, {{"month", name}});
  frame.path = shown == present ? "/gangguan" : query_of(shown);
  frame.nav = Word::nav_log;
  frame.wide = true;
  return framed(reading, frame, body);
}

}  // namespace saksi::web::pages
