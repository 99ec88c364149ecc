// SPDX-License-Identifier: Apache-2.0
//
// The papers that people fill in: the manual attendance list, and the drafts of the two letters.
#include "paper/compose.hpp"
#include "paper/spell.hpp"
#include "paper/text.hpp"

namespace saksi::paper {
namespace {

using Look = Paragraph::Look;

constexpr const char* kDots = "………………………………………";
constexpr double kWritingRow = 7.2;  // mm: 25 of them fit an A4 page with its head and foot

Document begun(const Occasion& occasion, Language language, const Text& text) {
  Document document;
  document.language = language;
  if (occasion.simulation) document.banner = text.say(Word::paper_simulation);
  return document;
}

std::string span_of(const Occasion& occasion, const Text& text) {
  if (!occasion.bounds) return {};
  // A letter claims no more than is known: from the first moment that was seen, to the last.
  const Bounds& bounds = *occasion.bounds;
  const auto moment = [&](Instant at) { return text.moment_on(at, occasion.date); };
  if (!bounds.end_lo) return text.say(Word::letter_span_open, {{"from", moment(bounds.start_hi)}});
  return text.say(Word::letter_span,
                  {{"from", moment(bounds.start_hi)}, {"to", moment(*bounds.end_lo)}});
}

std::string month_of(Date date, Language language) {
  const std::string text = month_text(date.year() / date.month(), language);
  return text.substr(0, text.find(' '));
}

}  // namespace

Document attendance_list(const Occasion& occasion, Language language) {
  const Text text{language, occasion.zone};
  Document document = begun(occasion, language, text);
  document.title = text.say(Word::list_title) + " " + occasion.incident;
  document.footer = text.say(Word::list_title) + " · " + occasion.incident;
  document.blocks.emplace_back(Title{text.say(Word::list_title), {}});
  document.blocks.emplace_back(Facts{{{text.say(Word::paper_incident), occasion.incident},
                                      {text.say(Word::paper_agency), occasion.agency},
                                      {text.say(Word::paper_date), text.day(occasion.date)},
                                      {text.say(Word::list_unit), kDots}}});
  document.blocks.emplace_back(Paragraph{text.say(Word::list_lead), Look::small});
  Table table;
  table.caption = text.say(Word::list_title);
  table.columns = {text.say(Word::list_no),        text.say(Word::list_name),
                   text.say(Word::list_nip),       text.say(Word::list_arrived),
                   text.say(Word::list_signature), text.say(Word::list_other)};
  table.weights = {6, 30, 22, 11, 15, 16};
  table.row_mm = kWritingRow;
  for (int n = 1; n <= kListRows; ++n)
    table.rows.push_back({std::to_string(n), "", "", "", "", ""});
  document.blocks.emplace_back(std::move(table));
  document.blocks.emplace_back(Paragraph{
      text.say(Word::list_head) + ": " + kDots + "   (" + text.say(Word::list_head_fields) + ")",
      Look::small});
  return document;
}

Document letters(const Occasion& occasion, Language language) {
  const Text text{language, occasion.zone};
  Document document = begun(occasion, language, text);
  document.title = text.say(Word::letters_title) + " " + occasion.incident;
  document.footer = text.say(Word::letter_draft);
  document.points = 11;
  const std::string span = span_of(occasion, text);
  auto& blocks = document.blocks;
  const auto plain = [&](std::string line) { blocks.emplace_back(Paragraph{std::move(line)}); };
  const auto say = [&](Word key) { return text.say(key); };

  blocks.emplace_back(Title{say(Word::letter_statement), {say(Word::letter_blank_number)}});
  plain(say(Word::letter_signer));
  blocks.emplace_back(Facts{{{say(Word::letter_name), kDots},
                             {say(Word::list_nip), kDots},
                             {say(Word::letter_position), kDots}}});
  plain(text.say(Word::letter_statement_body, {{"date", text.day(occasion.date)},
                                               {"span", span},
                                               {"agency", occasion.agency},
                                               {"number", occasion.sheet}}));
  plain(say(Word::letter_statement_use));
  blocks.emplace_back(Signatures{
      {{}, {say(Word::letter_place), say(Word::letter_head), "", kDots, "NIP ……………………………"}}});

  blocks.emplace_back(PageBreak{});
  blocks.emplace_back(Title{say(Word::letter_minutes), {say(Word::letter_blank_number)}});
  plain(say(Word::letter_today));
  int party = 0;
  for (const char* office : {"Diskominfo", "BKPSDM", "OPD"})
    plain(text.say(Word::letter_party, {{"n", std::to_string(++party)}, {"office", office}}));
  plain(say(Word::letter_declare));
  const auto number = [&](int n) {
    return language == Language::indonesian ? spelled(n) : std::to_string(n);
  };
  const int year = static_cast<int>(occasion.date.year());
  plain(text.say(Word::letter_fact,
                 {{"weekday", text.weekday(occasion.date)},
                  {"day", number(static_cast<int>(static_cast<unsigned>(occasion.date.day())))},
                  {"month", month_of(occasion.date, language)},
                  {"year", number(year)},
                  {"date", text.day(occasion.date).substr(text.weekday(occasion.date).size() + 2)},
                  {"span", span},
                  {"incident", occasion.incident},
                  {"agency", occasion.agency},
                  {"number", occasion.sheet}}));
  for (const Word key :
       {Word::letter_cause, Word::letter_action, Word::letter_list, Word::letter_proposal})
    plain(say(key));
  plain(say(Word::letter_done));
  Signatures parties;
  for (const char* office : {"Diskominfo", "BKPSDM", "OPD"})
    parties.columns.push_back({office, "", "……………………………", "NIP ……………………"});
  blocks.emplace_back(std::move(parties));
  return document;
}

}  // namespace saksi::paper
