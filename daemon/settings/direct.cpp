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

// A connection, a handshake and an echo are asked of somebody, and drawn from the budget of the
// target's backend, so they go to those who agreed to it. A name server is asked about anybody.
void check_host_later(Section& row, const StepSettings& step, const JourneySettings& journey,
                      const Settings& all) {
  if (step.direct.name.empty() || step.kind == StepKind::dns || row.has_mistake("name")) return;
  row.draft().later.push_back([&all, id = journey.id, hosts = journey.hosts,
                               host = lowered(step.direct.name), tell = row.complaint("name")] {
    for (const Target& target : all.targets) {
      if (target.journey != id || host_in(target.url) == host) continue;
      if (std::find(hosts.begin(), hosts.end(), host) == hosts.end() &&
          std::find(target.hosts.begin(), target.hosts.end(), host) == target.hosts.end())
        return tell(fmt::format(
            "is {}, which is neither the host of target \"{}\" nor among hosts, and would be asked "
            "on its backend's budget; add it to hosts if its owner agreed too",
            shown(host), target.id.text));
    }
  });
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

void check_direct(Section& row, const StepSettings& step, const JourneySettings& journey,
                  const Settings& all) {
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
  check_host_later(row, step, journey, all);
}

void check_families(Section& row, const Vantage& vantage, const Settings& all) {
  const bool by_address = !vantage.source_address.empty() && !row.has_mistake("source_address");
  const unsigned of_address = vantage.source_address.find(':') == std::string::npos ? 4 : 6;
  if (by_address && vantage.family != 0 && vantage.family != of_address)
    return row.wrong("family",
                     fmt::format("is {}, but source_address is of IPv{}, from which no other can "
                                 "leave; leave one of them out",
                                 vantage.family, of_address));
  const bool declared = vantage.family != 0;
  const unsigned own = declared ? vantage.family : by_address ? of_address : 0;
  if (own == 0) return;
  row.draft().later.push_back([&all, own, declared,
                               tell = row.complaint(declared ? "family" : "source_address")] {
    for (const Target& target : all.targets)
      for (const JourneySettings& journey : all.journeys)
        for (const StepSettings& step : journey.steps)
          if (journey.id == target.journey && step.direct.family != 0 && step.direct.family != own)
            return tell(
                fmt::format("is of IPv{}, but step \"{}\" of journey \"{}\" goes over IPv{} alone, "
                            "which cannot "
                            "leave from there; leave the {} out, or write family: any",
                            own, step.id, journey.id.text, step.direct.family,
                            declared ? "family" : "address"));
  });
}

// What goes through a proxy is a page or a control. A step below HTTP that went straight from such
// a vantage would tell of another way than its pages do.
void check_way(Section& row, const Vantage& vantage, const Settings& all) {
  if (!vantage.name_space.empty() && vantage.dns_servers.empty() && !row.has_mistake("dns_servers"))
    row.wrong("namespace",
              "needs dns_servers, for the system's name servers are those of another network; name "
              "the ones that its provider gives");
  if (vantage.proxy.empty()) return;
  row.draft().later.push_back([&all, tell = row.complaint("proxy")] {
    for (const Target& target : all.targets)
      for (const JourneySettings& journey : all.journeys)
        for (const StepSettings& step : journey.steps)
          if (journey.id == target.journey && is_direct(step.kind) && step.kind != StepKind::clock)
            return tell(fmt::format(
                "cannot carry step \"{}\" of journey \"{}\": a proxy takes pages alone, and no "
                "dns, tcp, tls or icmp; leave the proxy out, or watch target \"{}\" by pages",
                step.id, journey.id.text, target.id.text));
  });
}

}  // namespace saksi::settings
