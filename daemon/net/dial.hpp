// SPDX-License-Identifier: Apache-2.0
//
// A TCP connection to a name, and nothing sent on it: resolve, check, try the addresses in order.
// One family may be demanded, and then no other is tried. Loop thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/file.hpp"
#include "net/http_client.hpp"
#include "net/loop.hpp"
#include "net/resolver.hpp"

namespace saksi::net {

struct DialTo {
  std::string host;  // a name or an IP literal
  unsigned port = 0;
  unsigned family = 0;  // 4 or 6; 0: both
};

struct Dialled {
  Class cls = Class::ok;  // ok, dns_*, tcp_*, or one of ours
  std::string detail;
  Fd socket;                         // connected, non-blocking; only where cls is ok
  std::string address;               // "ip:port": the one that answered, or the first that did not
  std::optional<Duration> dns, tcp;  // tcp over all addresses tried
  bool tried = false;                // a connection was begun: the other side may have seen us
};

class Dialling {
 public:
  virtual ~Dialling() = default;  // cancels: `done` is not called
};

// Of `options`: source address, allow_private, connect and DNS time-outs. Ends by `deadline` (the
// clock's steady time) at the latest; `done` is called once, later, and may destroy the Dialling.
// `loop` and `resolver` must outlive it.
[[nodiscard]] std::unique_ptr<Dialling> dial(Loop& loop, Resolver& resolver,
                                             const SessionOptions& options, DialTo to,
                                             Duration deadline, std::function<void(Dialled)> done);

}  // namespace saksi::net
