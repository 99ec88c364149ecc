// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cassert>
#include <optional>

#include "base/json.hpp"
#include "web/site.hpp"

namespace saksi::web {

// clang-format off
const std::vector<Route>& table() {
  static const std::vector<Route> rows{
    //  listener      path                  summary                                                          method  parameters                                 handler        pace
    {{"pages",      "/",                  "Today: can the attendance web be used now, and all morning.",     "GET", "lang,segar"},                              today,         Pace::remembered},
    {{"pages",      "/gangguan",          "The log of outages of one month.",                                "GET", "lang,bulan"},                              outage_log,    Pace::remembered},
    {{"pages",      "/gangguan/{nomor}",  "One incident: its minutes, its evidence and its revisions.",      "GET", "lang"},                                    outage,        Pace::remembered},
    {{"pages",      "/gangguan/{nomor}/lembar", "The evidence sheet of an incident, to print.",              "GET", "lang,kop,kertas"},                         incident_sheet, Pace::question},
    {{"pages",      "/gangguan/{nomor}/lembar.pdf", "The same as PDF.",                                      "GET", "lang,kop,kertas"},                         incident_sheet_pdf, Pace::question},
    {{"pages",      "/gangguan/{nomor}/daftar-hadir", "A blank attendance list with the incident's number.", "GET", "lang,kop,kertas"},                         attendance_list, Pace::remembered},
    {{"pages",      "/gangguan/{nomor}/daftar-hadir.pdf", "The same as PDF.",                                "GET", "lang,kop,kertas"},                         attendance_list_pdf, Pace::question},
    {{"pages",      "/gangguan/{nomor}/surat", "Drafts of the two letters about an incident.",               "GET", "lang,kop,kertas"},                         letters,       Pace::remembered},
    {{"pages",      "/gangguan/{nomor}/surat.pdf", "The same as PDF.",                                       "GET", "lang,kop,kertas"},                         letters_pdf,   Pace::question},
    {{"pages",      "/cek/lembar",        "The evidence sheet of one date and agency, to print.",            "GET", "lang,kop,kertas,tgl,opd"},                 date_sheet,    Pace::question},
    {{"pages",      "/cek/lembar.pdf",    "The same as PDF.",                                                "GET", "lang,kop,kertas,tgl,opd"},                 date_sheet_pdf, Pace::question},
    {{"pages",      "/v",                 "Is a sheet genuine: the code that is printed on it.",             "GET", "lang,kode"},                               verify_code,   Pace::question},
    {{"pages",      "/v/{kode}",          "The same, as the QR code has it.",                                "GET", "lang"},                                    verify_code,   Pace::question},
    {{"pages",      "/cek",               "One date: do its minutes explain a late check-in, or none.",      "GET", "lang,tgl,opd,jam,tanpa,mulai"},            check_date,    Pace::question},
    {{"pages",      "/rekonsiliasi",      "A form for the rows of an attendance export.",                    "GET", "lang"},                                    reconcile_form, Pace::remembered},
    {{"pages",      "/rekonsiliasi",      "Every row of an attendance export, answered; in memory only.",    "POST", "lang"},                                   reconcile_rows, Pace::sheet},
    {{"pages",      "/api/v1/verdict",    "One date: the verdict on one record, as JSON.",                   "GET", "date,target,recorded,none"},               verdict_json,  Pace::question},
    {{"pages",      "/api/v1/incidents",  "Incidents, newest first, as JSON.",                               "GET", "from,to,target,number,limit"},             incidents,     Pace::remembered},
    {{"pages",      "/api/v1/samples",    "Samples in order of their end, as JSON; one day unless told.",    "GET", "from,to,target,vantage,failures,limit"},   samples,       Pace::remembered},
    {{"pages",      "/api/v1/seals",      "Daily seals, newest first, as JSON.",                             "GET", "limit"},                                   seals,         Pace::remembered},
    {{"operations", "/metrics",           "Everything that is counted, for Prometheus.",                     "GET", ""},                                        metrics_text,  Pace::fresh},
    {{"operations", "/akui/{nomor}",      "Asks whether an incident is to be acknowledged; does nothing.",   "GET", "t,lang"},                                  acknowledge_form, Pace::fresh},
    {{"operations", "/akui/{nomor}",      "Acknowledges an incident; fields t, nama, bentuk=json.",          "POST", "lang"},                                   acknowledge_it, Pace::note},
    {{"operations", "/healthz",           "200 while the daemon can answer.",                                "GET", ""},                                        alive,         Pace::fresh},
    {{"operations", "/readyz",            "200 while it records and probes; 503 with the reason else.",      "GET", ""},                                        ready,         Pace::fresh},
    {{"agents",     "/agent/v1/enrol",    "An agent shows its key and the token of its invitation, once.",   "POST", ""},                                       agent_enrol,   Pace::delivery},
    {{"agents",     "/agent/v1/plan",     "The signed plan of the vantage whose agent asks.",                "GET", ""},                                        agent_plan,    Pace::delivery},
    {{"agents",     "/agent/v1/records",  "Takes a delivery (docs/formats/delivery-1.md); the receipt says what is kept.", "POST", ""},                         agent_deliver, Pace::delivery},
  };
  return rows;
}
// clang-format on

const std::vector<RouteHelp>& routes() {
  static const std::vector<RouteHelp> all = [] {
    std::vector<RouteHelp> help;
    for (const Route& route : table()) help.push_back(route.help);
    return help;
  }();
  return all;
}

namespace {

constexpr std::size_t kLongestPart = 100;

// The values of the pattern's {names}, or nothing where the path is another one.
std::optional<std::vector<std::string>> match(std::string_view pattern, std::string_view path) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t brace = pattern.find('{');
    const std::string_view literal = pattern.substr(0, brace);
    if (!path.starts_with(literal)) return std::nullopt;
    path.remove_prefix(literal.size());
    if (brace == std::string_view::npos) break;
    pattern.remove_prefix(pattern.find('}') + 1);
    const std::string_view part = path.substr(0, path.find('/'));
    if (part.empty() || part.size() > kLongestPart) return std::nullopt;
    parts.emplace_back(part);
    path.remove_prefix(part.size());
  }
  if (!path.empty()) return std::nullopt;
  return parts;
}

