// SPDX-License-Identifier: Apache-2.0
//
// Questions about a date, from readers and from programs: what was typed is read here, and the desk
// answers. Nothing of it is kept or logged.
#include <set>

#include "base/log.hpp"
#include "inquiry/sheets.hpp"
#include "verdict/json.hpp"
#include "verdict/sentence.hpp"
#include "web/desk_room.hpp"
#include "web/pages/check.hpp"
#include "web/site.hpp"

namespace saksi::web {
namespace {

using verdict::Answer;
using verdict::Asked;

constexpr std::size_t kMostDays = 31;  // of one sheet: each costs a look into the store

const Target* find_target(const Settings& settings, const std::string& id) {
  for (const Target& target : settings.targets)
    if (target.id.text == id) return &target;
  return nullptr;
}

// Letters of the zone in which the target's people read their clocks.
std::string letters_of(const Site& site, const Target& target) {
  const auto zone = Zone::find(site.context.settings->calendar(target.calendar).zone);
  return zone ? zone->local(site.context.clock->wall()).letters : std::string();
}

// What the form asks; every field that cannot be read has its mistake.
Asked read_form(const Site& site, pages::CheckForm& form) {
  Asked asked;
  if (form.date.empty()) {
    form.date_trouble = Word::need_date;
  } else if (const auto date = verdict::typed_date(form.date)) {
    asked.date = *date;
  } else {
    form.date_trouble = date.error();
  }
  const Target* target = find_target(*site.context.settings, form.agency);
  if (target == nullptr) {
    form.agency_trouble = Word::need_agency;
  } else {
    asked.target = target->id;
  }
  if (form.none != form.time.empty()) {
    form.time_trouble = form.none ? Word::need_one : Word::need_time;
  } else if (!form.none) {
    const auto at =
        verdict::typed_time(form.time, target == nullptr ? "" : letters_of(site, *target));
    // Which zone it must be of is known with the agency alone.
    if (at)
      asked.recorded = *at;
    else if (target != nullptr || at.error() != Word::typed_zone)
      form.time_trouble = at.error();
  }
  return asked;
}

net::ServerResponse bad_request(std::string_view field, Word why) {
  return json_error(400, std::string(field) + ": " + std::string(word(why, Language::english)));
}

}  // namespace

net::ServerResponse check_date(const Site& site, const Call& call) {
  const auto board = site.context.board->current();
  const pages::View view{site.context, *board, site.context.clock->wall(), language_of(call)};
  pages::CheckForm form;
  form.date = verdict::folded(call.parameter("tgl")).empty() ? "" : call.parameter("tgl");
  form.agency = call.parameter("opd");
  form.time = verdict::folded(call.parameter("jam")).empty() ? "" : call.parameter("jam");
  form.none = call.parameter("tanpa") == "1";
  form.asked = !form.date.empty() || !form.agency.empty() || !form.time.empty() || form.none;
  // A link from an incident fills in what it knows, and asks nothing yet.
  const bool begun = form.time.empty() && !form.none && call.parameter("mulai") == "1";
  if (!form.asked || begun) return page(200, pages::check(view, form, std::nullopt));
  const Asked asked = read_form(site, form);
  if (!form.sound()) return page(200, pages::check(view, form, std::nullopt));
  const auto answer = call.room->answer(asked);
  if (!answer) return trouble(view, answer.error());
  return page(200, pages::check(view, form, *answer));
}

net::ServerResponse verdict_json(const Site& site, const Call& call) {
  std::set<std::string> given;
  for (const auto& [name, value] : call.request.parameters()) {
    if (name != "date" && name != "target" && name != "recorded" && name != "none")
      return json_error(400, "unknown parameter \"" + name.substr(0, 100) +
                                 "\"; known are date, target, recorded, none");
    if (!given.insert(name).second) return json_error(400, name + ": given twice; give it once");
  }
  Asked asked;
  const auto date = verdict::typed_date(call.parameter("date"));
  if (!date) return bad_request("date", date.error());
  asked.date = *date;
  const Target* target = find_target(*site.context.settings, call.parameter("target"));
  if (target == nullptr) return bad_request("target", Word::need_agency);
  asked.target = target->id;
  const std::string recorded = call.parameter("recorded"), none = call.parameter("none");
  if (!none.empty() && none != "true")
    return json_error(400, "none: write true, or leave it out and write recorded=07:52");
  if (recorded.empty() == none.empty())
    return json_error(400, "write either recorded=07:52 or none=true");
  if (!recorded.empty()) {
    const auto at = verdict::typed_time(recorded, letters_of(site, *target));
    if (!at) return bad_request("recorded", at.error());
    asked.recorded = *at;
  }
  const auto answer = call.room->answer(asked);
  if (!answer) {
    log::error("api: {}", answer.error().message);
    net::ServerResponse response =
        json_error(503, "the records cannot be read at present; the operator's journal says why");
    response.headers.emplace_back("Retry-After", "30");
    return response;
  }
  Json json = verdict::to_json(*answer);
  json["simulation"] = site.context.demo;
  net::ServerResponse response;
  response.content_type = "application/json";
  response.body = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  return response;
}

net::ServerResponse reconcile_form(const Site& site, const Call& call) {
  const auto board = site.context.board->current();
  return page(
      200, pages::reconciling({site.context, *board, site.context.clock->wall(), language_of(call)},
                              {}, std::nullopt));
}

net::ServerResponse reconcile_rows(const Site& site, const Call& call) {
  const auto board = site.context.board->current();
  const Instant now = site.context.clock->wall();
  const pages::View view{site.context, *board, now, language_of(call)};
  const auto private_page = [](net::ServerResponse response) {
    response.headers.emplace_back("Cache-Control", "no-store");
    return response;
  };
  // A form's body is written as a query is.
  net::ServerRequest fields;
  fields.query = call.request.body;
  pages::SheetForm form{fields.parameter("baris"), fields.parameter("opd"), std::nullopt};
  std::erase(form.rows, '\r');  // browsers end each line with two characters
  verdict::Wanted wanted;
  wanted.most_rows = pages::kMostSheetRows;
  if (const Target* target = find_target(*site.context.settings, form.agency))
    wanted.target = target->id;

  std::set<Date> days;
  const auto sheet =
      verdict::reconcile(form.rows, inquiry::agencies_of(*site.context.settings, now), wanted,
                         [&](const Asked& asked) -> Result<Answer> {
                           days.insert(asked.date);
                           if (days.size() > kMostDays) return fail("", ErrorKind::usage);
                           return call.room->answer(asked);
                         });
  if (!sheet && days.size() <= kMostDays) return private_page(trouble(view, sheet.error()));
  if (!sheet)
    form.trouble = Word::sheet_many_days;
  else if (!*sheet)
    form.trouble = sheet->error();
  if (form.trouble) return private_page(page(200, pages::reconciling(view, form, std::nullopt)));

  if (fields.parameter("bentuk") == "csv") {
    net::ServerResponse response;
    response.content_type = "text/csv; charset=utf-8";
    response.headers.emplace_back("Content-Disposition",
                                  "attachment; filename=\"rekonsiliasi-saksi.csv\"");
    const auto zone = Zone::find(site.context.settings->calendars.front().zone);
    response.body =
        verdict::as_csv(**sheet, view.language, inquiry::host_of(*site.context.settings),
                        zone ? verdict::day_text(zone->local(now).date, view.language) : "");
    return private_page(std::move(response));
  }
  return private_page(page(200, pages::reconciling(view, form, **sheet)));
}

net::ServerResponse busy(const Site& site, const Call& call, Pace pace) {
  const auto board = site.context.board->current();
  const pages::View view{site.context, *board, site.context.clock->wall(), language_of(call)};
  net::ServerResponse response =
      call.request.path.starts_with("/api/")
          ? json_error(503, "too many questions wait already; ask again in a few seconds")
          : page(503, pages::busy(view, pace == Pace::sheet));
  response.headers.emplace_back("Retry-After", "5");
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

}  // namespace saksi::web
