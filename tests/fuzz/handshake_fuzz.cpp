// SPDX-License-Identifier: Apache-2.0
//
// A TLS handshake with somebody who says anything and then closes: it ends, it is never good, and
// the words about it are clean.
#include "net/handshake.hpp"

#include <optional>

#include "fuzz/net_rig.hpp"

using namespace saksi;
using namespace std::chrono_literals;

SAKSI_FUZZ(bytes) {
  static fuzz::Rig rig;
  static const net::TrustStore trust = net::trust_store("").value();
  int pair[2];
  CLAIM(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) == 0);
  const Fd other(pair[1]);
  fuzz::send_all(other.get(), bytes);
  ::shutdown(other.get(), SHUT_WR);
  std::optional<net::Handshaken> seen;
  const auto handshake = net::shake_hands(*rig.loop, Fd(pair[0]), "absen.example", trust,
                                          rig.clock.steady() + 3s, [&](net::Handshaken found) {
                                            seen = std::move(found);
                                            rig.loop->stop();
                                          });
  CLAIM(handshake != nullptr);
  rig.loop->run();
  CLAIM(about(seen->cls).stage == Stage::tls && seen->cls != Class::tls_timeout);
  CLAIM(!seen->detail.empty() && seen->detail.size() < 300 && fuzz::is_utf8(seen->detail));
  CLAIM(seen->names.size() <= 8);
}
