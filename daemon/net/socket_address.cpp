// SPDX-License-Identifier: Apache-2.0
#include "net/socket_address.hpp"

#include <arpa/inet.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/file.hpp"

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

int bind_to(int fd, const std::string& source_address) {
  if (source_address.empty()) return 0;
  // The port is chosen at connect(), per destination, so that 28 thousand of them last longer.
  const int one = 1;
  ::setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  const SocketAddress from = socket_address(source_address);
  return ::bind(fd, from.get(), from.size) == 0 ? 0 : errno;
}

int cannot_route(const std::string& ip, const std::string& source_address) {
  const SocketAddress to = socket_address(ip, 9);
  const Fd fd(::socket(to.storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!fd) return errno;
  if (const int error = bind_to(fd.get(), source_address); error != 0) return error;
  // A datagram socket's connect() asks the routing table and the firewall's rules, and nobody else.
  return ::connect(fd.get(), to.get(), to.size) == 0 ? 0 : errno;
}

}  // namespace saksi::net
