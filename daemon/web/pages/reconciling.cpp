// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>

#include "verdict/sentence.hpp"
#include "web/pages/check.hpp"
#include "web/pages/page.hpp"

namespace saksi::web::pages {
namespace {

constexpr std::size_t kMostShown = 200;  // rows of the table; the download has all

std::string row_reason(const Reading& reading, const verdict::SheetRow& row) {
  return reading.say(Word::sheet_unread_row, {{"n", std::to_string(row.number)},
                                              {"reason", std::string(reading.say(*row.unread))}});
}

Html form_of(const Reading& reading, const SheetForm& form) {
  Html html;
  html << "<form class=\"card\" method=\"post\" action=\"" << reading.link("/rekonsiliasi")
       << "\"><div class=\"field\"><label for=\"baris\">" << reading.say(Word::sheet_field)
       << "</label><p class=\"note\" id=\"baris-h\">"
       << reading.say(Word::sheet_field_hint, {{"n", std::to_string(kMostSheetRows)}}) << "</p>";
  if (form.trouble)
    html << "<p class=\"wrong\" id=\"baris-e\" role=\"status\">" << reading.say(*form.trouble)
         << "</p>";
  html << "<textarea id=\"baris\" name=\"baris\" rows=\"12\" spellcheck=\"false\" "
          "autocomplete=\"off\" aria-describedby=\"baris-h";
  if (form.trouble) html << " baris-e\" aria-invalid=\"true";
  // The first line end inside a textarea is not part of it.
  html << "\">\n"
       << form.rows << "</textarea></div><div class=\"field\"><label for=\"opd\">"
       << reading.say(Word::sheet_agency) << "</label><select id=\"opd\" name=\"opd\">"
       << "<option value=\"\">" << reading.say(Word::sheet_agency_none) << "</option>";
  for (const Target& target : reading.settings.targets) {
    html << "<option value=\"" << target.id.text << "\"";
    if (target.id.text == form.agency) html << " selected";
    html << ">" << target.agency << "</option>";
  }
  html << "</select></div><p class=\"buttons\"><button type=\"submit\">"
       << reading.say(Word::button_check)
       << "</button> <button class=\"second\" type=\"submit\" name=\"bentuk\" value=\"csv\">"
       << reading.say(Word::button_download) << "</button></p><p class=\"note\">"
       << reading.say(Word::sheet_again) << "</p><p class=\"note\">"
       << reading.say(Word::sheet_privacy) << "</p></form>";
  return html;
}

// What differs from the earlier result that was pasted.
Html changes_of(const Reading& reading, const verdict::Sheet& sheet) {
  const auto changed = verdict::changes(sheet, reading.language);
  Html html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::sheet_changed_title) << "</h2><p>"
       << (changed.empty()
               ? std::string(reading.say(Word::sheet_unchanged))
               : reading.say(Word::sheet_changed, {{"n", std::to_string(changed.size())}}))
       << "</p><ul class=\"plain\">";
  std::size_t shown = 0;
  for (const auto& [row, change] : changed) {
    if (++shown > kMostShown) break;
    html << "<li>"
         << reading.say(Word::sheet_unread_row, {{"n", std::to_string(row)}, {"reason", change}})
         << "</li>";
  }
  html << "</ul>";
  if (changed.size() > kMostShown)
    html << "<p class=\"note\">"
         << reading.say(Word::sheet_more, {{"n", std::to_string(kMostShown)}}) << "</p>";
  html << "</section>";
  return html;
}

Html summary_of(const Reading& reading, const verdict::Sheet& sheet) {
  std::vector<std::string> columns;
  for (const std::string& name :
       {sheet.columns.date_name, sheet.columns.agency_name, sheet.columns.time_name})
    if (!name.empty()) columns.push_back(name);
  Html html;
  html << "<section class=\"card answer off\" role=\"status\"><h1>"
       << reading.say(Word::sheet_counts, {{"rows", std::to_string(sheet.answered + sheet.unread)},
                                           {"answered", std::to_string(sheet.answered)},
                                           {"unread", std::to_string(sheet.unread)}})
       << "</h1><ul class=\"plain\">";
  for (const auto& [title, count] : sheet.counts)
    html << "<li>" << count << " × " << reading.say(title) << "</li>";
  html << "</ul><p class=\"note\">"
       << reading.say(Word::sheet_columns, {{"columns", reading.list(columns)}})
       << "</p></section>";
  if (sheet.earlier) html << changes_of(reading, sheet);
  if (sheet.unread == 0) return html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::sheet_unread_title)
       << "</h2><ul class=\"plain\">";
  for (const verdict::SheetRow& row : sheet.records)
    if (row.unread) html << "<li>" << row_reason(reading, row) << "</li>";
  html << "</ul></section>";
  return html;
}

void cell(Html& html, const Reading& reading, Word column, std::string_view text) {
  html << "<td data-k=\"" << reading.say(column) << "\">" << text << "</td>";
}

