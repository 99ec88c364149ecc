// SPDX-License-Identifier: Apache-2.0
//
// The one look at a login page: a GET by the client that the probes use, with its caps.
#include <fmt/format.h>

#include <optional>

#include "app/version.hpp"
#include "cli/init.hpp"
#include "net/http_client.hpp"
#include "net/loop.hpp"
#include "net/url.hpp"
#include "probes/requests.hpp"

namespace saksi::cli {
namespace {

using namespace std::chrono_literals;

constexpr unsigned kMostRedirects = 3;
constexpr Duration kMostWait = 20s;

net::HttpObservation get(net::Loop& loop, net::HttpSession& session, const std::string& url) {
  std::optional<net::HttpObservation> seen;
  session.fetch({.url = url}, loop.clock().steady() + kMostWait, [&](net::HttpObservation found) {
    seen = std::move(found);
    loop.stop();
  });
  loop.run();
  return std::move(*seen);
}

std::string why_not(const net::HttpObservation& seen) {
  if (seen.transport != Class::ok)
    return fmt::format("{}{}{}", code(seen.transport), seen.detail.empty() ? "" : ", ",
                       seen.detail);
  return fmt::format("it answers with status {}", seen.status);
}

std::string obstacle_of(const std::string& base, const std::string& url,
                        const probes::LoginPage& page) {
  if (page.password_forms == 0)
    return "the page has no form with a password; scripts may build it, or it is another page";
  if (page.captcha)
    return "the page has a CAPTCHA, and Saksi goes around none; its owner can exempt an account";
  if (page.method != "POST") return "the form does not send by POST";
  if (!probes::stays_home(base, net::join_url(url, page.action)))
    return "the form sends the password to another place than " + base;
  if (page.user_field.empty() || page.password_field.empty())
    return "the form has no field with a name for the account or for the password";
  for (const std::string& name : {page.user_field, page.password_field})
    for (const char c : name)
      if (name.size() > 100 || c < ' ' || c == 0x7F)
        return "the names of the form's fields are not plain text";
  return {};
}

}  // namespace

Seen seen_at(const std::string& url, std::string body) {
  Seen seen;
  const std::size_t path = url.find('/', url.find("://") + 3);
  seen.base = url.substr(0, path);
  seen.path = path == std::string::npos ? "/" : url.substr(path);
  seen.page = probes::read_login_page(body);
  seen.body = std::move(body);
  seen.obstacle = obstacle_of(seen.base, url, seen.page);
  return seen;
}

Result<Seen> look_at(const std::string& url, const Answers& answers) {
  const SystemClock clock;
  SAKSI_TRY_ASSIGN(const auto loop, net::Loop::create(clock));
  SAKSI_TRY_ASSIGN(const auto resolver, net::Resolver::create(*loop, answers.dns_servers, ""));
  net::SessionOptions options;
  options.user_agent = std::string("Saksi/") + app::kVersion + " (init)";
  options.headers = {{"X-Saksi-Probe", "init; contact=" + answers.contact}};
  options.ca_file = answers.ca_file;
  options.allow_private = answers.allow_private;
  SAKSI_TRY_ASSIGN(const auto session, net::HttpSession::create(*loop, *resolver, options));

  std::string at = url;
  for (unsigned hops = 0;; ++hops) {
    net::HttpObservation seen = get(*loop, *session, at);
    if (seen.transport == Class::ok && !seen.redirect.empty()) {
      if (net::host_of(seen.redirect) != net::host_of(url))
        return fail(
            fmt::format("{} leads to {}, which is another host; if that is the login page, "
                        "give its address",
                        at, seen.redirect));
      if (hops == kMostRedirects)
        return fail(fmt::format("{} redirects more than {} times", url, kMostRedirects));
      at = seen.redirect;
      continue;
    }
    if (seen.transport != Class::ok || seen.status / 100 != 2)
      return fail(fmt::format("{}: {}", at, why_not(seen)));
    const auto parsed = net::parse_url(at);
    if (!parsed || parsed->scheme != "https")
      return fail(fmt::format("{} is not https, and Saksi sends no password in the clear", at));
    return seen_at(parsed->text, std::move(seen.body));
  }
}

}  // namespace saksi::cli
