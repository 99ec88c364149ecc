// SPDX-License-Identifier: Apache-2.0
//
// GET /v: is the paper in somebody's hand from here, and does it still hold? The archive knows what
// was issued; the records, judged again, know whether it still says what they say.
#include <algorithm>

#include "web/desk_room.hpp"
#include "web/pages/papers.hpp"
#include "web/site.hpp"

namespace saksi::web {
namespace {

using pages::Checked;
using pages::Genuine;

bool configured(const Settings& settings, const std::string& target) {
  for (const Target& one : settings.targets)
    if (one.id.text == target) return true;
  return false;
}

// How the sheet would read today; none where its agency or its incident is not there any more.
Result<std::optional<paper::Sheet>> today_of(const Site& site, const Call& call,
                                             store::Reader& reader, const paper::Sheet& sheet) {
  std::optional<paper::Sheet> now;
  if (!configured(*site.context.settings, sheet.target)) return now;
  if (sheet.kind == paper::Kind::date) {
    SAKSI_TRY_ASSIGN(auto evidence, call.room->date_sheet({sheet.target}, sheet.date));
    now = std::move(evidence.sheet);
  } else if (!sheet.incidents.empty()) {
    store::IncidentFilter filter;
    filter.number = sheet.incidents.front().number;
    SAKSI_TRY_ASSIGN(const auto found, reader.incidents(filter));
    if (found.empty()) return now;
    SAKSI_TRY_ASSIGN(auto evidence, call.room->incident_sheet(found.front()));
    if (evidence) now = std::move(evidence->sheet);
  }
  if (now) now->simulation = site.context.demo;
  return now;
}

std::string path_of(const paper::Sheet& sheet) {
  if (sheet.kind == paper::Kind::incident && !sheet.incidents.empty())
    return "/gangguan/" + sheet.incidents.front().number + "/lembar";
  return "/cek/lembar?tgl=" + date_text(sheet.date) + "&opd=" + sheet.target;
}

Result<void> look_up(const Site& site, const Call& call, Language language, Checked& checked) {
  SAKSI_TRY_ASSIGN(const auto reader, site.open_reader());
  SAKSI_TRY_ASSIGN(const auto issued, reader->sheet(checked.code));
  if (!issued) {
    checked.state = Genuine::unknown;
    return {};
  }
  if (code_of(issued->content) != issued->code)
    return fail("sheet " + issued->code + ": its content has another code");
  SAKSI_TRY_ASSIGN(const paper::Sheet sheet, paper::sheet_from_content(issued->content));
  SAKSI_TRY_ASSIGN(const Zone zone, Zone::find(sheet.zone));
  const LocalTime at = zone.local(issued->at);
  checked.number = issued->number;
  checked.revision = issued->revision;
  checked.issued = long_date(at, language) + ", " + clock_time(at, language);
  paper::Issue issue{issued->code, issued->revision, issued->at, {}, {}};
  checked.archived = paper::sheet_document(sheet, issue, "", language);

  SAKSI_TRY_ASSIGN(const auto now, today_of(site, call, *reader, sheet));
  SAKSI_TRY_ASSIGN(const auto newest, reader->newest_sheet(issued->number));
  const bool superseded = newest && newest->revision > issued->revision;
  if (now && now->withdrawn) {
    checked.state = Genuine::withdrawn;
    checked.reason = std::string(word(Word::reason_withdrawn, language));
    return {};
  }
  checked.unsure = !now;
  const bool holds = now ? paper::same_evidence(sheet, *now) : !superseded;
  checked.state = holds ? Genuine::current : Genuine::revised;
  checked.finalised = holds && now && now->final && !sheet.final;
  if (!holds || (checked.finalised && now)) checked.newer = path_of(sheet);
  return {};
}

}  // namespace

net::ServerResponse verify_code(const Site& site, const Call& call) {
  const auto board = site.context.board->current();
  const pages::View view{site.context, *board, site.context.clock->wall(), language_of(call)};
  Checked checked;
  checked.typed = call.parts.empty() ? call.parameter("kode") : call.parts.front();
  checked.typed.resize(std::min<std::size_t>(checked.typed.size(), 40));
  const CodeRead read = read_code(checked.typed);
  if (read.state == TypedCode::mistyped) checked.state = Genuine::mistyped;
  if (read.state == TypedCode::sound) {
    checked.code = read.code;
    if (const auto found = look_up(site, call, view.language, checked); !found)
      return trouble(view, found.error());
  }
  return page(200, pages::verify(view, checked));
}

}  // namespace saksi::web
