// SPDX-License-Identifier: Apache-2.0
#include "net/dial.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "net/arrival.hpp"
#include "net/classify.hpp"
#include "net/socket_address.hpp"
#include "net/usable.hpp"

namespace saksi::net {
namespace {

class Attempts final : public Dialling {
 public:
  Attempts(Loop& loop, const SessionOptions& options, DialTo to, Duration deadline,
           std::function<void(Dialled)> done)
      : loop_(loop),
        options_(options),
        to_(std::move(to)),
        deadline_(deadline),
        done_(std::move(done)),
        alive_(std::make_shared<int>(0)) {}

  ~Attempts() override {
    loop_.cancel(timer_);
    forget_socket();
  }

  void begin(Resolver& resolver) {
    const Duration left = deadline_ - loop_.clock().steady();
    if (left <= Duration{0})
      return end_later(Class::prober_overloaded,
                       "the deadline had passed before the question could be asked");
    const std::weak_ptr<int> alive = alive_;
    resolver.resolve(
        to_.host, std::min(options_.dns_timeout, left),
        [this, alive](const Resolution& answer) {
          if (!alive.expired()) resolved(answer);
        },
        to_.family);
  }

 private:
  void resolved(const Resolution& answer) {
    result_.dns = answer.took;
    Usable usable =
        usable_addresses(to_.host, answer, options_.way, to_.family, options_.allow_private);
    if (usable.cls != Class::ok) return end(usable.cls, std::move(usable.detail));
    addresses_ = std::move(usable.addresses);
    tcp_began_ = loop_.clock().steady();
    attempt();
  }

  void attempt() {
    const std::string& ip = addresses_[next_];
    const SocketAddress to = socket_address(ip, to_.port);
    result_.address = address_with_port(ip, to_.port);
    result_.socket =
        make_socket(options_.way, to.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK, IPPROTO_TCP);
    int error = result_.socket ? bind_to(result_.socket.get(), options_.way) : errno;
    if (error != 0) return failed(classify_connect(error), error);
    stamp_arrivals(result_.socket.get());
    result_.tried = true;
    if (::connect(result_.socket.get(), to.get(), to.size) == 0) return connected();
    error = errno;
    // The machine itself has no way there: nothing was asked of the other side.
    if (error == ENETUNREACH || error == EADDRNOTAVAIL) {
      result_.tried = false;
      return failed(Class::invalid_vantage, error);
    }
    if (error != EINPROGRESS) return failed(classify_connect(error), error);
    loop_.watch(result_.socket.get(), Loop::writable, [this](unsigned) { ready(); });
    const Duration now = loop_.clock().steady();
    timer_ = loop_.at(std::min(now + options_.connect_timeout, deadline_), [this] {
      // It stands, and we had not looked: our own queue, not the other side's.
      if (is_established(result_.socket.get()))
        return end(Class::prober_overloaded, "the connection stood, and we had not looked");
      failed(Class::tcp_timeout, 0);
    });
  }

  void ready() {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(result_.socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return failed(classify_connect(error), error);
    connected();
  }

  void connected() {
    loop_.unwatch(result_.socket.get());
    end(Class::ok, {});
  }

  // The first address's trouble is the one that is told, as in the HTTP client.
  void failed(Class cls, int error) {
    loop_.cancel(timer_);
    forget_socket();
    const std::string why =
        error != 0 ? std::strerror(error) : "no answer within the connect time-out";
    if (first_ == Class::ok) {
      first_ = cls;
      first_detail_ = result_.address + ": " + why;
      first_address_ = result_.address;
    }
    if (++next_ < addresses_.size() && loop_.clock().steady() < deadline_) return attempt();
    result_.address = first_address_;
    end(first_, std::move(first_detail_));
  }

  void forget_socket() {
    if (!result_.socket) return;
    loop_.unwatch(result_.socket.get());
    result_.socket.reset();
  }

  void end_later(Class cls, std::string why) {
    timer_ = loop_.after(Duration{0}, [this, cls, why = std::move(why)] { end(cls, why); });
  }

  void end(Class cls, std::string detail) {
    loop_.cancel(timer_);
    result_.cls = cls;
    result_.detail = std::move(detail);
    if (tcp_began_) result_.tcp = loop_.clock().steady() - *tcp_began_;
    const auto done = std::move(done_);
    done(std::move(result_));  // may destroy this
  }

  Loop& loop_;
  const SessionOptions options_;
  const DialTo to_;
  const Duration deadline_;
  std::function<void(Dialled)> done_;
  std::shared_ptr<int> alive_;
  Dialled result_;
  std::vector<std::string> addresses_;
  std::size_t next_ = 0;
  std::optional<Duration> tcp_began_;
  Loop::TimerId timer_ = 0;
  Class first_ = Class::ok;
  std::string first_detail_, first_address_;
};

}  // namespace

std::unique_ptr<Dialling> dial(Loop& loop, Resolver& resolver, const SessionOptions& options,
                               DialTo to, Duration deadline, std::function<void(Dialled)> done) {
  auto attempts =
      std::make_unique<Attempts>(loop, options, std::move(to), deadline, std::move(done));
  attempts->begin(resolver);
  return attempts;
}

}  // namespace saksi::net
