// SPDX-License-Identifier: Apache-2.0
#include "web/pages/check.hpp"

#include <chrono>

#include "inquiry/sheets.hpp"
#include "net/http_client.hpp"
#include "verdict/sentence.hpp"
#include "web/pages/page.hpp"
#include "web/web.hpp"

namespace saksi::web::pages {
namespace {

using verdict::Answer;
using verdict::Outcome;
using verdict::Standing;

Tone tone_of(const Answer& answer) {
  if (answer.standing != Standing::judged)
    return answer.standing == Standing::before ? Tone::no_data : Tone::off;
  switch (answer.verdict.outcome) {
    case Outcome::supported:
      return Tone::outage;
    case Outcome::partly:
      return Tone::slow;
    case Outcome::schedule_late:
      return Tone::slow;
    case Outcome::no_data:
      return Tone::no_data;
    case Outcome::not_seen:
    case Outcome::not_needed:
    case Outcome::outside:
      break;
  }
  return Tone::closed;
}

// A labelled field with its hint and, where there is one, its mistake: both are read out with it.
Html field(const Reading& reading, std::string_view name, Word label, std::optional<Word> hint,
           std::optional<Word> trouble, const Html& control) {
  Html html;
  html << "<div class=\"field\"><label for=\"" << name << "\">" << reading.say(label) << "</label>";
  if (hint) html << "<p class=\"note\" id=\"" << name << "-h\">" << reading.say(*hint) << "</p>";
  if (trouble)
    html << "<p class=\"wrong\" id=\"" << name << "-e\">" << reading.say(*trouble) << "</p>";
  html << control << "</div>";
  return html;
}

Html described(std::string_view name, bool hint, bool trouble) {
  Html html;
  if (!hint && !trouble) return html;
  html << " aria-describedby=\"";
  if (trouble) html << name << "-e";
  if (hint && trouble) html << " ";
  if (hint) html << name << "-h";
  html << "\"";
  if (trouble) html << " aria-invalid=\"true\"";
  return html;
}

Html text_input(std::string_view name, std::string_view value, bool trouble) {
  Html html;
  html << "<input id=\"" << name << "\" name=\"" << name
       << "\" type=\"text\" autocomplete=\"off\" maxlength=\"40\" value=\"" << value << "\""
       << described(name, true, trouble) << ">";
  return html;
}

Html form_of(const Reading& reading, const CheckForm& form) {
  Html options;
  options << "<select id=\"opd\" name=\"opd\""
          << described("opd", false, form.agency_trouble.has_value()) << "><option value=\"\">"
          << reading.say(Word::field_agency_choose) << "</option>";
  for (const Target& target : reading.settings.targets) {
    options << "<option value=\"" << target.id.text << "\"";
    if (target.id.text == form.agency) options << " selected";
    options << ">" << target.agency << "</option>";
  }
  options << "</select>";

  Html html;
  html << "<form class=\"card\" method=\"get\" action=\"/cek\">";
  if (reading.language == Language::english)
    html << "<input type=\"hidden\" name=\"lang\" value=\"en\">";
  html << field(reading, "tgl", Word::field_date, Word::field_date_hint, form.date_trouble,
                text_input("tgl", form.date, form.date_trouble.has_value()))
       << field(reading, "opd", Word::field_agency, std::nullopt, form.agency_trouble, options)
       << field(reading, "jam", Word::field_time, Word::field_time_hint, form.time_trouble,
                text_input("jam", form.time, form.time_trouble.has_value()))
       << "<div class=\"field tick\"><input id=\"tanpa\" name=\"tanpa\" type=\"checkbox\" "
          "value=\"1\"";
  if (form.none) html << " checked";
  html << "><label for=\"tanpa\">" << reading.say(Word::field_none)
       << "</label></div><button type=\"submit\">" << reading.say(Word::button_check)
       << "</button><p class=\"note\">" << reading.say(Word::check_in_only)
       << "</p><p class=\"note\"><a href=\"" << reading.link("/rekonsiliasi") << "\">"
       << reading.say(Word::check_month_end) << "</a></p></form>";
  return html;
}

Html strip_of(const Reading& reading, const Answer& answer) {
  const Zone zone = reading.zone(answer.asked.target);
  Strip strip;
  strip.from = zone.instant(answer.asked.date, answer.minutes.from);
  for (const MinuteState state : answer.minutes.states) strip.marks.push_back(mark_of(state));
  strip.to = strip.from + strip.step * static_cast<std::int64_t>(strip.marks.size());
  const auto pin = [&](TimeOfDay at, Word label) {
    strip.pins.push_back({zone.instant(answer.asked.date, at), label});
  };
  if (answer.hours->opening == answer.hours->limit) {
    pin(answer.hours->limit, Word::strip_both);
  } else {
    pin(answer.hours->opening, Word::strip_opening);
    pin(answer.hours->limit, Word::strip_limit);
  }
  const std::string sentence =
      reading.say(Word::strip_sentence, {{"range", reading.range(strip.from, strip.to, zone)},
                                         {"runs", sentence_of(reading, strip, zone)}});
  Html html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::check_strip_title) << "</h2>"
       << draw(reading, strip, zone, sentence) << legend(reading, strip.marks, strip)
       << "<details><summary>" << reading.say(Word::show_table)
       << "</summary><table><caption class=\"vh\">" << reading.say(Word::check_strip_title)
       << "</caption><thead><tr><th scope=\"col\">" << reading.say(Word::col_time)
       << "</th><th scope=\"col\">" << reading.say(Word::col_state) << "</th><th scope=\"col\">"
       << reading.say(Word::col_length) << "</th></tr></thead><tbody>";
  for (const Run& run : runs(strip))
    html << "<tr><th scope=\"row\">" << reading.range(run.from, run.to, zone) << "</th><td>"
         << mark_glyph(run.mark) << " " << reading.say(word_for(run.mark, strip)) << "</td><td>"
         << length_text(run.to - run.from, reading.language) << "</td></tr>";
  html << "</tbody></table></details></section>";
  return html;
}

Html result_of(const Reading& reading, const Answer& answer) {
  const Language language = reading.language;
  const Tone tone = tone_of(answer);
  Html html;
  html << "<section class=\"card answer " << name(tone) << "\" role=\"status\"><h1>" << glyph(tone)
       << verdict::title(answer, language) << "</h1>";
  const std::string minutes = verdict::explained_line(answer, language);
  if (!minutes.empty() && answer.verdict.outcome != Outcome::not_seen)
    html << "<p class=\"lead\"><b>" << minutes << "</b></p>";
  if (const std::string before = verdict::class_before(answer, language); !before.empty())
    html << "<p class=\"lead\">"
         << reading.say(Word::line_class,
                        {{"before", before}, {"after", verdict::class_after(answer, language)}})
         << "</p>";
  html << "<p class=\"lead\">" << verdict::sentence(answer, language) << "</p>";
  if (answer.standing == Standing::judged)
    html << "<p>" << verdict::state_line(answer, language) << "</p>";
  html << "</section>";
  return html;
}

Html incidents_of(const Reading& reading, const Answer& answer) {
  Html html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::check_incidents_title) << "</h2>";
  if (answer.incidents.empty()) html << "<p>" << reading.say(Word::check_no_incident) << "</p>";
  for (const verdict::Cited& one : answer.incidents)
    html << "<p><a class=\"number\" href=\"" << reading.link("/gangguan/" + one.number) << "\">"
         << one.number << "</a> "
         << reading.say(Word::incident_revision, {{"n", std::to_string(one.revision)}}) << "</p>";
  html << "</section>";
  return html;
}

