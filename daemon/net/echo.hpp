// SPDX-License-Identifier: Apache-2.0
//
// An ICMP echo over the kernel's datagram socket (Linux's "ping socket"), which needs no privilege
// but a group that net.ipv4.ping_group_range names. Loop thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "model/failure.hpp"
#include "net/loop.hpp"
#include "net/way.hpp"

namespace saksi::net {

struct Echoed {
  Class cls = Class::ok;  // ok, tcp_timeout, tcp_unreachable, or one of ours
  std::string detail;
  Duration took{0};   // of the echo that came back, or what was waited
  Duration bound{0};  // how much shorter `took` may have been
  unsigned sent = 0;  // echoes: another one a second and three seconds later, as TCP's SYN
};

class Echo {
 public:
  virtual ~Echo() = default;  // cancels
};

// `ip`: a literal. Ends by `deadline` (the clock's steady time) at the latest; `done` is called
// once, later, and may destroy the Echo.
[[nodiscard]] std::unique_ptr<Echo> send_echo(Loop& loop, const std::string& ip, const Way& way,
                                              Duration deadline, std::function<void(Echoed)> done);

// The echo with that number, as it is sent; and the number of the echo that came back, if `packet`
// is the reply to one of the `sent` first ones, byte for byte. Pure.
[[nodiscard]] std::string echo_request(bool v6, unsigned number);
[[nodiscard]] std::optional<unsigned> echoed_number(bool v6, std::string_view packet,
                                                    unsigned sent);

// May this process send echoes? The error says what to set.
[[nodiscard]] Result<void> echo_permitted();

}  // namespace saksi::net
