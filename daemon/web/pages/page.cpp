// SPDX-License-Identifier: Apache-2.0
#include "web/pages/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "settings/cause.hpp"
#include "web/web.hpp"

namespace saksi::web::pages {
namespace {

// Length of the UTF-8 sequence at the front of `text`, 0 when there is none (RFC 3629: no overlong
// forms, no surrogates, nothing above U+10FFFF). `code` is its code point.
std::size_t sequence(std::string_view text, char32_t& code) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  const std::size_t length = lead < 0x80   ? 1
                             : lead < 0xC2 ? 0
                             : lead < 0xE0 ? 2
                             : lead < 0xF0 ? 3
                             : lead < 0xF5 ? 4
                                           : 0;
  if (length == 0 || text.size() < length) return 0;
  code = length == 1 ? lead : lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0u) != 0x80u) return 0;
    code = code << 6 | (byte(i) & 0x3Fu);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  if (overlong || (code >= 0xD800 && code < 0xE000) || code > 0x10FFFF) return 0;
  return length;
}

// Control characters, and marks that turn the direction of what follows: they can make a name read
// as something else than it is.
bool misleading(char32_t code) {
  return (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7F && code < 0xA0) ||
         (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

template <class T, class Key>
const T* by_id(const std::vector<T>& all, const Key& id) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const T& one) { return one.id == id; });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

Html& Html::operator<<(std::string_view text) {
  while (!text.empty()) {
    char32_t code = 0;
    const std::size_t length = sequence(text, code);
    if (length == 0 || misleading(code)) {
      bytes_ += "\xEF\xBF\xBD";  // U+FFFD
    } else if (code == '&') {
      bytes_ += "&amp;";
    } else if (code == '<') {
      bytes_ += "&lt;";
    } else if (code == '>') {
      bytes_ += "&gt;";
    } else if (code == '"') {
      bytes_ += "&quot;";
    } else if (code == '\'') {
      bytes_ += "&#39;";
    } else {
      bytes_ += text.substr(0, length);
    }
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return *this;
}

Tone tone_of(State state) {
  switch (state) {
    case State::working:
      return Tone::ok;
    case State::slow:
      return Tone::slow;
    case State::down:
      return Tone::outage;
    case State::one_network:
      return Tone::local;
    case State::unconfirmed:
      return Tone::local;
    case State::not_open:
      return Tone::closed;
    case State::probe:
      return Tone::no_data;
    case State::no_data:
      return Tone::no_data;
  }
  return Tone::no_data;
}

std::string_view name(Tone tone) {
  switch (tone) {
    case Tone::ok:
      return "ok";
    case Tone::slow:
      return "slow";
    case Tone::outage:
      return "outage";
    case Tone::local:
      return "local";
    case Tone::closed:
      return "closed";
    case Tone::no_data:
      return "no_data";
    case Tone::off:
      return "off";
  }
  return "no_data";
}

Html glyph(Tone tone) {
  Html svg;
  svg << "<svg class=\"g " << name(tone)
      << "\" aria-hidden=\"true\" focusable=\"false\"><use href=\"#g-" << name(tone)
      << "\"/></svg>";
  return svg;
}

Reading::Reading(const View& seen)
    : view(seen), settings(*seen.context.settings), language(seen.language) {}

const Target* Reading::target(const TargetId& id) const { return by_id(settings.targets, id); }
const Vantage* Reading::vantage(const VantageId& id) const { return by_id(settings.vantages, id); }
const JourneySettings* Reading::journey(const JourneyId& id) const {
  return by_id(settings.journeys, id);
}
const Calendar* Reading::calendar(const TargetId& id) const {
  const Target* known = target(id);
  return known == nullptr ? nullptr : by_id(settings.calendars, known->calendar);
}

std::string Reading::agency(const TargetId& id) const {
  const Target* known = target(id);
  return known == nullptr || known->agency.empty() ? id.text : known->agency;
}

std::string Reading::network(const VantageId& id) const {
  const Vantage* known = vantage(id);
  return known == nullptr || known->isp.empty() ? id.text : known->isp;
}

std::string Reading::place(const VantageId& id) const {
  const Vantage* known = vantage(id);
  if (known == nullptr || known->place.empty()) return network(id);
  return network(id) + ", " + known->place;
}

Zone Reading::zone(const TargetId& id) const {
  const Calendar* hours = calendar(id);
  if (hours == nullptr && !settings.calendars.empty()) hours = &settings.calendars.front();
  // Settings accept only zones of the database; without any calendar, the zone of most offices.
  for (const std::string& name :
       {hours == nullptr ? std::string() : hours->zone, std::string("Asia/Jakarta")})
    if (auto found = Zone::find(name)) return *found;
  std::abort();  // the machine has no time zone database: nothing here could be right
}

Zone Reading::zone() const {
  return zone(settings.targets.empty() ? TargetId{} : settings.targets.front().id);
}

std::string Reading::moment(Instant when, const Zone& where, bool seconds) const {
  const LocalTime local = where.local(when);
  const std::string clock = clock_time(local, language, seconds);
  return local.date == where.local(view.now).date ? clock
                                                  : long_date(local, language) + ", " + clock;
}

std::string Reading::range(Instant from, Instant to, const Zone& where, bool seconds) const {
  const LocalTime first = where.local(from), last = where.local(to);
  std::string begin = clock_time(first, language, seconds);
  const std::string end = clock_time(last, language, seconds);
  if (first.date == last.date) {
    if (begin == end) return end;
    begin.resize(begin.find(' '));  // its letters stand at the end
    return say(Word::clock_range, {{"from", begin}, {"to", end}});
  }
  return say(Word::clock_range, {{"from", long_date(first, language) + ", " + begin},
                                 {"to", long_date(last, language) + ", " + end}});
}

std::string Reading::list(const std::vector<std::string>& items) const {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? std::string(say(Word::list_and)) : std::string(", ");
    text += items[i];
  }
  return text;
}

