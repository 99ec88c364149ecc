// SPDX-License-Identifier: Apache-2.0
//
// By ioctl and /proc, not by netlink: the service may open no other sockets than those of the
// internet's families, and it is to stay so.
#include "net/uplink.hpp"

#include <net/if.h>
#include <sys/ioctl.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

#include "net/socket_address.hpp"

namespace saksi::net {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostInterfaces = 512;

// RUNNING is the carrier; a modem whose driver does not know its own state counts as running.
std::string trouble_of(int fd, const std::string& device) {
  ifreq asked{};
  device.copy(asked.ifr_name, IFNAMSIZ - 1);
  const std::string name = "interface " + device;
  if (::ioctl(fd, SIOCGIFFLAGS, &asked) != 0)
    return errno == ENODEV ? name + " is not there" : name + ": " + std::strerror(errno);
  if ((asked.ifr_flags & IFF_UP) == 0) return name + " is down";
  if ((asked.ifr_flags & IFF_RUNNING) == 0) return name + " has no carrier";
  return {};
}

std::string without_label(std::string name) {
  return name.substr(0, name.find(':'));  // "eth0:1" is a second address of eth0
}

std::vector<std::string> with_ipv4(int fd, const std::string& address) {
  std::vector<ifreq> all(kMostInterfaces);
  ifconf asked{};
  asked.ifc_len = static_cast<int>(all.size() * sizeof(ifreq));
  asked.ifc_req = all.data();
  if (::ioctl(fd, SIOCGIFCONF, &asked) != 0) return {};
  all.resize(static_cast<std::size_t>(asked.ifc_len) / sizeof(ifreq));
  const SocketAddress wanted = socket_address(address);
  std::vector<std::string> found;
  for (const ifreq& one : all)
    if (std::memcmp(&reinterpret_cast<const sockaddr_in&>(one.ifr_addr).sin_addr,
                    &reinterpret_cast<const sockaddr_in&>(wanted.storage).sin_addr,
                    sizeof(in_addr)) == 0)
      found.push_back(without_label(one.ifr_name));
  return found;
}

// Lines as "20010db8000000000000000000000007 02 40 00 80     eth0".
std::vector<std::string> with_ipv6(const std::string& address) {
  const SocketAddress wanted = socket_address(address);
  const auto& bytes = reinterpret_cast<const sockaddr_in6&>(wanted.storage).sin6_addr.s6_addr;
  std::string hex;
  for (const unsigned char byte : bytes) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  std::vector<std::string> found;
  std::ifstream lines("/proc/thread-self/net/if_inet6");
  for (std::string line; std::getline(lines, line);) {
    std::istringstream parts(line);
    std::string text, index, prefix, scope, flags, name;
    if (parts >> text >> index >> prefix >> scope >> flags >> name && text == hex)
      found.push_back(name);
  }
  return found;
}

std::string missing_address(int fd, const Way& way) {
  const auto holders = is_ipv6(way.address) ? with_ipv6(way.address) : with_ipv4(fd, way.address);
  for (const std::string& name : holders)
    if (way.device.empty() || way.device == name) return trouble_of(fd, name);
  if (!way.device.empty()) return way.device + " does not have the address " + way.address;
  // No interface lists it, and still it may be ours: all of 127.0.0.0/8 is, and what a route calls
  // local. The kernel knows.
  const Fd trial(::socket(is_ipv6(way.address) ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  const int error = trial ? bind_to(trial.get(), Way(way.address)) : 0;
  return error == EADDRNOTAVAIL ? "no interface has the address " + way.address : "";
}

std::string missing_any(int fd) {
  std::ifstream lines("/proc/thread-self/net/dev");
  for (std::string line; std::getline(lines, line);) {
    const std::size_t from = line.find_first_not_of(' '), to = line.find(':');
    if (from == std::string::npos || to == std::string::npos || to < from) continue;  // the heading
    const std::string name = line.substr(from, to - from);
    if (name != "lo" && trouble_of(fd, name).empty()) return {};
  }
  return "no interface of the namespace is up with a carrier";
}

}  // namespace

std::string missing_of(const Way& way) {
  if (!way.given()) return {};
  const NetworkNamespace::Visit visit(way.inside.get());
  if (visit.error() != 0)
    return std::string("the namespace cannot be entered: ") + std::strerror(visit.error());
  const Fd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  // Out of descriptors: our trouble, and not the uplink's. The run itself will tell of it.
  if (!fd) return {};
  if (!way.device.empty())
    if (std::string missing = trouble_of(fd.get(), way.device); !missing.empty()) return missing;
  if (!way.address.empty()) return missing_address(fd.get(), way);
  return way.inside && way.device.empty() ? missing_any(fd.get()) : std::string();
}

const std::string& Uplink::missing() {
  const Duration now = clock_->steady();
  if (!asked_ || now >= until_) {
    missing_ = missing_of(way_);
    until_ = now + clock_->inside(1s);
    asked_ = true;
  }
  return missing_;
}

}  // namespace saksi::net