bool names(std::string_view list, std::string_view name) {
  while (!list.empty()) {
    const std::string_view one = list.substr(0, list.find(','));
    if (one == name) return true;
    list.remove_prefix(std::min(list.size(), one.size() + 1));
  }
  return false;
}

// Two requests with the same key have the same answer. The API refuses parameters that it does not
// know, so there the whole query counts; a page ignores what others add to its address.
std::string key_of(const Route& route, const net::ServerRequest& request) {
  std::string key = request.path;
  for (const auto& [name, value] : request.parameters())
    if (route.help.path.starts_with("/api/") || names(route.help.parameters, name))
      key += '\0' + name + '\0' + value;
  return key;
}

bool takes(const Route& route, const std::string& method) {
  return method == route.help.method || (route.help.method == "GET" && method == "HEAD");
}

net::ServerResponse wrong_method(const net::ServerRequest& request, bool post) {
  net::ServerResponse response = json_error(405, request.method + " is not accepted here; use " +
                                                     (post ? "GET, HEAD or POST" : "GET or HEAD"));
  response.headers.emplace_back("Allow", post ? "GET, HEAD, POST" : "GET, HEAD");
  return net::finish(request, std::move(response));
}

}  // namespace

std::string Call::parameter(std::string_view name) const {
  assert(names(parameters, name));
  return request.parameter(name);
}

net::ServerResponse json_error(int status, const std::string& sentence) {
  net::ServerResponse response;
  response.status = status;
  response.content_type = "application/json";
  response.headers.emplace_back("Cache-Control", "no-store");
  // What was asked is hostile: bytes that are not UTF-8 are replaced, not thrown about.
  response.body =
      Json{{"error", sentence}}.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  return response;
}

net::ServerResponse Router::answer(const net::ServerRequest& request, DeskRoom* room) {
  bool known = false, post = false;
  for (const Route& route : table()) {
    if (route.help.listener != listener_) continue;
    auto parts = match(route.help.path, request.path);
    if (!parts) continue;
    known = true;
    post = post || route.help.method == "POST";
    if (!takes(route, request.method)) continue;
    const Call call{request, *std::move(parts), route.help.parameters, room};
    if (route.pace != Pace::remembered) return net::finish(request, route.handler(site_, call));
    const Clock& clock = *site_.context.clock;
    return memory_.answer(request, key_of(route, request), clock.outside(clock.steady()),
                          [&] { return route.handler(site_, call); });
  }
  return known ? wrong_method(request, post) : not_found(request);
}

Pace Router::pace(const net::ServerRequest& request) const {
  for (const Route& route : table())
    if (route.help.listener == listener_ && takes(route, request.method) &&
        match(route.help.path, request.path))
      return route.pace;
  return Pace::fresh;
}

net::ServerResponse Router::busy(const net::ServerRequest& request) const {
  return net::finish(request, web::busy(site_, {request, {}, "lang"}, pace(request)));
}

net::ServerResponse Router::not_found(const net::ServerRequest& request) const {
  if (listener_ == "pages" && !request.path.starts_with("/api/"))
    return net::finish(request, page_not_found(site_, {request, {}, "lang"}));
  std::string known;
  for (const Route& route : table())
    if (route.help.listener == listener_ && route.help.method == "GET" &&
        (listener_ != "pages" || route.help.path.starts_with("/api/")))
      known += (known.empty() ? "" : ", ") + std::string(route.help.path);
  return net::finish(request,
                     json_error(404, "there is nothing at " + request.path.substr(0, kLongestPart) +
                                         "; known here are " + known));
}

}  // namespace saksi::web
