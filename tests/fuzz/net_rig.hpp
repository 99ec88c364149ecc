// SPDX-License-Identifier: Apache-2.0
//
// A loop, a resolver and a listener on the loopback device, for targets that speak over sockets.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/file.hpp"
#include "fuzz/fuzz.hpp"
#include "net/loop.hpp"
#include "net/resolver.hpp"

namespace saksi::fuzz {

struct Rig {
  SystemClock clock;
  std::unique_ptr<net::Loop> loop = std::move(net::Loop::create(clock).value());
  std::unique_ptr<net::Resolver> resolver =
      std::move(net::Resolver::create(*loop, {"127.0.0.1:9"}, "").value());
};

struct Listener {
  Listener() : fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    CLAIM(::bind(fd.get(), reinterpret_cast<sockaddr*>(&at), size) == 0);
    CLAIM(::listen(fd.get(), 16) == 0);
    CLAIM(::getsockname(fd.get(), reinterpret_cast<sockaddr*>(&at), &size) == 0);
    port = ntohs(at.sin_port);
  }
  Fd fd;
  std::uint16_t port = 0;
};

inline bool send_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

inline void no_delay(int fd) {
  const int one = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

}  // namespace saksi::fuzz
