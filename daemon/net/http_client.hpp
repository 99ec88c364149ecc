// SPDX-License-Identifier: Apache-2.0
//
// HTTP over libcurl on the loop, on the measured recipes: one shared X509 store per trust file, no
// CA path, addresses from our resolver through CONNECT_TO, a private multi handle and cookie jar
// per session, caps on everything that the other side sends. All calls and callbacks on the loop's
// thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/sample.hpp"
#include "net/resolver.hpp"
#include "net/way.hpp"

namespace saksi::net {

struct HttpPart {  // of a multipart/form-data upload
  std::string name, file_name, content_type, bytes;
};

struct HttpRequest {
  std::string method = "GET";  // GET, HEAD, POST
  std::string url;             // absolute, http or https
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;             // with its Content-Type among `headers`
  bool handshake_only = false;  // connect and TLS, send nothing
  unsigned family = 0;          // 4 or 6: addresses of the other are not tried; 0: both
};

// What one exchange looked like from outside. Never followed redirects: each hop is the caller's.
struct HttpObservation {
  Class transport = Class::ok;  // ok: an answer arrived whole. Else dns_*, tcp_*, tls_*, http_*
  std::string detail;           // libcurl's or our words for it
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names lower-case
  std::string body;                                          // decoded, at most limits.body
  std::string redirect;                                      // absolute URL of a 3xx, empty else
  Phases phases;
  Duration total{0};
  std::string address;  // "ip:port" that was connected; the proxy's where `proxied`
  bool proxied = false;
  bool reused = false;
  std::optional<Instant> certificate_not_after;
  std::optional<Duration> tcp_rtt;  // kernel's TCP_INFO
  // How much shorter than it says `wait` may have been; absent where no answer came.
  std::optional<Duration> bound;
  Duration own_delay{0};  // that things of this exchange waited for us to look, at most
  [[nodiscard]] const std::string* header(std::string_view lower_name) const;
};

struct HttpLimits {
  std::size_t body = 2u << 20;
  std::size_t headers = 64u << 10;
  unsigned header_lines = 200;
  unsigned interim = 20;  // answers 1xx before the answer
};

struct SessionOptions {
  Way way;            // by which its sockets leave
  std::string proxy;  // "http://host:port" or "socks5h://host:port": the phases are then its
  std::string user_agent;
  std::vector<std::pair<std::string, std::string>> headers;  // on every request
  std::string ca_file;                                       // empty: the system's bundle
  bool allow_private = false;  // else a bogon address is dns_bogon, and nothing is sent
  bool kernel_stamps = true;   // false: `wait` ends when we looked; to be compared with
  HttpLimits limits;
  Duration connect_timeout = std::chrono::seconds(5);
  Duration dns_timeout = std::chrono::seconds(3);
};

// One journey's browser: cookies and connections live as long as it does, and nowhere else. One
// fetch at a time.
class HttpSession {
 public:
  // `loop` and `resolver` must outlive it.
  static Result<std::unique_ptr<HttpSession>> create(Loop& loop, Resolver& resolver,
                                                     SessionOptions options);
  virtual ~HttpSession() = default;  // cancels what is under way; its `done` is not called

  // Ends by `deadline_steady` (the clock's steady time) at the latest, whatever the other side
  // does; `done` is called once, later, on the loop. It may destroy the session.
  virtual void fetch(HttpRequest request, Duration deadline_steady,
                     std::function<void(HttpObservation)> done) = 0;
  // Value of a cookie that the jar would send to `url`'s host now; for CSRF double-submit tokens.
  [[nodiscard]] virtual std::optional<std::string> cookie(const std::string& name) const = 0;
};

// libcurl's and OpenSSL's global set-up; once, before any thread.
void initialise();

// application/x-www-form-urlencoded and multipart/form-data bodies.
[[nodiscard]] std::string form_body(const std::vector<std::pair<std::string, std::string>>& fields);
[[nodiscard]] std::string multipart_body(const std::vector<HttpPart>& parts,
                                         const std::string& boundary);
// Reference resolution of RFC 3986 section 5, for http(s); empty where the result is not http(s).
[[nodiscard]] std::string join_url(const std::string& base, const std::string& reference);
[[nodiscard]] std::string host_of(const std::string& url);  // lower-case, without port

}  // namespace saksi::net