Html sums_of(const Reading& reading, const Answer& answer) {
  Html html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::check_sums_title)
       << "</h2><ol class=\"plain\">";
  for (const std::string& line : verdict::arithmetic(answer, reading.language))
    html << "<li>" << line << "</li>";
  html << "</ol>";
  if (!answer.minutes.states.empty())
    html << "<p class=\"note\">" << verdict::steps_line(answer, reading.language) << "</p>";
  html << "</section>";
  return html;
}

Html citation_of(const Reading& reading, const Answer& answer) {
  const Zone zone = reading.zone(answer.asked.target);
  Html html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::check_cite_title)
       << "</h2><p class=\"cite\">"
       << verdict::citation(answer, reading.language, inquiry::host_of(reading.settings),
                            reading.date(reading.view.now, zone))
       << "</p><p class=\"note\">" << reading.say(Word::check_share) << " "
       << reading.say(Word::paper_cite_sheet) << "</p><p class=\"screen\"><a href=\""
       << reading.link("/cek/lembar?tgl=" + date_text(answer.asked.date) +
                       "&opd=" + answer.asked.target.text)
       << "\">" << reading.say(Word::paper_link_day) << "</a></p></section>";
  return html;
}

}  // namespace

std::string check(const View& view, const CheckForm& form, const std::optional<Answer>& answer) {
  const Reading reading(view);
  Html body;
  if (answer) {
    body << result_of(reading, *answer);
    if (answer->standing == Standing::judged) {
      if (!answer->minutes.states.empty())
        body << strip_of(reading, *answer) << incidents_of(reading, *answer);
      body << sums_of(reading, *answer) << citation_of(reading, *answer);
    }
    body << "<h2 class=\"gap\">" << reading.say(Word::check_title) << "</h2>";
  } else {
    body << "<h1>" << reading.say(Word::check_title) << "</h1><p class=\"lead\">"
         << reading.say(Word::check_lead) << "</p>";
    if (!form.sound())
      body << "<p class=\"wrong\" role=\"status\">" << reading.say(Word::check_mistakes) << "</p>";
  }
  body << form_of(reading, form);

  Frame frame;
  frame.title = answer ? verdict::title(*answer, reading.language)
                       : std::string(reading.say(Word::check_title));
  std::vector<std::pair<std::string, std::string>> kept;
  if (form.asked) {
    kept = {{"tgl", form.date}, {"opd", form.agency}, {"jam", form.time}};
    if (form.none) kept.emplace_back("tanpa", "1");
  }
  frame.path = kept.empty() ? "/cek" : "/cek?" + net::form_body(kept);
  frame.nav = Word::nav_check;
  return framed(reading, frame, body);
}

}  // namespace saksi::web::pages
