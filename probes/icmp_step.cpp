// SPDX-License-Identifier: Apache-2.0
//
// icmp: does the machine answer an echo? Many are told not to, so it says something only of a host
// that otherwise does. Its failures are those of reaching a server: tcp_timeout, tcp_unreachable.
#include <fmt/format.h>

#include <algorithm>

#include "net/echo.hpp"
#include "net/usable.hpp"
#include "probes/direct.hpp"

namespace saksi::probes {

namespace {

class IcmpStep final : public DirectStep {
 public:
  IcmpStep(const Step& step, const DirectAsk& ask, DirectDone done)
      : loop_(ask.loop),
        options_(ask.options),
        host_(direct_host(step, ask.base_url)),
        family_(step.direct.family),
        deadline_(ask.deadline),
        began_(loop_.clock().steady()),
        done_(std::move(done)),
        alive_(std::make_shared<int>(0)) {
    const std::weak_ptr<int> alive = alive_;  // the vantage's resolver outlives us
    ask.resolver.resolve(
        host_, std::min(options_.dns_timeout, deadline_ - began_),
        [this, alive](const net::Resolution& answer) {
          if (!alive.expired()) resolved(answer);
        },
        family_);
  }

 private:
  void resolved(const net::Resolution& answer) {
    found_.finding.phases.dns = answer.took;
    net::Usable usable =
        net::usable_addresses(host_, answer, options_.way, family_, options_.allow_private);
    if (usable.cls != Class::ok) return end(usable.cls, std::move(usable.detail));
    const std::string& ip = found_.finding.address = usable.addresses.front();
    const Duration limit = std::min(loop_.clock().steady() + options_.connect_timeout, deadline_);
    echo_ = net::send_echo(loop_, ip, options_.way, limit,
                           [this](const net::Echoed& seen) { echoed(seen); });
  }

  void echoed(const net::Echoed& seen) {
    found_.requests = seen.sent > 0 ? 1 : 0;
    const std::string& ip = found_.finding.address;
    if (seen.cls != Class::ok) return end(seen.cls, seen.detail);
    found_.finding.phases.wait = seen.took;
    found_.finding.bound = seen.bound;
    end(Class::ok, seen.sent == 1 ? fmt::format("an echo from {}", ip)
                                  : fmt::format("an echo from {}, at the {}. try", ip, seen.sent));
  }

  void end(Class cls, std::string rule) {
    found_.finding.cls = cls;
    found_.finding.rule = std::move(rule);
    found_.finding.total = loop_.clock().steady() - began_;
    const auto done = std::move(done_);
    done(std::move(found_));  // may destroy this
  }

  net::Loop& loop_;
  const net::SessionOptions& options_;
  const std::string host_;
  const unsigned family_;
  const Duration deadline_, began_;
  DirectDone done_;
  std::shared_ptr<int> alive_;
  DirectFound found_;
  std::unique_ptr<net::Echo> echo_;
};

}  // namespace

std::unique_ptr<DirectStep> begin_icmp(const Step& step, const DirectAsk& ask, DirectDone done) {
  return std::make_unique<IcmpStep>(step, ask, std::move(done));
}

}  // namespace saksi::probes
