// SPDX-License-Identifier: Apache-2.0
//
// One question about a date, and a sheet of them: the same desk as the page /cek and the API.
#include <fmt/format.h>

#include <fstream>
#include <iostream>

#include "base/clock.hpp"
#include "base/file.hpp"
#include "cli/command.hpp"
#include "inquiry/desk.hpp"
#include "inquiry/sheets.hpp"
#include "verdict/json.hpp"
#include "verdict/sentence.hpp"
#include "verdict/typed.hpp"

namespace saksi::cli {
namespace {

using verdict::Answer;
using verdict::Asked;

constexpr std::size_t kMostBytes = 64u << 20;  // of a sheet

// Everything that both commands stand on, kept together because the desk refers to the rest.
struct Opened {
  Settings settings;
  std::unique_ptr<store::Reader> reader;
  std::string purpose;
};

Result<Opened> open_all(const po::variables_map& values) {
  Opened opened;
  SAKSI_TRY_ASSIGN(opened.settings, load(values));
  SAKSI_TRY_ASSIGN(const std::string directory, store_of(values));
  SAKSI_TRY_ASSIGN(opened.reader, store::Reader::open(directory));
  SAKSI_TRY_ASSIGN(opened.purpose, opened.reader->purpose());
  return opened;
}

Result<Language> language_of(const po::variables_map& values) {
  const std::string text = values["lang"].as<std::string>();
  if (text == "id") return Language::indonesian;
  if (text == "en") return Language::english;
  return fail("--lang: write id or en", ErrorKind::usage);
}

void add_language(po::options_description& options) {
  options.add_options()("lang", po::value<std::string>()->default_value("id"),
                        "id or en: language of the answer");
}

Error told(std::string_view option, Word why) {
  return {fmt::format("--{}: {}", option, word(why, Language::english)), ErrorKind::usage};
}

std::string today(const Settings& settings, Instant now, Language language) {
  const auto zone = Zone::find(settings.calendars.front().zone);
  return zone ? verdict::day_text(zone->local(now).date, language) : std::string();
}

Result<Asked> asked_of(const po::variables_map& values, const Settings& settings, Instant now) {
  Asked asked;
  const std::string name = values["target"].as<std::string>();
  const auto agencies = inquiry::agencies_of(settings, now);
  const verdict::KnownAgency* agency = nullptr;
  for (const verdict::KnownAgency& one : agencies)
    for (const std::string& known : one.names)
      if (verdict::plain_words(known) == verdict::plain_words(name)) agency = &one;
  if (agency == nullptr)
    return fail(fmt::format("--target: there is no \"{}\" in the configuration", name),
                ErrorKind::usage);
  asked.target = agency->target;
  const auto date = verdict::typed_date(values["date"].as<std::string>());
  if (!date) return tl::unexpected(told("date", date.error()));
  asked.date = *date;
  if ((values.count("recorded") != 0) == (values.count("none") != 0))
    return fail("write either --recorded with a time, or --none where there is no record",
                ErrorKind::usage);
  if (values.count("recorded") != 0) {
    const auto at = verdict::typed_time(values["recorded"].as<std::string>(), agency->letters);
    if (!at) return tl::unexpected(told("recorded", at.error()));
    asked.recorded = *at;
  }
  return asked;
}

void print(const Answer& answer, const Opened& opened, Instant now, Language language) {
  if (opened.purpose.starts_with("demo:"))
    fmt::print("{} ({})\n\n", word(Word::demo_title, language), opened.purpose);
  fmt::print("{}\n{}\n", verdict::title(answer, language), verdict::sentence(answer, language));
  if (const auto line = verdict::explained_line(answer, language); !line.empty())
    fmt::print("{}\n", line);
  if (const auto before = verdict::class_before(answer, language); !before.empty())
    fmt::print("{}\n",
               fill(word(Word::line_class, language),
                    {{"before", before}, {"after", verdict::class_after(answer, language)}}));
  if (answer.standing != verdict::Standing::judged) return;
  fmt::print("\n");
  for (const std::string& line : verdict::arithmetic(answer, language)) fmt::print("  {}\n", line);
  if (!answer.minutes.states.empty()) fmt::print("\n{}\n", verdict::steps_line(answer, language));
  fmt::print("{}\n{}\n\n{}\n", verdict::state_line(answer, language),
             word(Word::not_a_decision, language),
             verdict::citation(answer, language, inquiry::host_of(opened.settings),
                               today(opened.settings, now, language)));
}

Result<int> verdict_of(const po::variables_map& values) {
  const Instant now = SystemClock().wall();
  SAKSI_TRY_ASSIGN(const Language language, language_of(values));
  SAKSI_TRY_ASSIGN(const Opened opened, open_all(values));
  SAKSI_TRY_ASSIGN(const Asked asked, asked_of(values, opened.settings, now));
  SAKSI_TRY_ASSIGN(const auto plans, opened.reader->plans());
  inquiry::Desk desk(opened.settings, plans, *opened.reader, now);
  SAKSI_TRY_ASSIGN(const Answer answer, desk.answer(asked));
  if (values.count("json") != 0) {
    Json json = verdict::to_json(answer);
    json["purpose"] = opened.purpose;
    fmt::print("{}\n", canonical(json));
  } else {
    print(answer, opened, now, language);
  }
  return done;
}

Result<int> reconcile_of(const po::variables_map& values) {
  const Instant now = SystemClock().wall();
  SAKSI_TRY_ASSIGN(const Language language, language_of(values));
  const std::string path = values["file"].as<std::string>();
  auto text = read_file(path, kMostBytes);
  if (!text) return fail(text.error().message, ErrorKind::usage);
  SAKSI_TRY_ASSIGN(const Opened opened, open_all(values));
  verdict::Wanted wanted;
  if (values.count("target") != 0) {
    const TargetId id{values["target"].as<std::string>()};
    for (const Target& target : opened.settings.targets)
      if (target.id == id) wanted.target = id;
    if (!wanted.target)
      return fail(fmt::format("--target: there is no \"{}\" in the configuration", id.text),
                  ErrorKind::usage);
  }
  SAKSI_TRY_ASSIGN(const auto plans, opened.reader->plans());
  inquiry::Desk desk(opened.settings, plans, *opened.reader, now);
  SAKSI_TRY_ASSIGN(const auto sheet,
                   verdict::reconcile(*text, inquiry::agencies_of(opened.settings, now), wanted,
                                      [&](const Asked& asked) { return desk.answer(asked); }));
  if (!sheet)
    return fail(path + ": " + std::string(word(sheet.error(), language)), ErrorKind::usage);
  std::cout << verdict::as_csv(*sheet, language, inquiry::host_of(opened.settings),
                               today(opened.settings, now, language));
  if (!std::cout.flush()) return fail("cannot write to standard output");

  // The summary stands apart from the rows, and names no cell of them.
  if (opened.purpose.starts_with("demo:"))
    fmt::print(stderr, "{} ({})\n", word(Word::demo_title, language), opened.purpose);
  fmt::print(stderr, "{}\n",
             fill(word(Word::sheet_counts, language),
                  {{"rows", std::to_string(sheet->answered + sheet->unread)},
                   {"answered", std::to_string(sheet->answered)},
                   {"unread", std::to_string(sheet->unread)}}));
  for (const auto& [title, count] : sheet->counts)
    fmt::print(stderr, "  {:>6}  {}\n", count, word(title, language));
  for (const verdict::SheetRow& row : sheet->records)
    if (row.unread)
      fmt::print(stderr, "  {}\n",
                 fill(word(Word::sheet_unread_row, language),
                      {{"n", std::to_string(row.number)},
                       {"reason", std::string(word(*row.unread, language))}}));
  if (sheet->earlier) {
    const auto changed = verdict::changes(*sheet, language);
    fmt::print(stderr, "{}\n",
               changed.empty() ? std::string(word(Word::sheet_unchanged, language))
                               : fill(word(Word::sheet_changed, language),
                                      {{"n", std::to_string(changed.size())}}));
    for (const auto& [row, change] : changed)
      fmt::print(stderr, "  {}\n",
                 fill(word(Word::sheet_unread_row, language),
                      {{"n", std::to_string(row)}, {"reason", change}}));
  }
  return sheet->unread == 0 ? done : negative;
}

}  // namespace

int run_verdict(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  add_store(options);
  add_language(options);
  options.add_options()("date", po::value<std::string>()->required(), "2023-01-02, 2/1/2023, ...")(
      "target", po::value<std::string>()->required(), "the agency: id, short or full name")(
      "recorded", po::value<std::string>(), "the check-in on record, as 07.52")(
      "none", "there is no check-in on record")("json", "for programs");
  const Parsed parsed = parse("verdict", options, arguments);
  return parsed.leave ? *parsed.leave : finished(verdict_of(parsed.values));
}

int run_reconcile(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  add_store(options);
  add_language(options);
  options.add_options()("file", po::value<std::string>()->required(), "an export with its header")(
      "target", po::value<std::string>(), "id of the agency, where the sheet does not name it");
  const Parsed parsed = parse("reconcile", options, arguments, "file");
  return parsed.leave ? *parsed.leave : finished(reconcile_of(parsed.values));
}

}  // namespace saksi::cli
