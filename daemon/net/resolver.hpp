// SPDX-License-Identifier: Apache-2.0
//
// Names to addresses over c-ares, on the loop, never cached: a phone opened in the morning knows
// nothing. libcurl's own resolver is not used anywhere, because a dead name server can freeze it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/failure.hpp"
#include "net/loop.hpp"
#include "net/way.hpp"

namespace saksi::net {

struct Resolution {
  Class cls = Class::ok;               // ok, dns_*, or prober_overloaded
  std::vector<std::string> addresses;  // IP literals, in the order to try
  std::string canonical;  // the name that the addresses belong to, at the end of its aliases
  Duration took{0};
  Duration own_delay{0};  // of `took`, that the answer waited for us to look, at most
  std::string detail;
};

class Resolver {
 public:
  // `servers` as "ip" or "ip:port"; empty: those of /etc/resolv.conf. Queries leave by
  // `way`. One resolver per vantage.
  static Result<std::unique_ptr<Resolver>> create(Loop& loop,
                                                  const std::vector<std::string>& servers,
                                                  const Way& way);
  virtual ~Resolver() = default;
  // `done` is called once, later, on the loop; an IP literal is answered without a query.
  // `family` 4 or 6: that one alone is asked for; 0: both. Destroying the resolver drops pending
  // answers.
  virtual void resolve(const std::string& name, Duration timeout,
                       std::function<void(Resolution)> done, unsigned family) = 0;
  void resolve(const std::string& name, Duration timeout, std::function<void(Resolution)> done) {
    resolve(name, timeout, std::move(done), 0);
  }
};

// Loopback, link-local, private, multicast and other addresses that a public site cannot have.
[[nodiscard]] bool is_bogon(const std::string& address);

}  // namespace saksi::net
