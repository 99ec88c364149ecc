// SPDX-License-Identifier: Apache-2.0
//
// Lembar Bukti Gangguan, in the order in which an office reads it: what, when, how sure, and what
// it does not say.
#include <map>

#include "paper/compose.hpp"
#include "paper/text.hpp"

namespace saksi::paper {
namespace {

using Look = Paragraph::Look;

constexpr int kNeeded = 80;  // per cent measured, to say that nothing was seen (aturan-1)
constexpr std::size_t kMostRunsInASentence = 12;

struct Writing {
  const Sheet& sheet;
  Text text;
  std::vector<Block>& blocks;

  void plain(std::string line, Look look = Look::plain) {
    blocks.emplace_back(Paragraph{std::move(line), look});
  }
  void heading(Word key) { blocks.emplace_back(Heading{text.say(key)}); }
  [[nodiscard]] std::string at(TimeOfDay of_day) const { return text.clock(sheet.date, of_day); }
  [[nodiscard]] TimeOfDay minutes_to() const {
    return sheet.minutes_from + std::chrono::minutes(sheet.minutes.size());
  }
};

std::string incidents_text(const Writing& to) {
  std::vector<std::string> names;
  for (const Named& one : to.sheet.incidents)
    names.push_back(to.text.say(
        Word::line_incident, {{"number", one.number}, {"revision", std::to_string(one.revision)}}));
  return names.empty() ? to.text.say(Word::paper_no_incident) : to.text.list(names);
}

std::string span_text(const Writing& to, const Bounds& bounds) {
  const auto moment = [&](Instant at) { return to.text.moment_on(at, to.sheet.date, true); };
  if (!bounds.end_lo || !bounds.end_hi)
    return to.text.say(Word::paper_span_open, {{"start_lo", moment(bounds.start_lo)},
                                               {"start_hi", moment(bounds.start_hi)}});
  return to.text.say(Word::paper_span_text, {{"start_lo", moment(bounds.start_lo)},
                                             {"start_hi", moment(bounds.start_hi)},
                                             {"end_lo", moment(*bounds.end_lo)},
                                             {"end_hi", moment(*bounds.end_hi)}});
}

void write_facts(Writing& to) {
  const Sheet& sheet = to.sheet;
  Facts facts;
  const auto row = [&](Word key, std::string value) {
    facts.rows.emplace_back(to.text.say(key), std::move(value));
  };
  row(Word::paper_agency, sheet.agency);
  row(Word::paper_service, sheet.host);
  row(Word::paper_date, to.text.day(sheet.date));
  row(Word::paper_hours,
      sheet.hours ? to.text.say(Word::paper_hours_text, {{"opening", to.at(sheet.hours->opening)},
                                                         {"limit", to.at(sheet.hours->limit)},
                                                         {"close", to.at(sheet.hours->close)}})
                  : to.text.say(Word::paper_no_hours));
  row(Word::paper_incident, incidents_text(to));
  if (sheet.bounds && !sheet.withdrawn) row(Word::paper_span, span_text(to, *sheet.bounds));
  to.blocks.emplace_back(std::move(facts));
}

// The one sentence that people will quote. From one network alone nothing is ever "unusable".
Word statement(const Sheet& sheet) {
  if (sheet.withdrawn) return Word::paper_said_withdrawn;
  if (sheet.independent == 1)
    return sheet.streaks.empty() && sheet.soft == 0 ? Word::paper_said_one_calm
                                                    : Word::paper_said_one;
  if (sheet.independent >= 2) {
    if (sheet.kind == Kind::incident) return Word::paper_said_incident;
    if (sheet.blocked > 0) return Word::paper_said_out;
  }
  if (sheet.coverage < kNeeded) return Word::paper_said_no_data;
  return sheet.soft > 0 ? Word::paper_said_some : Word::paper_said_calm;
}

void write_statement(Writing& to) {
  const Sheet& sheet = to.sheet;
  to.plain(to.text.say(statement(sheet),
                       {{"date", to.text.day(sheet.date)},
                        {"agency", sheet.agency},
                        {"number", sheet.incidents.empty() ? "" : sheet.incidents.front().number},
                        {"blocked", std::to_string(sheet.blocked)},
                        {"soft", std::to_string(sheet.soft)},
                        {"looked", std::to_string(sheet.minutes.size())},
                        {"coverage", std::to_string(sheet.coverage)},
                        {"networks", std::to_string(sheet.failing)},
                        {"from", to.at(sheet.minutes_from)},
                        {"to", to.at(to.minutes_to())}}),
           Look::strong);
  if (sheet.withdrawn || !sheet.hours) return;
  const std::string limit = to.at(sheet.hours->limit);
  if (sheet.window == 0) return to.plain(to.text.say(Word::paper_usable_empty, {{"limit", limit}}));
  to.plain(to.text.say(Word::paper_usable,
                       {{"limit", limit},
                        {"window", std::to_string(sheet.window)},
                        {"usable", std::to_string(sheet.usable)},
                        {"blocked", std::to_string(sheet.window_blocked)},
                        {"other", std::to_string(sheet.window_soft - sheet.window_blocked)},
                        {"unknown", std::to_string(sheet.window_unknown)}}));
}

void write_failed(Writing& to) {
  const Sheet& sheet = to.sheet;
  to.heading(Word::paper_failed_title);
  if (sheet.streaks.empty()) return to.plain(to.text.say(Word::paper_failed_none));
  to.plain(to.text.say(Word::paper_failed_lead,
                       {{"from", to.text.moment_on(sheet.failed_from, sheet.date)},
                        {"to", to.text.moment_on(sheet.failed_to, sheet.date)}}),
           Look::small);
  Table table;
  table.caption = to.text.say(Word::paper_failed_title);
  table.columns = {to.text.say(Word::col_vantage), to.text.say(Word::paper_col_network),
                   to.text.say(Word::paper_col_span), to.text.say(Word::col_cause),
                   to.text.say(Word::paper_col_count)};
  table.weights = {14, 13, 24, 42, 7};
  for (const Streak& one : sheet.streaks) {
    const std::string step = one.step.substr(0, one.step.find('.'));
    std::string found = to.text.found(one.cls, one.took);
    if (!step.empty()) found += " (" + to.text.say(Word::paper_step, {{"step", step}}) + ")";
    table.rows.push_back({one.vantage, one.network,
                          to.text.span(one.from, one.to, sheet.date, true), found,
                          std::to_string(one.checks)});
  }
  to.blocks.emplace_back(std::move(table));
  if (sheet.more_streaks > 0)
    to.plain(to.text.say(Word::paper_failed_more, {{"n", std::to_string(sheet.more_streaks)}}),
             Look::small);
}

std::string lower(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] + 32);
  return text;
}

