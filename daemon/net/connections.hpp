// SPDX-License-Identifier: Apache-2.0
//
// The sockets of one session: made by us (so that they leave from the vantage's address and go
// nowhere but to the address that was resolved and checked), remembered while libcurl keeps them
// open, and asked for what only the kernel and OpenSSL know. Plugs into a libcurl handle with
// install().
#pragma once

#include <curl/curl.h>
#include <openssl/types.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "net/loop.hpp"
#include "net/trust.hpp"
#include "net/way.hpp"

namespace saksi::net {

struct Connection {
  int fd = -1;
  std::string origin;  // "https://absen.example:443"
  std::string ip;
  std::optional<Instant> certificate_not_after;
};

// Empty is fine: the kernel chooses.
Result<void> check_source_address(const std::string& source_address);

class Connections {
 public:
  Connections(Loop& loop, Way way, TrustStore trust)
      : loop_(loop), way_(std::move(way)), trust_(std::move(trust)) {}

  // An open connection to that origin which the other side has not closed; of `family` 4 or 6 where
  // that is not 0.
  [[nodiscard]] const Connection* alive(const std::string& origin, unsigned family = 0) const;
  // An idle connection to that origin holds bytes that nobody asked for: they would be taken for
  // the answer to the next request.
  [[nodiscard]] bool spoken_unasked(const std::string& origin) const;
  // True once after TLS session tickets came. They are no answer.
  [[nodiscard]] bool take_tickets() { return std::exchange(tickets_, false); }
  // The newest socket of this attempt's origin, or -1.
  [[nodiscard]] int current() const;
  // errno of binding a socket to the vantage's way now; 0 if it works or none is given.
  [[nodiscard]] int cannot_bind() const;

  // An attempt starts: sockets made from here on are for `origin` and may connect to `ip` only, and
  // a certificate must be for `host`.
  void begin(const std::string& origin, const std::string& host, const std::string& ip);
  void install(CURL* easy);
  // libcurl is about to send on a connection of this attempt's origin.
  void ready();

  [[nodiscard]] bool opened() const { return opened_; }  // a socket was made in this attempt
  [[nodiscard]] bool was_ready() const { return ready_; }
  // When TCP was open and TLS began, by the clock's steady time. libcurl marks it only when TLS is
  // done.
  [[nodiscard]] std::optional<Duration> tls_began() const { return tls_began_; }
  // X509_V_*; X509_V_OK also when no certificate came. libcurl's own figure cannot tell these
  // apart.
  [[nodiscard]] int verify_result() const { return verify_result_; }
  [[nodiscard]] int open_errno() const { return open_errno_; }  // why no socket could be made
  [[nodiscard]] std::optional<Duration> rtt() const { return rtt_; }
  [[nodiscard]] std::optional<Instant> certificate_not_after() const { return not_after_; }

 private:
  static curl_socket_t on_open(void* me, curlsocktype purpose, curl_sockaddr* to);
  static int on_close(void* me, curl_socket_t fd);
  static CURLcode on_tls(CURL* easy, void* context, void* me);
  static int on_verify(X509_STORE_CTX* store, void* me);
  static void on_message(int sent, int version, int type, const void* bytes, std::size_t size,
                         SSL* ssl, void* me);

  Loop& loop_;
  const Way way_;
  const TrustStore trust_;
  std::vector<Connection> all_;
  std::string origin_, host_, ip_;
  bool opened_ = false, ready_ = false, tickets_ = false;
  int open_errno_ = 0;
  int verify_result_ = 0;
  std::optional<Duration> tls_began_, rtt_;
  std::optional<Instant> not_after_;
};

}  // namespace saksi::net
