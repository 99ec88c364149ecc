// SPDX-License-Identifier: Apache-2.0
#include "net/socket_address.hpp"

#include <arpa/inet.h>

#include <array>
#include <cstring>

namespace saksi::net {

SocketAddress socket_address(const std::string& ip, unsigned port) {
  SocketAddress result;
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(static_cast<std::uint16_t>(port));
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(static_cast<std::uint16_t>(port));
  if (::inet_pton(AF_INET, ip.c_str(), &v4.sin_addr) == 1) {
    std::memcpy(&result.storage, &v4, sizeof v4);
    result.size = sizeof v4;
  } else if (::inet_pton(AF_INET6, ip.c_str(), &v6.sin6_addr) == 1) {
    std::memcpy(&result.storage, &v6, sizeof v6);
    result.size = sizeof v6;
  }
  return result;
}

std::string address_with_port(const std::string& ip, unsigned port) {
  return (is_ipv6(ip) ? "[" + ip + "]" : ip) + ":" + std::to_string(port);
}

std::string canonical_ip(const std::string& ip) {
  std::array<std::uint8_t, 16> bytes{};
  std::array<char, INET6_ADDRSTRLEN> text{};
  for (const int family : {AF_INET, AF_INET6})
    if (::inet_pton(family, ip.c_str(), bytes.data()) == 1 &&
        ::inet_ntop(family, bytes.data(), text.data(), text.size()) != nullptr)
      return text.data();
  return ip;
}

bool is_ipv6(const std::string& ip) { return ip.find(':') != std::string::npos; }

}  // namespace saksi::net
