// SPDX-License-Identifier: Apache-2.0
//
// A TLS server in the test that does whatever its set-up and its script say, on a RawServer's
// connections.
#pragma once

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "support/certificates.hpp"
#include "support/raw_server.hpp"

namespace saksi::test {

class TlsServer {
 public:
  class Peer {
   public:
    explicit Peer(SSL* ssl) : ssl_(ssl) {}
    std::string read_head() const {
      std::string text;
      for (char c = 0; !text.ends_with("\r\n\r\n") && SSL_read(ssl_, &c, 1) == 1;) text += c;
      return text.ends_with("\r\n\r\n") ? text : std::string{};
    }
    bool write(std::string_view text) const {
      return SSL_write(ssl_, text.data(), static_cast<int>(text.size())) > 0;
    }
    bool send_ticket() const {
      return SSL_new_session_ticket(ssl_) == 1 && SSL_do_handshake(ssl_) == 1;
    }
    void close_notify() const { SSL_shutdown(ssl_); }

   private:
    SSL* ssl_;
  };

  // `chain` is sent after the leaf. `set_up` may change anything before the first connection.
  TlsServer(const Certificate& leaf, std::function<void(const Peer&)> script,
            const std::vector<Certificate>& chain = {},
            const std::function<void(SSL_CTX*)>& set_up = {})
      : context_(SSL_CTX_new(TLS_server_method()), SSL_CTX_free), script_(std::move(script)) {
    SSL_CTX_set_security_level(context_.get(), 0);
    if (SSL_CTX_use_certificate(context_.get(), leaf.it.get()) != 1 ||
        SSL_CTX_use_PrivateKey(context_.get(), leaf.key.get()) != 1)
      throw std::runtime_error("the server refuses its own certificate");
    for (const Certificate& one : chain) SSL_CTX_add1_chain_cert(context_.get(), one.it.get());
    if (set_up) set_up(context_.get());
    server_ = std::make_unique<RawServer>([this](RawServer::Peer& peer) { serve(peer); });
  }

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }

 private:
  void serve(const RawServer::Peer& peer) const {
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context_.get()), SSL_free);
    SSL_set_fd(ssl.get(), peer.fd());
    const bool shaken = SSL_accept(ssl.get()) == 1;
    if (shaken) script_(Peer(ssl.get()));
    ERR_clear_error();
    if (shaken) return;
    // A RST, for bytes that nobody read, would overtake the alert.
    ::shutdown(peer.fd(), SHUT_WR);
    peer.wait_until_closed();
  }

  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::function<void(const Peer&)> script_;
  std::unique_ptr<RawServer> server_;  // last: its threads use the rest
};

}  // namespace saksi::test
