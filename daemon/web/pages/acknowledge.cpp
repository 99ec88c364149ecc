// SPDX-License-Identifier: Apache-2.0
//
// For staff: one question, one button. It stands on the operations listener, so it links nowhere.
#include "web/pages/page.hpp"
#include "web/pages/phrases.hpp"
#include "web/web.hpp"

namespace saksi::web::pages {

std::string acknowledge(const View& view, const AckPage& form) {
  const Reading reading(view);
  const std::string title = reading.say(Word::ack_title, {{"number", form.number}});
  Html html;
  html << "<!doctype html>\n<html lang=\""
       << (reading.language == Language::indonesian ? std::string_view("id")
                                                    : std::string_view("en"))
       << "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
          "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" "
          "content=\"noindex\"><title>"
       << title << " · Saksi</title><link rel=\"icon\" href=\"data:,\"><style>";
  html.markup(style_sheet());
  html << "</style></head><body><main><div class=\"wrap\"><section class=\"card\"><h1>" << title
       << "</h1>";
  if (view.context.demo) html << "<p><b>" << reading.say(Word::bulletin_demo) << "</b></p>";
  for (const Incident& open : view.board.open)
    if (open.number == form.number)
      html << "<p class=\"lead\">" << reading.agency(open.outage.target) << ", "
           << reading.say(Word::going_on_since,
                          {{"time", reading.moment(open.outage.bounds.start_hi,
                                                   reading.zone(open.outage.target))}})
           << "</p>";
  if (form.says)
    html << "<p class=\"lead\" role=\"status\"><b>"
         << fill(reading.say(*form.says), {{"number", form.number}}) << "</b></p>";
  html << acknowledged_lines(reading, form.known, reading.zone());
  if (form.asks) {
    html << "<p>" << reading.say(Word::ack_lead) << "</p><form method=\"post\" action=\"/akui/"
         << form.number
         << (reading.language == Language::english ? std::string_view("?lang=en")
                                                   : std::string_view())
         << "\"><input type=\"hidden\" name=\"t\" value=\"" << form.token
         << "\"><div class=\"field\"><label for=\"nama\">" << reading.say(Word::ack_name)
         << "</label><input id=\"nama\" name=\"nama\" type=\"text\" maxlength=\"60\" "
            "autocomplete=\"name\"></div><button type=\"submit\">"
         << reading.say(Word::ack_button) << "</button></form>";
  }
  html << "</section></div></main></body></html>\n";
  return html.bytes();
}

}  // namespace saksi::web::pages