std::string in_words(const Writing& to) {
  std::vector<std::string> parts;
  std::map<MinuteState, int> counts;
  const auto& states = to.sheet.minutes;
  for (std::size_t at = 0; at < states.size();) {
    std::size_t end = at;
    while (end < states.size() && states[end] == states[at]) ++end;
    const std::string name = lower(to.text.say(minute_word(states[at])));
    parts.push_back(to.text.span(to.sheet.date, to.sheet.minutes_from + std::chrono::minutes(at),
                                 to.sheet.minutes_from + std::chrono::minutes(end)) +
                    " " + name);
    counts[states[at]] += static_cast<int>(end - at);
    at = end;
  }
  if (parts.size() > kMostRunsInASentence) {
    parts.clear();
    for (const auto& [state, n] : counts)
      parts.push_back(to.text.say(
          Word::strip_counts,
          {{"n", std::to_string(n)}, {"state", lower(to.text.say(minute_word(state)))}}));
  }
  std::string sentence;
  for (const std::string& part : parts) sentence += (sentence.empty() ? "" : ", ") + part;
  return sentence;
}

void write_minutes(Writing& to) {
  const Sheet& sheet = to.sheet;
  if (sheet.minutes.empty()) return;
  to.heading(Word::paper_minutes_title);
  Minutes strip;
  strip.from = sheet.minutes_from;
  strip.states = sheet.minutes;
  strip.begin = to.at(sheet.minutes_from);
  strip.end = to.at(to.minutes_to());
  strip.sentence = in_words(to);
  const Hours& hours = *sheet.hours;
  if (hours.opening == hours.limit) {
    strip.pins = {{hours.limit, to.text.say(Word::strip_both) + " " + to.at(hours.limit)}};
  } else {
    strip.pins = {{hours.opening, to.text.say(Word::strip_opening) + " " + to.at(hours.opening)},
                  {hours.limit, to.text.say(Word::strip_limit) + " " + to.at(hours.limit)}};
  }
  to.blocks.emplace_back(std::move(strip));
}