std::string Reading::found(Class cls, std::optional<Duration> took, const JourneyId& id) const {
  return cause_text(settings, cls, id, language, took);
}

std::string Reading::link(std::string_view path, Language in) const {
  std::string text(path);
  if (in == Language::english)
    text += text.find('?') == std::string::npos ? "?lang=en" : "&lang=en";
  return text;
}

std::optional<Instant> Reading::newest() const {
  std::optional<Instant> latest;
  const auto hear = [&](std::optional<Instant> end) {
    if (end && (!latest || *end > *latest)) latest = end;
  };
  for (const VantageView& seen : view.board.vantages) hear(seen.last_end);
  for (const TargetView& seen : view.board.targets) hear(seen.state.last_end);
  return latest;
}

// Three minutes, or one and a half of the interval that was promised where checks are rarer.
bool Reading::stale() const {
  const std::optional<Instant> last = newest();
  if (!last) return true;
  Duration interval{0};
  Instant of{};
  for (const TargetView& seen : view.board.targets)
    for (const auto& [vantage, sample] : seen.latest)
      if (sample.end >= of) {
        of = sample.end;
        interval = sample.interval;
      }
  return view.now - *last > std::max<Duration>(std::chrono::minutes(3), interval * 3 / 2);
}

bool Reading::peak() const {
  for (const Target& one : settings.targets) {
    const Calendar* hours = calendar(one.id);
    if (hours == nullptr) continue;
    const LocalTime now = zone(one.id).local(view.now);
    if (hours->holiday(now.date) != nullptr) continue;
    for (const PeakWindow& window : hours->peak) {
      const auto& days = window.weekdays;
      if (std::find(days.begin(), days.end(), now.weekday.c_encoding()) != days.end() &&
          now.of_day >= window.from && now.of_day < window.to)
        return true;
    }
  }
  return false;
}

unsigned reload_seconds(const View& view) {
  const Duration minute = std::chrono::minutes(1);
  const Duration outside =
      view.context.clock == nullptr ? minute : view.context.clock->outside(minute);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(outside).count();
  return static_cast<unsigned>(std::max<std::int64_t>(5, seconds));
}

