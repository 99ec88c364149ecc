// SPDX-License-Identifier: Apache-2.0
//
// Runs against a small attendance web on a loopback port, over the real client, on a clock that
// runs twenty times as fast, so that a time-out of 10 s is half a second of the test's.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "base/digest.hpp"
#include "net/http_server.hpp"
#include "probes/probes.hpp"

namespace saksi::probes {
namespace {

using namespace std::chrono_literals;

constexpr const char* kLogin =
    "<title>Absen Maju</title><img src=/logo.png><form action=/masuk method=post>"
    "<input type=hidden name=_token value=tok3n><input type=hidden value=decoy>"
    "<input name=username><input type=password name=password></form>";
constexpr const char* kMenu =
    "<h1>Selamat datang</h1><form action=/absensi/unggah method=post>"
    "<input type=hidden name=_token value=tok3n2><input type=file name=fotoMasuk></form>";

// What it answers is a table that each test changes; what it was asked is a log.
class Site {
 public:
  using Answer = std::function<void(const net::ServerRequest&, const net::Responder&)>;

  Site() {
    on("GET /", [](const auto&, const auto& r) {
      r.send({200, "text/html", {{"Set-Cookie", "absen_session=s1; path=/; httponly"}}, kLogin});
    });
    on("POST /masuk", [](const auto& q, const auto& r) {
      const bool right = q.header("cookie") == "absen_session=s1" &&
                         q.body == "_token=tok3n&username=akun.uji&password=r4has%26ia";
      r.send(right ? net::ServerResponse{302,
                                         "text/html",
                                         {{"Location", "/absensi/pilih"}},
                                         "Redirecting"}
                   : net::ServerResponse{419, "text/html", {}, "Page Expired"});
    });
    on("GET /absensi/pilih", [](const auto&, const auto& r) {
      r.send({200, "text/html", {}, kMenu});
    });
    on("GET /api/beranda", [](const auto& q, const auto& r) {
      r.send(
          q.header("cookie") == "absen_session=s1"
              ? net::ServerResponse{200, "application/json", {}, R"({"data":{"nama":"Akun Uji"}})"}
              : net::ServerResponse{401, "application/json", {}, "{}"});
    });
    auto server =
        net::HttpServer::start({}, [this](net::ServerRequest request, net::Responder responder) {
          const std::string key = request.method + " " + request.path;
          Answer answer;
          {
            const std::lock_guard lock(mutex_);
            log_.push_back(key);
            requests_.push_back(request);
            if (answers_.count(key) != 0) answer = answers_[key];
          }
          if (answer)
            answer(request, responder);
          else
            responder.send({404, "text/plain", {}, "none"});
        });
    if (server)
      server_ = std::move(*server);
    else
      ADD_FAILURE() << server.error().message;
  }
  ~Site() { server_.reset(); }

  void on(const std::string& key, Answer answer) {
    const std::lock_guard lock(mutex_);
    answers_[key] = std::move(answer);
  }
  void says(const std::string& key, int status, const std::string& body) {
    on(key, [=](const auto&, const auto& r) { r.send({status, "text/html", {}, body}); });
  }
  void redirects(const std::string& key, const std::string& location) {
    on(key, [=](const auto&, const auto& r) {
      r.send({302, "text/html", {{"Location", location}}, ""});
    });
  }
  void answers_what_hangs() {
    const std::lock_guard lock(mutex_);
    for (const auto& r : std::exchange(kept_, {})) r.send({200, "text/html", {}, kLogin});
  }
  void hangs(const std::string& key) {
    on(key, [this](const auto&, const auto& r) {
      const std::lock_guard lock(mutex_);
      kept_.push_back(r);
    });
  }
  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(server_->port());
  }
  [[nodiscard]] std::vector<std::string> log() const {
    const std::lock_guard lock(mutex_);
    return log_;
  }
  [[nodiscard]] net::ServerRequest request(std::size_t i) const {
    const std::lock_guard lock(mutex_);
    return requests_.at(i);
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Answer> answers_;
  std::vector<std::string> log_;
  std::vector<net::ServerRequest> requests_;
  std::vector<net::Responder> kept_;
  std::unique_ptr<net::HttpServer> server_;
};

class JourneyRun : public testing::Test {
 protected:
  JourneyRun() : clock_(Instant{}, SystemClock().wall(), 20) {
    net::initialise();
    loop_ = std::move(net::Loop::create(clock_).value());
    resolver_ = std::move(net::Resolver::create(*loop_, {"127.0.0.1:1"}, "").value());
    journey_.id = "pagi";
    journey_.timeout = 10s;
    journey_.steps = {step("halaman", StepKind::page, "/"), step("login", StepKind::login, ""),
                      step("beranda", StepKind::data, "/api/beranda"),
                      step("unggah", StepKind::upload, "")};
    journey_.steps[0].expect = {"Absen Maju"};
    journey_.steps[1].expect = {"Selamat datang"};
    journey_.steps[1].probe_problem = {"password salah"};
    journey_.steps[1].fields = {{"username", "$user"}, {"password", "$password"}};
    journey_.steps[2].requires_json = {"data.nama"};
    journey_.steps[3].fields = {{"lat", "-3.79"}, {"long", "102.26"}};
  }

