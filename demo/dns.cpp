// SPDX-License-Identifier: Apache-2.0
#include "demo/dns.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <thread>

#include "base/file.hpp"
#include "base/log.hpp"

namespace saksi::demo {
namespace {

constexpr unsigned kFormatError = 1, kNameError = 3, kNotImplemented = 4, kRefused = 5;
constexpr unsigned kTypeA = 1, kTypeSoa = 6, kTypeAny = 255, kClassIn = 1;
constexpr unsigned kTtl = 60;
constexpr std::size_t kHeader = 12;

unsigned read16(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned>(static_cast<unsigned char>(bytes[at])) << 8 |
         static_cast<unsigned char>(bytes[at + 1]);
}
void put16(std::string& to, unsigned value) {
  to += static_cast<char>(value >> 8 & 0xff);
  to += static_cast<char>(value & 0xff);
}
void put32(std::string& to, unsigned value) {
  put16(to, value >> 16);
  put16(to, value & 0xffff);
}
void put_name(std::string& to, std::string_view name) {
  while (!name.empty()) {
    const std::string_view label = name.substr(0, name.find('.'));
    to += static_cast<char>(label.size());
    to += label;
    name.remove_prefix(std::min(label.size() + 1, name.size()));
  }
  to += '\0';
}

struct Question {
  std::string name;  // lower-case
  unsigned type = 0, cls = 0;
  std::size_t end = 0;  // of the question in the datagram
};

// None where it is not well-formed. A compressed name cannot be in a first question.
std::optional<Question> read_question(std::string_view query) {
  Question question;
  std::size_t at = kHeader;
  for (;;) {
    if (at >= query.size()) return std::nullopt;
    const std::size_t length = static_cast<unsigned char>(query[at++]);
    if (length == 0) break;
    if (length > 63 || at + length > query.size() || question.name.size() + length > 253)
      return std::nullopt;
    if (!question.name.empty()) question.name += '.';
    for (const char c : query.substr(at, length))
      question.name += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    at += length;
  }
  if (at + 4 > query.size()) return std::nullopt;
  question.type = read16(query, at);
  question.cls = read16(query, at + 2);
  question.end = at + 4;
  return question;
}

bool under(std::string_view name, std::string_view zone) {
  return name == zone || (name.size() > zone.size() && name.ends_with(zone) &&
                          name[name.size() - zone.size() - 1] == '.');
}

const std::string* address_of(const Names& names, const std::string& name,
                              const std::string& zone) {
  const auto exact = names.addresses.find(name);
  if (exact != names.addresses.end()) return &exact->second;
  const auto wild = name == zone ? names.addresses.end() : names.addresses.find("*." + zone);
  return wild == names.addresses.end() ? nullptr : &wild->second;
}

std::string header(std::string_view query, unsigned code, bool authoritative, unsigned questions,
                   unsigned answers, unsigned authority) {
  std::string reply(query.substr(0, 2));
  const unsigned asked = read16(query, 2);
  // QR; the opcode and RD as asked; AA; the code.
  put16(reply, 0x8000U | (asked & 0x7900U) | (authoritative ? 0x0400U : 0U) | code);
  for (const unsigned count : {questions, answers, authority, 0U}) put16(reply, count);
  return reply;
}

}  // namespace

std::string answer_query(std::string_view query, const Names& names) {
  if (query.size() < kHeader || (read16(query, 2) & 0x8000U) != 0) return {};
  if ((read16(query, 2) & 0x7800U) != 0) return header(query, kNotImplemented, false, 0, 0, 0);
  const auto question = read16(query, 4) == 1 ? read_question(query) : std::nullopt;
  if (!question) return header(query, kFormatError, false, 0, 0, 0);
  const std::string_view asked = query.substr(kHeader, question->end - kHeader);

  const std::string* zone = nullptr;
  for (const std::string& ours : names.zones)
    if (under(question->name, ours)) zone = &ours;
  if (zone == nullptr || question->cls != kClassIn)
    return header(query, kRefused, false, 1, 0, 0).append(asked);

  const std::string* address = address_of(names, question->name, *zone);
  in_addr binary{};
  if (address != nullptr && (question->type == kTypeA || question->type == kTypeAny) &&
      ::inet_pton(AF_INET, address->c_str(), &binary) == 1) {
    std::string reply = header(query, 0, true, 1, 1, 0).append(asked);
    put16(reply, 0xc00c);  // the name of the question
    put16(reply, kTypeA);
    put16(reply, kClassIn);
    put32(reply, kTtl);
    put16(reply, sizeof binary);
    reply.append(reinterpret_cast<const char*>(&binary), sizeof binary);
    return reply;
  }
  // No such name, or no such record: the zone's SOA says for how long.
  const bool exists = address != nullptr || question->name == *zone;
  std::string reply = header(query, exists ? 0 : kNameError, true, 1, 0, 1).append(asked);
  put_name(reply, *zone);
  put16(reply, kTypeSoa);
  put16(reply, kClassIn);
  put32(reply, kTtl);
  std::string soa;
  put_name(soa, "ns." + *zone);
  put_name(soa, "hostmaster." + *zone);
  for (const unsigned value : {1U, 3600U, 600U, 86400U, kTtl}) put32(soa, value);
  put16(reply, static_cast<unsigned>(soa.size()));
  return reply + soa;
}

namespace {

class UdpNameServer final : public NameServer {
 public:
  UdpNameServer(Names names, std::function<bool(const std::string&)> silent, Fd socket, Fd wake,
                std::uint16_t port)
      : names_(std::move(names)),
        silent_(std::move(silent)),
        socket_(std::move(socket)),
        wake_(std::move(wake)),
        port_(port),
        thread_([this](const std::stop_token& stop) { run(stop); }) {}
  ~UdpNameServer() override {
    thread_.request_stop();
    const std::uint64_t one = 1;
    if (::write(wake_.get(), &one, sizeof one) < 0)  // cannot happen: the counter is far from full
      log::error("demo name server: waking its thread: {}", std::strerror(errno));
  }
  UdpNameServer(const UdpNameServer&) = delete;
  UdpNameServer& operator=(const UdpNameServer&) = delete;
  [[nodiscard]] std::uint16_t port() const override { return port_; }

