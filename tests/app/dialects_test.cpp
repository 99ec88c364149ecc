// SPDX-License-Identifier: Apache-2.0
//
// Five attendance webs, built as differently as such webs are, each with a journey that is written
// as docs/journeys.md says: from the configuration's text to what a run finds, over real sockets.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <mutex>

#include "app/translate.hpp"
#include "base/file.hpp"
#include "net/http_server.hpp"
#include "net/loop.hpp"
#include "settings/read.hpp"
#include "support/temp_dir.hpp"

namespace saksi::app::test {
namespace {

using namespace std::chrono_literals;
using net::ServerRequest;
using net::ServerResponse;

ServerResponse page(std::string body) {
  return {200, "text/html; charset=utf-8", {}, "<html><body>" + std::move(body) + "</body></html>"};
}
ServerResponse json(std::string body, int status = 200) {
  return {status, "application/json", {}, std::move(body)};
}
ServerResponse text(std::string body) {
  return {200, "text/html; charset=UTF-8", {}, std::move(body)};
}

class Dialect : public testing::Test {
 protected:
  using Answer = std::function<ServerResponse(const ServerRequest&)>;

  Dialect() : clock_(Instant{}, SystemClock().wall(), 10) {
    net::initialise();
    server_ = *net::HttpServer::start({}, [this](ServerRequest request, net::Responder responder) {
      const std::lock_guard lock(mutex_);
      log_.push_back(request.method + " " + request.path);
      const auto found = answers_.find(log_.back());
      responder.send(found == answers_.end() ? text("404") : found->second(request));
    });
    EXPECT_TRUE(write_atomically(folder_ / "password", "r4hasia&1\n", 0600));
  }
  ~Dialect() override { server_.reset(); }

  void on(const std::string& what, Answer answer) {
    const std::lock_guard lock(mutex_);
    answers_[what] = std::move(answer);
  }
  std::vector<std::string> log() const {
    const std::lock_guard lock(mutex_);
    return log_;
  }

  // One run of the journey; its steps as lines of YAML, indented by four.
  probes::Outcome run(const std::string& head, const std::string& steps) {
    const std::string yaml = fmt::format(R"yaml(
backends:
  - {{id: hosting, consent: "test", allow_private: true}}
targets:
  - {{id: disdik, agency: Dinas Pendidikan, short_name: DISDIK, backend: hosting, url: "https://absen.example", journey: masuk, calendar: kantor}}
vantages:
  - {{id: kantor, owner: Kominfo, group: satu, accounts: [{{backend: hosting, user: uji-01, password_file: "{}"}}]}}
controls:
  - {{id: a, url: "https://a.example/"}}
  - {{id: b, url: "https://b.example/"}}
  - {{id: c, url: "https://c.example/"}}
calendars:
  - {{id: kantor, check_in: [{{days: mon-fri, opening: "07:00", limit: "07:30", close: "08:00"}}]}}
web: {{operated_by: Kominfo, contact: a@b.example, public_url: "https://saksi.example"}}
storage: {{directory: /tmp}}
schedule: {{seed: uji}}
journeys:
  - id: masuk
{}
    steps:
{}
)yaml",
                                         folder_ / "password", head, steps);
    auto settings = settings::read_text(yaml, "dialect.yaml");
    if (!settings) {
      for (const std::string& line : settings.error().lines) ADD_FAILURE() << line;
      return {};
    }
    // A configuration may log in over TLS only, which has tests of its own.
    settings->targets.front().url = fmt::format("http://127.0.0.1:{}", server_->port());
    const auto accounts = read_accounts(*settings);
    const Target& target = settings->targets.front();
    const probes::Journey journey = journey_of(settings->journey(target.journey));
    auto loop = *net::Loop::create(clock_);
    auto resolver = *net::Resolver::create(*loop, {"127.0.0.1:1"}, "");
    probes::Run made = run_of(*settings, settings->vantages.front(), target, journey, *accounts);
    made.planned_steady = clock_.steady();
    probes::Outcome outcome;
    const auto running = probes::start(
        *loop, *resolver, std::move(made), [](const std::string&) {},
        [&](probes::Outcome found) {
          outcome = std::move(found);
          loop->stop();
        });
    EXPECT_TRUE(running) << running.error().message;
    if (running) loop->run();
    return outcome;
  }
  static std::string told(const probes::Outcome& found) {
    return std::string(code(found.cls)) + (found.step.empty() ? "" : " at " + found.step);
  }