  static Step step(const char* id, StepKind kind, const char* path) {
    Step made;
    made.id = id;
    made.kind = kind;
    made.path = path;
    return made;
  }

  probes::Run new_run() {
    probes::Run run;
    run.base_url = site_.url();
    run.journey = &journey_;
    run.user = "akun.uji";
    run.password = Secret("r4has&ia");
    run.session.allow_private = true;
    run.session.user_agent = "saksi-test";
    run.session.headers = {{"X-Saksi", "uji"}};
    run.planned_steady = clock_.steady();
    return run;
  }

  Result<std::unique_ptr<Running>> begin(probes::Run run) {
    return start(
        *loop_, *resolver_, std::move(run), [this](const std::string&) { ++late_; },
        [this](Outcome outcome) {
          ++done_;
          outcome_ = std::move(outcome);
          loop_->stop();
        });
  }

  // Runs to the end, or to a guard far behind every time-out.
  Outcome finish(probes::Run run) {
    auto running = begin(std::move(run));
    if (!running) {
      ADD_FAILURE() << running.error().message;
      return {};
    }
    EXPECT_EQ(done_, 0) << "done was called from within start()";
    const auto guard = loop_->after(200s, [this] {
      ADD_FAILURE() << "the run never ended";
      loop_->stop();
    });
    loop_->run();
    loop_->cancel(guard);
    return outcome_;
  }
  Outcome finish() { return finish(new_run()); }

  static std::vector<std::string> ids(const Outcome& outcome) {
    std::vector<std::string> all;
    for (const StepFinding& finding : outcome.steps) all.push_back(finding.id);
    return all;
  }

