// SPDX-License-Identifier: Apache-2.0
//
// The IPv6 side of a port of loopback: it answers each request with the same bytes, or it lets
// nobody in, as a network does that has lost its way.
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "support/process.hpp"

namespace saksi::test {

class Six {
 public:
  Six(std::uint16_t port, std::string answer)
      : answer_(std::move(answer)), fd_(listener(port, 16)) {
    thread_ = std::thread([this] { serve(); });
  }
  // Its queue is full: the kernel drops every further SYN.
  explicit Six(std::uint16_t port) : fd_(listener(port, 0)) {
    for (int i = 0; i < 4; ++i) {
      const sockaddr_in6 at = here(port);
      fillers_.push_back(::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
      ::connect(fillers_.back(), reinterpret_cast<const sockaddr*>(&at), sizeof at);
    }
  }
  ~Six() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
    for (const int fd : fillers_) ::close(fd);
    ::close(fd_);
  }
  Six(const Six&) = delete;
  Six& operator=(const Six&) = delete;
  [[nodiscard]] bool open() const { return fd_ >= 0; }
  [[nodiscard]] int asked() const { return asked_; }

 private:
  static sockaddr_in6 here(std::uint16_t port) {
    sockaddr_in6 at{};
    at.sin6_family = AF_INET6;
    at.sin6_addr = in6addr_loopback;
    at.sin6_port = htons(port);
    return at;
  }
  static int listener(std::uint16_t port, int queue) {
    const int fd = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int one = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    ::setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof one);
    const sockaddr_in6 at = here(port);
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0 &&
        ::listen(fd, queue) == 0)
      return fd;
    ::close(fd);
    return -1;
  }
  void serve() {
    while (!stopping_) {
      pollfd ready{fd_, POLLIN, 0};
      if (::poll(&ready, 1, 20) != 1) continue;
      const int fd = ::accept4(fd_, nullptr, nullptr, SOCK_CLOEXEC);
      const timeval patience{1, 0};
      ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      std::string head;
      for (char c = 0; !head.ends_with("\r\n\r\n") && ::recv(fd, &c, 1, 0) == 1;) head += c;
      if (!head.empty()) {
        ++asked_;
        ::send(fd, answer_.data(), answer_.size(), MSG_NOSIGNAL);
      }
      ::close(fd);
    }
  }

  std::string answer_;
  int fd_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> asked_{0};
  std::vector<int> fillers_;
  std::thread thread_;
};

}  // namespace saksi::test
