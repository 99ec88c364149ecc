// SPDX-License-Identifier: Apache-2.0
#include "net/arrival.hpp"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <array>
#include <cstring>
#include <ctime>

#include "base/file.hpp"

namespace saksi::net {
namespace {

constexpr std::size_t kLookAt = 64u << 10;
constexpr int kEstablished = 1;  // TCP_ESTABLISHED of the kernel's tcp_states.h

// The stamp of the last segment among the first `most` unread bytes. CLOCK_REALTIME.
std::optional<Instant> stamp_within(int fd, std::size_t most) {
  // MSG_TRUNC: TCP walks over the bytes without copying them (tcp(7)), so all may share these.
  static thread_local std::array<char, kLookAt> untouched;
  iovec into{untouched.data(), most};
  alignas(cmsghdr) std::array<char, kStampRoom> control{};
  msghdr message{};
  message.msg_iov = &into;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  if (::recvmsg(fd, &message, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT) <= 0) return std::nullopt;
  return stamp_of(message);
}

bool info_of(int fd, tcp_info& info) {
  socklen_t size = sizeof info;
  return ::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0;
}

}  // namespace

void stamp_arrivals(int fd) {
  const int one = 1;
  // The kernel stamps only while some socket asks for it, and begins a moment later. One that is
  // never used keeps it at it between two probes.
  static const Fd always = [&] {
    Fd unused(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    ::setsockopt(unused.get(), SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one);
    return unused;
  }();
  ::setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof one);
}

std::optional<Instant> stamp_of(const msghdr& received) {
  msghdr message = received;  // CMSG_NXTHDR wants to be able to change it
  for (cmsghdr* at = CMSG_FIRSTHDR(&message); at != nullptr; at = CMSG_NXTHDR(&message, at)) {
    if (at->cmsg_level != SOL_SOCKET || at->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp{};
    std::memcpy(&stamp, CMSG_DATA(at), sizeof stamp);
    return Instant(std::chrono::seconds(stamp.tv_sec) +
                   std::chrono::duration_cast<Duration>(std::chrono::nanoseconds(stamp.tv_nsec)));
  }
  return std::nullopt;
}

std::optional<Unread> unread(int fd) {
  const auto first = stamp_within(fd, 1), last = stamp_within(fd, kLookAt);
  if (!first || !last) return std::nullopt;
  const Instant now = SystemClock().wall();
  // The wall clock may be stepped between; what came cannot have come later than now.
  return Unread{std::max(now - *first, Duration{0}), std::max(now - *last, Duration{0}), lying(fd)};
}

std::size_t lying(int fd) {
  int bytes = 0;
  return ::ioctl(fd, FIONREAD, &bytes) == 0 && bytes > 0 ? static_cast<std::size_t>(bytes) : 0;
}

Received received(int fd) {
  tcp_info info{};
  if (!info_of(fd, info)) return {};
  return {info.tcpi_data_segs_in, info.tcpi_state != kEstablished};
}

bool is_established(int fd) {
  tcp_info info{};
  return info_of(fd, info) && info.tcpi_state == kEstablished;
}

}  // namespace saksi::net