  ScaledClock clock_;
  std::unique_ptr<net::Loop> loop_;
  std::unique_ptr<net::Resolver> resolver_;
  Site site_;
  Journey journey_;
  Outcome outcome_;
  int late_ = 0, done_ = 0;
};

using Names = std::vector<std::string>;

TEST_F(JourneyRun, WalksTheWholeMorningAndStopsBeforeTheUpload) {
  const Outcome outcome = finish();

  EXPECT_EQ(code(outcome.cls), "ok") << outcome.step << ": " << outcome.rule;
  EXPECT_EQ(outcome.step, "");
  EXPECT_EQ(ids(outcome), (Names{"halaman", "login", "login.1", "beranda", "unggah"}));
  EXPECT_EQ(site_.log(), (Names{"GET /", "POST /masuk", "GET /absensi/pilih", "GET /api/beranda"}));
  EXPECT_EQ(outcome.requests, 4u);
  EXPECT_EQ(outcome.body, "");
  const StepFinding& upload = outcome.steps.back();
  EXPECT_FALSE(upload.sent);
  EXPECT_GT(upload.bytes, 36'000);
  EXPECT_TRUE(outcome.steps[0].sent);
  EXPECT_EQ(outcome.steps[0].http_status, 200);
  EXPECT_EQ(outcome.steps[1].http_status, 302);
  EXPECT_FALSE(outcome.steps[0].reused);
  EXPECT_TRUE(outcome.steps[1].reused);
  EXPECT_GE(outcome.steps[2].offset, outcome.steps[1].offset);
  EXPECT_GE(outcome.took, outcome.steps[3].offset);
}

TEST_F(JourneyRun, SaysWhoItIsInEachRequestAndSendsOnlyTheNamedFields) {
  finish();

  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(site_.request(i).header("user-agent"), "saksi-test");
    EXPECT_EQ(site_.request(i).header("x-saksi"), "uji");
  }
  EXPECT_EQ(site_.request(1).body, "_token=tok3n&username=akun.uji&password=r4has%26ia");
  EXPECT_EQ(site_.request(1).header("origin"), site_.url());
  EXPECT_EQ(site_.request(3).header("x-requested-with"), "XMLHttpRequest");
}

TEST_F(JourneyRun, GoesNoFurtherThanItsMode) {
  journey_.mode = Mode::anonymous;
  EXPECT_EQ(ids(finish()), (Names{"halaman"}));
  journey_.mode = Mode::login;
  done_ = 0;
  EXPECT_EQ(ids(finish()), (Names{"halaman", "login", "login.1", "beranda"}));
  EXPECT_EQ(site_.log().size(), 5u);
}

TEST_F(JourneyRun, LooksAtThePageAloneInALightCheckAndSaysThatItKnowsNoMore) {
  probes::Run run = new_run();
  run.light_steps = 1;
  const Outcome outcome = finish(std::move(run));

  EXPECT_EQ(code(outcome.cls), "light_ok");
  EXPECT_EQ(outcome.step, "halaman");
  EXPECT_EQ(ids(outcome), (Names{"halaman"}));
  EXPECT_EQ(code(outcome.steps[0].cls), "ok");
  EXPECT_EQ(site_.log(), (Names{"GET /"}));

  site_.says("GET /", 503, "sibuk");
  probes::Run again = new_run();
  again.light_steps = 1;
  done_ = 0;
  EXPECT_EQ(code(finish(std::move(again)).cls), "http_5xx") << "a failure is a failure";
}

// A journey of mode real: the upload, and a look at what was recorded.
TEST_F(JourneyRun, ChecksInForRealOnlyWhenItIsToldToAndLooksForTheRecord) {
  journey_.mode = Mode::real;
  journey_.steps.push_back(step("catatan", StepKind::data, "/api/hari-ini"));
  journey_.steps.back().expect = {"07:05"};
  site_.says("POST /absensi/unggah", 200, "Berhasil");
  site_.says("GET /api/hari-ini", 200, R"({"masuk":"07:05"})");

  Outcome held = finish();
  EXPECT_EQ(code(held.cls), "ok") << held.rule;
  EXPECT_EQ(ids(held), (Names{"halaman", "login", "login.1", "beranda", "unggah"}));
  EXPECT_FALSE(held.steps.back().sent);

  const auto really = [&] {
    probes::Run run = new_run();
    run.real = true;
    done_ = 0;
    return finish(std::move(run));
  };
  Outcome sent = really();
  EXPECT_EQ(code(sent.cls), "ok") << sent.rule;
  EXPECT_EQ(sent.steps.back().id, "catatan");
  EXPECT_TRUE(sent.steps.at(sent.steps.size() - 2).sent);
  const Names log = site_.log();
  EXPECT_EQ(std::count(log.begin(), log.end(), "POST /absensi/unggah"), 1);

  site_.says("GET /api/hari-ini", 200, R"({"masuk":null})");
  sent = really();
  EXPECT_EQ(code(sent.cls), "accepted_not_recorded") << sent.rule;
  EXPECT_EQ(sent.step, "catatan");

  site_.says("POST /absensi/unggah", 500, "Server Error");
  sent = really();
  EXPECT_EQ(code(sent.cls), "upload_fail") << sent.rule;
  EXPECT_NE(sent.rule.find("http_5xx"), std::string::npos) << sent.rule;
  site_.says("POST /absensi/unggah", 504, "Gateway");
  EXPECT_EQ(code(really().cls), "http_gateway")
      << "what failed below the application keeps its name";
}

TEST_F(JourneyRun, HandsOnTheSitesWishes) {
  const auto says = [&](int status, const char* name, const char* value) {
    site_.on("GET /", [=](const auto&, const auto& r) {
      r.send({status, "text/html", {{name, value}}, "Absen Maju"});
    });
    done_ = 0;
    outcome_ = {};
    return finish();
  };
  EXPECT_EQ(says(503, "Retry-After", "120").retry_after, 120s);
  EXPECT_EQ(says(429, "Retry-After", "7").retry_after, 7s);
  EXPECT_EQ(says(429, "Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT").retry_after, 0s)
      << "a moment that has passed";
  for (const char* nonsense : {"-5", "soon", "99999999999999999999", ""})
    EXPECT_FALSE(says(503, "Retry-After", nonsense).retry_after) << nonsense;
  EXPECT_FALSE(says(200, "Retry-After", "120").retry_after) << "it was served";
  EXPECT_TRUE(says(200, "X-Saksi-Stop", "1").asked_to_stop);
  EXPECT_FALSE(says(200, "X-Saksi-Stop", "0").asked_to_stop);
}

TEST_F(JourneyRun, AsksForPublicDataWithoutALogin) {
  journey_.mode = Mode::anonymous;
  journey_.steps = {step("halaman", StepKind::page, "/"), step("status", StepKind::data, "/api/x"),
                    step("kirim", StepKind::data, "/api/kirim")};
  journey_.steps[2].method = "POST";
  journey_.steps[2].safe = true;
  site_.on("GET /api/x", [](const auto&, const auto& r) {
    r.send({200, "application/json", {}, "{}"});
  });

  EXPECT_EQ(ids(finish()), (Names{"halaman", "status"}));
  EXPECT_EQ(site_.log(), (Names{"GET /", "GET /api/x"})) << "a POST is more than a look";
}

TEST_F(JourneyRun, TellsItsExchangesWhereTheyAreWanted) {
  EXPECT_TRUE(finish().exchanges.empty());
  done_ = 0;
  probes::Run run = new_run();
  run.keep_exchanges = true;

  const Outcome outcome = finish(std::move(run));

  Names told;
  for (const Exchange& one : outcome.exchanges) {
    told.push_back(one.step + " " + one.method + " " + one.url.substr(site_.url().size()));
    EXPECT_EQ(one.body.find("tok3n"), std::string::npos) << one.body;
  }
  EXPECT_EQ(told, (Names{"halaman GET /", "login POST /masuk", "login.1 GET /absensi/pilih",
                         "beranda GET /api/beranda"}));
}

TEST_F(JourneyRun, AsksBeforeEachRequestAndEndsWithoutAWordAboutTheTarget) {
  probes::Run run = new_run();
  int asked = 0;
  run.may_send = [&asked] { return ++asked < 3; };  // the page and the login, not its redirect

  const Outcome outcome = finish(std::move(run));

  EXPECT_TRUE(outcome.stopped);
  EXPECT_EQ(site_.log(), (Names{"GET /", "POST /masuk"}));
  EXPECT_EQ(outcome.requests, 2u);
  EXPECT_FALSE(is_failure(outcome.cls));
}

TEST_F(JourneyRun, SendsTheTokenOfAMetaTagAsAHeader) {
  site_.says("GET /", 200,
             "Absen Maju <meta name=csrf-token content=meta1><form action=/masuk><input "
             "type=password></form>");

  finish();

  EXPECT_EQ(site_.request(1).header("x-csrf-token"), "meta1");
}

TEST_F(JourneyRun, EndsAHangAtItsTimeOutAndSaysThatTheValueIsCensored) {
  site_.hangs("GET /");
  const Duration before = clock_.steady();

  const Outcome outcome = finish();

  EXPECT_EQ(code(outcome.cls), "http_timeout_ttfb") << outcome.rule;
  EXPECT_EQ(outcome.step, "halaman");
  ASSERT_EQ(outcome.steps.size(), 1u);
  EXPECT_TRUE(outcome.steps[0].censored);
  EXPECT_GE(outcome.steps[0].total, 9s);
  EXPECT_GE(outcome.took, 9s);
  EXPECT_LT(clock_.steady() - before, 30s);
  EXPECT_EQ(outcome.requests, 1u);
}

TEST_F(JourneyRun, CallsAPageWhoseDataHangsAShell) {
  site_.hangs("GET /api/beranda");

  const Outcome outcome = finish();

  EXPECT_EQ(code(outcome.cls), "shell_only");
  EXPECT_EQ(outcome.step, "beranda");
  EXPECT_NE(outcome.rule.find("/api/beranda"), std::string::npos) << outcome.rule;
  EXPECT_NE(outcome.rule.find("http_timeout_ttfb"), std::string::npos) << outcome.rule;
  EXPECT_TRUE(outcome.steps.back().censored);
  EXPECT_EQ(ids(outcome), (Names{"halaman", "login", "login.1", "beranda"}));
}

TEST_F(JourneyRun, CallsAPageWhoseDataFailsAShellAndKeepsTheReason) {
  site_.says("GET /api/beranda", 500,
             "SQLSTATE[HY000] [1040] Too many connections for akun.uji NIP 198001012005011001");

  const Outcome outcome = finish();

  EXPECT_EQ(code(outcome.cls), "shell_only");
  EXPECT_NE(outcome.rule.find("http_db_conn: marker \"sqlstate[\" found"), std::string::npos)
      << outcome.rule;
  EXPECT_EQ(outcome.body, "SQLSTATE[HY000] [1040] Too many connections for [...] NIP [digits]");
  EXPECT_EQ(outcome.steps.back().body, sha256(outcome.body));
}

TEST_F(JourneyRun, KeepsARefusalOfTheDataApartFromAnOutage) {
  site_.says("GET /api/beranda", 429, "slow down");
  EXPECT_EQ(code(finish().cls), "http_429");
}

TEST_F(JourneyRun, StopsAtTheFirstStepThatFails) {
  site_.says("POST /masuk", 508, "Resource Limit Is Reached");

  const Outcome outcome = finish();

  EXPECT_EQ(code(outcome.cls), "http_resource_limit");
  EXPECT_EQ(outcome.rule, "status 508");
  EXPECT_EQ(outcome.step, "login");
  EXPECT_EQ(site_.log(), (Names{"GET /", "POST /masuk"}));
}

TEST_F(JourneyRun, TellsAWrongPasswordFromALoop) {
  site_.redirects("POST /masuk", "/");
  EXPECT_EQ(code(finish().cls), "login_loop");
  EXPECT_EQ(outcome_.step, "login");
  EXPECT_EQ(outcome_.steps.back().id, "login.1");

  site_.says("POST /masuk", 200, std::string("Password salah!") + kLogin);
  done_ = 0;
  EXPECT_EQ(code(finish().cls), "auth_rejected");
}

TEST_F(JourneyRun, SeesALoopEvenWithoutAMarkerToGoBy) {
  site_.redirects("POST /masuk", "/");
  journey_.steps[1].expect.clear();
  EXPECT_EQ(code(finish().cls), "login_loop");
}

TEST_F(JourneyRun, CallsTheLoginPageALoopWhateverIsUsual) {
  site_.redirects("POST /masuk", "/");
  journey_.steps[1].expect.clear();
  probes::Run run = new_run();
  run.baselines["login"] = {900'000, {"beranda"}};

  EXPECT_EQ(code(finish(std::move(run)).cls), "login_loop") << outcome_.rule;
}

TEST_F(JourneyRun, HoldsAPageAgainstWhatIsUsualForItsStep) {
  probes::Run run = new_run();
  run.baselines["halaman"] = {900'000, {}};
  run.baselines["tidak-ada"] = {900'000, {}};

  EXPECT_EQ(code(finish(std::move(run)).cls), "assert_too_small");
  EXPECT_EQ(outcome_.step, "halaman");
  EXPECT_NE(outcome_.rule.find("usually 900000"), std::string::npos) << outcome_.rule;
}

TEST_F(JourneyRun, LeavesNoTraceOfThePasswordInWhatItKeeps) {
  site_.says("POST /masuk", 500, "body was r4has&ia, r4has%26ia of akun.uji");

  const Outcome outcome = finish();

  EXPECT_EQ(outcome.body, "body was [...], [...] of [...]");
}

TEST_F(JourneyRun, SendsTheAccountNowhereButHome) {
  site_.says(
      "GET /", 200,
      "Absen Maju <form action=http://127.0.0.9:1/masuk method=post><input type=password></form>");

  const Outcome outcome = finish();

  EXPECT_EQ(code(outcome.cls), "http_redirect_bad");
  EXPECT_EQ(outcome.step, "login");
  EXPECT_FALSE(outcome.steps.back().sent);
  EXPECT_EQ(outcome.requests, 1u);
}

TEST_F(JourneyRun, NeedsAFormToLogIn) {
  site_.says("GET /", 200, "Absen Maju");

  const Outcome outcome = finish();

  EXPECT_EQ(code(outcome.cls), "assert_missing_marker");
  EXPECT_EQ(outcome.rule, "the page before has no form to send");
}

TEST_F(JourneyRun, CountsRedirectsAndGivesUp) {
  site_.redirects("GET /", "/");

  const Outcome outcome = finish();

  EXPECT_EQ(code(outcome.cls), "http_redirect_loop");
  EXPECT_EQ(outcome.steps.back().id, "halaman.10");
  EXPECT_EQ(outcome.requests, 11u);
  EXPECT_EQ(site_.log().size(), 11u);

  journey_.steps[0].redirects = 1;
  done_ = 0;
  EXPECT_EQ(finish().requests, 2u);
}

TEST_F(JourneyRun, FollowsNoRedirectToAnotherHost) {
  site_.redirects("GET /", "http://127.0.0.9:1/?session=1");

  const Outcome outcome = finish();

  EXPECT_EQ(code(outcome.cls), "http_redirect_bad");
  EXPECT_EQ(outcome.rule, "status 302 to \"http://127.0.0.9:1/\", which is not the site");
  EXPECT_EQ(outcome.requests, 1u);
}

TEST_F(JourneyRun, RepeatsThePostOnlyWhereThe307SaysSo) {
  site_.on("POST /masuk", [](const auto&, const auto& r) {
    r.send({307, "text/html", {{"Location", "/masuk2"}}, ""});
  });
  site_.says("POST /masuk2", 200, kMenu);

  EXPECT_EQ(code(finish().cls), "ok");
  EXPECT_EQ(site_.request(2).body, site_.request(1).body);
}

TEST_F(JourneyRun, FollowsTheRefreshHeaderOfOldFrameworks) {
  site_.on("POST /masuk", [](const auto&, const auto& r) {
    r.send({200, "text/html", {{"Refresh", "0;url=/absensi/pilih"}}, ""});
  });
  const Outcome outcome = finish();
  EXPECT_EQ(code(outcome.cls), "ok") << outcome.rule;
  EXPECT_EQ(outcome.steps[2].id, "login.1");
}

TEST_F(JourneyRun, TellsOnceThatItIsLate) {
  journey_.late = 2s;
  site_.hangs("GET /");
  finish();
  EXPECT_EQ(late_, 1);
  EXPECT_EQ(done_, 1);
}

TEST_F(JourneyRun, IsNotLateWhenItIsDone) {
  journey_.late = 100s;
  finish();
  loop_->after(1s, [this] { loop_->stop(); });
  loop_->run();
  EXPECT_EQ(late_, 0);
}

TEST_F(JourneyRun, IsCancelledByBeingDestroyed) {
  journey_.late = 1s;
  site_.hangs("GET /");
  auto running = begin(new_run());
  ASSERT_TRUE(running.has_value());
  loop_->after(500ms, [&] { running->reset(); });
  loop_->after(15s, [this] { loop_->stop(); });

  loop_->run();

  EXPECT_EQ(done_, 0);
  EXPECT_EQ(late_, 0);
}

TEST_F(JourneyRun, MayBeDestroyedFromItsOwnCompletion) {
  std::unique_ptr<Running> running;
  auto started = start(*loop_, *resolver_, new_run(), nullptr, [&](const Outcome&) {
    running.reset();
    loop_->stop();
  });
  ASSERT_TRUE(started.has_value());
  running = std::move(*started);

  loop_->run();

  EXPECT_EQ(running, nullptr);
}

TEST_F(JourneyRun, ReportsItsControlsWhateverTheJourneyFinds) {
  Site neutral;
  neutral.hangs("HEAD /diam");
  site_.says("GET /", 502, "Bad Gateway");
  probes::Run run = new_run();
  net::SessionOptions options;
  options.allow_private = true;
  run.controls = {{"satu", neutral.url() + "/", options},   // 404 to HEAD: an answer all the same
                  {"dua", "http://127.0.0.1:1/", options},  // refused
                  {"tiga", neutral.url() + "/diam", options},            // silent
                  {"empat", "tls" + neutral.url().substr(4), options}};  // no TLS there

  const Outcome outcome = finish(std::move(run));

  EXPECT_EQ(code(outcome.cls), "http_gateway");
  ASSERT_EQ(outcome.controls.size(), 4u);
  EXPECT_EQ(outcome.controls[0].host, "satu");
  EXPECT_TRUE(outcome.controls[0].ok);
  EXPECT_FALSE(outcome.controls[1].ok);
  EXPECT_FALSE(outcome.controls[2].ok);
  EXPECT_GE(outcome.controls[2].total, 4s);
  EXPECT_FALSE(outcome.controls[3].ok);
  EXPECT_EQ(outcome.requests, 1u) << "controls do not count against the target";
  EXPECT_LT(outcome.took, 4s) << "the journey's own time, not its controls'";
}

TEST_F(JourneyRun, CountsNoRequestThatNeverLeft) {
  probes::Run run = new_run();
  run.base_url = "http://127.0.0.1:1";
  const Outcome outcome = finish(std::move(run));
  EXPECT_EQ(code(outcome.cls), "tcp_refused");
  EXPECT_EQ(outcome.requests, 0u);
  ASSERT_EQ(outcome.steps.size(), 1u);
  EXPECT_FALSE(outcome.steps[0].phases.wait.has_value());
}

TEST_F(JourneyRun, CallsASlowSuccessSlowCountedFromThePlan) {
  journey_.slow = 3s;
  journey_.steps.resize(1);
  site_.hangs("GET /");
  loop_->after(6s, [this] { site_.answers_what_hangs(); });
  probes::Run run = new_run();
  run.planned_steady -= 1s;

  const Outcome outcome = finish(std::move(run));

  EXPECT_EQ(code(outcome.cls), "slow") << outcome.rule;
  EXPECT_EQ(outcome.step, "");
  EXPECT_NE(outcome.rule.find("more than 3.0 s"), std::string::npos) << outcome.rule;
}

TEST_F(JourneyRun, DoesNotCallSlowWhatMayHaveWaitedForItself) {
  journey_.slow = 3s;
  probes::Run run = new_run();
  run.planned_steady -= 4s;

  Outcome outcome = finish(std::move(run));

  EXPECT_EQ(code(outcome.cls), "prober_overloaded");
  EXPECT_NE(outcome.rule.find("more than 3.0 s"), std::string::npos) << outcome.rule;
  EXPECT_LT(outcome.took, 4s);

  // On time, and the answer came at once, but for four seconds nobody looked.
  done_ = 0;
  journey_.steps.resize(1);
  site_.on("GET /", [this](const auto&, const auto& r) {
    std::atomic<bool> held{false};
    loop_->post([&held, this, until = clock_.steady() + 4s] {
      held = true;
      while (clock_.steady() < until) {
      }
    });
    while (!held) std::this_thread::yield();
    r.send({200, "text/html", {}, kLogin});
  });
  outcome = finish();
  EXPECT_EQ(code(outcome.cls), "prober_overloaded") << outcome.rule;
}

TEST_F(JourneyRun, BlamesItselfForAStartThatCameTooLate) {
  probes::Run run = new_run();
  run.planned_steady -= 11s;
  const Outcome outcome = finish(std::move(run));
  EXPECT_EQ(code(outcome.cls), "prober_overloaded");
  EXPECT_EQ(outcome.requests, 0u);

  site_.hangs("GET /");
  done_ = 0;
  run = new_run();
  run.planned_steady -= 5s;
  EXPECT_EQ(code(finish(std::move(run)).cls), "prober_overloaded");
}

TEST_F(JourneyRun, RefusesWhatCannotBeRun) {
  journey_.steps[0].path = "//elsewhere.example/";
  EXPECT_EQ(begin(new_run()).error().kind, ErrorKind::usage);
  journey_.steps = {step("unggah", StepKind::upload, "")};
  journey_.mode = Mode::login;
  EXPECT_EQ(begin(new_run()).error().kind, ErrorKind::usage);
  journey_.timeout = 0s;
  EXPECT_FALSE(begin(new_run()).has_value());
}

}  // namespace
}  // namespace saksi::probes
