// SPDX-License-Identifier: Apache-2.0
//
// A service manager's end of sd_notify: a datagram socket, and what came through it.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>
#include <string>
#include <vector>

#include "support/temp_dir.hpp"

namespace saksi::test {

class NotifySocket {
 public:
  explicit NotifySocket(const std::string& name = {}) : path_(name.empty() ? dir_ / "n" : name) {
    fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::memcpy(at.sun_path, path_.data(), path_.size());
    if (path_.front() == '@') at.sun_path[0] = '\0';
    if (::bind(fd_, reinterpret_cast<sockaddr*>(&at),
               static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path_.size())) != 0)
      std::abort();
  }
  ~NotifySocket() { ::close(fd_); }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  // What came since the last call, a datagram each.
  std::vector<std::string> heard() {
    std::vector<std::string> all;
    char block[4096];
    for (ssize_t got; (got = ::recv(fd_, block, sizeof block, 0)) >= 0;)
      all.emplace_back(block, static_cast<std::size_t>(got));
    return all;
  }

 private:
  TempDir dir_;
  std::string path_;
  int fd_ = -1;
};

}  // namespace saksi::test
