// SPDX-License-Identifier: Apache-2.0
//
// A TLS handshake for its own sake: what the server shows, and what is wrong with it. A certificate
// that is not good does not end the handshake, so that its names and dates are known too; nothing
// but the handshake is ever sent. Loop thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "model/failure.hpp"
#include "net/loop.hpp"
#include "net/trust.hpp"

namespace saksi::net {

struct Handshaken {
  Class cls = Class::ok;  // ok or tls_*
  std::string detail;     // where cls is not ok
  Duration took{0};
  Duration bound{0};  // how much shorter it may have been, had we looked at once
  // Of what came; empty where the handshake ended before.
  std::string version;             // "TLSv1.3"
  std::vector<std::string> names;  // of the leaf: DNS names and addresses
  std::string issuer;              // common name, or organisation
  unsigned chain = 0;              // certificates that were sent
  std::optional<Instant> not_after;
  std::optional<int> days_left;  // by the machine's clock, as a browser's; negative: expired
};

class Handshake {
 public:
  virtual ~Handshake() = default;  // cancels, and closes the connection
};

// On a connected, non-blocking socket. Ends by `deadline` (the clock's steady time) at the latest;
// `done` is called once, later, and may destroy the Handshake. `host` is a name, which goes out as
// SNI, or an IP literal. A certificate for a name that stands in its subject alone is refused, as
// browsers refuse it. Null: out of memory.
[[nodiscard]] std::unique_ptr<Handshake> shake_hands(Loop& loop, Fd socket, const std::string& host,
                                                     const TrustStore& trust, Duration deadline,
                                                     std::function<void(Handshaken)> done);

}  // namespace saksi::net
