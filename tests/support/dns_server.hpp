// SPDX-License-Identifier: Apache-2.0
//
// A small authoritative DNS server over UDP (RFC 1035) for tests: says of each name what the test
// wants, or nothing at all.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "support/process.hpp"

namespace saksi::test {

struct DnsAnswer {
  int rcode = 0;                  // 0 NOERROR, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED
  bool silent = false;            // no datagram at all
  std::vector<std::string> a;     // IPv4
  std::vector<std::string> aaaa;  // IPv6
  bool silent_aaaa = false;       // answers A, swallows AAAA
};

class DnsServer {
 public:
  // Names in lower case. Others are NXDOMAIN.
  explicit DnsServer(std::map<std::string, DnsAnswer> zone) : zone_(std::move(zone)) {
    fd_ = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in at = loopback(0);
    socklen_t size = sizeof at;
    ::bind(fd_, reinterpret_cast<sockaddr*>(&at), size);
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size);
    port_ = ntohs(at.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~DnsServer() {
    stopping_ = true;
    thread_.join();
    ::close(fd_);
  }
  DnsServer(const DnsServer&) = delete;
  DnsServer& operator=(const DnsServer&) = delete;

  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] int questions() const { return questions_; }
  // Who asked last.
  [[nodiscard]] std::string last_peer() const {
    in_addr peer{last_peer_};
    char text[INET_ADDRSTRLEN] = {};
    ::inet_ntop(AF_INET, &peer, text, sizeof text);
    return text;
  }

 private:
  void serve() {
    while (!stopping_) {
      pollfd ready{fd_, POLLIN, 0};
      if (::poll(&ready, 1, 20) != 1) continue;
      std::uint8_t question[512];
      sockaddr_in peer{};
      socklen_t size = sizeof peer;
      const auto got =
          ::recvfrom(fd_, question, sizeof question, 0, reinterpret_cast<sockaddr*>(&peer), &size);
      if (got < 17) continue;
      last_peer_ = peer.sin_addr.s_addr;
      ++questions_;
      const std::string answer =
          reply({reinterpret_cast<char*>(question), static_cast<std::size_t>(got)});
      if (!answer.empty())
        ::sendto(fd_, answer.data(), answer.size(), 0, reinterpret_cast<sockaddr*>(&peer), size);
    }
  }

  [[nodiscard]] std::string reply(const std::string& question) const {
    std::string name;
    std::size_t at = 12;
    while (at < question.size() && question[at] != 0) {
      const auto length = static_cast<std::size_t>(static_cast<unsigned char>(question[at]));
      if (!name.empty()) name += '.';
      for (std::size_t i = 1; i <= length && at + i < question.size(); ++i)
        name += static_cast<char>(std::tolower(static_cast<unsigned char>(question[at + i])));
      at += length + 1;
    }
    if (at + 5 > question.size()) return {};
    const int type = question[at + 2];
    const std::string asked = question.substr(12, at + 5 - 12);

    const auto found = zone_.find(name);
    DnsAnswer what;
    if (found == zone_.end())
      what.rcode = 3;
    else
      what = found->second;
    if (what.silent || (type == 28 && what.silent_aaaa)) return {};

    const auto& addresses = type == 28 ? what.aaaa : what.a;
    std::string out = question.substr(0, 2);
    out += static_cast<char>(0x81);  // an answer, recursion desired
    out += static_cast<char>(0x80 | what.rcode);
    const auto count = what.rcode == 0 ? addresses.size() : 0;
    const char counts[] = {0, 1, static_cast<char>(count >> 8), static_cast<char>(count), 0, 0,
                           0, 0};
    out.append(counts, sizeof counts);
    out += asked;
    for (std::size_t i = 0; i < count; ++i) {
      const char head[] = {static_cast<char>(0xc0),
                           12,
                           0,
                           static_cast<char>(type),
                           0,
                           1,
                           0,
                           0,
                           0,
                           0,
                           0,
                           static_cast<char>(type == 28 ? 16 : 4)};
      out.append(head, sizeof head);
      char bytes[16] = {};
      ::inet_pton(type == 28 ? AF_INET6 : AF_INET, addresses[i].c_str(), bytes);
      out.append(bytes, type == 28 ? 16 : 4);
    }
    return out;
  }

  std::map<std::string, DnsAnswer> zone_;
  int fd_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_{false};
  std::atomic<int> questions_{0};
  std::atomic<std::uint32_t> last_peer_{0};
  std::thread thread_;
};

}  // namespace saksi::test
