// SPDX-License-Identifier: Apache-2.0
//
// The bytes of a name server's answer as addresses. Pure: c-ares reads, and foreign bytes end here.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace saksi::net {

inline constexpr int kTypeA = 1, kTypeAaaa = 28;  // RFC 1035, RFC 3596
inline constexpr std::size_t kMostDnsAddresses =
    16;  // of one family; a phone would not try more either

struct DnsAnswer {
  int status = 0;                      // ARES_*; ARES_SUCCESS only with at least one address
  std::vector<std::string> addresses;  // IP literals
  std::string canonical;               // where the aliases end, as c-ares spells it
};

// `type`: one of the two above.
[[nodiscard]] DnsAnswer read_dns_answer(int type, const unsigned char* bytes, int size);

}  // namespace saksi::net