 private:
  void run(const std::stop_token& stop) {
    ::pthread_setname_np(::pthread_self(), "dns");
    std::array<pollfd, 2> ready{{{socket_.get(), POLLIN, 0}, {wake_.get(), POLLIN, 0}}};
    while (!stop.stop_requested()) {
      if (::poll(ready.data(), ready.size(), -1) < 0 && errno != EINTR) {
        log::error("demo name server: poll: {}; it answers no more", std::strerror(errno));
        return;
      }
      if ((ready[0].revents & POLLIN) != 0) answer_one();
    }
  }

  void answer_one() {
    std::array<char, 512> bytes{};  // RFC 1035 2.3.4: longer queries are not ours to understand
    sockaddr_in from{};
    socklen_t from_size = sizeof from;
    auto* const address = reinterpret_cast<sockaddr*>(&from);
    const ssize_t size =
        ::recvfrom(socket_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT, address, &from_size);
    if (size < 0) return;  // somebody's datagram was bad, or there was none after all
    std::array<char, INET_ADDRSTRLEN> peer{};
    ::inet_ntop(AF_INET, &from.sin_addr, peer.data(), peer.size());
    if (silent_(peer.data())) return;
    const std::string reply = answer_query({bytes.data(), static_cast<std::size_t>(size)}, names_);
    if (reply.empty()) return;
    if (::sendto(socket_.get(), reply.data(), reply.size(), MSG_DONTWAIT, address, from_size) < 0)
      log::warning("demo name server: answering {}: {}", peer.data(), std::strerror(errno));
  }

  const Names names_;
  const std::function<bool(const std::string&)> silent_;
  const Fd socket_, wake_;
  const std::uint16_t port_;
  std::jthread thread_;  // last: it uses the rest
};

}  // namespace

Result<std::unique_ptr<NameServer>> NameServer::start(
    Names names, std::function<bool(const std::string&)> silent) {
  const auto failed = [](const char* doing) {
    return fail(std::string("demo name server: ") + doing + ": " + std::strerror(errno));
  };
  Fd socket(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  Fd wake(::eventfd(0, EFD_CLOEXEC));
  if (!socket || !wake) return failed("opening its socket");
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  auto* const address = reinterpret_cast<sockaddr*>(&at);
  if (::bind(socket.get(), address, size) != 0 || ::getsockname(socket.get(), address, &size) != 0)
    return failed("listening on 127.0.0.1");
  return std::make_unique<UdpNameServer>(std::move(names), std::move(silent), std::move(socket),
                                         std::move(wake), ntohs(at.sin_port));
}

}  // namespace saksi::demo
