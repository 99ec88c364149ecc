// SPDX-License-Identifier: Apache-2.0
//
// Each switch of the demo web in each dialect, over real sockets, TLS and a real name server, seen
// by the journey of the demo's own configuration: the class and the step that say what is wrong,
// and none misread as an outage or as up.
#include "demo/faults.hpp"

#include <gtest/gtest.h>

#include "app/translate.hpp"
#include "base/timestamp.hpp"
#include "cli/demo_config.hpp"
#include "net/loop.hpp"
#include "settings/read.hpp"
#include "support/temp_dir.hpp"

namespace saksi::cli {
namespace {

using namespace std::chrono_literals;
using demo::Dialect;
using demo::Fault;

struct Expected {
  Fault fault;
  Class cls;
  const char* step;
};

const std::vector<Expected> kExpected{
    {Fault::hang, Class::http_timeout_ttfb, "halaman"},
    {Fault::shell_only, Class::shell_only, "data"},
    {Fault::empty_data, Class::shell_only, "data"},
    {Fault::half_page, Class::http_truncated, "formulir"},
    {Fault::no_token, Class::assert_missing_marker, "formulir"},
    {Fault::gateway, Class::http_gateway, "halaman"},
    {Fault::resource_limit, Class::http_resource_limit, "halaman"},
    {Fault::database, Class::http_db_conn, "halaman"},
    {Fault::server_error, Class::http_5xx, "halaman"},
    {Fault::maintenance, Class::http_maintenance, "halaman"},
    {Fault::php_error, Class::wrong_page, "halaman"},
    {Fault::suspended, Class::wrong_page, "halaman"},
    {Fault::csrf, Class::csrf_419, "login"},
    {Fault::login_loop, Class::login_loop, "login"},
    {Fault::redirect_loop, Class::http_redirect_loop, "halaman"},
    {Fault::reset, Class::http_reset, "halaman"},
    {Fault::slow, Class::slow, ""},
    {Fault::closed, Class::not_open, "formulir"},
    {Fault::refused, Class::rule_reject, "formulir"},
    {Fault::locked, Class::auth_locked, "login"},
    {Fault::forbidden, Class::probe_problem, "halaman"},
    {Fault::too_many, Class::http_429, "halaman"},
    {Fault::blocked, Class::isp_block, "halaman"},
    {Fault::expired, Class::tls_expired, "halaman"},
    {Fault::wrong_name, Class::tls_hostname, "halaman"},
    {Fault::clock_ahead, Class::ok, ""},
};

// Where an application of another make shows the same trouble in its own way.
struct Other {
  Dialect dialect;
  Expected expected;
};
const std::vector<Other> kOthers{
    // A client without pages: nothing is a shell.
    {Dialect::laravel_api, {Fault::shell_only, Class::http_timeout_ttfb, "data"}},
    {Dialect::laravel_api, {Fault::empty_data, Class::assert_schema, "data"}},
    {Dialect::laravel_api, {Fault::half_page, Class::assert_schema, "formulir"}},
    // Its error page is its own, and says 200.
    {Dialect::ci3, {Fault::php_error, Class::assert_forbidden_marker, "halaman"}},
    // What is cut is an answer to the page's script.
    {Dialect::pipe_text, {Fault::half_page, Class::shell_only, "formulir"}},
    {Dialect::json_success, {Fault::half_page, Class::shell_only, "formulir"}},
};

Expected expected_in(Dialect dialect, const Expected& usual) {
  for (const Other& other : kOthers)
    if (other.dialect == dialect && other.expected.fault == usual.fault) return other.expected;
  return usual;
}

// What one run of the demo's journey finds on a quiet Tuesday with this switch on.
probes::Outcome seen_with(Dialect dialect, std::optional<Fault> fault) {
  const test::TempDir folder;
  demo::Day day = *std::find_if(demo::days().begin(), demo::days().end(),
                                [](const demo::Day& one) { return one.id == "tuesday"; });
  day.staff = 0;
  day.dialect = dialect;
  if (fault) day.switches = {{*fault, 0h, 24h, ""}};
  const ScaledClock clock(*parse_utc("2023-01-10T00:20:00Z"), SystemClock().wall(), 10);
  const auto web = demo::AttendanceWeb::start({day, 1, folder / "web", &clock});
  DemoPlaces places;
  places.directory = folder / "state";
  places.pages = 8080;
  places.operations = 9464;
  const auto settings = settings::read_text(demo_yaml(day, **web, places), "demo.yaml");
  if (!settings) {
    for (const std::string& line : settings.error().lines) ADD_FAILURE() << line;
    return {};
  }
  const auto accounts = app::read_accounts(*settings);
  const Vantage& vantage = settings->vantages.front();
  const Target& target = settings->targets.front();
  net::initialise();
  const auto loop = net::Loop::create(clock);
  const auto resolver = net::Resolver::create(**loop, vantage.dns_servers, vantage.source_address);
  const probes::Journey journey = app::journey_of(settings->journey(target.journey));
  probes::Run run = app::run_of(*settings, vantage, target, journey, *accounts);
  run.planned_steady = clock.steady();
  probes::Outcome outcome;
  const auto running = probes::start(
      **loop, **resolver, std::move(run), [](const std::string&) {},
      [&](probes::Outcome found) {
        outcome = std::move(found);
        (*loop)->stop();
      });
  EXPECT_TRUE(running) << running.error().message;
  if (running) (*loop)->run();
  return outcome;
}

class Faults : public testing::TestWithParam<Dialect> {};

TEST_P(Faults, AreNoneOnAQuietDay) {
  const probes::Outcome found = seen_with(GetParam(), std::nullopt);
  EXPECT_EQ(found.cls, Class::ok) << found.step << ": " << found.rule;
  ASSERT_FALSE(found.steps.empty());
  EXPECT_FALSE(found.steps.back().sent) << "the upload is held back";
  EXPECT_GT(found.steps.back().bytes, 30'000) << "with its picture";
}

TEST_P(Faults, EachHaveTheirClassFromTheRightStep) {
  ASSERT_EQ(kExpected.size(), demo::faults().size()) << "a switch without an expectation";
  for (const Expected& usual : kExpected) {
    if (!demo::knows(GetParam(), usual.fault)) continue;
    const Expected expected = expected_in(GetParam(), usual);
    const std::string name(about(expected.fault).name);
    probes::Outcome found = seen_with(GetParam(), expected.fault);
    // Slow is half a second of a real one here. Where this machine itself was, it is asked again.
    for (int again = 0; again < 3 && found.cls == Class::slow && expected.cls != Class::slow;
         ++again)
      found = seen_with(GetParam(), expected.fault);
    EXPECT_EQ(code(found.cls), code(expected.cls)) << name << ": " << found.rule;
    EXPECT_EQ(found.step, expected.step) << name << ": " << found.rule;
    // What keeps everybody out is a vote for an outage, and nothing else is. An ISP's block page is
    // one as well, for that network: the judge asks the others.
    EXPECT_EQ(is_failure(found.cls),
              about(expected.fault).outage || expected.fault == Fault::blocked)
        << name;
    if (!worked(found.cls)) {
      EXPECT_NE(found.rule, "") << name << " without the rule that matched";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(InTheMannerOf, Faults,
                         testing::Values(Dialect::laravel_blade, Dialect::laravel_api, Dialect::ci3,
                                         Dialect::pipe_text, Dialect::json_success),
                         [](const auto& tested) {
                           std::string text(name(tested.param));
                           std::replace(text.begin(), text.end(), '-', '_');
                           return text;
                         });

}  // namespace
}  // namespace saksi::cli
