// SPDX-License-Identifier: Apache-2.0
//
// Told to the daemon that runs: it alone writes to the store. The way in is the one that links in
// messages take, with a token made from the key in the store's folder.
#include <fmt/format.h>

#include <optional>

#include "base/json.hpp"
#include "cli/command.hpp"
#include "net/http_client.hpp"
#include "net/loop.hpp"
#include "store/ack_key.hpp"

namespace saksi::cli {
namespace {

using namespace std::chrono_literals;

constexpr Duration kMostWait = 10s;  // the daemon itself waits for its store for half of that

// Where a process of this machine reaches a listener.
std::string address_of(const Listener& listener) {
  std::string host = listener.address;
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host == "::") host = "::1";
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return fmt::format("http://{}:{}", host, listener.port);
}

Result<net::HttpObservation> post(const std::string& url, std::string body) {
  const SystemClock clock;
  SAKSI_TRY_ASSIGN(const auto loop, net::Loop::create(clock));
  SAKSI_TRY_ASSIGN(const auto resolver, net::Resolver::create(*loop, {}, ""));
  net::SessionOptions options;
  options.user_agent = "Saksi";
  options.allow_private = true;
  SAKSI_TRY_ASSIGN(const auto session, net::HttpSession::create(*loop, *resolver, options));
  net::HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = std::move(body);
  std::optional<net::HttpObservation> seen;
  session->fetch(std::move(request), clock.steady() + kMostWait, [&](net::HttpObservation found) {
    seen = std::move(found);
    loop->stop();
  });
  loop->run();
  return std::move(*seen);
}

Result<int> answer(const po::variables_map& values) {
  if (values.count("number") == 0)
    return fail("which incident? saksi ack K-20230102-DISDIK-1", ErrorKind::usage);
  const std::string number = values["number"].as<std::string>();
  for (const char c : number)
    if ((c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-')
      return fail("\"" + number + "\" is not an incident's number, as K-20230102-DISDIK-1",
                  ErrorKind::usage);
  SAKSI_TRY_ASSIGN(const Settings settings, load(values));
  if (settings.web.operations.port == 0)
    return fail("web.operations.port is 0, so nobody can say where the daemon listens; give it one",
                ErrorKind::usage);
  SAKSI_TRY_ASSIGN(const auto key, store::AckKey::open(settings.storage.directory));
  const std::string by = values.count("by") != 0 ? values["by"].as<std::string>() : "";
  const std::string base = address_of(settings.web.operations);
  SAKSI_TRY_ASSIGN(
      const auto seen,
      post(base + "/akui/" + number,
           net::form_body({{"t", key.token(number)}, {"nama", by}, {"bentuk", "json"}})));
  if (seen.transport != Class::ok)
    return fail(fmt::format("no daemon answers at {} ({}{}{}); is `saksi serve` running?", base,
                            code(seen.transport), seen.detail.empty() ? "" : ", ", seen.detail));
  const auto told = parse_json(seen.body);
  const std::string outcome =
      told && told->is_object() ? told->value("outcome", std::string()) : std::string();
  if (outcome == "recorded") {
    fmt::print("{} is acknowledged; its reminders end\n", number);
    return done;
  }
  if (outcome == "already") {
    fmt::print("{} was acknowledged before{}\n", number, by.empty() ? "" : " by " + by);
    return done;
  }
  if (outcome == "over" || outcome == "unknown") {
    fmt::print(stderr, "saksi: {} {}\n", number,
               outcome == "over" ? "is over: there is nothing left to acknowledge"
                                 : "is not an incident that the daemon at work knows");
    return negative;
  }
  if (outcome == "wrong name")
    return fail("--by: write a name of 60 letters at most, in UTF-8", ErrorKind::usage);
  return fail(fmt::format("the daemon at {} has not recorded it: {}", base,
                          outcome.empty() ? fmt::format("status {}", seen.status) : outcome));
}

}  // namespace

int run_ack(const Arguments& arguments) {
  po::options_description options("options");
  add_config(options);
  options.add_options()("number", po::value<std::string>(), "of the incident")(
      "by", po::value<std::string>(),
      "who is at it; shown on the incident's page, which is public");
  const Parsed parsed = parse("ack", options, arguments, "number");
  if (parsed.leave) return *parsed.leave;
  const auto code = answer(parsed.values);
  return code ? *code : report(code.error());
}

}  // namespace saksi::cli
