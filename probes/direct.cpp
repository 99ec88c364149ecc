// SPDX-License-Identifier: Apache-2.0
#include "probes/direct.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "probes/text.hpp"

namespace saksi::probes {

namespace {

struct Row {
  StepKind kind;
  bool asks_once;
  std::unique_ptr<DirectStep> (*begin)(const Step&, const DirectAsk&, DirectDone);
};

constexpr std::array kDirect{
    Row{StepKind::dns, false, begin_dns},     Row{StepKind::tcp, true, begin_tcp},
    Row{StepKind::tls, true, begin_tls},      Row{StepKind::icmp, true, begin_icmp},
    Row{StepKind::clock, false, begin_clock},
};

const Row* row_of(StepKind kind) {
  const auto found = std::find_if(kDirect.begin(), kDirect.end(),
                                  [&](const Row& row) { return row.kind == kind; });
  return found == kDirect.end() ? nullptr : &*found;
}

}  // namespace

bool is_direct(StepKind kind) { return row_of(kind) != nullptr; }

bool asks_once(StepKind kind) {
  const Row* row = row_of(kind);
  return row != nullptr && row->asks_once;
}

std::unique_ptr<DirectStep> begin_direct(const Step& step, const DirectAsk& ask, DirectDone done) {
  const Row* row = row_of(step.kind);
  return row == nullptr ? nullptr : row->begin(step, ask, std::move(done));
}

std::string direct_host(const Step& step, const std::string& base_url) {
  if (!step.direct.name.empty()) return lower(step.direct.name);
  std::string host = net::host_of(base_url);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return host;
}

bool may_reach(const Step& step, const std::string& base_url,
               const std::vector<std::string>& hosts) {
  if (step.kind == StepKind::dns || step.direct.name.empty()) return true;
  const std::string host = direct_host(step, base_url);
  Step own = step;
  own.direct.name.clear();
  return host == direct_host(own, base_url) ||
         std::find(hosts.begin(), hosts.end(), host) != hosts.end();
}

unsigned direct_port(const Step& step, const std::string& base_url) {
  if (step.direct.port != 0) return step.direct.port;
  const std::size_t host = base_url.find("://");
  const std::size_t from = host == std::string::npos ? 0 : host + 3;
  const std::string authority =
      base_url.substr(from, std::min(base_url.find_first_of("/?#", from), base_url.size()) - from);
  const std::size_t colon = authority.rfind(':');
  unsigned port = 0;
  if (colon != std::string::npos && authority.find(']', colon) == std::string::npos) {
    const char* end = authority.data() + authority.size();
    if (std::from_chars(authority.data() + colon + 1, end, port).ptr == end && port != 0)
      return port;
  }
  return lower(base_url).starts_with("http://") ? 80 : 443;
}

}  // namespace saksi::probes
