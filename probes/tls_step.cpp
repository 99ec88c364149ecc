// SPDX-License-Identifier: Apache-2.0
//
// tls: a connection and its handshake, and nothing more. Says what the certificate is, for how many
// days it still holds, and exactly what is wrong with it.
#include <fmt/format.h>

#include <algorithm>

#include "net/dial.hpp"
#include "net/handshake.hpp"
#include "probes/direct.hpp"

namespace saksi::probes {

namespace {

// "TLSv1.3; for absen.example, www.absen.example; issued by Example CA; 2 certificates; 57 days
// left"
std::string described(const net::Handshaken& seen) {
  std::string text = seen.version;
  if (!seen.names.empty()) text += fmt::format("; for {}", fmt::join(seen.names, ", "));
  if (!seen.issuer.empty()) text += fmt::format("; issued by {}", seen.issuer);
  text += fmt::format("; {} certificate{}", seen.chain, seen.chain == 1 ? "" : "s");
  if (seen.days_left) text += fmt::format("; {} days left", *seen.days_left);
  return text;
}

class TlsStep final : public DirectStep {
 public:
  TlsStep(const Step& step, const DirectAsk& ask, DirectDone done)
      : loop_(ask.loop),
        options_(ask.options),
        host_(direct_host(step, ask.base_url)),
        days_wanted_(step.direct.days_left),
        deadline_(ask.deadline),
        began_(loop_.clock().steady()),
        done_(std::move(done)) {
    dialling_ = net::dial(loop_, ask.resolver, options_,
                          {host_, direct_port(step, ask.base_url), step.direct.family}, deadline_,
                          [this](net::Dialled seen) { connected(std::move(seen)); });
  }

 private:
  void connected(net::Dialled seen) {
    found_.requests = seen.tried ? 1 : 0;
    StepFinding& finding = found_.finding;
    finding.phases.dns = seen.dns;
    finding.phases.tcp = seen.tcp;
    finding.address = seen.address;
    if (seen.cls != Class::ok) return end(seen.cls, std::move(seen.detail));
    auto trust = net::trust_store(options_.ca_file);
    if (!trust) return end(Class::invalid_monitor, trust.error().message);
    const Duration limit = std::min(loop_.clock().steady() + options_.connect_timeout, deadline_);
    handshake_ = net::shake_hands(loop_, std::move(seen.socket), host_, *trust, limit,
                                  [this](const net::Handshaken& shaken) { secured(shaken); });
    if (!handshake_) end(Class::invalid_monitor, "out of memory");
  }

  void secured(const net::Handshaken& seen) {
    found_.finding.phases.tls = seen.took;
    found_.finding.bound = seen.bound;
    found_.certificate_not_after = seen.not_after;
    const std::string shown = seen.version.empty() ? "" : described(seen);
    if (seen.cls != Class::ok)
      return end(seen.cls, seen.detail + (shown.empty() ? "" : "; " + shown));
    if (days_wanted_ > 0 && seen.days_left && *seen.days_left < static_cast<int>(days_wanted_))
      return end(Class::tls_expiring,
                 fmt::format("fewer than {} days left: {}", days_wanted_, shown));
    end(Class::ok, shown);
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
  const unsigned days_wanted_;
  const Duration deadline_, began_;
  DirectDone done_;
  DirectFound found_;
  std::unique_ptr<net::Handshake> handshake_;
  std::unique_ptr<net::Dialling> dialling_;
};

}  // namespace

std::unique_ptr<DirectStep> begin_tls(const Step& step, const DirectAsk& ask, DirectDone done) {
  return std::make_unique<TlsStep>(step, ask, std::move(done));
}

}  // namespace saksi::probes
