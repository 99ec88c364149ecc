// SPDX-License-Identifier: Apache-2.0
#include "settings/direct.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "settings/values.hpp"

namespace saksi::settings {
namespace {

Result<void> check_address_literal(const std::string& text) {
  if (is_ip(text)) return {};
  return fail(fmt::format("\"{}\" is not an IP address; write one as 192.0.2.10", shown(text)));
}

struct Belongs {
  std::string_view key;
  bool given;  // it differs from its default
  std::initializer_list<StepKind> kinds;
  std::string_view to;
};

}  // namespace

Direct read_direct(Section& row) {
  Direct direct;
  const std::string family = row.choice("family");
  direct.family = family == "4" ? 4 : family == "6" ? 6 : 0;
  direct.name = row.checked("name", "host name", check_host);
  direct.port = row.whole("port");
  direct.server = row.checked("server", "name server", check_name_server);
  direct.expect_addresses =
      row.texts("expect_addresses", "list of IP addresses", check_address_literal);
  direct.days_left = row.whole("days_left");
  direct.limit = row.duration("limit");
  direct.requests = row.whole("requests");
  return direct;
}

void check_direct(Section& row, const StepSettings& step) {
  using enum StepKind;
  const Direct none;
  const Direct& own = step.direct;
  for (const Belongs& one : {
           Belongs{"name", !own.name.empty(), {dns, tcp, tls, icmp}, "dns, tcp, tls and icmp"},
           Belongs{"port", own.port != 0, {tcp, tls}, "tcp and tls"},
           Belongs{"server", !own.server.empty(), {dns}, "dns"},
           Belongs{"expect_addresses", !own.expect_addresses.empty(), {dns}, "dns"},
           Belongs{"days_left", own.days_left != 0, {tls}, "tls"},
           Belongs{"limit", own.limit != none.limit, {clock}, "clock"},
           Belongs{"requests", own.requests != none.requests, {clock}, "clock"},
       })
    if (one.given && !row.has_mistake(one.key) &&
        std::find(one.kinds.begin(), one.kinds.end(), step.kind) == one.kinds.end())
      row.wrong(one.key,
                fmt::format("is for steps of kind {} alone; remove it or change the kind", one.to));
  if (!is_direct(step.kind)) return;
  const std::initializer_list<std::pair<std::string_view, bool>> of_pages{
      {"path", !step.path.empty() && step.kind != clock},
      {"fields", !step.fields.empty()},
      {"expect", !step.expect.empty()},
      {"not_open", !step.not_open.empty()},
      {"rule_reject", !step.rule_reject.empty()},
      {"probe_problem", !step.probe_problem.empty()},
      {"forbidden", !step.forbidden.empty()},
      {"requires_json", !step.requires_json.empty()}};
  for (const auto& [key, given] : of_pages)
    if (given) row.wrong(key, "is for steps that fetch a page; remove it or change the kind");
}

void check_families(Section& row, const Vantage& vantage, const Settings& all) {
  if (vantage.source_address.empty() || row.has_mistake("source_address")) return;
  const unsigned own = vantage.source_address.find(':') == std::string::npos ? 4 : 6;
  row.draft().later.push_back([&all, own, tell = row.complaint("source_address")] {
    for (const Target& target : all.targets)
      for (const JourneySettings& journey : all.journeys)
        for (const StepSettings& step : journey.steps)
          if (journey.id == target.journey && step.direct.family != 0 && step.direct.family != own)
            return tell(
                fmt::format("is of IPv{}, but step \"{}\" of journey \"{}\" goes over IPv{} alone, "
                            "which cannot "
                            "leave from there; leave the address out, or write family: any",
                            own, step.id, journey.id.text, step.direct.family));
  });
}

}  // namespace saksi::settings
