// SPDX-License-Identifier: Apache-2.0
//
// What a step asks for below HTTP: a name, a connection, a handshake, an echo, a clock. One value
// from the configuration to the probe, so that nothing is said twice on the way.
#pragma once

#include <string>
#include <vector>

#include "base/clock.hpp"

namespace saksi {

struct Direct {
  std::string name;    // host or IP literal; empty: the target's own host
  std::string server;  // dns: a second name server to compare with, "9.9.9.9:53"
  std::vector<std::string> expect_addresses;  // dns: at least one, and no other, may be answered
  unsigned port = 0;                          // tcp, tls; 0: the target's own
  unsigned family = 0;                        // 4 or 6: no other is tried; 0: as the system would
  unsigned days_left = 0;  // tls: a certificate that ends sooner is told; 0: none
  Duration limit = std::chrono::seconds(30);  // clock: further off is clock_skew
  unsigned requests = 2;                      // clock: more of them narrow the interval
  friend bool operator==(const Direct&, const Direct&) = default;
};

}  // namespace saksi
