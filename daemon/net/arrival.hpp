// SPDX-License-Identifier: Apache-2.0
//
// When bytes came, by the kernel's own stamps. A busy prober looks late, and what it would measure
// is its own queue; the kernel stamps each segment as it arrives, whatever we are doing. The stamps
// are read by peeking, so that who reads the bytes need not know of it.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>

#include "base/clock.hpp"

namespace saksi::net {

// Before the connection is made, or the first segments have no stamp.
void stamp_arrivals(int fd);

// When what recvmsg() has filled in came, if it was asked to say. Room for the control message is
// the caller's: kStampRoom bytes, aligned as a cmsghdr. Wall time of the machine.
constexpr std::size_t kStampRoom = 64;
[[nodiscard]] std::optional<Instant> stamp_of(const msghdr& received);

// How long ago the first and the last of the unread bytes came (of 64 KiB at most), in real time.
// Segments that the kernel has joined carry the last one's stamp.
struct Unread {
  Duration first{0}, last{0};
  std::size_t bytes = 0;  // that lay there when it was asked
};
[[nodiscard]] std::optional<Unread> unread(int fd);  // none: nothing is unread, or it has no stamp

// What lay there longer than this when its time was over, is our own trouble. Real time.
constexpr Duration kLayUnread = std::chrono::milliseconds(100);

// What ever came on the connection; nothing where the kernel does not say.
struct Received {
  unsigned segments = 0;  // with bytes in them
  bool closed = false;  // and behind them the other side's end, which may have joined the last one
};
[[nodiscard]] Received received(int fd);

// Bytes that lie unread now.
[[nodiscard]] std::size_t lying(int fd);

// The other side has accepted the connection, whether we have looked or not.
[[nodiscard]] bool is_established(int fd);

}  // namespace saksi::net
