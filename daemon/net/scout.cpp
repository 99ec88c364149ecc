// SPDX-License-Identifier: Apache-2.0
#include "net/scout.hpp"

#include <cerrno>

#include "net/socket_address.hpp"

namespace saksi::net {

void Scout::go(const std::string& ip, unsigned port, const Way& way, std::function<void()> open) {
  stop();
  const SocketAddress to = socket_address(ip, port);
  socket_ = make_socket(way, to.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK, IPPROTO_TCP);
  if (!socket_ || bind_to(socket_.get(), way) != 0) return stop();
  if (::connect(socket_.get(), to.get(), to.size) != 0 && errno != EINPROGRESS) return stop();
  open_ = std::move(open);
  loop_.watch(socket_.get(), Loop::writable, [this](unsigned) { look(); });
}

void Scout::look() {
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  const auto open = std::move(open_);
  stop();
  if (error == 0) open();
}

void Scout::stop() {
  open_ = nullptr;
  if (!socket_) return;
  loop_.unwatch(socket_.get());
  socket_.reset();
}

}  // namespace saksi::net