  const saksi::test::TempDir folder_;
  ScaledClock clock_;
  mutable std::mutex mutex_;
  std::map<std::string, Answer> answers_;
  std::vector<std::string> log_;
  std::unique_ptr<net::HttpServer> server_;
};

std::string form_page(const std::string& token) {
  return "<form action=\"/masuk\" method=\"post\"><input type=\"hidden\" name=\"_token\" value=\"" +
         token + "\"><input name=\"username\"><input type=\"password\" name=\"password\"></form>";
}

TEST_F(Dialect, ServerRenderedPagesWithATokenInTheForm) {
  on("GET /", [](const auto&) { return page("Absen Maju" + form_page("tok1")); });
  on("POST /masuk", [](const ServerRequest& q) {
    const bool right = q.body == "_token=tok1&password=r4hasia%261&username=uji-01";
    ServerResponse response = right ? page("") : page("password salah");
    if (right) response = {302, "text/html", {{"Location", "/menu"}}, ""};
    return response;
  });
  on("GET /menu", [](const auto&) { return page("Selamat datang <a href=/absen>Absen</a>"); });
  on("GET /absen", [](const auto&) {
    return page(
        "<form action=/unggah method=post><input type=hidden name=_token value=tok2></form>");
  });
  const char* const head = "    preset: laravel-blade\n    mode: dry";
  const char* const steps = R"(      - {id: halaman, path: /, expect: ["Absen Maju"]}
      - {id: login, kind: login, fields: {username: "${user}", password: "${password}"}, expect: ["Selamat datang"]}
      - {id: formulir, path: /absen, extract: [{name: kunci, select: "input[name=_token]", attribute: value}]}
      - {id: unggah, kind: upload, fields: {foto: "data:image/png;base64,${picture|base64}"}})";
  EXPECT_EQ(told(run(head, steps)), "ok");
  on("GET /absen", [](const auto&) { return page("Belum waktunya presensi"); });
  EXPECT_EQ(told(run(head, steps)), "not_open at formulir");
  on("POST /masuk", [](const auto&) { return page("password salah!" + form_page("tok3")); });
  EXPECT_EQ(told(run(head, steps)), "auth_rejected at login");
  on("GET /", [](const auto&) {
    return page("Absen Maju<form action=/masuk><input type=password name=password></form>");
  });
  EXPECT_EQ(told(run(head, steps)), "assert_missing_marker at halaman") << "a form without a token";
}

TEST_F(Dialect, CodeIgniterWhichRedirectsByRefresh) {
  on("GET /login", [](const auto&) {
    return page(
        "<form action=/login/action method=post><input name=username>"
        "<input type=password name=password></form>");
  });
  on("POST /login/action", [](const ServerRequest& q) {
    return q.body == "password=r4hasia%261&username=uji-01"
               ? ServerResponse{200, "text/html", {{"Refresh", "0;url=/dashboard"}}, ""}
               : page("Username atau password salah");
  });
  on("GET /dashboard", [](const auto&) {
    return page("<head><meta http-equiv=\"refresh\" content=\"0; url=/beranda\"></head>");
  });
  on("GET /beranda", [](const auto&) { return page("Keluar"); });
  const char* const head = "    preset: ci3\n    mode: login";
  const char* const steps = R"(      - {id: halaman, path: /login}
      - {id: login, kind: login, fields: {username: "${user}", password: "${password}"}, expect: [Keluar]})";
  EXPECT_EQ(told(run(head, steps)), "ok");
  on("GET /beranda", [](const auto&) { return page("A PHP Error was encountered"); });
  EXPECT_EQ(told(run(head, steps)), "assert_forbidden_marker at login");
}

