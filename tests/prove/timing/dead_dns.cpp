// SPDX-License-Identifier: Apache-2.0
//
// A name server that never answers, with a thousand questions waiting for it, beside probes that do
// not need it, on one loop: by how much are these later than without?
#include "net/http_client.hpp"
#include "support/raw_server.hpp"
#include "timing.hpp"

namespace saksi::prove {
namespace {

using namespace std::chrono_literals;

struct Beside {
  std::vector<double> took, late;
};

class Beat {
 public:
  Beat(net::Loop& loop, net::Resolver& resolver, std::string url, std::size_t wanted)
      : loop_(loop), resolver_(resolver), url_(std::move(url)), wanted_(wanted) {
    options_.allow_private = true;
  }
  Beside run() {
    next(loop_.clock().steady());
    loop_.run();
    sessions_.clear();
    return seen_;
  }

 private:
  void next(Duration due) {
    loop_.at(due, [this, due] {
      if (started_++ < wanted_) begin(due), next(due + 10ms);
    });
  }
  void begin(Duration due) {
    auto session = std::move(net::HttpSession::create(loop_, resolver_, options_).value());
    auto& place = sessions_.emplace_back(std::move(session));
    seen_.late.push_back(milliseconds(loop_.clock().steady() - due));
    place->fetch({.url = url_}, due + 10s, [this, due](const net::HttpObservation& seen) {
      if (seen.transport != Class::ok) note(std::string(code(seen.transport)) + seen.detail);
      seen_.took.push_back(milliseconds(loop_.clock().steady() - due));
      if (seen_.took.size() == wanted_) loop_.stop();
    });
  }

  net::Loop& loop_;
  net::Resolver& resolver_;
  const std::string url_;
  const std::size_t wanted_;
  net::SessionOptions options_;
  std::size_t started_ = 0;
  Beside seen_;
  std::vector<std::unique_ptr<net::HttpSession>> sessions_;
};

}  // namespace

bool dead_name_server() {
  constexpr std::size_t kQuestions = 1000, kProbes = 500;
  const Forked server([](int out) {
    pin_to(1);
    const test::RawServer quick([](test::RawServer::Peer& peer) {
      peer.read_head();
      peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nya");
    });
    tell_port(out, quick.port());
    for (;;) ::pause();
  });
  const int deaf = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  sockaddr_in at = test::loopback(0);
  socklen_t size = sizeof at;
  ::bind(deaf, reinterpret_cast<sockaddr*>(&at), size);
  ::getsockname(deaf, reinterpret_cast<sockaddr*>(&at), &size);
  pin_to(0);

  const SystemClock clock;
  const auto loop = std::move(net::Loop::create(clock).value());
  const auto alive = std::move(net::Resolver::create(*loop, {"127.0.0.1:1"}, "").value());
  const std::string url = "http://127.0.0.1:" + std::to_string(server.port()) + "/";
  Beat(*loop, *alive, url, 100).run();  // warm
  const Beside without = Beat(*loop, *alive, url, kProbes).run();

  const auto dead = std::move(
      net::Resolver::create(*loop, {"127.0.0.1:" + std::to_string(ntohs(at.sin_port))}, "")
          .value());
  std::size_t timed_out = 0, asked = 0;
  // Two hundred a second, each given up after a second: asked, asked again and told meanwhile.
  std::function<void()> ask = [&] {
    if (asked++ == kQuestions) return;
    dead->resolve("dinas-" + std::to_string(asked) + ".example", 1s, [&](const auto& answer) {
      timed_out += answer.cls == Class::dns_timeout ? 1 : 0;
    });
    loop->after(5ms, ask);
  };
  loop->post(ask);
  const Beside with = Beat(*loop, *alive, url, kProbes).run();

  note("probes without it: " + spread(without.took));
  note("probes beside it:  " + spread(with.took));
  note("late to start:     " + spread(with.late));
  note(fmt::format("{} questions, {} timed out by then", asked, timed_out));
  const double more = quantile(with.took, 0.99) - quantile(without.took, 0.99);
  const double median = quantile(with.took, 0.5) - quantile(without.took, 0.5);
  return claim("a dead name server delays no other probe by more than 2 ms",
               fmt::format("{:+.3f} ms at p50, {:+.3f} ms at p99", median, more),
               more <= 2 && median <= 2 && timed_out > kQuestions / 2);
}

}  // namespace saksi::prove
