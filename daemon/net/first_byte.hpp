// SPDX-License-Identifier: Apache-2.0
//
// When the first byte of one answer came, and how sure that is. It is told before and after each
// reading of the connection; what the kernel says of the bytes is arrival.hpp's. All times are the
// clock's steady ones. Loop thread.
#pragma once

#include <optional>

#include "net/arrival.hpp"
#include "net/loop.hpp"

namespace saksi::net {

class FirstByte {
 public:
  explicit FirstByte(const Loop& loop) : loop_(loop) {}

  void begin();                // a new attempt: nothing is known
  void about_to_send(int fd);  // the request leaves in the call that is under way
  void look(int fd);           // before a reading
  // After a reading. `tickets`: a TLS session ticket was among what was read, and that is no
  // answer. `answered`: the first byte of the answer was.
  void have_read(int fd, bool tickets, bool answered);

  [[nodiscard]] std::optional<Duration> at() const { return at_; }  // none: without a stamp
  // How much earlier than at() it may have been after the request, or than when we had read it
  // where there is no at().
  [[nodiscard]] Duration bound() const { return bound_; }

 private:
  struct Look {
    Duration at{0};        // of the byte that counts
    Duration earliest{0};  // it was not there before
    bool sure = false;     // one segment, which has its own stamp
  };
  [[nodiscard]] std::optional<Look> seen(bool tickets) const;

  const Loop& loop_;
  bool sending_ = false, done_ = false;
  Duration sent_from_{0}, sent_to_{0};  // the request left between these
  std::optional<Unread> unread_;        // what lay there before the reading under way
  Duration looked_{0}, lateness_{0};
  unsigned segments_ = 0;
  bool alone_ = false;           // one segment is new
  std::optional<Look> partial_;  // the beginning of a TLS record that could not yet be read
  std::optional<Duration> at_;
  Duration bound_{0};
};

}  // namespace saksi::net
