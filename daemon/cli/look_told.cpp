// SPDX-License-Identifier: Apache-2.0
//
// A run by hand as JSON, and as a report. What the probes hand over is scrubbed already
// (probes/exchange.hpp); what the configuration says is redacted here, because an operator may have
// written a key where none belongs.
#include <fmt/format.h>

#include <sstream>

#include "app/version.hpp"
#include "base/timestamp.hpp"
#include "cli/look.hpp"
#include "settings/told.hpp"
#include "store/records.hpp"

namespace saksi::cli {
namespace {

constexpr std::size_t kMostJourney = 64u << 10;

Json headers_json(const std::vector<std::pair<std::string, std::string>>& headers) {
  Json list = Json::array();
  for (const auto& [name, value] : headers) list.push_back({name, value});
  return list;
}

Json exchange_json(const probes::Exchange& one) {
  Json json{{"step", one.step},
            {"method", one.method},
            {"url", one.url},
            {"request_headers", headers_json(one.asked)},
            {"response_headers", headers_json(one.answered)},
            {"body", one.body}};
  if (!one.sent.empty()) json["sent"] = one.sent;
  if (one.status != 0) json["status"] = one.status;
  return json;
}

// A block of Markdown that nothing inside can end.
std::string block(const std::string& text) {
  std::istringstream lines(text);
  std::string out;
  for (std::string line; std::getline(lines, line);) out += "    " + line + "\n";
  return out + "\n";
}

std::string exchange_text(const probes::Exchange& one) {
  std::string lines = fmt::format("> {} {}\n", one.method, one.url);
  for (const auto& [name, value] : one.asked) lines += fmt::format("> {}: {}\n", name, value);
  if (!one.sent.empty()) lines += fmt::format("> ({})\n", one.sent);
  lines += one.status == 0 ? "< no answer\n" : fmt::format("< {}\n", one.status);
  for (const auto& [name, value] : one.answered) lines += fmt::format("< {}: {}\n", name, value);
  return fmt::format("### {}\n\n", one.step) + block(lines) + block(one.body);
}

}  // namespace

Json as_json(const Look& look) {
  Json json = store::to_json(store::Entry(look.sample));
  Json& extra = json["extra"];
  extra = {{"format", "probe-1"},
           {"saksi", app::kVersion},
           {"url", look.target.url},
           {"preset", look.journey.preset},
           {"took_us", look.outcome.took.count()},
           {"requests", look.outcome.requests},
           {"taken", Json::array()},
           {"exchanges", Json::array()}};
  if (look.outcome.certificate_not_after)
    extra["certificate_not_after"] = utc_text(*look.outcome.certificate_not_after);
  for (const probes::Taken& one : look.outcome.taken)
    extra["taken"].push_back({{"step", one.step}, {"name", one.name}, {"masked", one.masked}});
  for (const probes::Exchange& one : look.outcome.exchanges)
    extra["exchanges"].push_back(exchange_json(one));
  return json;
}

std::string bug_report(const Look& look) {
  std::string text = fmt::format(
      "# One run of Saksi {}\n\n"
      "The account, cookies, tokens, long numbers, addresses of mail and pictures are erased, and "
      "of\n"
      "each body the first 2 KB are here. Names of hosts and texts of the pages are not erased: "
      "read\n"
      "it before you pass it on.\n\n"
      "## What was seen\n\n",
      app::kVersion);
  text += block(waterfall(look));
  text += "## The journey, with what its preset brought\n\n";
  text += block(probes::redact(settings::as_json(look.journey).dump(2), kMostJourney));
  text += "## Requests and answers\n\n";
  for (const probes::Exchange& one : look.outcome.exchanges) text += exchange_text(one);
  return text;
}

}  // namespace saksi::cli
