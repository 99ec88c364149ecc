// SPDX-License-Identifier: Apache-2.0
//
// A TCP server that does to its clients whatever the test's script says, byte by byte; for what no
// decent server does. And a listener that lets nobody in.
#pragma once

#include <sys/time.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/process.hpp"

namespace saksi::test {

class RawServer {
 public:
  // One connection, in a thread of its own. Closed when the script returns.
  class Peer {
   public:
    explicit Peer(int fd) : fd_(fd) {}
    // Up to and including the empty line; empty when the client has gone.
    std::string read_head() const {
      std::string text;
      for (char c = 0; !text.ends_with("\r\n\r\n") && ::recv(fd_, &c, 1, 0) == 1;) text += c;
      return text.ends_with("\r\n\r\n") ? text : std::string{};
    }
    std::string read_bytes(std::size_t count) const {
      std::string text(count, '\0');
      const auto got = ::recv(fd_, text.data(), count, MSG_WAITALL);
      text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
      return text;
    }
    // False when the client has gone.
    bool write(std::string_view text) const {
      while (!text.empty()) {
        const auto sent = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(sent));
      }
      return true;
    }
    void wait_until_closed() const {
      char ignored[256];
      while (::recv(fd_, ignored, sizeof ignored, 0) > 0) {
      }
    }
    // The script's end will then be a RST instead of a FIN.
    void reset_at_end() const {
      const linger now{1, 0};
      ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    [[nodiscard]] int fd() const { return fd_; }

   private:
    int fd_;
  };

  explicit RawServer(std::function<void(Peer&)> script)
      : script_(std::move(script)),
        listener_(listen_tcp(port_)),
        acceptor_([this] { accept_all(); }) {}
  ~RawServer() {
    stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    {
      const std::lock_guard lock(mutex_);
      for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
    }
    for (auto& peer : peers_) peer.join();
    ::close(listener_);
  }
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] int accepted() const { return accepted_; }
  [[nodiscard]] std::string url(const std::string& path = "/") const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }

 private:
  void accept_all() {
    while (!stopping_) {
      const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      ++accepted_;
      const std::lock_guard lock(mutex_);
      open_.push_back(fd);
      peers_.emplace_back([this, fd] {
        Peer peer(fd);
        script_(peer);
        const std::lock_guard closing(mutex_);
        std::erase(open_, fd);
        ::close(fd);
      });
    }
  }

  std::function<void(Peer&)> script_;
  std::uint16_t port_ = 0;
  int listener_;
  std::atomic<bool> stopping_{false};
  std::atomic<int> accepted_{0};
  std::mutex mutex_;
  std::vector<int> open_;           // guarded by mutex_
  std::vector<std::thread> peers_;  // grown by the acceptor only
  std::thread acceptor_;
};

// Listens, but its queue is full: the kernel drops every further SYN, as a firewall does.
class DeafPort {
 public:
  DeafPort() {
    listener_ = listen_tcp(port_);
    ::listen(listener_, 0);
    for (int i = 0; i < 4; ++i) {
      const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
      const sockaddr_in at = loopback(port_);
      ::connect(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at);
      fillers_.push_back(fd);
    }
  }
  ~DeafPort() {
    for (const int fd : fillers_) ::close(fd);
    ::close(listener_);
  }
  DeafPort(const DeafPort&) = delete;
  DeafPort& operator=(const DeafPort&) = delete;
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  std::uint16_t port_ = 0;
  int listener_ = -1;
  std::vector<int> fillers_;
};

}  // namespace saksi::test
