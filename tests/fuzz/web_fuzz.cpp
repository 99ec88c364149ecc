// SPDX-License-Identifier: Apache-2.0
//
// Requests of anybody to the pages, the API and the operations: each has an answer, nothing of what
// was asked becomes a part of a page, and what is called JSON is JSON.
#include <filesystem>

#include "base/timestamp.hpp"
#include "fuzz/fuzz.hpp"
#include "net/percent.hpp"
#include "web/desk_room.hpp"
#include "web/site.hpp"

using namespace saksi;

namespace {

// One agency, one vantage, an incident under way, an empty store.
struct World {
  std::string directory = (std::filesystem::temp_directory_path() / "saksi-fuzz-XXXXXX").string();
  StillClock clock{parse_utc("2023-01-02T00:35:00Z").value()};
  BoardHolder board;
  web::Site site;
  std::unique_ptr<web::Router> pages, operations;
  std::unique_ptr<web::DeskRoom> room;

  World() {
    CLAIM(::mkdtemp(directory.data()) != nullptr);
    CLAIM(store::Writer::open(directory, {}, {{"pusat"}}).has_value());
    auto settings = std::make_shared<Settings>();
    settings->backends = {{.id = {"absen"}, .name = "Absen Maju"}};
    Calendar calendar;
    calendar.id = {"kantor"};
    for (unsigned day = 1; day < 6; ++day)
      calendar.check_in[day] = {std::chrono::hours(7), std::chrono::minutes(450),
                                std::chrono::hours(8)};
    settings->calendars = {calendar};
    settings->journeys = {
        {.id = {"masuk"}, .late = std::chrono::seconds(10), .timeout = std::chrono::seconds(20)}};
    settings->targets = {{.id = {"disdik"},
                          .agency = "Dinas Pendidikan",
                          .short_name = "DISDIK",
                          .backend = {"absen"},
                          .url = "https://disdik.absen-maju.example",
                          .journey = {"masuk"},
                          .calendar = {"kantor"}}};
    settings->vantages = {{.id = {"pusat"}, .owner = "kominfo", .group = "isp-a"}};
    settings->web.title = "Presensi Kabupaten Contoh";
    site.context.settings = settings;
    site.context.clock = &clock;
    site.context.board = &board;
    site.context.store_directory = directory;
    site.context.token_holds = [](const std::string&, const std::string& token) {
      return token == "kunci";
    };
    site.context.acknowledge = [](const Acknowledgement&) -> Result<AckOutcome> {
      return AckOutcome::recorded;
    };
    site.started = clock.wall();
    site.open_reader = [this] { return store::Reader::open(directory); };
    auto now = std::make_shared<Board>();
    Incident open;
    open.number = "K-20230102-DISDIK-1";
    open.outage.target = {"disdik"};
    open.outage.backend = {"absen"};
    open.outage.journey = {"masuk"};
    open.outage.opened = open.outage.bounds.start_lo = open.outage.bounds.start_hi = clock.wall();
    now->open = {open};
    board.publish(now);
    pages = std::make_unique<web::Router>(site, "pages");
    operations = std::make_unique<web::Router>(site, "operations");
    room = std::make_unique<web::DeskRoom>(site);
  }
};

void check(const net::ServerResponse& response, bool planted) {
  CLAIM(response.status >= 200 && response.status <= 503 && response.status != 500);
  if (response.content_type.starts_with("text/html")) {
    CLAIM(fuzz::is_utf8(response.body));
    CLAIM(!planted || response.body.find("<k4n") == std::string::npos);
    CLAIM(!planted || response.body.find("\"k4n") == std::string::npos);
    CLAIM(response.body.find("</html>") != std::string::npos);
  }
  if (response.content_type.starts_with("application/json"))
    CLAIM(parse_json(response.body).has_value());
}

}  // namespace

// First line: method and target; second part: headers; third: body.
SAKSI_FUZZ(bytes) {
  static World world;
  const auto part = fuzz::parts(bytes, 3);
  net::ServerRequest request;
  const std::size_t blank = std::min(part[0].find(' '), part[0].size());
  request.method = part[0].substr(0, blank);
  request.target = part[0].substr(std::min(blank + 1, part[0].size()));
  const std::size_t question = request.target.find('?');
  if (question != std::string::npos) request.query = request.target.substr(question + 1);
  const auto path = net::percent_decoded(request.target.substr(0, question), false);
  if (!path || !path->starts_with('/')) return;
  request.path = *path;
  request.headers = {{"if-none-match", std::string(part[1])},
                     {"accept-language", std::string(part[1])},
                     {"cookie", std::string(part[1])}};
  request.body = part[2];
  check(world.pages->answer(request, world.room.get()), true);
  check(world.operations->answer(request), true);
  static_cast<void>(world.pages->busy(request));
}