std::string framed(const Reading& reading, const Frame& frame, const Html& body) {
  const WebSettings& web = reading.settings.web;
  const bool indonesian = reading.language == Language::indonesian;
  const Language other = indonesian ? Language::english : Language::indonesian;
  const std::string home = reading.link("/");

  Html page;
  page << "<!doctype html>\n<html lang=\"" << (indonesian ? "id" : "en")
       << "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
          "content=\"width=device-width,initial-scale=1\">";
  if (frame.reload_seconds > 0)
    page << "<meta http-equiv=\"refresh\" content=\"" << frame.reload_seconds << "\">";
  page << "<title>" << frame.title << " · " << web.title << " · Saksi</title>"
       << "<link rel=\"icon\" href=\"data:,\"><style>";
  page.markup(style_sheet()).markup(frame.css);
  page << "</style></head><body class=\""
       << std::string_view(frame.grey   ? "grey"
                           : frame.wide ? "wide"
                                        : "calm")
       << "\">";
  page.markup(sprites());
  page << "<a class=\"skip\" href=\"#isi\">" << reading.say(Word::skip) << "</a>";
  page << "<header>";
  if (reading.view.context.demo)
    page << "<div class=\"demo\"><p class=\"wrap\"><b>" << reading.say(Word::demo_title) << "</b> "
         << reading.say(Word::demo_text, {{"name", reading.view.context.demo_name}})
         << "</p></div>";
  page << "<div class=\"site\"><div class=\"wrap\"><p class=\"brand\"><b>Saksi</b> <span>· "
       << web.title << "</span></p><nav aria-label=\"" << reading.say(Word::nav_label) << "\"><ul>";
  for (const auto& [entry, path] :
       {std::pair{Word::nav_today, "/"}, {Word::nav_log, "/gangguan"}, {Word::nav_check, "/cek"}}) {
    page << "<li><a href=\"" << reading.link(path) << "\"";
    if (frame.current && frame.nav == entry) page << " aria-current=\"page\"";
    page << ">" << reading.say(entry) << "</a></li>";
  }
  page << "</ul></nav><a href=\"" << reading.link(frame.path, other) << "\" lang=\""
       << (indonesian ? "en" : "id") << "\" hreflang=\"" << (indonesian ? "en" : "id") << "\">"
       << reading.say(Word::other_language)
       << "</a></div></div></header><main id=\"isi\" tabindex=\"-1\"><div class=\"wrap\">" << body
       << "</div></main><footer aria-label=\"" << reading.say(Word::footer_label)
       << "\"><div class=\"wrap\"><p>";
  if (web.operated_by.empty())
    page << reading.say(Word::operated_unknown);
  else
    page << reading.say(Word::operated_by, {{"who", web.operated_by}});
  if (!web.contact.empty()) page << " " << reading.say(Word::contact, {{"contact", web.contact}});
  page << "</p><p>" << reading.say(Word::not_a_decision) << "</p>";
  if (const auto& seal = reading.view.board.seal) {
    const Date day = *parse_date(seal->date);  // it could be read, so it is one
    const LocalTime of_day{day, {}, std::chrono::weekday(std::chrono::sys_days(day)), ""};
    page << "<p>"
         << reading.say(Word::day_sealed, {{"date", long_date(of_day, reading.language)},
                                           {"hash", short_text(seal->digest)}})
         << "</p>";
  }
  page << "</div></footer></body></html>\n";
  return page.bytes();
}

std::string not_found(const View& view) {
  const Reading reading(view);
  Html body;
  body << "<section class=\"card answer off\"><h1>" << reading.say(Word::missing_title)
       << "</h1><p class=\"lead\">" << reading.say(Word::missing_lead) << "</p></section>";
  return framed(reading,
                {std::string(reading.say(Word::missing_title)), "/", Word::nav_today, false}, body);
}

std::string trouble(const View& view, const std::string& what) {
  const Reading reading(view);
  Html body;
  body << "<section class=\"card answer off\"><h1>" << glyph(Tone::no_data)
       << reading.say(Word::trouble_title) << "</h1><p class=\"lead\">"
       << reading.say(Word::trouble_lead) << "</p><p class=\"note\">" << what << "</p></section>";
  return framed(
      reading,
      {std::string(reading.say(Word::trouble_title)), "/", Word::nav_today, false, false, true},
      body);
}

}  // namespace saksi::web::pages
