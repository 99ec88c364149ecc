// SPDX-License-Identifier: Apache-2.0
//
// An HTTP/1.1 server on Boost.Beast, in a thread of its own, with limits on headers, bodies, time
// and connections. Handlers run on its thread and answer now or later, from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.hpp"
#include "base/result.hpp"

namespace saksi::net {

struct ServerRequest {
  std::string method;
  std::string target;                                        // path and query, as sent
  std::string path;                                          // percent-decoded, without query
  std::string query;                                         // as sent
  std::vector<std::pair<std::string, std::string>> headers;  // names lower-case
  std::string body;
  std::string peer;  // "127.0.0.11"
  // The Ed25519 key that the client's certificate proved to hold, where it was asked for one.
  std::optional<PublicKey> client_key;
  [[nodiscard]] std::string header(std::string_view lower_name) const;  // empty: absent
  [[nodiscard]] std::string parameter(
      std::string_view name) const;  // decoded, of the query; first one
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> parameters()
      const;  // all of them, in order
};

struct ServerResponse {
  int status = 200;
  std::string content_type = "text/plain; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

// Answers one request. Copyable; the first call wins, from any thread. When all copies are gone
// without an answer, or after drop(), the connection is closed without one.
class Responder {
 public:
  class Impl {
   public:
    virtual ~Impl() = default;
    virtual void send(ServerResponse) = 0;
    virtual void drop() = 0;
  };
  explicit Responder(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  void send(ServerResponse response) const { impl_->send(std::move(response)); }
  void drop() const { impl_->drop(); }

 private:
  std::shared_ptr<Impl> impl_;
};

// stall: connected, then silence; other: served under the other certificate
enum class Accept : std::uint8_t { serve, reset, stall, other };

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;                  // 0: the system chooses; see port()
  std::string certificate_file, key_file;  // PEM; both empty: plain HTTP
  // Asks for a client certificate and takes any, also none: whose key it is, is for the handler to
  // say. TLS 1.3 only.
  bool ask_client_key = false;
  // Of that key, or of none: may it send more than `stranger_limit` in a body? On the server's
  // thread. Null: everybody may.
  std::function<bool(const std::optional<PublicKey>&)> trusts;
  std::size_t stranger_limit = 4u << 10;
  std::size_t header_limit = 8u << 10;
  std::size_t body_limit = 64u << 10;
  std::chrono::milliseconds idle_timeout{
      30'000};  // real time: for a whole request to arrive, and between requests
  std::chrono::milliseconds answer_timeout{120'000};
  std::size_t max_connections = 512;  // over it: 503 with Retry-After and close
  std::size_t max_per_peer = 512;
  std::string thread_name = "web";
  // For the demo's days on which a certificate is wrong; empty: there is no other.
  std::string other_certificate_file, other_key_file;
  // Asked for each new connection; for the demo's sick networks. Null: serve.
  std::function<Accept(const std::string& peer)> on_accept;
};

class HttpServer {
 public:
  using Handler = std::function<void(ServerRequest, Responder)>;
  // Listens when it returns; "address:port is in use by another program; ..." when it cannot.
  static Result<std::unique_ptr<HttpServer>> start(ServerOptions options, Handler handler);
  virtual ~HttpServer() = default;  // closes all connections and joins the thread
  [[nodiscard]] virtual std::uint16_t port() const = 0;
};

// gzip when the client takes it and it pays, ETag (strong, SHA-256) with 304, nosniff, and the
// given Content-Security-Policy. For handlers that answer from memory.
[[nodiscard]] ServerResponse finish(const ServerRequest& request, ServerResponse response);

// The two halves of it, for a response that is finished once and served many times.
[[nodiscard]] bool takes_gzip(const ServerRequest& request);
// A finished response as 304 without body where the request's If-None-Match names its ETag.
[[nodiscard]] ServerResponse revalidated(const ServerRequest& request, ServerResponse finished);

}  // namespace saksi::net
