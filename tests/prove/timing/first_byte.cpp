// SPDX-License-Identifier: Apache-2.0
//
// Time to first byte on a full core: 200 exchanges at a time, each a fresh TLS connection with two
// session tickets, against a server of another process on another core. For each request the server
// notes when its kernel received it and the instant before it writes the answer; the difference is
// the truth, told in the answer.
#include <openssl/ssl.h>

#include <list>
#include <thread>

#include "net/arrival.hpp"
#include "net/http_client.hpp"
#include "support/temp_dir.hpp"
#include "support/tls_files.hpp"
#include "timing.hpp"

namespace saksi::prove {
namespace {

using namespace std::chrono_literals;

constexpr unsigned kInFlight = 200;
constexpr auto kHold = 50ms;

void serve_one(SSL_CTX* context, int listener) {
  const SystemClock clock;
  const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
  if (fd < 0) return;
  SSL* ssl = SSL_new(context);
  SSL_set_fd(ssl, fd);
  pollfd ready{fd, POLLIN, 0};
  if (SSL_accept(ssl) == 1 && (SSL_pending(ssl) > 0 || ::poll(&ready, 1, 5000) == 1)) {
    const auto lay = net::unread(fd);
    const Duration received = clock.steady() - (lay ? lay->last : Duration{0});
    char request[4096];
    if (lay && SSL_read(ssl, request, sizeof request) > 0) {
      std::this_thread::sleep_for(kHold);
      const Duration sent = clock.steady();
      const std::string body = std::to_string((sent - received).count());
      const std::string answer =
          "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) +
          "\r\n\r\n" + body;
      SSL_write(ssl, answer.data(), static_cast<int>(answer.size()));
    }
  }
  SSL_shutdown(ssl);
  SSL_free(ssl);
  ::close(fd);
}

void serve(int out, const test::Leaf& leaf) {
  pin_to(1);
  ::signal(SIGPIPE, SIG_IGN);
  SSL_CTX* context = SSL_CTX_new(TLS_server_method());
  SSL_CTX_use_certificate_chain_file(context, leaf.certificate_file.c_str());
  SSL_CTX_use_PrivateKey_file(context, leaf.key_file.c_str(), SSL_FILETYPE_PEM);
  std::uint16_t port = 0;
  const int listener = test::listen_tcp(port);
  ::listen(listener, 1024);
  net::stamp_arrivals(listener);  // connections that are accepted inherit it
  tell_port(out, port);
  std::list<std::thread> threads;
  for (unsigned i = 0; i < kInFlight + 20; ++i)
    threads.emplace_back([&] {
      for (;;) serve_one(context, listener);
    });
  for (std::thread& thread : threads) thread.join();
}

struct Measured {
  std::vector<double> error, beyond;  // of `wait`; by how much the truth was outside the bound
  std::size_t failed = 0;
  double cpu_share = 0;
};

// One exchange after the other in each of the places, until enough have been seen.
class Crowd {
 public:
  Crowd(net::SessionOptions options, std::string url, std::size_t wanted)
      : options_(std::move(options)), url_(std::move(url)), wanted_(wanted) {}

  Measured run() {
    sessions_.resize(kInFlight);
    for (std::size_t i = 0; i < kInFlight; ++i) loop_->post([this, i] { begin(i); });
    const std::clock_t cpu = std::clock();
    const Duration began = clock_.steady();
    loop_->run();
    measured_.cpu_share = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC * 1000 /
                          milliseconds(clock_.steady() - began);
    sessions_.clear();
    return measured_;
  }

 private:
  void begin(std::size_t place) {
    auto made = net::HttpSession::create(*loop_, *resolver_, options_);
    if (!made) std::abort();
    sessions_[place] = std::move(*made);
    sessions_[place]->fetch({.url = url_}, clock_.steady() + 20s,
                            [this, place](net::HttpObservation seen) { ended(place, seen); });
  }

  void ended(std::size_t place, const net::HttpObservation& seen) {
    ++seen_;
    if (seen.transport != Class::ok && ++measured_.failed == 1)
      note(fmt::format("failed: {}, {}", code(seen.transport), seen.detail));
    if (seen.transport != Class::ok) return again(place);
    // The first rounds start all at once, which is another load.
    if (seen_ > 2 * kInFlight) take(seen);
    again(place);
  }

  void again(std::size_t place) {
    if (seen_ >= wanted_) return loop_->stop();
    loop_->post([this, place] { begin(place); });
  }

  void take(const net::HttpObservation& seen) {
    const Duration truth(std::stoll(seen.body));
    const Duration error = *seen.phases.wait - truth;
    measured_.error.push_back(milliseconds(error < 0s ? -error : error));
    // The truth must lie between wait - bound and wait.
    measured_.beyond.push_back(milliseconds(std::max({error - *seen.bound, -error, Duration{0}})));
  }

  SystemClock clock_;
  std::unique_ptr<net::Loop> loop_ = std::move(net::Loop::create(clock_).value());
  std::unique_ptr<net::Resolver> resolver_ =
      std::move(net::Resolver::create(*loop_, {"127.0.0.1:1"}, "").value());
  net::SessionOptions options_;
  const std::string url_;
  const std::size_t wanted_;
  std::size_t seen_ = 0;
  Measured measured_;
  std::vector<std::unique_ptr<net::HttpSession>> sessions_;
};

}  // namespace

bool first_byte() {
  const test::TempDir folder;
  test::TlsFiles ca(folder.path());
  const test::Leaf leaf = ca.leaf("server", "IP:127.0.0.1");
  const Forked server([&](int out) { serve(out, leaf); });
  pin_to(0);
  net::SessionOptions options;
  options.allow_private = true;
  options.ca_file = ca.ca_file();
  const std::string url = "https://127.0.0.1:" + std::to_string(server.port()) + "/";
  options.kernel_stamps = false;
  const Measured looking = Crowd(options, url, 2000).run();
  options.kernel_stamps = true;
  const Measured stamped = Crowd(options, url, 4000).run();

  note(fmt::format("200 in flight, core {:.0f} % ours, {} of 4000 failed", 100 * stamped.cpu_share,
                   stamped.failed));
  note("error of the time to first byte without stamps: " + spread(looking.error));
  note("the truth outside the sample's own bound by: " + spread(stamped.beyond));
  return claim(
      "time to first byte within 0.5 ms of the truth at p90", spread(stamped.error),
      stamped.failed == 0 && stamped.error.size() > 1000 && quantile(stamped.error, 0.9) <= 0.5);
}

}  // namespace saksi::prove
