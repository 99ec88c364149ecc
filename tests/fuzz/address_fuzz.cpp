// SPDX-License-Identifier: Apache-2.0
//
// IP literals: one spelling each, and an address that may not be asked may not be asked in any
// other dress either.
#include <arpa/inet.h>

#include <cstring>

#include "fuzz/fuzz.hpp"
#include "net/dns_channel.hpp"
#include "net/resolver.hpp"
#include "net/socket_address.hpp"
#include "net/usable.hpp"

using namespace saksi;
using namespace saksi::net;

namespace {

void check(const std::string& text) {
  const bool literal = socket_address(text).size != 0;
  CLAIM(literal == (family_of(text) != 0));
  const std::string one = canonical_ip(text);
  CLAIM(canonical_ip(one) == one);
  if (!literal) {
    CLAIM(one == text && is_bogon(text));
    return;
  }
  CLAIM(is_ipv6(text) == (family_of(text) == AF_INET6) && is_bogon(one) == is_bogon(text));
  const SocketAddress a = socket_address(one), b = socket_address(text);
  CLAIM(std::memcmp(&a.storage, &b.storage, sizeof a.storage) == 0);
  CLAIM(address_with_port(one, 443).ends_with(is_ipv6(one) ? "]:443" : ":443"));
  Resolution answer;
  answer.addresses = {text, "9.9.9.9", "2620:fe::fe"};
  for (const unsigned family : {0U, 4U, 6U}) {
    const Usable usable = usable_addresses("absen.example", answer, "", family, false);
    CLAIM((usable.cls == Class::dns_bogon) == is_bogon(text));
    CLAIM((usable.cls == Class::ok) == !usable.addresses.empty());
    for (const std::string& address : usable.addresses)
      CLAIM(!is_bogon(address) && (family == 0 || is_ipv6(address) == (family == 6)));
  }
}

}  // namespace

SAKSI_FUZZ(bytes) {
  if (bytes.size() <= 64 && bytes.find('\0') == std::string_view::npos) check(std::string(bytes));
  if (bytes.size() < 16) return;
  const std::string v4 = address_text(AF_INET, bytes.data());
  const std::string v6 = address_text(AF_INET6, bytes.data());
  check(v4);
  check(v6);
  CLAIM(is_bogon("::ffff:" + v4) && is_bogon("::" + v4));
  CLAIM(is_bogon("64:ff9b::" + v4) == is_bogon(v4));
  unsigned char b[4];
  std::memcpy(b, bytes.data(), 4);
  char text[40];
  std::snprintf(text, sizeof text, "2002:%02x%02x:%02x%02x::1", b[0], b[1], b[2], b[3]);
  CLAIM(is_bogon(text) == is_bogon(v4));
}
