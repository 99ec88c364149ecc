// SPDX-License-Identifier: Apache-2.0
//
// Answers of name servers, and echoes: addresses are addresses, there are not too many of them, and
// what is shown of a block page's name is clean; an echo is ours only if every byte of it is.
#include "fuzz/fuzz.hpp"
#include "net/dns_answer.hpp"
#include "net/dns_channel.hpp"
#include "net/echo.hpp"
#include "probes/dns_step.hpp"

using namespace saksi;

namespace {

void check_names(std::string_view bytes) {
  for (const int type : {net::kTypeA, net::kTypeAaaa}) {
    const net::DnsAnswer answer = net::read_dns_answer(
        type, reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    CLAIM((answer.status == 0) == !answer.addresses.empty());
    CLAIM(answer.addresses.size() <= net::kMostDnsAddresses);
    for (const std::string& address : answer.addresses)
      CLAIM(net::family_of(address) == (type == net::kTypeA ? AF_INET : AF_INET6));
    if (answer.status != 0) continue;
    net::Resolution usual;
    usual.addresses = answer.addresses;
    usual.canonical = answer.canonical;
    const Direct direct;
    for (const bool allow_private : {false, true}) {
      const auto verdict =
          probes::judge_names(direct, "absen.example", usual, std::nullopt, allow_private);
      CLAIM(!verdict.rule.empty() && fuzz::is_utf8(verdict.rule));
      CLAIM(!fuzz::has_control(verdict.rule));
      for (const std::string& address : answer.addresses)
        CLAIM(allow_private || verdict.cls != Class::ok || !net::is_bogon(address));
    }
  }
}

void check_echo(std::string_view packet) {
  for (const bool v6 : {false, true})
    for (unsigned sent = 0; sent < 3; ++sent) {
      const auto number = net::echoed_number(v6, packet, sent);
      if (!number) continue;
      CLAIM(*number < sent);
      std::string reply = net::echo_request(v6, *number);
      reply[0] = packet[0];  // its type: a reply, not a request
      CLAIM(packet[0] == (v6 ? '\x81' : '\0') && packet.size() == reply.size());
      CLAIM(packet.substr(7) == std::string_view(reply).substr(7));
    }
}

}  // namespace

SAKSI_FUZZ(bytes) {
  check_names(bytes);
  check_echo(bytes);
  // The same with what the kernel and the answerer fill in.
  std::string ours = net::echo_request(false, 1);
  for (std::size_t i = 0; i < bytes.size() && i < 7; ++i) ours[i] = bytes[i];
  check_echo(ours);
}
