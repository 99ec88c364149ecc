// SPDX-License-Identifier: Apache-2.0
#include "net/way.hpp"

#include <fcntl.h>
#include <sched.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/log.hpp"
#include "net/socket_address.hpp"

namespace saksi::net {

Result<std::shared_ptr<const NetworkNamespace>> NetworkNamespace::open(const std::string& name) {
  const std::string path = name.starts_with('/') ? name : "/run/netns/" + name;
  Fd inside(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!inside)
    return fail("opening the network namespace " + path + ": " + std::strerror(errno) +
                    "; `ip netns list` says which there are",
                ErrorKind::usage);
  Fd home(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
  if (!home) return fail(std::string("opening /proc/thread-self/ns/net: ") + std::strerror(errno));
  std::shared_ptr<const NetworkNamespace> made(
      new NetworkNamespace(std::move(inside), std::move(home)));
  if (const int error = Visit(made.get()).error(); error != 0)
    return fail("entering the network namespace " + path + ": " + std::strerror(error) +
                    (error == EPERM ? "; it needs CAP_SYS_ADMIN, which the default unit does not "
                                      "have: the drop-in saksi-namespaces.conf grants it"
                                    : ""),
                ErrorKind::usage);
  return made;
}

NetworkNamespace::Visit::Visit(const NetworkNamespace* where) : where_(where) {
  if (where_ != nullptr && ::setns(where_->inside_.get(), CLONE_NEWNET) != 0) {
    error_ = errno;
    where_ = nullptr;
  }
}

NetworkNamespace::Visit::~Visit() {
  if (where_ == nullptr) return;
  const int before = errno;
  if (::setns(where_->home_.get(), CLONE_NEWNET) != 0) {
    // Everything that this thread did from here on would leave by the wrong network, as evidence.
    log::error("cannot come back from a network namespace: {}", std::strerror(errno));
    std::abort();
  }
  errno = before;
}

unsigned Way::only() const {
  if (family != 0 || address.empty()) return family;
  return is_ipv6(address) ? 6 : 4;
}

std::string Way::words() const {
  std::string text = address.empty() ? "" : "source address " + address;
  if (!device.empty()) text += (text.empty() ? "interface " : " on ") + device;
  if (inside) text += (text.empty() ? "namespace " : " in namespace ") + inside_name;
  return text;
}

Fd make_socket(const Way& way, int domain, int type, int protocol) {
  return Fd(raw_socket(way, domain, type, protocol));
}

int raw_socket(const Way& way, int domain, int type, int protocol) {
  const NetworkNamespace::Visit visit(way.inside.get());
  if (visit.error() != 0) {
    errno = visit.error();
    return -1;
  }
  return ::socket(domain, type | SOCK_CLOEXEC, protocol);
}

int bind_to(int fd, const Way& way) {
  if (!way.device.empty() && ::setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, way.device.c_str(),
                                          static_cast<socklen_t>(way.device.size() + 1)) != 0)
    return errno;
  if (way.address.empty()) return 0;
  // The port is chosen at connect(), per destination, so that 28 thousand of them last longer.
  const int one = 1;
  ::setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
  const SocketAddress from = socket_address(way.address);
  return ::bind(fd, from.get(), from.size) == 0 ? 0 : errno;
}

int cannot_route(const std::string& ip, const Way& way) {
  const SocketAddress to = socket_address(ip, 9);
  const Fd fd = make_socket(way, to.storage.ss_family, SOCK_DGRAM, 0);
  if (!fd) return errno;
  if (const int error = bind_to(fd.get(), way); error != 0) return error;
  // A datagram socket's connect() asks the routing table and the firewall's rules, and nobody else.
  return ::connect(fd.get(), to.get(), to.size) == 0 ? 0 : errno;
}

}  // namespace saksi::net
