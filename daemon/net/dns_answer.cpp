// SPDX-License-Identifier: Apache-2.0
#include "net/dns_answer.hpp"

#include <ares.h>
#include <netdb.h>
#include <sys/socket.h>

#include <array>

#include "net/dns_channel.hpp"

namespace saksi::net {

DnsAnswer read_dns_answer(int type, const unsigned char* bytes, int size) {
  DnsAnswer answer;
  int count = static_cast<int>(kMostDnsAddresses);
  hostent* entry = nullptr;
  if (type == kTypeA) {
    std::array<ares_addrttl, kMostDnsAddresses> found{};
    answer.status = ares_parse_a_reply(bytes, size, &entry, found.data(), &count);
    for (int i = 0; answer.status == ARES_SUCCESS && i < count; ++i)
      answer.addresses.push_back(address_text(AF_INET, &found[static_cast<std::size_t>(i)].ipaddr));
  } else {
    std::array<ares_addr6ttl, kMostDnsAddresses> found{};
    answer.status = ares_parse_aaaa_reply(bytes, size, &entry, found.data(), &count);
    for (int i = 0; answer.status == ARES_SUCCESS && i < count; ++i)
      answer.addresses.push_back(
          address_text(AF_INET6, &found[static_cast<std::size_t>(i)].ip6addr));
  }
  if (answer.status == ARES_SUCCESS && entry != nullptr) {
    if (entry->h_name != nullptr) answer.canonical = entry->h_name;
    ares_free_hostent(entry);
  }
  if (answer.status == ARES_SUCCESS && answer.addresses.empty()) answer.status = ARES_ENODATA;
  return answer;
}

}  // namespace saksi::net
