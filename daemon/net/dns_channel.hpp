// SPDX-License-Identifier: Apache-2.0
//
// One c-ares channel on our loop: its sockets, its timer, and questions with their raw answers.
#pragma once

#include <ares.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "net/loop.hpp"
#include "net/way.hpp"

namespace saksi::net {

class DnsChannel {
 public:
  // `status` is an ARES_*; the bytes are there on ARES_SUCCESS. Called once, perhaps inside ask().
  // Not called at all when the channel is destroyed first.
  using Answered = std::function<void(int status, const unsigned char* bytes, int size)>;

  explicit DnsChannel(Loop& loop) : loop_(loop) {}
  ~DnsChannel();
  DnsChannel(const DnsChannel&) = delete;
  DnsChannel& operator=(const DnsChannel&) = delete;

  // `flags` of ARES_FLAG_*. Servers as "ip" or "ip:port"; empty: those of /etc/resolv.conf.
  Result<void> open(const std::vector<std::string>& servers, const Way& way, int flags);
  void ask(const std::string& name, int type, Answered answered);
  [[nodiscard]] std::size_t servers() const;
  // From /etc/hosts.
  [[nodiscard]] std::vector<std::string> hosts_file(const std::string& name, int family) const;

 private:
  struct Closer {
    void operator()(ares_channel channel) const { ares_destroy(channel); }
  };
  void socket_changed(int fd, bool in, bool out);
  void arm_timer();

  Loop& loop_;
  Loop::TimerId timer_ = 0;
  Way way_;
  std::unique_ptr<ares_channeldata, Closer> channel_;
};

// AF_INET or AF_INET6 of an IP literal; 0 for other text.
[[nodiscard]] int family_of(const std::string& literal);
[[nodiscard]] std::string address_text(int family, const void* bytes);

}  // namespace saksi::net
