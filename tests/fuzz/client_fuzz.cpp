// SPDX-License-Identifier: Apache-2.0
//
// Our HTTP client against a server that says anything and then closes: it ends at once, keeps its
// caps whatever is unpacked, and hears the same whether the bytes come together or one by one.
#include <optional>

#include "fuzz/net_rig.hpp"
#include "net/http_client.hpp"
#include "net/http_server.hpp"
#include "net/http_wire.hpp"
#include "net/url.hpp"

using namespace saksi;
using namespace std::chrono_literals;

namespace {

constexpr net::HttpLimits kLimits{8192, 4096, 40};

// Serves the same bytes to everybody who asks, on the client's own loop.
class Server {
 public:
  explicit Server(net::Loop& loop) : loop_(loop) {
    loop_.watch(listener_.fd.get(), net::Loop::readable, [this](unsigned) { accept(); });
  }
  void serve(std::string_view bytes, bool one_by_one) {
    drop();
    bytes_ = bytes;
    one_by_one_ = one_by_one;
  }
  void drop() {
    if (peer_) loop_.unwatch(peer_.get());
    peer_.reset();
  }
  [[nodiscard]] std::uint16_t port() const { return listener_.port; }

 private:
  void accept() {
    drop();
    peer_.reset(::accept4(listener_.fd.get(), nullptr, nullptr, SOCK_CLOEXEC));
    fuzz::no_delay(peer_.get());
    sent_ = 0;
    loop_.watch(peer_.get(), net::Loop::readable, [this](unsigned) { asked(); });
  }
  void asked() {
    char request[4096];
    if (::recv(peer_.get(), request, sizeof request, MSG_DONTWAIT) <= 0) return drop();
    if (sent_ == 0) answer();
  }
  void answer() {
    if (!peer_) return;
    const std::size_t some = one_by_one_ ? 1 : bytes_.size();
    const bool heard = fuzz::send_all(peer_.get(), bytes_.substr(sent_, some));
    sent_ += some;
    if (heard && sent_ < bytes_.size()) return loop_.post([this] { answer(); });
    ::shutdown(peer_.get(), SHUT_WR);
  }

  net::Loop& loop_;
  fuzz::Listener listener_;
  Fd peer_;
  std::string_view bytes_;
  std::size_t sent_ = 0;
  bool one_by_one_ = false;
};

struct World {
  fuzz::Rig rig;
  Server server{*rig.loop};

  net::HttpObservation ask(std::string_view bytes, bool one_by_one) {
    server.serve(bytes, one_by_one);
    net::SessionOptions options;
    options.allow_private = true;
    options.limits = kLimits;
    const auto session =
        std::move(net::HttpSession::create(*rig.loop, *rig.resolver, options).value());
    std::optional<net::HttpObservation> seen;
    session->fetch({.url = "http://127.0.0.1:" + std::to_string(server.port()) + "/a"},
                   rig.clock.steady() + 4s, [&](net::HttpObservation found) {
                     seen = std::move(found);
                     rig.loop->stop();
                   });
    rig.loop->run();
    server.drop();
    return std::move(*seen);
  }
};

void check(const net::HttpObservation& seen) {
  CLAIM(about(seen.transport).stage == Stage::http || seen.transport == Class::ok);
  CLAIM(seen.transport != Class::http_timeout_ttfb && seen.transport != Class::http_timeout_body);
  CLAIM(seen.body.size() <= kLimits.body && seen.headers.size() <= kLimits.header_lines);
  std::size_t size = 0;
  for (const auto& [name, value] : seen.headers) size += name.size() + value.size();
  CLAIM(size <= kLimits.headers);
  CLAIM(seen.transport != Class::ok || (seen.status >= 200 && seen.status <= 999));
  CLAIM(seen.redirect.empty() || net::parse_url(seen.redirect).has_value());
}

// The rest of the input, many times over, packed.
void unpack(World& world, std::string_view seed) {
  std::string body;
  while (body.size() < 20 * seed.size() && body.size() < 40'000) body += seed;
  net::ServerRequest request;
  request.headers = {{"accept-encoding", "gzip"}};
  net::ServerResponse response;
  response.content_type = "text/html";
  response.body = body;
  const auto packed = net::finish(request, std::move(response));
  const auto seen = world.ask(net::wire_text(packed, true, false), false);
  check(seen);
  CLAIM(seen.transport == (body.size() > kLimits.body ? Class::http_body_too_large : Class::ok));
  CLAIM(seen.body == body.substr(0, kLimits.body));
}

}  // namespace

SAKSI_FUZZ(bytes) {
  static World world;
  if (bytes.starts_with("Z\n")) return unpack(world, bytes.substr(2));
  const auto at_once = world.ask(bytes, false);
  check(at_once);
  if (bytes.size() > 400) return;
  const auto slowly = world.ask(bytes, true);
  check(slowly);
  CLAIM((at_once.transport == Class::ok) == (slowly.transport == Class::ok));
  if (at_once.transport != Class::ok) return;
  CLAIM(at_once.status == slowly.status && at_once.headers == slowly.headers);
  CLAIM(at_once.body == slowly.body && at_once.redirect == slowly.redirect);
}
