// SPDX-License-Identifier: Apache-2.0
//
// tcp: a connection is opened and closed. Nothing is sent, so it says of the server's machine and
// the way there, and nothing of the application.
#include <fmt/format.h>

#include "net/dial.hpp"
#include "probes/direct.hpp"

namespace saksi::probes {

namespace {

class TcpStep final : public DirectStep {
 public:
  TcpStep(const Step& step, const DirectAsk& ask, DirectDone done)
      : clock_(ask.loop.clock()), began_(clock_.steady()), done_(std::move(done)) {
    dialling_ = net::dial(
        ask.loop, ask.resolver, ask.options,
        {direct_host(step, ask.base_url), direct_port(step, ask.base_url), step.direct.family},
        ask.deadline, [this](const net::Dialled& seen) { ended(seen); });
  }

 private:
  void ended(const net::Dialled& seen) {
    DirectFound found;
    found.requests = seen.tried ? 1 : 0;
    StepFinding& finding = found.finding;
    finding.cls = seen.cls;
    finding.rule =
        seen.cls == Class::ok ? fmt::format("connected to {}", seen.address) : seen.detail;
    finding.phases.dns = seen.dns;
    finding.phases.tcp = seen.tcp;
    finding.total = clock_.steady() - began_;
    finding.address = seen.address;
    const auto done = std::move(done_);
    done(std::move(found));  // may destroy this
  }

  const Clock& clock_;
  const Duration began_;
  DirectDone done_;
  std::unique_ptr<net::Dialling> dialling_;
};

}  // namespace

std::unique_ptr<DirectStep> begin_tcp(const Step& step, const DirectAsk& ask, DirectDone done) {
  return std::make_unique<TcpStep>(step, ask, std::move(done));
}

}  // namespace saksi::probes
