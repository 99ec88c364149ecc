// SPDX-License-Identifier: Apache-2.0
//
// IP literals as the kernel takes them.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <string>

namespace saksi::net {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;  // 0: not an IP literal
  [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

[[nodiscard]] SocketAddress socket_address(const std::string& ip, unsigned port = 0);

// "192.0.2.7:443", "[2001:db8::7]:443".
[[nodiscard]] std::string address_with_port(const std::string& ip, unsigned port);

// The one spelling of an IP literal; other text as it is.
[[nodiscard]] std::string canonical_ip(const std::string& ip);

[[nodiscard]] bool is_ipv6(const std::string& ip);

}  // namespace saksi::net
