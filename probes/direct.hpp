// SPDX-License-Identifier: Apache-2.0
//
// Steps that are no page of the application: a name, a connection, a handshake, an echo, a clock.
// Each kind is one file and one row of the table in direct.cpp; the journey knows only this page.
// Loop thread.
#pragma once

#include <functional>
#include <memory>

#include "probes/probes.hpp"

namespace saksi::probes {

// What of its run such a step may use. All of it outlives the step.
struct DirectAsk {
  net::Loop& loop;
  net::Resolver& resolver;    // the vantage's
  net::HttpSession* session;  // for clock; null where the journey makes no exchange
  const net::SessionOptions& options;
  const std::string& base_url;
  Duration deadline{0};            // the clock's steady time; the step ends by then
  std::function<bool()> may_send;  // before each request to the target; empty: all may be sent
};

struct DirectFound {
  StepFinding finding;    // all but its id and offset
  unsigned requests = 0;  // that reached for the target
  bool stopped = false;   // may_send said no
  std::optional<Instant> certificate_not_after;
};
using DirectDone = std::function<void(DirectFound)>;

class DirectStep {
 public:
  virtual ~DirectStep() = default;  // cancels: `done` is not called
};

// Null: `step` is of no such kind. Else `done` is called once, later on the loop, and may destroy
// the step.
[[nodiscard]] std::unique_ptr<DirectStep> begin_direct(const Step& step, const DirectAsk& ask,
                                                       DirectDone done);
[[nodiscard]] bool is_direct(StepKind kind);
// It is one request to the target, for which the journey asks may_send: all but dns, which asks
// nothing of the target, and clock, which asks for itself.
[[nodiscard]] bool asks_once(StepKind kind);

// The host that a step is about: its own or the target's; and the port.
[[nodiscard]] std::string direct_host(const Step& step, const std::string& base_url);
// May it be asked? A name server is asked about anybody; all else reaches for a host, which is the
// target's own or one that was named to the journey.
[[nodiscard]] bool may_reach(const Step& step, const std::string& base_url,
                             const std::vector<std::string>& hosts);
[[nodiscard]] unsigned direct_port(const Step& step, const std::string& base_url);

// One of each kind; rows of the table.
[[nodiscard]] std::unique_ptr<DirectStep> begin_dns(const Step&, const DirectAsk&, DirectDone);
[[nodiscard]] std::unique_ptr<DirectStep> begin_tcp(const Step&, const DirectAsk&, DirectDone);
[[nodiscard]] std::unique_ptr<DirectStep> begin_tls(const Step&, const DirectAsk&, DirectDone);
[[nodiscard]] std::unique_ptr<DirectStep> begin_icmp(const Step&, const DirectAsk&, DirectDone);
[[nodiscard]] std::unique_ptr<DirectStep> begin_clock(const Step&, const DirectAsk&, DirectDone);

}  // namespace saksi::probes
