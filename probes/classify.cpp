// SPDX-License-Identifier: Apache-2.0
//
// What one answer means. Applications of this kind answer 200 to refusals and 500 to "not open
// yet", so the body speaks before the status. The order, first match wins:
//
//   1 transport            no whole answer came: its class
//   2 another page         a block page, a hosting page, a PHP error: isp_block, wrong_page
//   3 probe_problem        our account or address (configured)
//   4 not_open             (configured)
//   5 rule_reject          (configured)
//   6 database             the database's own words, whatever the status
//   7 status               419, 429, 401/403, 502/504, 508/509, 503, other 5xx, other 4xx, no page
//   at all 8 forbidden            error texts on a page that says 200 (built in and configured) 9
//   expected             markers and JSON keys that must be there
//
// A redirect (3xx with a place to go) passes 2 to 6 and is then good in itself: what it leads to is
// judged when it has been fetched.
#include <fmt/format.h>

#include <array>

#include "base/json.hpp"
#include "probes/probes.hpp"
#include "probes/text.hpp"

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

constexpr std::array<std::string_view, 2> kErrorTexts{"whoops", "service unavailable"};
constexpr std::array<std::string_view, 2> kMaintenance{"maintenance", "pemeliharaan"};
constexpr std::array<std::string_view, 2> kLimits{"resource limit", "bandwidth limit"};

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

std::optional<Verdict> classify_text(const Step& step, const net::HttpObservation& seen,
                                     const std::string& folded) {
  if (const auto* marker = first(kBlocked, folded)) return found(Class::isp_block, *marker);
  // Block pages are mostly reached by a redirect.
  if (const auto* marker = first(kBlocked, fold(seen.redirect)))
    return Verdict{Class::isp_block, fmt::format("redirect to a block page (\"{}\")", *marker)};
  if (const auto* marker = first(kHosting, folded)) return found(Class::wrong_page, *marker);
  const auto* database = first(kDatabase, folded);
  // A PHP error that quotes the database says more as the database's: that is the part that failed.
  if (const auto* marker = first(kPhpErrors, folded); marker && !database)
    return found(Class::wrong_page, *marker);
  if (const auto* marker = first(step.probe_problem, folded))
    return found(problem_class(step.kind, *marker), *marker);
  if (const auto* marker = first(step.not_open, folded)) return found(Class::not_open, *marker);
  if (const auto* marker = first(step.rule_reject, folded))
    return found(Class::rule_reject, *marker);
  if (database) return found(Class::http_db_conn, *database);
  return std::nullopt;
}

std::optional<Verdict> classify_status(const net::HttpObservation& seen,
                                       const std::string& folded) {
  const int status = seen.status;
  if (status < 200 || status > 599)
    return Verdict{Class::http_malformed, fmt::format("status {} is none of HTTP's", status)};
  if (status < 300) return std::nullopt;
  if (status < 400) {
    if (seen.redirect.empty())
      return Verdict{Class::http_redirect_bad,
                     fmt::format("status {} without a place to go", status)};
    return by_status(Class::ok, status);
  }
  switch (status) {
    case 419:
      return by_status(Class::csrf_419, status);
    case 429:
      return by_status(Class::http_429, status);
    case 401:
    case 403:
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

// The value that a dotted path leads to ("data.pegawai.0.nama"), or null. A JSON null is a value.
const Json* find_path(const Json& document, std::string_view path) {
  const Json* at = &document;
  while (true) {
    const std::size_t dot = path.find('.');
    const std::string key(path.substr(0, dot));
    if (at->is_object()) {
      const auto child = at->find(key);
      if (child == at->end()) return nullptr;
      at = &*child;
    } else if (at->is_array() && !key.empty() && key.size() < 6 &&
               key.find_first_not_of("0123456789") == std::string::npos) {
      const auto index = static_cast<std::size_t>(std::stoul(key));
      if (index >= at->size()) return nullptr;
      at = &(*at)[index];
    } else {
      return nullptr;
    }
    if (dot == std::string_view::npos) return at;
    path.remove_prefix(dot + 1);
  }
}

Verdict classify_data(const Step& step, const net::HttpObservation& seen,
                      const std::string& folded) {
  const auto document = parse_json(seen.body, 2u << 20);
  if (!document)
    return {Class::assert_schema,
            "status " + std::to_string(seen.status) + ", " + document.error().message};
  for (const std::string& path : step.requires_json)
    if (!find_path(*document, path))
      return {Class::assert_schema, fmt::format("JSON key \"{}\" missing", path)};
  for (const std::string& marker : step.expect)
    if (!holds(folded, marker))
      return {Class::assert_schema, fmt::format("marker \"{}\" missing", marker)};
  return {Class::ok, fmt::format("status {}, JSON with {} required keys", seen.status,
                                 step.requires_json.size())};
}

Verdict classify_page(const Step& step, const net::HttpObservation& seen, const std::string& folded,
                      bool after_login) {
  for (const std::string& marker : step.expect) {
    if (holds(folded, marker)) continue;
    const std::string missing = fmt::format("marker \"{}\" missing", marker);
    if (after_login || step.kind == StepKind::login) {
      const PageFacts page = read_page(seen.body);
      if (page.form && page.form->password)
        return {Class::login_loop, missing + "; it is the login page again"};
    }
    return {Class::assert_missing_marker, missing};
  }
  return {Class::ok, fmt::format("status {}, {} markers found", seen.status, step.expect.size())};
}

}  // namespace

Verdict classify(const Step& step, const net::HttpObservation& seen, bool after_login) {
  if (seen.transport != Class::ok)
    return {seen.transport,
            seen.detail.empty() ? std::string(code(seen.transport)) : clean_utf8(seen.detail, 200)};
  const std::string folded = fold(seen.body);
  if (auto verdict = classify_text(step, seen, folded)) return *std::move(verdict);
  if (auto verdict = classify_status(seen, folded)) return *std::move(verdict);
  if (const auto* marker = first(kErrorTexts, folded))
    return found(Class::assert_forbidden_marker, *marker);
  if (const auto* marker = first(step.forbidden, folded))
    return found(Class::assert_forbidden_marker, *marker);
  if (step.kind == StepKind::data) return classify_data(step, seen, folded);
  return classify_page(step, seen, folded, after_login);
}

}  // namespace saksi::probes
