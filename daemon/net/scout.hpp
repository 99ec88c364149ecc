// SPDX-License-Identifier: Apache-2.0
//
// Whether an address lets anybody in: a TCP connection that is closed as soon as it is open, with
// nothing sent. For an address of the other family while the first one keeps us waiting (RFC 8305).
// Loop thread.
#pragma once

#include <functional>
#include <string>

#include "base/file.hpp"
#include "net/loop.hpp"
#include "net/way.hpp"

namespace saksi::net {

class Scout {
 public:
  explicit Scout(Loop& loop) : loop_(loop) {}
  ~Scout() { stop(); }
  Scout(const Scout&) = delete;
  Scout& operator=(const Scout&) = delete;

  // `open` is called once, later, if a connection came about; never after stop(). It may destroy
  // the scout.
  void go(const std::string& ip, unsigned port, const Way& way, std::function<void()> open);
  void stop();

 private:
  void look();

  Loop& loop_;
  Fd socket_;
  std::function<void()> open_;
};

}  // namespace saksi::net
