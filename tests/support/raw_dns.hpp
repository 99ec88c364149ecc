// SPDX-License-Identifier: Apache-2.0
//
// A name server that answers with whatever bytes the test makes, over UDP and TCP on one port: for
// what no decent name server says. For decent ones there is dns_server.hpp.
#pragma once

#include <atomic>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>

#include "support/process.hpp"

namespace saksi::test {

struct DnsQuestion {
  std::string id, asked;  // two bytes; name, type and class as they came
  int type = 0;
  bool tcp = false;
};

inline std::string dns_name(const std::string& dotted) {
  std::string wire;
  for (std::size_t at = 0; at < dotted.size();) {
    const std::size_t dot = std::min(dotted.find('.', at), dotted.size());
    wire += static_cast<char>(dot - at) + dotted.substr(at, dot - at);
    at = dot + 1;
  }
  return wire + '\0';
}
inline std::string dns_number(std::size_t value) {
  return {static_cast<char>(value >> 8), static_cast<char>(value)};
}
// `flags`: 0x8180 an answer. `question`: empty is the one that was asked.
inline std::string dns_message(const DnsQuestion& to, std::size_t answers,
                               const std::string& records, unsigned flags = 0x8180,
                               const std::string& question = {}) {
  return to.id + dns_number(flags) + dns_number(1) + dns_number(answers) + dns_number(0) +
         dns_number(0) + (question.empty() ? to.asked : question) + records;
}
inline std::string dns_record(const std::string& owner, int type, const std::string& data) {
  return owner + dns_number(static_cast<std::size_t>(type)) + dns_number(1) + dns_number(0) +
         dns_number(60) + dns_number(data.size()) + data;
}
inline const std::string kDnsAsked("\xC0\x0C");  // a pointer to the question's name

class RawDns {
 public:
  using Answer = std::function<std::string(const DnsQuestion&)>;  // empty: silence
  explicit RawDns(Answer answer) : answer_(std::move(answer)) {
    for (int tries = 0; udp_ < 0 && tries < 20; ++tries) {
      tcp_ = listen_tcp(port_);
      udp_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      const sockaddr_in at = loopback(port_);
      if (::bind(udp_, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0) break;
      ::close(udp_);
      ::close(tcp_);
      udp_ = tcp_ = -1;
    }
    if (udp_ < 0) throw std::runtime_error("no port that is free for UDP and TCP");
    thread_ = std::thread([this] { serve(); });
  }
  ~RawDns() {
    stopping_ = true;
    thread_.join();
    ::close(udp_);
    ::close(tcp_);
  }
  RawDns(const RawDns&) = delete;
  RawDns& operator=(const RawDns&) = delete;
  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

 private:
  void serve() {
    while (!stopping_) {
      pollfd ready[2] = {{udp_, POLLIN, 0}, {tcp_, POLLIN, 0}};
      if (::poll(ready, 2, 20) < 1) continue;
      char bytes[2048];
      if ((ready[0].revents & POLLIN) != 0) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        const auto got =
            ::recvfrom(udp_, bytes, sizeof bytes, 0, reinterpret_cast<sockaddr*>(&peer), &size);
        const std::string out =
            got < 17 ? "" : reply({bytes, static_cast<std::size_t>(got)}, false);
        if (!out.empty())
          ::sendto(udp_, out.data(), out.size(), 0, reinterpret_cast<sockaddr*>(&peer), size);
      }
      if ((ready[1].revents & POLLIN) != 0) {
        const int fd = ::accept4(tcp_, nullptr, nullptr, SOCK_CLOEXEC);
        const timeval patience{2, 0};
        ::setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        const auto got = ::recv(fd, bytes, sizeof bytes, 0);
        if (got > 19) {
          const std::string out = reply({bytes + 2, static_cast<std::size_t>(got) - 2}, true);
          const std::string framed = dns_number(out.size()) + out;
          if (!out.empty()) ::send(fd, framed.data(), framed.size(), MSG_NOSIGNAL);
        }
        ::close(fd);
      }
    }
  }

  [[nodiscard]] std::string reply(const std::string& message, bool tcp) const {
    const std::size_t end = message.find('\0', 12);
    if (end == std::string::npos || end + 5 > message.size()) return {};
    return answer_({message.substr(0, 2), message.substr(12, end + 5 - 12),
                    static_cast<unsigned char>(message[end + 2]), tcp});
  }

  Answer answer_;
  int udp_ = -1, tcp_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace saksi::test
