// SPDX-License-Identifier: Apache-2.0
//
// dns: the name is looked up as the vantage's people do it, and at a second name server if one is
// named. The backend is not asked, so nothing is drawn from its budget.
#include "probes/dns_step.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "net/socket_address.hpp"
#include "probes/direct.hpp"
#include "probes/text.hpp"

namespace saksi::probes {

namespace {

// Where the name servers of Indonesian providers send a blocked name: the ends of their aliases,
// and the address of the one that is mostly given without an alias.
constexpr std::array<std::string_view, 4> kBlockNames{"internetpositif", "internet-positif",
                                                      "trustpositif", "aduankonten.id"};
constexpr std::string_view kBlockAddress = "36.86.63.185";

using Addresses = std::vector<std::string>;

Addresses sorted(const Addresses& from) {
  Addresses all;
  for (const std::string& address : from) all.push_back(net::canonical_ip(address));
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

std::string joined(const Addresses& addresses) {
  return addresses.empty() ? "none" : fmt::format("{}", fmt::join(addresses, ", "));
}

std::string told(const net::Resolution& answer) {
  return answer.cls == Class::ok ? joined(sorted(answer.addresses)) : std::string(code(answer.cls));
}

bool none_exists(const net::Resolution& answer) {
  return answer.cls == Class::dns_nxdomain || answer.cls == Class::dns_nodata;
}

std::optional<Verdict> block_page(const std::string& name, const net::Resolution& usual,
                                  const Addresses& addresses) {
  const std::string end = lower(usual.canonical);
  for (const std::string_view marker : kBlockNames)
    if (end.find(marker) != std::string::npos && lower(name).find(marker) == std::string::npos)
      return Verdict{Class::isp_block,
                     fmt::format("{} leads to the block page {}", name, clean_utf8(end, 100))};
  if (std::find(addresses.begin(), addresses.end(), kBlockAddress) != addresses.end())
    return Verdict{Class::isp_block,
                   fmt::format("{} has the address of a block page, {}", name, kBlockAddress)};
  return std::nullopt;
}

// Between the two name servers, where both could be asked. Sites behind several addresses may tell
// each asker another few of them, so one in common is enough.
std::optional<Verdict> disagreement(const Direct& direct, const std::string& name,
                                    const Addresses& addresses, const net::Resolution& other) {
  const Addresses others = sorted(other.addresses);
  const bool common = std::any_of(addresses.begin(), addresses.end(), [&](const auto& address) {
    return std::binary_search(others.begin(), others.end(), address);
  });
  if ((other.cls == Class::ok && common) || (other.cls != Class::ok && !none_exists(other)))
    return std::nullopt;
  return Verdict{Class::dns_disagree, fmt::format("{}: {}, but {} says {}", name, joined(addresses),
                                                  direct.server, told(other))};
}

class DnsStep final : public DirectStep {
 public:
  DnsStep(const Step& step, const DirectAsk& ask, DirectDone done)
      : loop_(ask.loop),
        direct_(step.direct),
        name_(direct_host(step, ask.base_url)),
        allow_private_(ask.options.allow_private),
        began_(loop_.clock().steady()),
        done_(std::move(done)),
        alive_(std::make_shared<int>(0)) {
    const Duration wait = std::min(ask.options.dns_timeout, ask.deadline - began_);
    if (!direct_.server.empty()) {
      // A source address of the other family cannot be bound to, and c-ares then does without.
      auto made = net::Resolver::create(loop_, {direct_.server}, ask.options.way);
      if (!made) {
        trouble_ = made.error().message;
        timer_ = loop_.after(Duration{0}, [this] { end(); });
        return;
      }
      second_ = std::move(*made);
      ask_one(*second_, wait, other_);
    }
    ask_one(ask.resolver, wait, usual_);
  }

  ~DnsStep() override { loop_.cancel(timer_); }

 private:
  void ask_one(net::Resolver& resolver, Duration wait, std::optional<net::Resolution>& into) {
    const std::weak_ptr<int> alive = alive_;  // the vantage's resolver outlives us
    resolver.resolve(
        name_, wait,
        [this, alive, &into](net::Resolution answer) {
          if (alive.expired()) return;
          into = std::move(answer);
          if (usual_ && (other_ || !second_)) end();
        },
        direct_.family);
  }

  void end() {
    DirectFound found;
    StepFinding& finding = found.finding;
    finding.total = loop_.clock().steady() - began_;
    finding.address = direct_.server;
    if (!trouble_.empty()) {
      finding.cls = Class::invalid_monitor;
      finding.rule = trouble_;
    } else {
      finding.phases.dns = usual_->took;
      finding.answers = sorted(usual_->addresses);
      const Verdict verdict = judge_names(direct_, name_, *usual_, other_, allow_private_);
      finding.cls = verdict.cls;
      finding.rule = verdict.rule;
    }
    const auto done = std::move(done_);
    done(std::move(found));  // may destroy this
  }

  net::Loop& loop_;
  const Direct direct_;
  const std::string name_;
  const bool allow_private_;
  const Duration began_;
  DirectDone done_;
  std::shared_ptr<int> alive_;
  net::Loop::TimerId timer_ = 0;
  std::string trouble_;  // of ours
  std::optional<net::Resolution> usual_, other_;
  std::unique_ptr<net::Resolver> second_;
};

}  // namespace

Verdict judge_names(const Direct& direct, const std::string& name, const net::Resolution& usual,
                    const std::optional<net::Resolution>& other, bool allow_private) {
  if (usual.cls != Class::ok)
    return {usual.cls, fmt::format("{}: {}{}", name, usual.detail,
                                   other ? fmt::format("; {} says {}", direct.server, told(*other))
                                         : std::string())};
  const Addresses addresses = sorted(usual.addresses);
  if (auto blocked = block_page(name, usual, addresses)) return *std::move(blocked);
  if (!allow_private)
    for (const std::string& address : addresses)
      if (net::is_bogon(address))
        return {Class::dns_bogon, fmt::format("{} has the address {}", name, address)};
  const Addresses expected = sorted(direct.expect_addresses);
  if (!expected.empty())
    for (const std::string& address : addresses)
      if (!std::binary_search(expected.begin(), expected.end(), address))
        return {Class::dns_disagree, fmt::format("{} has the address {}, which is none of: {}",
                                                 name, address, joined(expected))};
  if (other)
    if (auto found = disagreement(direct, name, addresses, *other)) return *std::move(found);
  return {Class::ok, fmt::format("{}: {}{}", name, joined(addresses),
                                 other ? fmt::format("; {} says {}", direct.server, told(*other))
                                       : std::string())};
}

std::unique_ptr<DirectStep> begin_dns(const Step& step, const DirectAsk& ask, DirectDone done) {
  return std::make_unique<DnsStep>(step, ask, std::move(done));
}

}  // namespace saksi::probes
