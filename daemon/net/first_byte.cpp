// SPDX-License-Identifier: Apache-2.0
#include "net/first_byte.hpp"

#include <algorithm>

namespace saksi::net {

void FirstByte::begin() {
  sending_ = done_ = false;
  segments_ = 0;
  alone_ = false;
  bound_ = Duration{0};
  unread_.reset();
  partial_.reset();
  at_.reset();
}

void FirstByte::about_to_send(int fd) {
  begin();
  segments_ = received(fd).segments;
  sending_ = true;
  sent_from_ = loop_.clock().steady();
}

void FirstByte::look(int fd) {
  if (done_ || sending_) return;
  const Received all = received(fd);
  alone_ = all.segments == segments_ + 1 && !all.closed;
  segments_ = all.segments;
  unread_ = unread(fd);
  looked_ = loop_.clock().steady();
  lateness_ = loop_.lateness();
}

// Segments that came together have one stamp, that of the last: the first of them came after the
// loop had looked before. Behind a ticket the answer is among the last bytes.
std::optional<FirstByte::Look> FirstByte::seen(bool tickets) const {
  if (!unread_) return std::nullopt;
  const Duration ago = loop_.clock().inside(tickets ? unread_->last : unread_->first);
  return Look{looked_ - ago, looked_ - lateness_, alone_ && !tickets};
}

void FirstByte::have_read(int fd, bool tickets, bool answered) {
  if (done_) return;
  const Duration now = loop_.clock().steady();
  if (std::exchange(sending_, false)) sent_to_ = now;
  const auto lay = seen(tickets);
  const std::size_t lay_bytes = unread_ ? unread_->bytes : 0;
  unread_.reset();
  if (!answered) {
    // Read, and neither an answer nor a ticket: the beginning of what will be read later.
    if (lay && !tickets && !partial_ && lying(fd) < lay_bytes) partial_ = lay;
    return;
  }
  done_ = true;
  const auto first = partial_ ? partial_ : lay;
  bound_ = sent_to_ - sent_from_;
  if (!first) {
    bound_ = std::max(bound_, loop_.lateness());
    return;
  }
  at_ = first->at;
  if (!first->sure)
    bound_ += std::max(first->at - std::max(first->earliest, sent_from_), Duration{0});
}

}  // namespace saksi::net