std::string steps_text(const Writing& to, bool exercised) {
  std::vector<std::string> names;
  for (const Step& step : to.sheet.steps)
    if (step.exercised == exercised) names.push_back(step.id);
  return to.text.list(names);
}

void write_data(Writing& to) {
  const Sheet& sheet = to.sheet;
  to.heading(Word::paper_data_title);
  Bullets data;
  const auto add = [&](std::string line) { data.items.push_back(std::move(line)); };
  if (!sheet.minutes.empty()) {
    std::string line =
        to.text.say(Word::paper_coverage, {{"coverage", std::to_string(sheet.coverage)},
                                           {"looked", std::to_string(sheet.minutes.size())},
                                           {"from", to.at(sheet.minutes_from)},
                                           {"to", to.at(to.minutes_to())}});
    std::vector<std::string> gaps;
    for (const Stretch& gap : sheet.gaps)
      gaps.push_back(to.text.span(sheet.date, gap.from, gap.to));
    if (sheet.more_gaps > 0)
      gaps.push_back(to.text.say(Word::and_more, {{"n", std::to_string(sheet.more_gaps)}}));
    line += " " + (gaps.empty() ? to.text.say(Word::paper_gaps_none)
                                : to.text.say(Word::paper_gaps, {{"gaps", to.text.list(gaps)}}));
    add(std::move(line));
  }
  const std::string networks = to.text.list(sheet.networks);
  add(sheet.independent == 0 ? to.text.say(Word::paper_networks_none)
      : sheet.independent == 1
          ? to.text.say(Word::paper_networks_one, {{"list", networks}})
          : to.text.say(Word::paper_networks, {{"vantages", std::to_string(sheet.vantages.size())},
                                               {"networks", std::to_string(sheet.independent)},
                                               {"list", networks}}));
  const std::string done = steps_text(to, true), never = steps_text(to, false);
  std::string steps;
  steps = done.empty() ? to.text.say(Word::line_no_steps)
                       : to.text.say(Word::paper_steps_done, {{"steps", done}});
  if (!never.empty()) steps += " " + to.text.say(Word::paper_steps_never, {{"steps", never}});
  bool upload = false;
  for (const Step& step : sheet.steps) upload = upload || (step.upload && step.exercised);
  if (!upload) steps += " " + to.text.say(Word::paper_steps_upload);
  add(std::move(steps));
  add(to.text.say(Word::paper_rule, {{"rule", std::to_string(sheet.rule)}}));
  to.blocks.emplace_back(std::move(data));
}

void write_limits(Writing& to) {
  to.heading(Word::paper_limits_title);
  to.blocks.emplace_back(
      Bullets{{to.text.say(Word::paper_limit_person), to.text.say(Word::paper_limit_decision),
               to.text.say(Word::paper_limit_seen)}});
  std::string who = to.sheet.operated_by.empty()
                        ? to.text.say(Word::operated_unknown)
                        : to.text.say(Word::operated_by, {{"who", to.sheet.operated_by}});
  if (!to.sheet.contact.empty())
    who += " " + to.text.say(Word::contact, {{"contact", to.sheet.contact}});
  to.plain(who);
  if (to.sheet.seal)
    to.plain(to.text.say(Word::paper_seal, {{"seal", *to.sheet.seal}}), Look::small);
}

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

