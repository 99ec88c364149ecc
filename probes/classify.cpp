// SPDX-License-Identifier: Apache-2.0
//
// What one answer means. Applications of this kind answer 200 to refusals and 500 to "not open
// yet", so the body speaks before the status. The order, first match wins:
//
//   1 transport            no whole answer came: its class
//   2 another page         a block page, a hosting page, a PHP error: isp_block, wrong_page
//   3 probe_problem        our account or address (configured); a guard that wants to see a human
//   4 not_open             (configured)
//   5 rule_reject          (configured)
//   6 database             the database's own words, whatever the status
//   7 status               419, 429, 401/403, 502/504, 508/509, 503, other 5xx, other 4xx, no page
//                          at all; statuses that the step lists are fine
//   8 forbidden            error texts on a page that says 200 (built in and configured)
//   9 whole                all of the page came: closing tag, type, size
//  10 expected             title, token, checks and JSON keys that must hold
//  11 usual                size and title against the page's usual self
//
// A redirect (3xx with a place to go) passes 2 to 6 and is then good in itself: what it leads to is
// judged when it has been fetched.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "probes/answer.hpp"
#include "probes/probes.hpp"
#include "probes/text.hpp"
#include "probes/whole.hpp"

namespace saksi::probes {

namespace {

constexpr std::array<std::string_view, 5> kBlocked{
    "internet positif", "internetpositif", "internet-positif", "trustpositif", "trust positif"};

constexpr std::array<std::string_view, 11> kHosting{
    "account suspended",           "account has been suspended",
    "<title>index of /",           "<h1>index of /",
    "welcome to nginx!",           "apache2 debian default page",
    "apache2 ubuntu default page", "<h1>it works!</h1>",
    "test page for the nginx",     "test page for the apache",
    "defaultwebpage.cgi",
};

// PHP with display_errors on, as text and as HTML. Narrower than the bare words: scripts on healthy
// pages hold strings such as "JSON parse error".
constexpr std::array<std::string_view, 7> kPhpErrors{
    "<b>parse error</b>:",
    "parse error: syntax error",
    "<b>fatal error</b>:",
    "fatal error: uncaught",
    "php fatal error: ",
    "fatal error: allowed memory size",
    "fatal error: maximum execution time",
};

constexpr std::array<std::string_view, 5> kDatabase{"sqlstate[", "[1040]", "too many connections",
                                                    "[1226]", "max_user_connections"};

// A guard in front of the site wants to see a human first; whatever the status, the site itself was
// not asked. Texts of the guard's own page alone: what it slips into healthy pages is other.
constexpr std::array<std::string_view, 9> kChallenges{
    "<title>just a moment...</title>",
    "_cf_chl_opt",
    "attention required! | cloudflare",
    "checking your browser before accessing",
    "<title>one moment, please...</title>",
    "imunify360 bot-protection",
    "incapsula incident id",
    "sucuri website firewall - access denied",
    "please complete the security check to access",
};

constexpr std::array<std::string_view, 2> kErrorTexts{"whoops", "service unavailable"};
constexpr std::array<std::string_view, 2> kMaintenance{"maintenance", "pemeliharaan"};
constexpr std::array<std::string_view, 2> kLimits{"resource limit", "bandwidth limit"};

// CodeIgniter's words for a form's token that is not the session's, with status 403.
constexpr std::array<std::string_view, 2> kTokenRefused{
    "the action you have requested is not allowed", "the action you requested is not allowed"};

// The first of `markers` that the folded text holds, or null.
template <class Markers>
const typename Markers::value_type* first(const Markers& markers, const std::string& folded) {
  for (const auto& marker : markers)
    if (holds(folded, marker)) return &marker;
  return nullptr;
}

template <class Text>
Verdict found(Class cls, const Text& marker) {
  return {cls, fmt::format("marker \"{}\" found", marker)};
}

// The first check that holds, in the words of a rule.
std::optional<std::string> first_held(const std::vector<Assertion>& checks, Answer& answer) {
  for (const Assertion& one : checks)
    if (Held held = check(one, answer); held.holds) return std::move(held.words);
  return std::nullopt;
}

Verdict by_status(Class cls, int status) { return {cls, fmt::format("status {}", status)}; }

// At a login the application's refusal is about the account; elsewhere it may be the address or
// device.
Class problem_class(StepKind kind, std::string_view marker) {
  const std::string folded = fold(marker);
  if (holds(folded, "captcha")) return Class::auth_captcha;
  if (kind != StepKind::login) return Class::probe_problem;
  if (holds(folded, "terkunci") || holds(folded, "locked")) return Class::auth_locked;
  return Class::auth_rejected;
}

std::optional<Verdict> classify_text(const Step& step, Answer& answer) {
  const std::string& folded = answer.folded();
  if (const auto* marker = first(kBlocked, folded)) return found(Class::isp_block, *marker);
  // Block pages are mostly reached by a redirect.
  if (const auto* marker = first(kBlocked, fold(answer.seen().redirect)))
    return Verdict{Class::isp_block, fmt::format("redirect to a block page (\"{}\")", *marker)};
  if (const auto* marker = first(kHosting, folded)) return found(Class::wrong_page, *marker);
  const auto* database = first(kDatabase, folded);
  // A PHP error that quotes the database says more as the database's: that is the part that failed.
  if (const auto* marker = first(kPhpErrors, folded); marker && !database)
    return found(Class::wrong_page, *marker);
  if (const auto* marker = first(kChallenges, folded)) return found(Class::auth_captcha, *marker);
  if (auto words = first_held(step.probe_problem, answer))
    return Verdict{problem_class(step.kind, *words), *std::move(words)};
  if (auto words = first_held(step.not_open, answer))
    return Verdict{Class::not_open, *std::move(words)};
  if (auto words = first_held(step.rule_reject, answer))
    return Verdict{Class::rule_reject, *std::move(words)};
  if (database) return found(Class::http_db_conn, *database);
  return std::nullopt;
}

std::optional<Verdict> classify_status(const Step& step, const net::HttpObservation& seen,
                                       const std::string& folded) {
  const int status = seen.status;
  const auto& fine = step.status;
  if (std::find(fine.begin(), fine.end(), status) != fine.end()) return std::nullopt;
  if (status < 200 || status > 599)
    return Verdict{Class::http_malformed, fmt::format("status {} is none of HTTP's", status)};
  if (status < 300)
    return fine.empty() ? std::nullopt
                        : std::optional(Verdict{Class::assert_schema,
                                                fmt::format("status {} is not one of {}", status,
                                                            fmt::join(fine, ", "))});
  if (status < 400) {
    if (seen.redirect.empty())
      return Verdict{Class::http_redirect_bad,
                     fmt::format("status {} without a place to go", status)};
    return by_status(Class::ok, status);
  }
  // The photo did not fit, or was refused as a photo: the one thing that an upload is about.
  if (step.kind == StepKind::upload && (status == 413 || status == 422))
    return by_status(Class::upload_fail, status);
  switch (status) {
    case 419:
      return by_status(Class::csrf_419, status);
    case 429:
      return by_status(Class::http_429, status);
    case 403:
      if (const auto* marker = first(kTokenRefused, folded))
        return Verdict{Class::csrf_419, fmt::format("status 403, marker \"{}\" found", *marker)};
      return by_status(Class::probe_problem, status);
    case 401:
      return by_status(Class::probe_problem, status);
    case 502:
    case 504:
      return by_status(Class::http_gateway, status);
    case 508:
    case 509:
      return by_status(Class::http_resource_limit, status);
    case 503:
      if (const auto* marker = first(kLimits, folded))
        return Verdict{Class::http_resource_limit,
                       fmt::format("status 503, marker \"{}\" found", *marker)};
      if (seen.header("retry-after"))
        return Verdict{Class::http_maintenance, "status 503 with Retry-After"};
      if (const auto* marker = first(kMaintenance, folded))
        return Verdict{Class::http_maintenance,
                       fmt::format("status 503, marker \"{}\" found", *marker)};
      break;
    default:
      break;
  }
  return by_status(status < 500 ? Class::http_4xx : Class::http_5xx, status);
}

}  // namespace

Verdict classify(const Step& step, const net::HttpObservation& seen, bool after_login,
                 const Baseline* usual) {
  if (seen.transport != Class::ok) {
    std::string words =
        seen.detail.empty() ? std::string(code(seen.transport)) : clean_utf8(seen.detail, 200);
    if (step.kind == StepKind::upload && seen.transport == Class::http_reset)
      return {Class::upload_fail, "the connection was cut while it was sent: " + words};
    return {seen.transport, std::move(words)};
  }
  Answer answer(seen);
  if (auto verdict = classify_text(step, answer)) return *std::move(verdict);
  if (auto verdict = classify_status(step, seen, answer.folded())) return *std::move(verdict);
  if (const auto* marker = first(kErrorTexts, answer.folded()))
    return found(Class::assert_forbidden_marker, *marker);
  if (auto words = first_held(step.forbidden, answer))
    return {Class::assert_forbidden_marker, *std::move(words)};
  if (auto verdict = classify_whole(step, answer)) return *std::move(verdict);
  Verdict verdict = classify_expected(step, answer, after_login);
  if (usual && worked(verdict.cls))
    if (auto other = classify_usual(step, answer, *usual)) return *std::move(other);
  return verdict;
}

}  // namespace saksi::probes
