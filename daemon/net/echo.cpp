// SPDX-License-Identifier: Apache-2.0
#include "net/echo.hpp"

#include <netinet/icmp6.h>
#include <netinet/ip_icmp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string_view>

#include "base/file.hpp"
#include "net/arrival.hpp"
#include "net/classify.hpp"
#include "net/socket_address.hpp"

namespace saksi::net {
namespace {

using namespace std::chrono_literals;

constexpr std::array<Duration, 3> kAgain{0s, 1s, 3s};
constexpr std::string_view kPayload = "saksi: an echo, please, and nothing else";

Fd open_socket(bool v6, const Way& way) {
  return make_socket(way, v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_NONBLOCK,
                     v6 ? static_cast<int>(IPPROTO_ICMPV6) : static_cast<int>(IPPROTO_ICMP));
}

std::string not_permitted(int error) {
  return std::string("opening an ICMP socket: ") + std::strerror(error) +
         "; let the group that Saksi runs as send echoes: sysctl -w "
         "net.ipv4.ping_group_range=\"0 2147483647\"";
}

class PingSocket final : public Echo {
 public:
  PingSocket(Loop& loop, const std::string& ip, std::function<void(Echoed)> done)
      : loop_(loop), ip_(ip), v6_(is_ipv6(ip)), done_(std::move(done)) {}
  ~PingSocket() override { drop(); }

  void begin(const Way& way, Duration deadline) {
    began_ = loop_.clock().steady();
    socket_ = open_socket(v6_, way);
    if (!socket_) return end_later(Class::invalid_monitor, not_permitted(errno));
    if (const int error = bind_to(socket_.get(), way); error != 0)
      return end_later(classify_connect(error), std::strerror(error));
    // Connected, so that only this host's answers arrive, and what routers say of the way there.
    const int one = 1;
    if (v6_)
      ::setsockopt(socket_.get(), IPPROTO_IPV6, IPV6_RECVERR, &one, sizeof one);
    else
      ::setsockopt(socket_.get(), IPPROTO_IP, IP_RECVERR, &one, sizeof one);
    stamp_arrivals(socket_.get());
    const SocketAddress to = socket_address(ip_);
    if (::connect(socket_.get(), to.get(), to.size) != 0)
      return end_later(Class::invalid_vantage,
                       ip_ + " cannot be reached from here: " + std::strerror(errno));
    loop_.watch(socket_.get(), Loop::readable, [this](unsigned) { readable(); });
    deadline_timer_ = loop_.at(deadline, [this, wait = deadline - began_] {
      if (loop_.lateness() > wait / 4)
        return end(Class::prober_overloaded, "no echo in time, but we were too busy to look");
      end(Class::tcp_timeout, "no echo came back");
    });
    send_timer_ = loop_.after(kAgain[0], [this] { send(); });
  }

 private:
  void send() {
    const std::string packet = echo_request(v6_, result_.sent);
    const std::size_t number = result_.sent++;
    sent_at_[number] = loop_.clock().steady();
    if (::send(socket_.get(), packet.data(), packet.size(), 0) < 0) {
      const int error = errno;
      return end(classify_connect(error), ip_ + ": " + std::strerror(error));
    }
    sent_within_[number] = loop_.clock().steady() - sent_at_[number];
    if (result_.sent < kAgain.size())
      send_timer_ = loop_.at(began_ + kAgain[result_.sent], [this] { send(); });
  }

  void readable() {
    std::array<char, 256> packet{};
    alignas(cmsghdr) std::array<char, kStampRoom> control{};
    iovec into{packet.data(), packet.size()};
    msghdr message{};
    message.msg_iov = &into;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const auto size = ::recvmsg(socket_.get(), &message, 0);
    if (size < 0) {
      const int error = errno;
      if (error == EAGAIN || error == EINTR) return;
      return end(classify_connect(error), ip_ + ": " + std::strerror(error));
    }
    const auto number =
        echoed_number(v6_, {packet.data(), static_cast<std::size_t>(size)}, result_.sent);
    if (!number) return;  // none of ours
    const Clock& clock = loop_.clock();
    Duration came = clock.steady();
    result_.bound = loop_.lateness();
    if (const auto stamp = stamp_of(message)) {
      came -= clock.inside(std::max(SystemClock().wall() - *stamp, Duration{0}));
      result_.bound = Duration{0};
    }
    result_.bound += sent_within_[*number];
    took_ = std::max(came - sent_at_[*number], Duration{0});
    end(Class::ok, {});
  }

  void drop() {
    loop_.cancel(send_timer_);
    loop_.cancel(deadline_timer_);
    if (socket_) loop_.unwatch(socket_.get());
  }

  void end_later(Class cls, std::string why) {
    send_timer_ = loop_.after(Duration{0}, [this, cls, why = std::move(why)] { end(cls, why); });
  }

  void end(Class cls, std::string detail) {
    drop();
    result_.cls = cls;
    result_.detail = std::move(detail);
    result_.took = took_.value_or(loop_.clock().steady() - began_);
    const auto done = std::move(done_);
    done(std::move(result_));  // may destroy this
  }

  Loop& loop_;
  const std::string ip_;
  const bool v6_;
  std::function<void(Echoed)> done_;
  Duration began_{0};
  Fd socket_;
  Loop::TimerId send_timer_ = 0, deadline_timer_ = 0;
  std::array<Duration, kAgain.size()> sent_at_{}, sent_within_{};
  std::optional<Duration> took_;  // from the sending of the echo that came back
  Echoed result_;
};

}  // namespace

std::unique_ptr<Echo> send_echo(Loop& loop, const std::string& ip, const Way& way,
                                Duration deadline, std::function<void(Echoed)> done) {
  auto echo = std::make_unique<PingSocket>(loop, ip, std::move(done));
  echo->begin(way, deadline);
  return echo;
}

// The kernel fills in identifier and checksum.
std::string echo_request(bool v6, unsigned number) {
  std::string packet(8, '\0');
  packet[0] =
      static_cast<char>(v6 ? static_cast<int>(ICMP6_ECHO_REQUEST) : static_cast<int>(ICMP_ECHO));
  packet[7] = static_cast<char>(number);  // the sequence number's low byte
  return packet += kPayload;
}

std::optional<unsigned> echoed_number(bool v6, std::string_view packet, unsigned sent) {
  if (packet.size() != 8 + kPayload.size() || packet.substr(8) != kPayload) return std::nullopt;
  const int type = static_cast<unsigned char>(packet[0]);
  const unsigned number = static_cast<unsigned char>(packet[7]);
  if (type != (v6 ? static_cast<int>(ICMP6_ECHO_REPLY) : static_cast<int>(ICMP_ECHOREPLY)) ||
      number >= sent)
    return std::nullopt;
  return number;
}

Result<void> echo_permitted() {
  if (open_socket(false, {})) return {};
  return fail(not_permitted(errno), ErrorKind::usage);
}

}  // namespace saksi::net
