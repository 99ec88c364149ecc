// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace saksi::test {

// A client that sends exactly the bytes it is told and hides nothing of what comes back. Waits are
// real, with a limit that no healthy machine reaches.
class RawClient {
 public:
  enum class End { open, closed, reset };

  explicit RawClient(std::uint16_t port, const char* source = nullptr)
      : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (source != nullptr) {
      sockaddr_in from = address(source, 0);
      connected_ = ::bind(fd_, reinterpret_cast<sockaddr*>(&from), sizeof from) == 0;
    }
    sockaddr_in to = address("127.0.0.1", port);
    connected_ = connected_ && ::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  ~RawClient() { close(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] int fd() const { return fd_; }

  // False when the other side no longer takes bytes.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // One answer: its head and as much body as Content-Length says (none for a HEAD or a 304).
  std::string answer(bool without_body = false) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    std::size_t head = std::string::npos;
    while ((head = received_.find("\r\n\r\n")) == std::string::npos)
      if (!more(until)) return take(received_.size());
    std::size_t size = head + 4;
    const std::size_t length = received_.find("Content-Length: ");
    if (!without_body && length < head) size += std::stoul(received_.substr(length + 16));
    while (received_.size() < size)
      if (!more(until)) return take(received_.size());
    return take(size);
  }

  // What comes until the other side ends, and how it ended.
  std::string rest() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (more(until)) {
    }
    return take(received_.size());
  }
  [[nodiscard]] End end() const { return end_; }

  // True when nothing at all arrives for so long, and the connection stays.
  bool silent_for(std::chrono::milliseconds wait) {
    pollfd waiting{fd_, POLLIN, 0};
    return ::poll(&waiting, 1, static_cast<int>(wait.count())) == 0;
  }

  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  static sockaddr_in address(const char* text, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    ::inet_pton(AF_INET, text, &address.sin_addr);
    return address;
  }

  bool more(std::chrono::steady_clock::time_point until) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    pollfd waiting{fd_, POLLIN, 0};
    if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return false;
    char bytes[16384];
    const ssize_t got = ::recv(fd_, bytes, sizeof bytes, 0);
    if (got == 0) end_ = End::closed;
    if (got < 0) end_ = errno == ECONNRESET ? End::reset : End::closed;
    if (got <= 0) return false;
    received_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  std::string take(std::size_t size) {
    std::string taken = received_.substr(0, size);
    received_.erase(0, size);
    return taken;
  }

  int fd_;
  bool connected_ = true;
  std::string received_;
  End end_ = End::open;
};

}  // namespace saksi::test