TEST_F(Dialect, AJsonApiWithABearerToken) {
  on("POST /api/login", [](const ServerRequest& q) {
    return q.body == R"({"password":"r4hasia&1","username":"uji-01"})"
               ? json(R"({"message":"ok","data":{"api_token":"t0k\"en"}})")
               : json(R"({"message":"These credentials do not match our records."})", 422);
  });
  on("GET /api/me", [](const ServerRequest& q) {
    return q.header("authorization") == "Bearer t0k\"en"
               ? json(R"({"nama":"Akun Uji","jadwal":{"buka":"07:00"}})")
               : json(R"({"message":"Unauthenticated."})", 401);
  });
  const char* const head = "    preset: laravel-api\n    mode: login";
  const std::string login =
      R"(      - id: login
        kind: login
        path: /api/login
        json: {username: "${user}", password: "${password}"}
        extract: [{name: token, from: json, path: data.api_token}]
)";
  const std::string me =
      R"(      - {id: data, kind: data, path: /api/me, headers: {Authorization: "Bearer ${token}"}, requires_json: [nama, jadwal.buka]})";
  EXPECT_EQ(told(run(head, login + me)), "ok");
  on("GET /api/me", [](const auto&) { return json(R"({"message":"Unauthenticated."})", 401); });
  EXPECT_EQ(told(run(head, login + me)), "probe_problem at data");
  on("POST /api/login", [](const auto&) {
    return json(R"({"message":"These credentials do not match our records."})", 422);
  });
  EXPECT_EQ(told(run(head, login + me)), "auth_rejected at login");
  on("POST /api/login", [](const auto&) { return json(R"({"message":"ok","data":{}})"); });
  EXPECT_EQ(told(run(head, login + me)), "assert_schema at login") << "no token in it";
}

TEST_F(Dialect, ASinglePageShellWithItsScriptAndItsApi) {
  on("GET /", [](const auto&) {
    return page("<img src=/logo.png><div id=app></div><script src=/js/app.js></script>");
  });
  on("GET /js/app.js", [](const auto&) {
    return ServerResponse{200, "text/javascript", {}, "let besar = 1;"};
  });
  const char* const head = "    mode: anonymous";
  const char* const steps = R"(      - {id: halaman, path: /, expect: [app]}
      - {id: skrip, kind: asset, path: /js/app.js, type: text/javascript, size: {least: 10}})";
  EXPECT_EQ(told(run(head, steps)), "ok");
  on("GET /js/app.js", [](const auto&) {
    return ServerResponse{502, "text/html", {}, "<h1>502</h1>"};
  });
  const probes::Outcome gone = run(head, steps);
  EXPECT_EQ(told(gone), "shell_only at skrip");
  EXPECT_NE(gone.rule.find("/js/app.js"), std::string::npos) << gone.rule;
  on("GET /js/app.js", [](const auto&) { return page("<h1>Not found</h1>"); });
  EXPECT_EQ(told(run(head, steps)), "assert_wrong_type at skrip") << "a page in a script's place";
}

TEST_F(Dialect, AjaxThatAnswersInPipesAndDigits) {
  on("GET /", [](const auto&) { return page(form_page("t")); });
  on("POST /masuk", [](const auto&) { return page("Beranda"); });
  on("POST /cek", [](const ServerRequest& q) {
    return text(q.body == "lokasi=-3.45%2C102.20" ? " success|Silakan|in \n" : "error|Salah|x");
  });
  const char* const head =
      "    preset: pipe-text\n    mode: login\n    coordinates: {lat: \"-3.45\", long: \"102.20\"}";
  const char* const steps = R"(      - {id: halaman, path: /}
      - {id: login, kind: login, fields: {username: "${user}", password: "${password}"}, expect: [Beranda]}
      - {id: cek, method: POST, safe: true, path: /cek, fields: {lokasi: "${lat},${long}"}, expect: [{split: "|", index: 0, equals: success}], rule_reject: [{split: "|", index: 1, contains: radius}]})";
  EXPECT_EQ(told(run(head, steps)), "ok");
  on("POST /cek", [](const auto&) { return text("error|Maaf, anda diluar radius|system"); });
  EXPECT_EQ(told(run(head, steps)), "rule_reject at cek");
  on("POST /cek", [](const auto&) { return text(""); });
  EXPECT_EQ(told(run(head, steps)), "assert_missing_marker at cek");
}

}  // namespace
}  // namespace saksi::app::test
