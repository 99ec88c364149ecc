// SPDX-License-Identifier: Apache-2.0
//
// Inside of the web layer: what a route's handler gets, and how a request finds its route. A
// handler is a function from the site and one call to a response; everything it may read of the
// query is named in its row, so that one key in memory stands for exactly one answer.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/words.hpp"
#include "web/memory.hpp"
#include "web/pages/pages.hpp"
#include "web/web.hpp"

namespace saksi::web {

// Opened by a handler on its listener's thread, for as long as the one answer takes.
using OpenReader = std::function<Result<std::unique_ptr<store::Reader>>()>;

struct Site {
  Context context;
  OpenReader open_reader;
  Instant started;  // by the context's clock; readiness has a start-up grace
};

class DeskRoom;

struct Call {
  const net::ServerRequest& request;
  std::vector<std::string> parts;  // what the {names} of the path stood for
  std::string_view parameters;     // of the route's row
  DeskRoom* room = nullptr;        // where questions and sheets are answered
  // The first value of a parameter that the row names; asking for another one is a bug.
  [[nodiscard]] std::string parameter(std::string_view name) const;
};

using Handler = net::ServerResponse (*)(const Site& site, const Call& call);

// How an answer comes about. A judged day takes seconds, so whatever needs one is worked on in a
// room of its own: today's page, which everybody opens at half past seven, waits for nobody.
enum class Pace : std::uint8_t {
  remembered,  // at once, and kept for a second: many readers, one rendering
  fresh,       // at once
  question,    // in the room for questions
  sheet,       // in the room for sheets
  note,        // in a room where the answer may wait for the keeper
  delivery,    // in the agents' own room, likewise
};

struct Route {
  RouteHelp help;
  Handler handler;
  Pace pace;
};

// routes.cpp: the table.
[[nodiscard]] const std::vector<Route>& table();

// people.cpp
net::ServerResponse today(const Site& site, const Call& call);
net::ServerResponse outage_log(const Site& site, const Call& call);
net::ServerResponse outage(const Site& site, const Call& call);
net::ServerResponse page_not_found(const Site& site, const Call& call);
// questions.cpp
net::ServerResponse check_date(const Site& site, const Call& call);
net::ServerResponse verdict_json(const Site& site, const Call& call);
net::ServerResponse reconcile_form(const Site& site, const Call& call);
net::ServerResponse reconcile_rows(const Site& site, const Call& call);
net::ServerResponse busy(const Site& site, const Call& call, Pace pace);
// papers.cpp
net::ServerResponse incident_sheet(const Site& site, const Call& call);
net::ServerResponse incident_sheet_pdf(const Site& site, const Call& call);
net::ServerResponse date_sheet(const Site& site, const Call& call);
net::ServerResponse date_sheet_pdf(const Site& site, const Call& call);
net::ServerResponse attendance_list(const Site& site, const Call& call);
net::ServerResponse attendance_list_pdf(const Site& site, const Call& call);
net::ServerResponse letters(const Site& site, const Call& call);
net::ServerResponse letters_pdf(const Site& site, const Call& call);
// verify.cpp
net::ServerResponse verify_code(const Site& site, const Call& call);
// api.cpp
net::ServerResponse incidents(const Site& site, const Call& call);
net::ServerResponse samples(const Site& site, const Call& call);
net::ServerResponse seals(const Site& site, const Call& call);
// acknowledge.cpp
net::ServerResponse acknowledge_form(const Site& site, const Call& call);
net::ServerResponse acknowledge_it(const Site& site, const Call& call);
// operations.cpp
net::ServerResponse metrics_text(const Site& site, const Call& call);
net::ServerResponse alive(const Site& site, const Call& call);
net::ServerResponse ready(const Site& site, const Call& call);

// agents.cpp
net::ServerResponse agent_enrol(const Site& site, const Call& call);
net::ServerResponse agent_plan(const Site& site, const Call& call);
net::ServerResponse agent_deliver(const Site& site, const Call& call);

[[nodiscard]] net::ServerResponse json_error(int status, const std::string& sentence);

// people.cpp, for what it shares with questions.cpp
[[nodiscard]] Language language_of(const Call& call);
[[nodiscard]] net::ServerResponse page(int status, std::string html);
// The reader is told which part failed; the operator's journal gets the whole story.
[[nodiscard]] net::ServerResponse trouble(const pages::View& view, const Error& error);

// One listener's routes and memory. On that listener's thread only; `site` outlives it.
class Router {
 public:
  Router(const Site& site, std::string_view listener) : site_(site), listener_(listener) {}
  // On the listener's thread; questions and sheets on the thread of `room`, which touch no memory.
  [[nodiscard]] net::ServerResponse answer(const net::ServerRequest& request,
                                           DeskRoom* room = nullptr);
  // Any thread. Of a request without a route: fresh.
  [[nodiscard]] Pace pace(const net::ServerRequest& request) const;
  // The answer where its room has no place left.
  [[nodiscard]] net::ServerResponse busy(const net::ServerRequest& request) const;

 private:
  [[nodiscard]] net::ServerResponse not_found(const net::ServerRequest& request) const;

  const Site& site_;
  std::string listener_;
  Memory memory_;
};

// Web::start with another way to the store: for tests.
Result<std::unique_ptr<Web>> start(Site site);

}  // namespace saksi::web
