// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "probes/probes.hpp"

namespace saksi::probes {
namespace {

Step page_step() {
  Step step;
  step.id = "menu";
  step.expect = {"Selamat datang"};
  step.not_open = {"Presensi dibuka pukul"};
  step.rule_reject = {"di luar radius"};
  step.probe_problem = {"password salah", "akun terkunci", "captcha"};
  step.forbidden = {"Terjadi kesalahan"};
  return step;
}

Step data_step() {
  Step step;
  step.id = "beranda";
  step.kind = StepKind::data;
  step.requires_json = {"data.nama", "data.jadwal.0.buka"};
  return step;
}

net::HttpObservation answer(int status, std::string body) {
  net::HttpObservation seen;
  seen.status = status;
  seen.body = std::move(body);
  return seen;
}

constexpr const char* kLoginPage =
    "<form action=/masuk method=post><input name=username><input type=password "
    "name=password></form>";

struct Row {
  int status;
  const char* body;
  Class cls;
  const char* rule;
};

// In the order of the decision; each body of a later rule appears below with an earlier one beside
// it.
const Row kRows[] = {
    {200, "<h1>Selamat datang, Akun Uji</h1>", Class::ok, "status 200, 1 markers found"},
    {200, "<h1>SELAMAT \n\t datang</h1>", Class::ok, "status 200, 1 markers found"},
    {200, "Selamat&nbsp;datang", Class::ok, "status 200, 1 markers found"},
    // another page
    {200, "Situs ini diblokir. Internet Positif", Class::isp_block,
     "marker \"internet positif\" found"},
    {403, "TrustPositif", Class::isp_block, "marker \"trustpositif\" found"},
    {200, "<title>Account Suspended</title>", Class::wrong_page,
     "marker \"account suspended\" found"},
    {200, "<title>Index of /</title>", Class::wrong_page, "marker \"<title>index of /\" found"},
    {200, "<h1>Welcome to nginx!</h1>", Class::wrong_page, "marker \"welcome to nginx!\" found"},
    {200, "<title>Apache2 Debian Default Page: It works</title>", Class::wrong_page,
     "marker \"apache2 debian default page\" found"},
    {200, "<b>Fatal error</b>:  Uncaught Error: x in /home/a.php", Class::wrong_page,
     "marker \"<b>fatal error</b>:\" found"},
    {500, "PHP Parse error: syntax error, unexpected end of file", Class::wrong_page,
     "marker \"parse error: syntax error\" found"},
    {200, "Selamat datang <script>catch(e){alert('JSON parse error')}</script>", Class::ok,
     "status 200, 1 markers found"},
    {200, "Account suspended. password salah", Class::wrong_page,
     "marker \"account suspended\" found"},
    // probe, not open, rule: in that order, and whatever the status
    {500, "Presensi dibuka pukul 07.30 WIB; password salah", Class::probe_problem,
     "marker \"password salah\" found"},
    {200, "Isi CAPTCHA", Class::auth_captcha, "marker \"captcha\" found"},
    {500, "{\"message\":\"presensi  dibuka pukul 07.30\"}", Class::not_open,
     "marker \"Presensi dibuka pukul\" found"},
    {200, "Presensi dibuka pukul 07.30, Anda di luar radius", Class::not_open,
     "marker \"Presensi dibuka pukul\" found"},
    {500, "Anda DI LUAR RADIUS. SQLSTATE[HY000]", Class::rule_reject,
     "marker \"di luar radius\" found"},
    // database, whatever the status
    {500, "SQLSTATE[HY000] [1040] Too many connections", Class::http_db_conn,
     "marker \"sqlstate[\" found"},
    {200, "Too many connections", Class::http_db_conn, "marker \"too many connections\" found"},
    {503, "User has exceeded the 'max_user_connections' resource", Class::http_db_conn,
     "marker \"max_user_connections\" found"},
    {508, "[1226]", Class::http_db_conn, "marker \"[1226]\" found"},
    {200, "<b>Fatal error</b>: Uncaught PDOException: SQLSTATE[HY000] [1040]", Class::http_db_conn,
     "marker \"sqlstate[\" found"},
    // status
    {419, "Page Expired", Class::csrf_419, "status 419"},
    {429, "Selamat datang", Class::http_429, "status 429"},
    {401, "", Class::probe_problem, "status 401"},
    {403, "Forbidden", Class::probe_problem, "status 403"},
    {403, "<p>The action you have requested is not allowed.</p>", Class::csrf_419,
     "status 403, marker \"the action you have requested is not allowed\" found"},
    {502, "<h1>502 Bad Gateway</h1>", Class::http_gateway, "status 502"},
    {504, "Selamat datang", Class::http_gateway, "status 504"},
    {508, "Resource Limit Is Reached", Class::http_resource_limit, "status 508"},
    {509, "", Class::http_resource_limit, "status 509"},
    {503, "Resource Limit Is Reached; maintenance", Class::http_resource_limit,
     "status 503, marker \"resource limit\" found"},
    {503, "Sedang dalam pemeliharaan", Class::http_maintenance,
     "status 503, marker \"pemeliharaan\" found"},
    {503, "Service Unavailable", Class::http_5xx, "status 503"},
    {500, "Whoops", Class::http_5xx, "status 500"},
    {500, "Selamat datang", Class::http_5xx, "status 500"},
    {404, "Selamat datang", Class::http_4xx, "status 404"},
    {302, "", Class::http_redirect_bad, "status 302 without a place to go"},
    {999, "Selamat datang", Class::http_malformed, "status 999 is none of HTTP's"},
    {0, "Selamat datang", Class::http_malformed, "status 0 is none of HTTP's"},
    // error texts on a page that says 200
    {200, "Selamat datang. Whoops, looks like something went wrong.",
     Class::assert_forbidden_marker, "marker \"whoops\" found"},
    {200, "503 Service Unavailable", Class::assert_forbidden_marker,
     "marker \"service unavailable\" found"},
    {200, "Selamat datang. terjadi  KESALAHAN", Class::assert_forbidden_marker,
     "marker \"Terjadi kesalahan\" found"},
    // what must be there
    {200, "<img src=/logo.png>", Class::assert_missing_marker, "marker \"Selamat datang\" missing"},
    {200, "", Class::assert_missing_marker, "marker \"Selamat datang\" missing"},
};

TEST(Classify, TakesTheFirstRuleThatMatchesAndSaysWhich) {
  for (const Row& row : kRows) {
    const Verdict verdict = classify(page_step(), answer(row.status, row.body));

    EXPECT_EQ(code(verdict.cls), code(row.cls)) << row.status << " " << row.body;
    EXPECT_EQ(verdict.rule, row.rule) << row.status << " " << row.body;
  }
}

TEST(Classify, PutsTheTransportBeforeEverything) {
  net::HttpObservation seen = answer(200, "Internet Positif, password salah");
  seen.transport = Class::http_truncated;
  seen.detail = "4 of 100 bytes came\xff";

  const Verdict verdict = classify(page_step(), seen);

  EXPECT_EQ(code(verdict.cls), "http_truncated");
  EXPECT_EQ(verdict.rule, "4 of 100 bytes came\xEF\xBF\xBD");
}

TEST(Classify, NeverCallsA5xxGood) {
  const char* bodies[] = {
      "",         "Selamat datang", "{\"data\":{\"nama\":1,\"jadwal\":[{\"buka\":1}]}}",
      kLoginPage, "maintenance",    "Resource Limit",
      "Whoops"};
  for (int status = 500; status <= 599; ++status)
    for (const char* body : bodies)
      for (const Step& step : {Step{}, page_step(), data_step()})
        for (const bool after_login : {false, true}) {
          net::HttpObservation seen = answer(status, body);
          seen.redirect = "https://disdik.absen-maju.example/";
          EXPECT_FALSE(worked(classify(step, seen, after_login).cls)) << status << " " << body;
        }
}

TEST(Classify, SeesMaintenanceInRetryAfter) {
  net::HttpObservation seen = answer(503, "");
  seen.headers = {{"retry-after", "120"}};
  EXPECT_EQ(code(classify(page_step(), seen).cls), "http_maintenance");
}

TEST(Classify, LetsARedirectThroughAndJudgesWhereItLeads) {
  net::HttpObservation seen = answer(302, "Redirecting");
  seen.redirect = "https://disdik.absen-maju.example/absensi/pilih";
  EXPECT_EQ(code(classify(page_step(), seen).cls), "ok");

  seen.redirect = "http://internetpositif.example/";
  EXPECT_EQ(code(classify(page_step(), seen).cls), "isp_block");
}

TEST(Classify, CallsTheLoginPageInPlaceOfTheMenuALoop) {
  Step login = page_step();
  login.kind = StepKind::login;

  EXPECT_EQ(code(classify(login, answer(200, kLoginPage)).cls), "login_loop");
  EXPECT_EQ(classify(login, answer(200, kLoginPage)).rule,
            "marker \"Selamat datang\" missing; it is the login page again");
  EXPECT_EQ(code(classify(page_step(), answer(200, kLoginPage), true).cls), "login_loop");
  EXPECT_EQ(code(classify(page_step(), answer(200, kLoginPage), false).cls),
            "assert_missing_marker");
}

TEST(Classify, BlamesTheAccountWhenALoginIsRefusedInWords) {
  Step login = page_step();
  login.kind = StepKind::login;

  EXPECT_EQ(code(classify(login, answer(200, std::string("Password salah!") + kLoginPage)).cls),
            "auth_rejected");
  EXPECT_EQ(code(classify(login, answer(200, "Akun terkunci")).cls), "auth_locked");
}

TEST(Classify, WantsItsKeysOfData) {
  EXPECT_EQ(code(classify(data_step(),
                          answer(200, R"({"data":{"nama":null,"jadwal":[{"buka":"07.30"}]}})"))
                     .cls),
            "ok");
  const Verdict missing =
      classify(data_step(), answer(200, R"({"data":{"nama":"A","jadwal":[]}})"));
  EXPECT_EQ(code(missing.cls), "assert_schema");
  EXPECT_EQ(missing.rule, "JSON key \"data.jadwal.0.buka\" missing");
  EXPECT_EQ(code(classify(data_step(), answer(200, "<html>")).cls), "assert_schema");
  EXPECT_EQ(code(classify(data_step(), answer(200, "")).cls), "assert_schema");
  EXPECT_EQ(code(classify(data_step(), answer(200, std::string(100'000, '['))).cls),
            "assert_schema");
}

TEST(Classify, FindsNothingInAnEmptyMarker) {
  Step step;
  step.not_open = {"", "  "};
  EXPECT_EQ(code(classify(step, answer(200, "anything")).cls), "ok");
}

}  // namespace
}  // namespace saksi::probes
