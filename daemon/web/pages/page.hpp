// SPDX-License-Identifier: Apache-2.0
//
// What the pages share: text that cannot become markup, the frame around a page, names looked up in
// the settings, and times as people read them. Only for the files of this folder.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/zone.hpp"
#include "settings/settings.hpp"
#include "web/pages/pages.hpp"

namespace saksi::web::pages {

// Markup under construction. String literals of the code are markup; every other text is escaped,
// so that a name from outside can never be taken for a tag.
class Html {
 public:
  template <std::size_t N>
  Html& operator<<(const char (&markup)[N]) {
    bytes_.append(markup, N - 1);
    return *this;
  }
  Html& operator<<(std::string_view text);
  Html& operator<<(const std::string& text) { return *this << std::string_view(text); }
  Html& operator<<(const Html& part) {
    bytes_ += part.bytes_;
    return *this;
  }
  Html& operator<<(std::size_t number) { return *this << std::to_string(number); }
  Html& operator<<(unsigned number) { return *this << std::to_string(number); }
  // For constants of the code that are too long for a literal here (the style sheet).
  Html& markup(std::string_view constant) {
    bytes_ += constant;
    return *this;
  }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }

 private:
  std::string bytes_;
};

// How something looks: each has a colour, a shape and a word of its own, never the colour alone.
enum class Tone : std::uint8_t { ok, slow, outage, local, closed, no_data, off };
[[nodiscard]] Tone tone_of(State state);
[[nodiscard]] std::string_view name(Tone tone);  // class name: "ok"
[[nodiscard]] Html glyph(Tone tone);             // decoration: always beside a word

// A view with what the pages ask of it again and again.
class Reading {
 public:
  explicit Reading(const View& view);

  const View& view;
  const Settings& settings;
  const Language language;

  [[nodiscard]] std::string_view say(Word key) const { return word(key, language); }
  [[nodiscard]] std::string say(
      Word key, std::initializer_list<std::pair<std::string_view, std::string>> values) const {
    return fill(word(key, language), values);
  }

  // Settings may have changed since an incident was written: these are null for names now unknown.
  [[nodiscard]] const Target* target(const TargetId& id) const;
  [[nodiscard]] const Vantage* vantage(const VantageId& id) const;
  [[nodiscard]] const Calendar* calendar(const TargetId& id) const;
  [[nodiscard]] const JourneySettings* journey(const JourneyId& id) const;
  [[nodiscard]] std::string agency(const TargetId& id) const;    // its name, or the id
  [[nodiscard]] std::string network(const VantageId& id) const;  // "Telkom", or the id
  [[nodiscard]] std::string place(const VantageId& id) const;    // "Telkom, Arga Makmur"
  [[nodiscard]] Zone zone(const TargetId& id) const;             // of its calendar
  [[nodiscard]] Zone zone() const;                               // of the first target's calendar

  [[nodiscard]] std::string at(Instant when, const Zone& zone, bool seconds = false) const {
    return clock_time(zone.local(when), language, seconds);
  }
  // The same with the day before it, when that is not the day of the page.
  [[nodiscard]] std::string moment(Instant when, const Zone& zone, bool seconds = false) const;
  // "07.34–07.52 WIB"; a day is named when the two are not on the same one.
  [[nodiscard]] std::string range(Instant from, Instant to, const Zone& zone,
                                  bool seconds = false) const;
  [[nodiscard]] std::string date(Instant when, const Zone& zone) const {
    return long_date(zone.local(when), language);
  }
  // "Telkom, Indosat dan XL"
  [[nodiscard]] std::string list(const std::vector<std::string>& items) const;
  // The class's sentence; `took` fills in its seconds.
  [[nodiscard]] std::string found(Class cls, std::optional<Duration> took,
                                  const JourneyId& journey) const;
  // Paths with the language kept: "/gangguan" -> "/gangguan?lang=en".
  [[nodiscard]] std::string link(std::string_view path) const { return link(path, language); }
  [[nodiscard]] std::string link(std::string_view path, Language in) const;

  // What the records and the calendar say of this very moment.
  [[nodiscard]] std::optional<Instant> newest() const;  // end of the latest sample anywhere
  [[nodiscard]] bool stale() const;                     // the newest is too old to speak of now
  [[nodiscard]] bool peak() const;                      // in any target's peak window
};

struct Frame {
  std::string title;
  std::string path;             // with its own query, without the language
  Word nav = Word::nav_today;   // which entry of the navigation is this page
  bool current = true;          // false: none of them
  bool wide = false;            // room for a table of many columns
  bool grey = false;            // take the colours away: nothing here is known to hold now
  unsigned reload_seconds = 0;  // 0: does not reload
  std::string_view css;         // of this page alone
};
[[nodiscard]] std::string framed(const Reading& reading, const Frame& frame, const Html& body);

// Outside seconds after which today's page reloads itself: a minute of the clock, at least five.
[[nodiscard]] unsigned reload_seconds(const View& view);

// --- strip.cpp: minutes as shapes ---
enum class Mark : std::uint8_t {
  good,
  slow,
  intermittent,
  bad,
  one_network,
  not_open,
  unknown,
  aside
};
[[nodiscard]] Mark mark_of(MinuteState state);

struct Pin {  // an instant to point at: opening, limit
  Instant at;
  Word label;
};
struct Strip {
  Instant from;
  Duration step = std::chrono::minutes(1);
  std::vector<Mark> marks;
  std::vector<Pin> pins;
  Instant to;  // right edge; later than the marks while the morning goes on
  bool small = false;
  Word unknown = Word::minute_unknown;  // what to call an empty box
};
struct Run {  // equal neighbours
  Instant from, to;
  Mark mark;
};
[[nodiscard]] std::vector<Run> runs(const Strip& strip);
[[nodiscard]] Word word_for(Mark mark, const Strip& strip);
// The state inside a sentence: "normal", not "Normal".
[[nodiscard]] std::string lower_word(const Reading& reading, Mark mark, const Strip& strip);
[[nodiscard]] Html draw(const Reading& reading, const Strip& strip, const Zone& zone,
                        std::string_view sentence);
[[nodiscard]] std::string sentence_of(const Reading& reading, const Strip& strip, const Zone& zone);
[[nodiscard]] Html legend(const Reading& reading, const std::vector<Mark>& marks,
                          const Strip& strip);
[[nodiscard]] Html mark_glyph(Mark mark);
// One box: x and width in per cent of the image, y and height of its full height h.
void draw_box(Html& svg, Mark mark, double x, double width, double top, double h);

// --- style.cpp ---
[[nodiscard]] std::string_view style_sheet();
[[nodiscard]] std::string_view sprites();  // the shapes and patterns, once a page

}  // namespace saksi::web::pages
