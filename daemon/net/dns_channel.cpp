// SPDX-License-Identifier: Apache-2.0
#include "net/dns_channel.hpp"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <utility>

namespace saksi::net {
namespace {

using namespace std::chrono_literals;

constexpr auto kFirstTry = 1s;  // until a question is sent again; longer with each try
constexpr int kTries = 4;       // at each server

// Sockets of the vantage's way in the place of c-ares's own; the rest is what c-ares does itself.
ares_socket_t open_socket(int domain, int type, int protocol, void* way) {
  const Way& by = *static_cast<const Way*>(way);
  const int fd = raw_socket(by, domain, type | SOCK_NONBLOCK, protocol);
  if (fd < 0) return ARES_SOCKET_BAD;
  Way here = by;
  // A name server of the other family cannot be asked from the source address: from the system's.
  if (!here.address.empty() && family_of(here.address) != domain) here.address.clear();
  if (const int error = bind_to(fd, here); error != 0) {
    ::close(fd);
    errno = error;
    return ARES_SOCKET_BAD;
  }
  return fd;
}
int close_socket(ares_socket_t fd, void*) { return ::close(fd); }
int connect_socket(ares_socket_t fd, const sockaddr* to, ares_socklen_t size, void*) {
  return ::connect(fd, to, size);
}
ares_ssize_t receive(ares_socket_t fd, void* into, std::size_t size, int flags, sockaddr* from,
                     ares_socklen_t* from_size, void*) {
  return ::recvfrom(fd, into, size, flags, from, from_size);
}
ares_ssize_t send_parts(ares_socket_t fd, const iovec* parts, int count, void*) {
  return ::writev(fd, parts, count);
}
constexpr ares_socket_functions kOurSockets{&open_socket, &close_socket, &connect_socket, &receive,
                                            &send_parts};

}  // namespace

int family_of(const std::string& literal) {
  std::array<std::uint8_t, 16> bytes{};
  if (::inet_pton(AF_INET, literal.c_str(), bytes.data()) == 1) return AF_INET;
  if (::inet_pton(AF_INET6, literal.c_str(), bytes.data()) == 1) return AF_INET6;
  return 0;
}

std::string address_text(int family, const void* bytes) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  return ::inet_ntop(family, bytes, text.data(), text.size()) != nullptr ? text.data() : "";
}

DnsChannel::~DnsChannel() {
  channel_.reset();  // closes sockets through socket_changed()
  loop_.cancel(timer_);
}

Result<void> DnsChannel::open(const std::vector<std::string>& servers, const Way& way, int flags) {
  const auto retry = std::chrono::duration_cast<std::chrono::milliseconds>(
      loop_.clock().outside(Duration(kFirstTry)));
  ares_options options{};
  options.flags = ARES_FLAG_NOSEARCH | ARES_FLAG_NOALIASES | flags;
  options.timeout = static_cast<int>(std::max<std::int64_t>(retry.count(), 10));
  options.tries = kTries;
  options.sock_state_cb = [](void* self, ares_socket_t fd, int in, int out) {
    static_cast<DnsChannel*>(self)->socket_changed(fd, in != 0, out != 0);
  };
  options.sock_state_cb_data = this;
  ares_channel channel = nullptr;
  int status = ares_init_options(
      &channel, &options,
      ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_SOCK_STATE_CB);
  if (status != ARES_SUCCESS)
    return fail(std::string("setting up the DNS resolver: ") + ares_strerror(status));
  channel_.reset(channel);

  if (!servers.empty()) {
    std::string csv;
    for (const auto& server : servers) csv += (csv.empty() ? "" : ",") + server;
    status = ares_set_servers_ports_csv(channel, csv.c_str());
    if (status != ARES_SUCCESS)
      return fail("DNS servers \"" + csv + "\": " + ares_strerror(status) +
                      "; write each as an IP address or address:port",
                  ErrorKind::usage);
  }
  if (!way.address.empty() && family_of(way.address) == 0)
    return fail("source address \"" + way.address + "\" is not an IP address", ErrorKind::usage);
  way_ = way;
  if (way_.given()) ares_set_socket_functions(channel, &kOurSockets, &way_);
  return {};
}

void DnsChannel::ask(const std::string& name, int type, Answered answered) {
  constexpr int class_internet = 1;  // RFC 1035 section 3.2.4
  auto asked = std::make_unique<Answered>(std::move(answered));
  ares_query(
      channel_.get(), name.c_str(), class_internet, type,
      [](void* argument, int status, int, unsigned char* bytes, int size) {
        const std::unique_ptr<Answered> call(static_cast<Answered*>(argument));
        if (status != ARES_EDESTRUCTION) (*call)(status, bytes, size);
      },
      asked.release());  // c-ares calls back exactly once, and then it is ours again
  arm_timer();
}

std::size_t DnsChannel::servers() const {
  ares_addr_port_node* first = nullptr;
  if (ares_get_servers_ports(channel_.get(), &first) != ARES_SUCCESS) return 0;
  std::size_t count = 0;
  for (const auto* at = first; at != nullptr; at = at->next) ++count;
  ares_free_data(first);
  return count;
}

std::vector<std::string> DnsChannel::hosts_file(const std::string& name, int family) const {
  std::vector<std::string> addresses;
  hostent* entry = nullptr;
  if (ares_gethostbyname_file(channel_.get(), name.c_str(), family, &entry) != ARES_SUCCESS)
    return addresses;
  for (char** at = entry->h_addr_list; *at != nullptr; ++at)
    addresses.push_back(address_text(family, *at));
  ares_free_hostent(entry);
  return addresses;
}

void DnsChannel::socket_changed(int fd, bool in, bool out) {
  const unsigned wanted = (in ? Loop::readable : 0u) | (out ? Loop::writable : 0u);
  if (wanted == 0) return loop_.unwatch(fd);
  loop_.watch(fd, wanted, [this, fd](unsigned ready) {
    ares_process_fd(channel_.get(), (ready & Loop::readable) != 0 ? fd : ARES_SOCKET_BAD,
                    (ready & Loop::writable) != 0 ? fd : ARES_SOCKET_BAD);
    arm_timer();
  });
}

// c-ares keeps real time; it is asked again after everything that may have changed its mind.
void DnsChannel::arm_timer() {
  loop_.cancel(timer_);
  timeval wait{};
  if (ares_timeout(channel_.get(), nullptr, &wait) == nullptr) return;
  const Duration real = std::chrono::seconds(wait.tv_sec) + Duration(wait.tv_usec) + 1ms;
  timer_ = loop_.after(loop_.clock().inside(real), [this] {
    ares_process_fd(channel_.get(), ARES_SOCKET_BAD, ARES_SOCKET_BAD);
    arm_timer();
  });
}

}  // namespace saksi::net
