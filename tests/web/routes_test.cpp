// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "web/a_site.hpp"

namespace saksi::web::test {
namespace {

class Routes : public ASite {};

std::string with_example(std::string_view path) {
  std::string example(path);
  const std::size_t brace = example.find('{');
  if (brace != std::string::npos)
    example.replace(brace, example.find('}') - brace + 1, "K-20230102-DISDIK-1");
  if (path == "/api/v1/verdict") example += "?date=2023-01-02&target=disdik&recorded=07:29";
  return example;
}

// An incident and a sample, so that every row of the table has something to show.
void fill(store::Writer& writer, const std::vector<Sample>& samples) {
  ASSERT_TRUE(writer.append({samples.begin(), samples.end()}));
  Incident incident;
  incident.number = "K-20230102-DISDIK-1";
  incident.reason = "opened";
  incident.revised = at("2023-01-02T00:31:00Z");
  incident.outage.target = {"disdik"};
  incident.outage.backend = {"absen"};
  incident.outage.journey = {"masuk"};
  incident.outage.opened = at("2023-01-02T00:31:00Z");
  incident.outage.bounds = {at("2023-01-02T00:30:00Z"), at("2023-01-02T00:30:30Z"), {}, {}};
  incident.outage.cause = Class::http_5xx;
  ASSERT_TRUE(writer.commit({{incident, "opened", true}}, {}, incident.revised));
}

TEST_F(Routes, EveryRowOfTheTableAnswersOnItsListenerAndOnlyThere) {
  token_holds_ = [](const std::string&, std::string_view) { return true; };
  auto store = writer();
  fill(*store, {sample("pusat", at("2023-01-02T00:30:30Z"), Class::http_5xx)});
  start();

  ASSERT_GE(routes().size(), 8u);
  for (const RouteHelp& route : routes()) {
    if (route.listener ==
        "agents") {  // a door of its own, where a key is shown: tests/e2e/agent.sh
      for (const std::uint16_t port : {web_->pages_port(), web_->operations_port()})
        EXPECT_EQ(status(ask(port, std::string(route.method), std::string(route.path))), 404)
            << route.path;
      continue;
    }
    if (route.method != "GET") continue;
    const std::string path = with_example(route.path);
    const bool pages = route.listener == "pages";
    const std::string answer =
        ask(pages ? web_->pages_port() : web_->operations_port(), "GET", path);
    const std::string elsewhere =
        ask(pages ? web_->operations_port() : web_->pages_port(), "GET", path);
    EXPECT_EQ(status(answer), 200) << path << "\n" << answer;
    EXPECT_FALSE(body(answer).empty()) << path;
    EXPECT_TRUE(has(answer, "X-Content-Type-Options: nosniff")) << path;
    EXPECT_TRUE(has(answer, "Content-Security-Policy: ")) << path;
    EXPECT_EQ(status(elsewhere), 404) << path;
  }
}

TEST_F(Routes, EveryRowAnswersHeadWithoutABodyAndRefusesOtherMethods) {
  auto store = writer();
  fill(*store, {sample("pusat", at("2023-01-02T00:30:30Z"), Class::http_5xx)});
  start();

  for (const RouteHelp& route : routes()) {
    // These two take POST as well: check_test.cpp, acknowledge_test.cpp.
    if (route.method != "GET" || route.path == "/rekonsiliasi" || route.path == "/akui/{nomor}" ||
        route.listener == "agents")
      continue;
    const std::string path = with_example(route.path);
    const std::uint16_t port =
        route.listener == "pages" ? web_->pages_port() : web_->operations_port();
    const std::string head = ask(port, "HEAD", path);
    EXPECT_EQ(status(head), 200) << path;
    EXPECT_EQ(body(head), "") << path;
    EXPECT_FALSE(has(head, "Content-Length: 0\r\n")) << path;
    for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS", "BREW"}) {
      const std::string refused = ask(port, method, path);
      EXPECT_EQ(status(refused), 405) << method << ' ' << path;
      EXPECT_TRUE(has(refused, "Allow: GET, HEAD\r\n")) << method << ' ' << path;
    }
  }
}

TEST_F(Routes, EveryRowIsToldOnceAndSaysWhatItIs) {
  std::set<std::string> seen;
  for (const RouteHelp& route : routes()) {
    EXPECT_TRUE(route.listener == "pages" || route.listener == "operations" ||
                route.listener == "agents")
        << route.path;
    EXPECT_TRUE(seen.insert(std::string(route.listener) + std::string(route.method) +
                            std::string(route.path))
                    .second)
        << route.path;
    EXPECT_TRUE(route.summary.ends_with('.')) << route.path;
  }
}

TEST_F(Routes, UnknownPathsGetASelfContainedAnswer) {
  start();

  for (const char* path : {"/tidak-ada", "/gangguan/", "/gangguan/K-1/lagi", "//",
                           "/%2e%2e/etc/passwd", "/index.php"}) {
    const std::string answer = get(path);
    EXPECT_EQ(status(answer), 404) << path;
    EXPECT_TRUE(has(answer, "text/html")) << path;
    EXPECT_TRUE(has(answer, "Halaman tidak ditemukan")) << path;
    EXPECT_FALSE(has(body(answer), "<script")) << path;
  }
  EXPECT_TRUE(has(get("/tidak-ada?lang=en"), "Page not found"));
  EXPECT_TRUE(has(
      body(get("/api/v2/incidents")),
      R"({"error":"there is nothing at /api/v2/incidents; known here are /api/v1/verdict, /api/v1/incidents, /api/v1/samples, /api/v1/seals"})"));
  EXPECT_TRUE(has(
      body(operations("/")),
      R"("error":"there is nothing at /; known here are /metrics, /akui/{nomor}, /healthz, /readyz")"));
}

TEST_F(Routes, AnUnknownIncidentIsNotFound) {
  auto store = writer();
  start();

  EXPECT_EQ(status(get("/gangguan/K-20230102-DISDIK-9")), 404);
  EXPECT_EQ(status(get("/gangguan/%3Cscript%3E'%22;--")), 404);
}

TEST_F(Routes, TellTheReaderWhenTheStoreCannotBeReadAndKeepTheDetailsForTheJournal) {
  store_trouble_ = "opening /var/lib/saksi/saksi.db: disk I/O error";
  start();

  for (const char* path :
       {"/gangguan", "/gangguan/K-20230102-DISDIK-1", "/api/v1/incidents", "/api/v1/samples"}) {
    const std::string answer = get(path);
    EXPECT_EQ(status(answer), 503) << path;
    EXPECT_TRUE(has(answer, "Retry-After: 30\r\n")) << path;
    EXPECT_FALSE(has(answer, "/var/lib")) << path;
  }
  EXPECT_EQ(status(get("/")), 200);
}

TEST_F(Routes, ACrowdOnOnePageCostsOneLookIntoTheStoreASecond) {
  auto store = writer();
  start();

  for (int reader = 0; reader < 50; ++reader) EXPECT_EQ(status(get("/gangguan")), 200);
  EXPECT_EQ(times_opened_, 1);
  get("/gangguan?utm_source=grup-wa");  // what others add to an address makes no other page
  EXPECT_EQ(times_opened_, 1);
  get("/gangguan?lang=en");
  EXPECT_EQ(times_opened_, 2);
  clock_.advance(std::chrono::seconds(2));
  get("/gangguan");
  EXPECT_EQ(times_opened_, 3);
}

TEST_F(Routes, TheHomePageNeverOpensTheStoreAndChangesLanguage) {
  start();

  const std::string indonesian = get("/");
  const std::string english = get("/?lang=en");

  EXPECT_TRUE(has(indonesian, "<html lang=\"id\""));
  EXPECT_TRUE(has(english, "<html lang=\"en\""));
  EXPECT_EQ(times_opened_, 0);
}

TEST_F(Routes, ThePageIsSentCompressedAndOnlyWhenItChanged) {
  start();
  const std::string first = get("/", "Accept-Encoding: gzip\r\n");
  ASSERT_TRUE(has(first, "Content-Encoding: gzip\r\n"));
  const std::size_t tag = first.find("ETag: ") + 6;
  const std::string known = first.substr(tag, first.find("\r\n", tag) - tag);

  const std::string second = get("/", "Accept-Encoding: gzip\r\nIf-None-Match: " + known + "\r\n");

  EXPECT_EQ(status(second), 304);
  EXPECT_EQ(body(second), "");
  EXPECT_LT(body(first).size(), 14u << 10) << "heavier than a reader on 2G can bear";
}

TEST_F(Routes, AListenerThatIsTakenIsNamedByItsKey) {
  start();
  settings_->web.operations.port = web_->operations_port();
  Site site;
  site.context.settings = settings_;
  site.context.clock = &clock_;
  site.context.board = &board_holder_;
  site.open_reader = [] { return store::Reader::open("/nowhere"); };

  const auto second = web::start(site);

  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().message.rfind("web.operations: 127.0.0.1:", 0), 0u)
      << second.error().message;
  EXPECT_TRUE(has(second.error().message, "address already in use"));
}

}  // namespace
}  // namespace saksi::web::test