Html table_of(const Reading& reading, const verdict::Sheet& sheet) {
  const Language language = reading.language;
  Html html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::sheet_results)
       << "</h2><table class=\"stack\"><caption class=\"vh\">" << reading.say(Word::sheet_results)
       << "</caption><thead><tr>";
  for (const Word column :
       {Word::sheet_col_row, Word::field_date, Word::field_agency, Word::sheet_col_record,
        Word::out_result, Word::sheet_col_minutes, Word::sheet_col_class, Word::out_incidents})
    html << "<th scope=\"col\">" << reading.say(column) << "</th>";
  html << "</tr></thead><tbody>";
  std::size_t shown = 0;
  for (const verdict::SheetRow& row : sheet.records) {
    if (!row.answer) continue;
    if (++shown > kMostShown) break;
    const verdict::Answer& answer = *row.answer;
    html << "<tr><th scope=\"row\">" << reading.say(Word::sheet_col_row) << " " << row.number
         << "</th>";
    cell(html, reading, Word::field_date, verdict::day_text(answer.asked.date, language));
    cell(html, reading, Word::field_agency, answer.agency);
    cell(html, reading, Word::sheet_col_record,
         answer.asked.recorded ? verdict::time_text(answer, *answer.asked.recorded, language)
                               : std::string(reading.say(Word::no_record)));
    cell(html, reading, Word::out_result, verdict::title(answer, language));
    cell(html, reading, Word::sheet_col_minutes,
         verdict::explained_line(answer, language).empty()
             ? std::string("–")
             : reading.say(Word::sheet_result_line,
                           {{"late", std::to_string(answer.verdict.late)},
                            {"explained", std::to_string(answer.verdict.explained)}}));
    const std::string before = verdict::class_before(answer, language);
    cell(html, reading, Word::sheet_col_class,
         before.empty() ? std::string("–")
                        : before + " → " + verdict::class_after(answer, language));
    html << "<td data-k=\"" << reading.say(Word::out_incidents) << "\">";
    if (answer.incidents.empty()) html << "–";
    for (const verdict::Cited& one : answer.incidents)
      html << "<a class=\"number\" href=\"" << reading.link("/gangguan/" + one.number) << "\">"
           << one.number << "</a> ";
    html << "</td></tr>";
  }
  html << "</tbody></table>";
  if (sheet.answered > kMostShown)
    html << "<p class=\"note\">"
         << reading.say(Word::sheet_more, {{"n", std::to_string(kMostShown)}}) << "</p>";
  html << "</section>";
  return html;
}

// One sheet for each incident, not one for each person.
Html papers_of(const Reading& reading, const verdict::Sheet& sheet) {
  constexpr std::size_t kMost = 60;
  std::set<std::string> numbers;
  for (const verdict::SheetRow& row : sheet.records)
    if (row.answer)
      for (const verdict::Cited& one : row.answer->incidents)
        if (numbers.size() < kMost) numbers.insert(one.number);
  Html html;
  if (numbers.empty()) return html;
  html << "<section class=\"card\"><h2>" << reading.say(Word::paper_links_title)
       << "</h2><ul class=\"plain\">";
  for (const std::string& number : numbers)
    html << "<li><a class=\"number\" href=\"" << reading.link("/gangguan/" + number + "/lembar")
         << "\">" << reading.say(Word::paper_nav) << " " << number << "</a></li>";
  html << "</ul></section>";
  return html;
}

Frame frame_of(const Reading& reading) {
  Frame frame;
  frame.title = reading.say(Word::sheet_title);
  frame.path = "/rekonsiliasi";
  frame.nav = Word::nav_reconcile;
  frame.wide = true;
  return frame;
}

}  // namespace

std::string reconciling(const View& view, const SheetForm& form,
                        const std::optional<verdict::Sheet>& sheet) {
  const Reading reading(view);
  Html body;
  if (sheet) {
    body << summary_of(reading, *sheet);
    if (sheet->answered > 0) body << papers_of(reading, *sheet) << table_of(reading, *sheet);
    body << "<h2 class=\"gap\">" << reading.say(Word::sheet_title) << "</h2>";
  } else {
    body << "<h1>" << reading.say(Word::sheet_title) << "</h1><p class=\"lead\">"
         << reading.say(Word::sheet_lead) << "</p>";
  }
  body << form_of(reading, form);
  return framed(reading, frame_of(reading), body);
}

std::string busy(const View& view, bool sheet) {
  const Reading reading(view);
  Html body;
  body << "<section class=\"card answer off\"><h1>"
       << reading.say(sheet ? Word::sheet_busy_title : Word::question_busy_title)
       << "</h1><p class=\"lead\">" << reading.say(sheet ? Word::sheet_busy : Word::question_busy)
       << "</p></section>";
  return framed(reading, frame_of(reading), body);
}

}  // namespace saksi::web::pages
