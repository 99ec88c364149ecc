// SPDX-License-Identifier: Apache-2.0
//
// By which way a vantage's sockets leave this machine: from an address, by an interface, inside a
// network namespace, over one family. Every socket that is made for a vantage is made here.
#pragma once

#include <memory>
#include <string>

#include "base/file.hpp"
#include "base/result.hpp"

namespace saksi::net {

// A network namespace of this machine, kept open. A thread goes in for the time of one system call
// and comes back; a socket stays where it was made.
class NetworkNamespace {
 public:
  // A path, or a name below /run/netns. Tries to go in, so that a missing privilege is told at
  // once.
  static Result<std::shared_ptr<const NetworkNamespace>> open(const std::string& name);

  // While it lives this thread is inside. `error` is an errno, 0: it is.
  class Visit {
   public:
    explicit Visit(const NetworkNamespace* where);
    ~Visit();
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;
    [[nodiscard]] int error() const { return error_; }

   private:
    const NetworkNamespace* where_;
    int error_ = 0;
  };

 private:
  NetworkNamespace(Fd inside, Fd home) : inside_(std::move(inside)), home_(std::move(home)) {}
  Fd inside_, home_;
};

struct Way {
  Way() = default;
  Way(std::string from) : address(std::move(from)) {}  // NOLINT: the plainest way
  Way(const char* from) : address(from) {}             // NOLINT

  std::string address;                             // IP literal; empty: the system's choice
  std::string device;                              // interface; empty: as the routes say
  unsigned family = 0;                             // 4 or 6: that one alone
  std::shared_ptr<const NetworkNamespace> inside;  // empty: where this process is
  std::string inside_name;

  // Is anything said of where the sockets leave?
  [[nodiscard]] bool given() const { return !address.empty() || !device.empty() || inside; }
  // Is there less to choose from than the machine's routes offer?
  [[nodiscard]] bool demands() const { return family != 0 || !device.empty() || inside; }
  // The one family that can leave by it, 4 or 6; 0: both.
  [[nodiscard]] unsigned only() const;
  // "source address 192.0.2.7 on wwan0"; for messages.
  [[nodiscard]] std::string words() const;
};

// A socket of that way, not yet bound; none: errno says why.
[[nodiscard]] Fd make_socket(const Way& way, int domain, int type, int protocol);

[[nodiscard]] int raw_socket(const Way& way, int domain, int type, int protocol);  // or -1

// To the way's interface and address. errno; 0 also where neither is given.
[[nodiscard]] int bind_to(int fd, const Way& way);

// errno of the machine's own routing towards `ip`; 0: there is a way out. Nothing is sent.
[[nodiscard]] int cannot_route(const std::string& ip, const Way& way);

}  // namespace saksi::net
