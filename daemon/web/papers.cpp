// SPDX-License-Identifier: Apache-2.0
//
// Papers: what they say is fetched here, issued under its code where it may be, and drawn as a page
// or as PDF.
#include "web/papers.hpp"

#include "base/log.hpp"
#include "inquiry/sheets.hpp"
#include "net/http_client.hpp"
#include "verdict/sentence.hpp"
#include "verdict/typed.hpp"
#include "web/desk_room.hpp"
#include "web/pages/papers.hpp"
#include "web/site.hpp"

namespace saksi::web {
namespace {

using paper::Issue;
using paper::Unissued;

paper::Sheetform form_of(const Call& call) {
  return {call.parameter("kop") == "1", call.parameter("kertas") == "f4"};
}

pages::View view_of(const Site& site, const Call& call, const Board& board) {
  return {site.context, board, site.context.clock->wall(), language_of(call)};
}

Result<std::optional<Incident>> find_incident(const Site& site, const std::string& number) {
  SAKSI_TRY_ASSIGN(const auto reader, site.open_reader());
  store::IncidentFilter filter;
  filter.number = number;
  filter.most = 1;
  SAKSI_TRY_ASSIGN(const auto found, reader->incidents(filter));
  if (found.empty()) return std::nullopt;
  return found.front();
}

net::ServerResponse pdf_response(const pages::View& view, const paper::Document& document,
                                 const paper::Sheetform& form, const std::string& file) {
  auto pdf = paper::pdf_of(document, form);
  if (!pdf) {
    log::error("page: {}", pdf.error().message);
    return page(503, pages::pdf_failed(view, pdf.error().message));
  }
  net::ServerResponse response;
  response.content_type = "application/pdf";
  response.headers.emplace_back("Content-Disposition", "inline; filename=\"" + file + ".pdf\"");
  response.body = *std::move(pdf);
  return response;
}

// A path with its query: what the reader asked, and nothing else.
std::string asked_date(const std::string& path, const Call& call) {
  return path + "?" +
         net::form_body({{"tgl", call.parameter("tgl")}, {"opd", call.parameter("opd")}});
}

net::ServerResponse show(const Site& site, const Call& call, const pages::View& view,
                         inquiry::Evidence evidence, const pages::PaperFrame& frame, bool pdf) {
  paper::Sheet& sheet = evidence.sheet;
  sheet.simulation = site.context.demo;
  auto issue = issue_sheet(site, evidence, view.language);
  if (!issue) return trouble(view, issue.error());
  const paper::Document document =
      paper::sheet_document(sheet, *issue, site.context.settings->web.public_url, view.language);
  if (pdf)
    return pdf_response(view, document, form_of(call),
                        sheet.number + (issue->code.empty() ? "" : "-" + issue->code));
  pages::PaperFrame around = frame;
  around.form = form_of(call);
  const auto zone = Zone::find(sheet.zone);
  around.citation = paper::citation(sheet, *issue, view.language,
                                    zone ? long_date(zone->local(view.now), view.language) : "");
  return page(200, pages::paper_page(view, document, around));
}

net::ServerResponse about_incident(const Site& site, const Call& call, bool pdf) {
  const auto board = site.context.board->current();
  const pages::View view = view_of(site, call, *board);
  const auto incident = find_incident(site, call.parts.front());
  if (!incident) return trouble(view, incident.error());
  if (!*incident) return page(404, pages::not_found(view));
  auto evidence = call.room->incident_sheet(**incident);
  if (!evidence) return trouble(view, evidence.error());
  if (!*evidence)
    return page(404, pages::no_paper(view, std::string(word(Word::v_unsure, view.language))));
  const std::string path = "/gangguan/" + (*incident)->number + "/lembar";
  return show(site, call, view, **std::move(evidence), {path, path + ".pdf", {}, {}}, pdf);
}

net::ServerResponse about_date(const Site& site, const Call& call, bool pdf) {
  const auto board = site.context.board->current();
  const pages::View view = view_of(site, call, *board);
  const auto date = verdict::typed_date(call.parameter("tgl"));
  if (!date)
    return page(200, pages::no_paper(view, std::string(word(date.error(), view.language))));
  const Target* target = nullptr;
  for (const Target& one : site.context.settings->targets)
    if (one.id.text == call.parameter("opd")) target = &one;
  if (target == nullptr)
    return page(200, pages::no_paper(view, std::string(word(Word::need_agency, view.language))));
  // Whether there is anything to say of that date the verdict knows best.
  const auto answer = call.room->answer({target->id, *date, std::nullopt});
  if (!answer) return trouble(view, answer.error());
  if (answer->standing != verdict::Standing::judged &&
      answer->standing != verdict::Standing::still_open)
    return page(404, pages::no_paper(view, verdict::sentence(*answer, view.language)));
  auto evidence = call.room->date_sheet(target->id, *date);
  if (!evidence) return trouble(view, evidence.error());
  if (evidence->sheet.minutes.empty())
    return page(404, pages::no_paper(view, verdict::sentence(*answer, view.language)));
  return show(site, call, view, *std::move(evidence),
              {asked_date("/cek/lembar", call), asked_date("/cek/lembar.pdf", call), {}, {}}, pdf);
}

using Composer = paper::Document (*)(const paper::Occasion&, Language);

net::ServerResponse occasion_paper(const Site& site, const Call& call, const char* name,
                                   Composer compose, bool pdf) {
  const auto board = site.context.board->current();
  const pages::View view = view_of(site, call, *board);
  const auto found = find_incident(site, call.parts.front());
  if (!found) return trouble(view, found.error());
  if (!*found) return page(404, pages::not_found(view));
  const Incident& incident = **found;
  if (incident.withdrawn && compose == &paper::letters)
    return page(404,
                pages::no_paper(view, std::string(word(Word::letters_withdrawn, view.language))));
  paper::Occasion occasion;
  occasion.incident = incident.number;
  occasion.sheet = "LBG-" + incident.number.substr(incident.number.find('-') + 1);
  occasion.agency = incident.outage.target.text;
  occasion.zone = "Etc/UTC";
  for (const Target& target : site.context.settings->targets)
    if (target.id == incident.outage.target) {
      occasion.agency = target.agency;
      occasion.zone = site.context.settings->calendar(target.calendar).zone;
    }
  const auto zone = Zone::find(occasion.zone);
  if (!zone) return trouble(view, zone.error());
  occasion.date = zone->local(incident.outage.bounds.start_hi).date;
  occasion.bounds = incident.outage.bounds;
  occasion.simulation = site.context.demo;
  const paper::Document document = compose(occasion, view.language);
  if (pdf)
    return pdf_response(view, document, form_of(call), std::string(name) + "-" + incident.number);
  const std::string path = "/gangguan/" + incident.number + "/" + name;
  return page(200, pages::paper_page(view, document, {path, path + ".pdf", form_of(call), {}}));
}

}  // namespace

Result<Issue> issue_sheet(const Site& site, const inquiry::Evidence& evidence, Language language) {
  const paper::Sheet& sheet = evidence.sheet;
  Issue issue;
  if (evidence.open) {
    issue.why = Unissued::open;
    return issue;
  }
  if (evidence.complete && site.context.clock->wall() < *evidence.complete) {
    issue.why = Unissued::window;
    SAKSI_TRY_ASSIGN(const Zone zone, Zone::find(sheet.zone));
    issue.window_over = clock_time(zone.local(*evidence.complete), language);
    return issue;
  }
  const store::NewSheet wanted{sheet.number, std::string(paper::code(sheet.kind)),
                               paper::content_of(sheet)};
  SAKSI_TRY_ASSIGN(const auto reader, site.open_reader());
  SAKSI_TRY_ASSIGN(auto known, reader->sheet(code_of(wanted.content)));
  if (!known && site.context.issue) {
    auto issued = site.context.issue(wanted);
    if (!issued) {
      log::warning("page: {} got no code: {}", sheet.number, issued.error().message);
      issue.why = Unissued::slow;
      return issue;
    }
    issue.why = Unissued::full;
    known = *std::move(issued);
  }
  if (!known || known->content != wanted.content) return issue;
  issue.code = known->code;
  issue.revision = known->revision;
  issue.at = known->at;
  return issue;
}

net::ServerResponse incident_sheet(const Site& site, const Call& call) {
  return about_incident(site, call, false);
}
net::ServerResponse incident_sheet_pdf(const Site& site, const Call& call) {
  return about_incident(site, call, true);
}
net::ServerResponse date_sheet(const Site& site, const Call& call) {
  return about_date(site, call, false);
}
net::ServerResponse date_sheet_pdf(const Site& site, const Call& call) {
  return about_date(site, call, true);
}
net::ServerResponse attendance_list(const Site& site, const Call& call) {
  return occasion_paper(site, call, "daftar-hadir", &paper::attendance_list, false);
}
net::ServerResponse attendance_list_pdf(const Site& site, const Call& call) {
  return occasion_paper(site, call, "daftar-hadir", &paper::attendance_list, true);
}
net::ServerResponse letters(const Site& site, const Call& call) {
  return occasion_paper(site, call, "surat", &paper::letters, false);
}
net::ServerResponse letters_pdf(const Site& site, const Call& call) {
  return occasion_paper(site, call, "surat", &paper::letters, true);
}

}  // namespace saksi::web