void write_code(Writing& to, const Issue& issue, const std::string& public_url) {
  if (issue.code.empty())
    return to.plain(to.text.say(Word::paper_preview) + " " + unissued_text(issue, to.text.language),
                    Look::framed);
  Seal seal;
  seal.code = shown_code(issue.code);
  seal.url = verify_url(public_url, issue.code);
  seal.label = to.text.say(Word::paper_code);
  seal.note = to.text.say(Word::paper_code_note);
  seal.how = {seal.url.empty()
                  ? to.text.say(Word::paper_verify_type)
                  : to.text.say(Word::paper_verify_qr, {{"url", without_slash(public_url) + "/v"}}),
              to.text.say(Word::paper_verify_same)};
  to.heading(Word::paper_verify_title);
  to.blocks.emplace_back(std::move(seal));
}

}  // namespace

std::string verify_url(const std::string& public_url, const std::string& code) {
  if (public_url.empty() || code.empty()) return {};
  return without_slash(public_url) + "/v/" + code;
}

std::string unissued_text(const Issue& issue, Language language) {
  Word key = Word::unissued_keeper;
  switch (issue.why) {
    case Unissued::open:
      key = Word::unissued_open;
      break;
    case Unissued::window:
      key = Word::unissued_window;
      break;
    case Unissued::keeper:
      break;
    case Unissued::full:
      key = Word::unissued_full;
      break;
    case Unissued::slow:
      key = Word::unissued_slow;
      break;
  }
  return fill(word(key, language), {{"time", issue.window_over}});
}

std::string citation(const Sheet& sheet, const Issue& issue, Language language,
                     const std::string& accessed) {
  return fill(word(issue.code.empty() ? Word::paper_cite_none : Word::paper_cite, language),
              {{"host", sheet.site},
               {"number", sheet.number},
               {"revision", std::to_string(issue.revision)},
               {"code", shown_code(issue.code)},
               {"rule", std::to_string(sheet.rule)},
               {"accessed", accessed}});
}

Document sheet_document(const Sheet& sheet, const Issue& issue, const std::string& public_url,
                        Language language) {
  Document document;
  document.language = language;
  document.title = sheet.number;
  document.made = issue.at;
  Writing to{sheet, {language, sheet.zone}, document.blocks};
  const std::string code =
      issue.code.empty() ? to.text.say(Word::paper_preview) : shown_code(issue.code);
  document.footer = sheet.number + " · " + code;
  if (sheet.simulation) document.banner = to.text.say(Word::paper_simulation);

  Title title{to.text.say(Word::paper_title), {}};
  std::string number = to.text.say(Word::paper_number) + " " + sheet.number;
  if (issue.revision > 0)
    number += " · " + to.text.say(Word::paper_revision, {{"n", std::to_string(issue.revision)}});
  title.below = {number};
  if (issue.at) {
    const LocalTime at = to.text.zone().local(*issue.at);
    title.below.push_back(to.text.say(
        Word::paper_issued, {{"when", long_date(at, language) + ", " + clock_time(at, language)}}));
  }
  document.blocks.emplace_back(std::move(title));
  if (sheet.withdrawn) to.plain(to.text.say(Word::paper_withdrawn_mark), Look::framed);
  if (sheet.simulation) to.plain(to.text.say(Word::paper_simulation), Look::framed);
  to.plain(sheet.final
               ? to.text.say(Word::paper_final)
               : to.text.say(Word::paper_provisional, {{"date", to.text.day(sheet.final_from)}}),
           Look::small);
  write_facts(to);
  write_statement(to);
  if (!sheet.withdrawn) {
    write_failed(to);
    write_minutes(to);
    write_data(to);
  }
  write_limits(to);
  write_code(to, issue, public_url);
  return document;
}

}  // namespace saksi::paper
